use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::parts::body::{Part, read_body};
use crate::schedule::{
    City, DeliveryMode, Listing, TrainingFilter, Venue, count_by_city, find_city, list_upcoming, list_venues,
};
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::{Frame, Reading};

#[derive(Template)]
#[template(path = "public/locations/index.html")]
struct Index {
    frame: Frame,
    rows: Vec<(City, i64)>,
}

impl Draw for Index {}

/// All cities.
///
/// # Errors
/// When the database fails.
pub async fn index(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, urls::LOCATIONS.to_owned(), |reading| {
        let counts = count_by_city(reading.conn, reading.now)?;
        let count = |city: &City| counts.iter().find(|(id, _)| *id == city.id).map_or(0, |(_, count)| *count);
        let rows = reading.frame.shell.cities.iter().map(|city| (city.clone(), count(city))).collect();
        let description = "Where we teach IT in South Africa: classrooms, directions and dates in each city.";
        Ok(Some(Index { frame: reading.frame("Cities", description, urls::LOCATIONS), rows }))
    })
    .await
}

#[derive(Template)]
#[template(path = "public/locations/show.html")]
struct Show {
    frame: Frame,
    city: City,
    body: Vec<Part>,
    venues: Vec<Venue>,
    dates: Vec<Listing>,
    online: Vec<Listing>,
    nearest: Option<City>,
}

impl Draw for Show {}

/// One city.
///
/// # Errors
/// Not found where there is no such city; else when the database fails.
pub async fn show(slug: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    page(&context, &request, urls::city(&slug), move |reading| read_show(reading, &slug)).await
}

fn read_show(reading: &mut Reading, slug: &Slug) -> diesel::QueryResult<Option<Show>> {
    let now = reading.now;
    let Some(city) = find_city(reading.conn, slug)? else { return Ok(None) };
    let here = TrainingFilter { city: Some(slug.clone()), ..TrainingFilter::default() };
    let online = TrainingFilter { mode: Some(DeliveryMode::Virtual), ..TrainingFilter::default() };
    let mut online = list_upcoming(reading.conn, &online, now, 8)?;
    online.retain(|training| training.mode() == DeliveryMode::Virtual);
    online.truncate(5);
    let title = format!("IT training in {}", city.title);
    Ok(Some(Show {
        frame: reading.frame(&title, &city.description, urls::LOCATIONS),
        body: read_body(reading, &city.body_html)?,
        venues: list_venues(reading.conn, city.id)?,
        dates: list_upcoming(reading.conn, &here, now, 30)?,
        nearest: reading.frame.shell.cities.iter().find(|other| Some(other.id) == city.nearest_id).cloned(),
        online,
        city,
    }))
}
