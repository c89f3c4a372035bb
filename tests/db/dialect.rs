//! What is said differently to each engine gives the same answer on both.
use lectern::db::among;
use lectern::db::prelude::*;
use lectern::db::schema::not_founds;

use crate::support::academy::today;
use crate::support::database::fresh;

#[tokio::test]
async fn among_finds_the_rows_of_a_list_and_no_others() {
    let database = fresh();
    let insert = |conn: &mut lectern::db::Conn| {
        for path in ["/a", "/b", "/c"] {
            let when = (not_founds::first_at.eq(today()), not_founds::last_at.eq(today()));
            diesel::insert_into(not_founds::table)
                .values((not_founds::path.eq(path), not_founds::hits.eq(1), when.0, when.1))
                .execute(conn)?;
        }
        not_founds::table.order(not_founds::path).select(not_founds::id).load::<i64>(conn)
    };
    let ids = database.db.write(insert).await.unwrap();
    let find = |wanted: Vec<i64>| {
        database.db.read(move |conn| {
            let rows = not_founds::table.filter(among(not_founds::id, &wanted)).order(not_founds::path);
            rows.select(not_founds::path).load::<String>(conn)
        })
    };
    assert_eq!(find(vec![ids[2], ids[0], ids[0], -7]).await.unwrap(), ["/a", "/c"]);
    assert!(find(vec![]).await.unwrap().is_empty());
    // More than either engine takes as values of one statement.
    assert_eq!(find((0..=100_000).chain(ids.clone()).collect()).await.unwrap(), ["/a", "/b", "/c"]);
}
