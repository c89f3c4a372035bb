use crate::schedule::{
    CalendarEntry, DeliveryMode, Listing, SessionDay, TrainingState, find_for_calendar, list_for_calendar,
    list_in_calendar,
};
use crate::types::{Code, Timestamp};
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use crate::web::icalendar::{MEDIA_TYPE, Zone, fold};
use crate::web::public::parts::facets::Facet;
use crate::web::public::parts::filter::list_address;
use crate::web::public::trainings::narrowing::{facets, narrow};
use crate::web::renamed::lead_on;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono_tz::Tz;
use url::Url;

/// The most trainings in one calendar.
const MOST: usize = 1000;

/// Trainings as iCalendar. Each day is an event of its own: Outlook, Google and Apple all show that right, and no recurrence rule could
/// leave out the public holidays between.
#[derive(Template)]
#[template(path = "public/trainings/calendar.ics")]
struct Calendar {
    frame: Frame,
    name: String,
    zones: Vec<Zone>,
    events: Vec<Event>,
}

/// One day of a training.
struct Event {
    uid: String,
    sequence: i32,
    changed: String,
    status: &'static str,
    zone: &'static str,
    starts: String,
    ends: String,
    summary: String,
    location: String,
    position: Option<(f64, f64)>,
    category: String,
    url: String,
    description: String,
}

impl Draw for Calendar {
    const MEDIA_TYPE: &'static str = MEDIA_TYPE;

    fn finished(text: String) -> String {
        fold(&text)
    }
}

/// The trainings that the list's filters leave, for a calendar that subscribes.
///
/// # Errors
/// When the database fails.
pub async fn index(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let shell = context.shell().await?;
    if let Some(moved) = lead_on(&context, &request, &shell).await? {
        return Ok(moved);
    }
    let key = list_address(urls::TRAININGS_CALENDAR, facets(&shell, &fields).chosen(), &[]);
    let asked = Fields::of_address(&key);
    page(&context, &request, key, move |reading| read_index(reading, &asked).map(Some)).await
}

fn read_index(reading: &mut Reading, asked: &Fields) -> diesel::QueryResult<Calendar> {
    let shell = reading.frame.shell.clone();
    let all = list_in_calendar(reading.conn, reading.now)?;
    let mut wanted = narrow(&shell, asked, &all);
    wanted.truncate(MOST);
    let entries = list_for_calendar(reading.conn, &wanted)?;
    let facets = facets(&shell, asked);
    let labels: Vec<&str> = facets.iter().flat_map(Facet::chosen).map(|choice| choice.label.as_str()).collect();
    let what = if labels.is_empty() { "dates".to_owned() } else { labels.join(", ") };
    Ok(Calendar::of(reading, format!("{}: {what}", shell.provider.name), &entries))
}

/// One training, for a calendar that takes it in.
///
/// # Errors
/// Not found where there is no such training of a public course; else when the database fails.
pub async fn show(code: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let code: Code = code.parse().map_err(|_| AppError::NotFound)?;
    page(&context, &request, urls::training_calendar(&code), move |reading| {
        let Some(entry) = find_for_calendar(reading.conn, &code, reading.now)? else { return Ok(None) };
        let name = format!("{}, {}", entry.training.course_title(), entry.training.place().title);
        Ok(Some(Calendar::of(reading, name, &[entry])))
    })
    .await
}

impl Calendar {
    fn of(reading: &Reading, name: String, entries: &[CalendarEntry]) -> Self {
        let events = entries.iter().flat_map(|entry| {
            let days = (1..).zip(&entry.days);
            days.map(|(number, day)| Event::of(&reading.frame, entry, number, day))
        });
        Self { frame: reading.frame.clone(), name, zones: zones(entries, reading.now), events: events.collect() }
    }
}

/// The zones that the trainings go by, each once. The one at home is always there, because no calendar may be without any part.
fn zones(entries: &[CalendarEntry], now: Timestamp) -> Vec<Zone> {
    let zone = |entry: &CalendarEntry| entry.training.time_zone();
    let mut named: Vec<Tz> = entries.iter().map(zone).chain([Timestamp::HOME]).collect();
    named.sort_unstable_by_key(|zone| zone.name());
    named.dedup();
    let from = entries.iter().map(|entry| entry.training.starts_at()).min().unwrap_or(now);
    let until = entries.iter().map(|entry| entry.training.ends_at()).max().unwrap_or(now);
    named.into_iter().map(|zone| Zone::spelt_out(zone, from, until)).collect()
}

impl Event {
    fn of(frame: &Frame, entry: &CalendarEntry, number: usize, day: &SessionDay) -> Self {
        let training = &entry.training;
        let zone = training.time_zone();
        let local = |at: Timestamp| at.local(zone).format("%Y%m%dT%H%M%S").to_string();
        let host =
            Url::parse(&frame.base_url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let url = format!("{}{}", frame.base_url, urls::training(training.code()));
        let category = frame.shell.categories.iter().find(|category| category.id == entry.category);
        Self {
            uid: format!("{}-{number}@{host}", training.code()),
            sequence: entry.sequence,
            changed: training.updated_at().utc().format("%Y%m%dT%H%M%SZ").to_string(),
            status: status(training),
            zone: zone.name(),
            starts: local(day.starts_at),
            ends: local(day.ends_at),
            summary: summary(training, number, entry.days.len()),
            location: location(training, day),
            position: entry.position,
            category: category.map(|category| category.title.clone()).unwrap_or_default(),
            description: format!("{}\n\n{}\n{url}", training.course_summary(), outlook(training)),
            url,
        }
    }
}

/// How certain it is. On the days of a postponed training nothing happens, so that nobody should keep them free.
fn status(training: &Listing) -> &'static str {
    match training.state() {
        TrainingState::Scheduled => "TENTATIVE",
        TrainingState::Confirmed | TrainingState::Full | TrainingState::Completed => "CONFIRMED",
        TrainingState::Postponed | TrainingState::Cancelled => "CANCELLED",
    }
}

/// Says what is off in words, because some programs show a cancelled event like any other.
fn summary(training: &Listing, number: usize, days: usize) -> String {
    let off = match training.state() {
        TrainingState::Cancelled => "Cancelled: ",
        TrainingState::Postponed => "Postponed: ",
        _ => "",
    };
    let day = if days > 1 { format!(" (day {number} of {days})") } else { String::new() };
    format!("{off}{}{day}", training.course_title())
}

fn location(training: &Listing, day: &SessionDay) -> String {
    let place = match training.venue() {
        Some((name, address)) => format!("{name}, {address}"),
        None => training.place().title.to_owned(),
    };
    let room = day.room.as_ref().map(|room| format!("{room}, ")).unwrap_or_default();
    let online = if training.mode() == DeliveryMode::Hybrid { ", or live online" } else { "" };
    format!("{room}{place}{online}")
}

fn outlook(training: &Listing) -> &'static str {
    match training.state() {
        TrainingState::Scheduled => "Planned: it runs if enough people book.",
        TrainingState::Confirmed => "Confirmed: it will run.",
        TrainingState::Full => "It will run, and it is full.",
        TrainingState::Postponed => "Postponed: the new days are not set yet.",
        TrainingState::Cancelled => "Cancelled: it does not run.",
        TrainingState::Completed => "This training is over.",
    }
}
