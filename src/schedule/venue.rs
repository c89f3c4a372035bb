use crate::db::prelude::*;

use super::calendar::tell_of_venue;
use super::city::{CityId, find_city};
use super::indexing::index_venue;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::{cities, venues};
use crate::site::{Save, Saved, keep_revision, missing, with_body};
use crate::types::{Markdown, SafeHtml, Slug, Timestamp, id_type};

id_type!(VenueId, "a venue");

/// A place with classrooms.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = venues, check_for_backend(crate::db::MultiBackend))]
pub struct Venue {
    /// Row id.
    pub id: VenueId,
    /// The name.
    pub title: String,
    /// Street, suburb, city and postal code.
    pub address: String,
    /// What one sees near it.
    pub landmark: String,
    /// Where to leave a car.
    pub parking: String,
    /// How to come without one.
    pub transport: String,
    /// Steps, lifts, toilets.
    pub access: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    /// What else there is to say.
    pub body_html: SafeHtml,
}

impl Venue {
    /// Where it is, in degrees north and east.
    pub fn point(&self) -> Option<(f64, f64)> {
        self.latitude.zip(self.longitude)
    }
}

/// A venue as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are those of the content format, explained in docs/content.md")]
pub struct VenueContent {
    pub title: String,
    pub city: Slug,
    pub address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    pub capacity: i32,
    pub landmark: String,
    pub parking: String,
    pub transport: String,
    pub access: String,
    #[serde(skip)]
    pub body: String,
}

with_body!(VenueContent);

/// The venues in a city, by name.
pub fn list_venues(conn: &mut Conn, city: CityId) -> QueryResult<Vec<Venue>> {
    venues::table
        .filter(venues::city_id.eq(city))
        .order((venues::title, venues::id))
        .select(Venue::as_select())
        .load(conn)
}

/// The names of all venues, for the export.
pub fn list_venue_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    venues::table.order(venues::slug).select(venues::slug).load(conn)
}

type Row = (String, Slug, String, Option<f64>, Option<f64>, i32, String, String, String, String, String);

/// A venue as editors wrote it.
pub fn load_venue(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<VenueContent>> {
    let columns = (
        venues::title,
        cities::slug,
        venues::address,
        venues::latitude,
        venues::longitude,
        venues::capacity,
        venues::landmark,
        venues::parking,
        venues::transport,
        venues::access,
        venues::body,
    );
    let row: Option<Row> =
        venues::table.inner_join(cities::table).filter(venues::slug.eq(slug)).select(columns).first(conn).optional()?;
    Ok(row.map(|row| {
        let (title, city, address, latitude, longitude, capacity, landmark, parking, transport, access, body) = row;
        VenueContent { title, city, address, latitude, longitude, capacity, landmark, parking, transport, access, body }
    }))
}

/// Makes or changes a venue.
///
/// # Errors
/// When it names a city that does not exist, or the database fails.
pub fn save_venue(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &VenueContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_venue(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let city = find_city(conn, &content.city)?.ok_or_else(|| missing("city", "city", &content.city))?;
    let row = (
        venues::title.eq(&content.title),
        venues::city_id.eq(city.id),
        venues::address.eq(&content.address),
        venues::latitude.eq(content.latitude),
        venues::longitude.eq(content.longitude),
        venues::capacity.eq(content.capacity.max(1)),
        venues::landmark.eq(&content.landmark),
        venues::parking.eq(&content.parking),
        venues::transport.eq(&content.transport),
        venues::access.eq(&content.access),
        venues::body.eq(&content.body),
        venues::body_html.eq(Markdown(&content.body).render().html),
        venues::updated_at.eq(now),
    );
    let id: VenueId = match before {
        Some(_) => diesel::update(venues::table.filter(venues::slug.eq(slug)))
            .set((row, venues::row_version.eq(venues::row_version + 1)))
            .returning(venues::id)
            .get_result(conn)?,
        None => diesel::insert_into(venues::table)
            .values((row, venues::slug.eq(slug)))
            .returning(venues::id)
            .get_result(conn)?,
    };
    let told =
        |content: &VenueContent| (content.title.clone(), content.address.clone(), content.latitude, content.longitude);
    if before.as_ref().is_some_and(|before| told(before) != told(content)) {
        tell_of_venue(conn, id, now)?;
    }
    index_venue(conn, slug)?;
    keep_revision(conn, actor, ("venue", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}
