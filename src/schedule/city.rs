use diesel::prelude::*;

use super::calendar::tell_of_city;
use crate::db::Conn;
use crate::db::schema::cities;
use crate::site::{Save, Saved, Subject, claim_address, keep_revision, missing, redirect_alias};
use crate::types::{Code, Markdown, SafeHtml, Slug, Timestamp, id_type};
use crate::urls;

id_type!(CityId, "a city");

/// A city in which trainings are given.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = cities, check_for_backend(crate::db::MultiBackend))]
pub struct City {
    /// Row id.
    pub id: CityId,
    /// Its part of the address.
    pub slug: Slug,
    /// Three letters, as on a ticket.
    pub code: Code,
    /// The name.
    pub title: String,
    /// The province.
    pub province: String,
    aliases: String,
    /// One sentence about training there.
    pub summary: String,
    /// For search results.
    pub description: String,
    /// The text.
    pub body_html: SafeHtml,
    /// The nearest other city with trainings.
    pub nearest_id: Option<CityId>,
    /// Last change.
    pub updated_at: Timestamp,
}

impl City {
    /// Other names of the city, such as Port Elizabeth.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.aliases.lines()
    }
}

/// A city as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are those of the content format, explained in docs/content.md")]
pub struct CityContent {
    pub title: String,
    pub code: Code,
    pub province: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub position: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Slug>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    pub summary: String,
    pub description: String,
    #[serde(skip)]
    pub body: String,
}

/// All cities in their order.
pub fn list_cities(conn: &mut Conn) -> QueryResult<Vec<City>> {
    cities::table.order((cities::position, cities::id)).select(City::as_select()).load(conn)
}

/// A city by its part of the address.
pub fn find_city(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<City>> {
    cities::table.filter(cities::slug.eq(slug)).select(City::as_select()).first(conn).optional()
}

/// The names of all cities, for the export.
pub fn list_city_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    cities::table.order(cities::slug).select(cities::slug).load(conn)
}

type Row = (String, Code, String, String, i32, Option<CityId>, Option<f64>, Option<f64>, String, String, String);

/// A city as editors wrote it.
pub fn load_city(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<CityContent>> {
    let columns = (
        cities::title,
        cities::code,
        cities::province,
        cities::aliases,
        cities::position,
        cities::nearest_id,
        cities::latitude,
        cities::longitude,
        cities::summary,
        cities::description,
        cities::body,
    );
    let row: Option<Row> = cities::table.filter(cities::slug.eq(slug)).select(columns).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    let (title, code, province, aliases, position, nearest, latitude, longitude, summary, description, body) = row;
    let nearest: Option<Slug> = match nearest {
        Some(id) => cities::table.filter(cities::id.eq(id)).select(cities::slug).first(conn).optional()?,
        None => None,
    };
    let aliases = aliases.lines().map(str::to_owned).collect();
    let facts = CityContent {
        title,
        code,
        province,
        aliases,
        position,
        nearest,
        latitude,
        longitude,
        summary,
        description,
        body,
    };
    Ok(Some(facts))
}

/// Makes or changes a city, without its nearest neighbour (see [`link_city`]). Its other names become addresses that lead to it.
///
/// # Errors
/// When the database fails.
pub fn save_city(conn: &mut Conn, slug: &Slug, content: &CityContent, now: Timestamp) -> Save {
    let before = load_city(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let row = (
        cities::title.eq(&content.title),
        cities::code.eq(&content.code),
        cities::province.eq(&content.province),
        cities::aliases.eq(content.aliases.join("\n")),
        cities::position.eq(content.position),
        cities::latitude.eq(content.latitude),
        cities::longitude.eq(content.longitude),
        cities::summary.eq(&content.summary),
        cities::description.eq(&content.description),
        cities::body.eq(&content.body),
        cities::body_html.eq(Markdown(&content.body).render().html),
        cities::updated_at.eq(now),
    );
    let id: CityId = match before {
        Some(_) => diesel::update(cities::table.filter(cities::slug.eq(slug)))
            .set((row, cities::row_version.eq(cities::row_version + 1)))
            .returning(cities::id)
            .get_result(conn)?,
        None => diesel::insert_into(cities::table)
            .values((row, cities::slug.eq(slug)))
            .returning(cities::id)
            .get_result(conn)?,
    };
    if before.as_ref().is_some_and(|before| before.title != content.title) {
        tell_of_city(conn, id, now)?;
    }
    let address = urls::city(slug);
    claim_address(conn, &address, (Subject::City, id.0), now)?;
    for alias in content.aliases.iter().filter_map(|alias| as_slug(alias)) {
        redirect_alias(conn, &urls::city(&alias), &address, now)?;
    }
    keep_revision(conn, ("city", id.0), content, &content.body, now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

fn as_slug(name: &str) -> Option<Slug> {
    name.to_lowercase().replace(' ', "-").parse().ok()
}

/// Writes which other city is nearest, once all exist.
///
/// # Errors
/// When it names a city that does not exist, or the database fails.
pub fn link_city(conn: &mut Conn, slug: &Slug, content: &CityContent) -> Save<()> {
    let nearest = match &content.nearest {
        Some(near) => Some(find_city(conn, near)?.ok_or_else(|| missing("nearest", "city", near))?.id),
        None => None,
    };
    diesel::update(cities::table.filter(cities::slug.eq(slug))).set(cities::nearest_id.eq(nearest)).execute(conn)?;
    Ok(())
}
