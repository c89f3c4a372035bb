//! The index made anew from the content: after the migration that brought it, and whenever its rules change.
use diesel::QueryResult;

use crate::blog::{index_post, list_post_slugs};
use crate::catalogue::{
    index_category, index_course, index_path, index_topic, list_category_slugs, list_course_slugs, list_path_slugs,
    list_topic_slugs,
};
use crate::db::Conn;
use crate::index::is_empty;
use crate::schedule::{
    index_city, index_training, index_venue, list_city_slugs, list_training_codes, list_venue_slugs,
};
use crate::site::{index_page, list_page_slugs};

/// Fills the index of a site that was made before it had one.
pub fn fill_index(conn: &mut Conn) -> QueryResult<()> {
    if is_empty(conn)? { rebuild_index(conn) } else { Ok(()) }
}

/// Puts everything public into the index as it now is. What lends its names comes before what is found by them.
pub fn rebuild_index(conn: &mut Conn) -> QueryResult<()> {
    each(conn, list_category_slugs, index_category)?;
    each(conn, list_topic_slugs, index_topic)?;
    each(conn, list_course_slugs, index_course)?;
    each(conn, list_path_slugs, index_path)?;
    each(conn, list_city_slugs, index_city)?;
    each(conn, list_venue_slugs, index_venue)?;
    each(conn, list_training_codes, index_training)?;
    each(conn, list_post_slugs, index_post)?;
    each(conn, list_page_slugs, index_page)
}

fn each<Name>(
    conn: &mut Conn,
    list: impl Fn(&mut Conn) -> QueryResult<Vec<Name>>,
    index: impl Fn(&mut Conn, &Name) -> QueryResult<()>,
) -> QueryResult<()> {
    list(conn)?.iter().try_for_each(|name| index(conn, name))
}
