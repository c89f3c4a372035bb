use std::collections::HashSet;

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::Datelike;

use super::parts::body::{Part, read_body};
use super::parts::enquiry_form::EnquiryForm;
use crate::schedule::{City, DeliveryMode, Listing, TrainingFilter, Venue, count_by_city, list_upcoming, list_venues};
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::{Frame, Reading};
use crate::web::linked_data::{ItemList, LinkedData};

/// Dates of a city to show.
const DATES: usize = 30;
/// Online dates to show beside them.
const ONLINE: usize = 6;

#[derive(Template)]
#[template(path = "public/locations/index.html")]
struct Index {
    frame: Frame,
    rows: Vec<(City, i64)>,
}

impl Draw for Index {}

impl Index {
    fn linked_data(&self) -> LinkedData {
        ItemList::of(&self.frame, self.rows.iter().map(|(city, _)| urls::city(&city.slug))).data()
    }
}

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
    nearest: Option<Neighbour>,
    form: EnquiryForm,
}

impl Draw for Show {}

impl Show {
    fn linked_data(&self) -> LinkedData {
        ItemList::of(&self.frame, self.dates.iter().map(|training| urls::training(training.code()))).data()
    }
}

/// The nearest other city.
struct Neighbour {
    city: City,
    /// As the crow flies, to ten.
    kilometres: Option<i64>,
}

/// One city. Its other names, and its own however it is written, lead to its one address.
///
/// # Errors
/// Not found where no city with a page bears that name; else when the database fails.
pub async fn show(name: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let shell = context.shell().await?;
    let cities = &shell.cities;
    let by_slug = cities.iter().find(|city| city.slug.as_str() == name.as_str());
    let city = by_slug.or_else(|| cities.iter().find(|city| city.answers_to(&name))).ok_or(AppError::NotFound)?.clone();
    let address = urls::city(&city.slug);
    if city.slug.as_str() != name.as_str() {
        return Ok(HttpResponse::MovedPermanently().insert_header((LOCATION, address)).finish());
    }
    page(&context, &request, address, move |reading| read_show(reading, city).map(Some)).await
}

fn read_show(reading: &mut Reading, city: City) -> diesel::QueryResult<Show> {
    let here = TrainingFilter { city: Some(city.slug.clone()), ..TrainingFilter::default() };
    let dates = list_upcoming(reading.conn, &here, reading.now, DATES)?;
    let shell = reading.frame.shell.clone();
    // To ten kilometres: the crow is not more exact than that.
    let to_ten = |far: f64| (far / 10.0).round() as i64 * 10;
    let nearest = city.nearest(&shell.cities);
    let title = format!("IT training in {}", city.title);
    Ok(Show {
        frame: reading.frame(&title, &city.description, urls::LOCATIONS).pictured(urls::og_city(&city.slug)),
        body: read_body(reading, &city.body_html)?,
        venues: list_venues(reading.conn, city.id)?,
        online: online_instead(reading, &dates)?,
        nearest: nearest.map(|(near, far)| Neighbour { city: near.clone(), kilometres: far.map(to_ten) }),
        form: EnquiryForm::about(reading, &[("kind", "interest"), ("city", city.slug.as_str())], None),
        dates,
        city,
    })
}

/// What can be joined from home in the months of some dates, the same courses first; the next of all where there is no date.
fn online_instead(reading: &mut Reading, dates: &[Listing]) -> diesel::QueryResult<Vec<Listing>> {
    let month = |training: &Listing| (training.first_day().year(), training.first_day().month());
    let months: HashSet<_> = dates.iter().map(month).collect();
    let courses: HashSet<_> = dates.iter().map(Listing::course_id).collect();
    let online = TrainingFilter { mode: Some(DeliveryMode::Virtual), ..TrainingFilter::default() };
    let mut online = list_upcoming(reading.conn, &online, reading.now, usize::MAX)?;
    online.retain(|training| training.mode() == DeliveryMode::Virtual);
    online.retain(|training| months.is_empty() || months.contains(&month(training)));
    online.sort_by_key(|training| !courses.contains(&training.course_id()));
    online.truncate(ONLINE);
    Ok(online)
}
