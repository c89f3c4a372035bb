//! The database room: addresses, migrations, the schema and its checks, transactions.
mod addresses;
mod checks;
mod dialect;
mod durability;
mod migrating;
mod schema;
mod transactions;

use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use lectern::db::prelude::*;
use lectern::db::{Conn, Db};

/// Runs one statement in a transaction of its own.
async fn run(db: &Db, statement: impl Into<String>) -> Result<(), String> {
    let statement = statement.into();
    let work = move |conn: &mut Conn| conn.batch_execute(&statement);
    db.write(work).await.map_err(|error| error.to_string())
}

#[derive(diesel::QueryableByName)]
struct Word {
    #[diesel(sql_type = diesel::sql_types::Text)]
    word: String,
}

/// The rows of a query that gives one text column `word`.
fn words(conn: &mut Conn, query: &str) -> QueryResult<Vec<String>> {
    Ok(diesel::sql_query(query).load::<Word>(conn)?.into_iter().map(|row| row.word).collect())
}
