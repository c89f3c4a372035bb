use crate::db::prelude::*;

use super::Conn;
use super::schema::content_versions;

/// Says that something public changed. Call it in the transaction of the change: cached pages of every instance then go stale.
pub fn raise_content_version(conn: &mut Conn) -> QueryResult<()> {
    diesel::update(content_versions::table)
        .set(content_versions::version.eq(content_versions::version + 1))
        .execute(conn)
        .map(|_| ())
}

/// The number of the present content.
pub(super) fn read(conn: &mut Conn) -> QueryResult<i64> {
    content_versions::table.select(content_versions::version).first(conn)
}
