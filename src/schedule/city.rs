use crate::db::prelude::*;

use super::calendar::tell_of_city;
use super::indexing::index_city;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::{cities, trainings, venues};
use crate::site::{Save, SaveError, Saved, Subject, claim_address, keep_revision, missing, redirect_alias, with_body};
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
    nearest_id: Option<CityId>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    /// Last change.
    pub updated_at: Timestamp,
}

impl City {
    /// Other names of the city, such as Port Elizabeth.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.aliases.lines()
    }

    /// Whether a part of an address names the city, by any of its names and however it is spelt: `gqeberha`, `PE`, `Port Elizabeth`.
    pub fn answers_to(&self, name: &str) -> bool {
        let asked = as_slug(name);
        asked.is_some_and(|asked| {
            asked == self.slug || self.aliases().any(|alias| as_slug(alias).as_ref() == Some(&asked))
        })
    }

    /// The nearest of some cities and how far it is as the crow flies, in kilometres: the one that an editor named, else by distance.
    pub fn nearest<'a>(&self, cities: &'a [Self]) -> Option<(&'a Self, Option<f64>)> {
        let far = |other: &Self| Some(kilometres(self.point()?, other.point()?));
        let named = cities.iter().find(|other| Some(other.id) == self.nearest_id);
        let mut others: Vec<_> = cities.iter().filter(|other| other.id != self.id).collect();
        others.retain(|other| far(other).is_some());
        others.sort_by(|one, other| far(one).unwrap_or(f64::MAX).total_cmp(&far(other).unwrap_or(f64::MAX)));
        named.or(others.first().copied()).map(|other| (other, far(other)))
    }

    fn point(&self) -> Option<(f64, f64)> {
        self.latitude.zip(self.longitude)
    }
}

/// Kilometres along the great circle between two points in degrees north and east (haversine formula, mean radius of the earth).
fn kilometres((north, east): (f64, f64), (other_north, other_east): (f64, f64)) -> f64 {
    let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin();
    let across = half_sine(other_east - east).powi(2) * north.to_radians().cos() * other_north.to_radians().cos();
    let chord = half_sine(other_north - north).powi(2) + across;
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
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

with_body!(CityContent);

/// The cities that have a page, in their order: those with a venue or a training. A past training counts, so that the address stays.
pub fn list_cities(conn: &mut Conn) -> QueryResult<Vec<City>> {
    let with_venue = cities::id.eq_any(venues::table.select(venues::city_id));
    let with_training = cities::id.nullable().eq_any(trainings::table.select(trainings::city_id));
    cities::table
        .filter(with_venue.nullable().or(with_training))
        .order((cities::position, cities::id))
        .select(City::as_select())
        .load(conn)
}

/// A city by its part of the address, whether it has a page or not.
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
/// When the actor may not, or the database fails.
pub fn save_city(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &CityContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_city(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    check_code(conn, slug, &content.code)?;
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
    index_city(conn, slug)?;
    keep_revision(conn, actor, ("city", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

fn check_code(conn: &mut Conn, slug: &Slug, code: &Code) -> Save<()> {
    let other: Option<String> = cities::table
        .filter(cities::code.eq(code).and(cities::slug.ne(slug)))
        .select(cities::title)
        .first(conn)
        .optional()?;
    let taken = |title| SaveError::Refused { field: "code", why: format!("belongs to {title} already") };
    other.map_or(Ok(()), |title| Err(taken(title)))
}

fn as_slug(name: &str) -> Option<Slug> {
    let plain = name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
    plain.split_whitespace().collect::<Vec<_>>().join("-").parse().ok()
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
