use std::collections::BTreeMap;

use diesel::QueryResult;
use diesel::result::Error;
use serde::Serialize;

use super::folder::Folder;
use super::front_matter::write;
use super::pictures::export_pictures;
use super::single::{HOLIDAYS, MENUS, PROVIDER};
use crate::blog::{list_post_slugs, load_post};
use crate::catalogue::{
    list_category_slugs, list_course_slugs, list_path_slugs, list_topic_slugs, load_category, load_course, load_path,
    load_topic,
};
use crate::db::Conn;
use crate::schedule::{
    list_city_slugs, list_trainer_slugs, list_training_codes, list_venue_slugs, load_city, load_days_off, load_trainer,
    load_training, load_venue,
};
use crate::site::{list_page_slugs, load_menus, load_page, load_provider};
use crate::types::Slug;

/// All content as files, but for the pictures themselves, which [`Folder::write_pictures`] puts beside them; importing them into an empty site gives the same site.
///
/// # Errors
/// When the database fails.
pub fn export(conn: &mut Conn) -> QueryResult<Folder> {
    let mut files = BTreeMap::new();
    if let Some(provider) = load_provider(conn)? {
        files.insert(PROVIDER.to_owned(), single(&provider)?);
    }
    if let Some(menus) = load_menus(conn)? {
        files.insert(MENUS.to_owned(), single(&menus)?);
    }
    let days_off = load_days_off(conn)?;
    if !days_off.holidays.is_empty() {
        files.insert(HOLIDAYS.to_owned(), single(&days_off)?);
    }
    files.extend(export_pictures(conn)?);
    each(conn, &mut files, "categories", list_category_slugs, load_category, |content| &content.body)?;
    each(conn, &mut files, "topics", list_topic_slugs, load_topic, |content| &content.body)?;
    each(conn, &mut files, "courses", list_course_slugs, load_course, |content| &content.body)?;
    each(conn, &mut files, "paths", list_path_slugs, load_path, |content| &content.body)?;
    each(conn, &mut files, "cities", list_city_slugs, load_city, |content| &content.body)?;
    each(conn, &mut files, "venues", list_venue_slugs, load_venue, |content| &content.body)?;
    each(conn, &mut files, "trainers", list_trainer_slugs, load_trainer, |content| &content.body)?;
    each(conn, &mut files, "posts", list_post_slugs, load_post, |content| &content.body)?;
    each(conn, &mut files, "pages", list_page_slugs, load_page, |content| &content.body)?;
    for code in list_training_codes(conn)? {
        if let Some(content) = load_training(conn, &code)? {
            files.insert(format!("trainings/{code}.md"), file(&content, "")?);
        }
    }
    Ok(Folder(files))
}

fn each<T: Serialize>(
    conn: &mut Conn,
    files: &mut BTreeMap<String, String>,
    kind: &str,
    list: impl Fn(&mut Conn) -> QueryResult<Vec<Slug>>,
    load: impl Fn(&mut Conn, &Slug) -> QueryResult<Option<T>>,
    body: impl Fn(&T) -> &str,
) -> QueryResult<()> {
    for slug in list(conn)? {
        if let Some(content) = load(conn, &slug)? {
            files.insert(format!("{kind}/{slug}.md"), file(&content, body(&content))?);
        }
    }
    Ok(())
}

/// A thing of which there is one, without a text.
fn single(content: &impl Serialize) -> QueryResult<String> {
    toml::to_string(content).map_err(|error| Error::SerializationError(error.into()))
}

pub(super) fn file(fields: &impl Serialize, body: &str) -> QueryResult<String> {
    write(fields, body).map_err(|error| Error::SerializationError(error.into()))
}
