use chrono::NaiveDate;
use serde::Serialize;

use super::organization::EducationalOrganization;
use super::place::{Location, Offer, locations};
use crate::catalogue;
use crate::schedule::{DeliveryMode, Listing};
use crate::urls;
use crate::web::frame::Frame;

/// A course with its dates.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub struct Course<'a> {
    name: &'a str,
    description: &'a str,
    url: String,
    image: String,
    course_code: &'a str,
    educational_level: &'static str,
    time_required: String,
    provider: EducationalOrganization<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<Offer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    has_course_instance: Vec<CourseInstance<'a>>,
}

/// One date of it.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct CourseInstance<'a> {
    url: String,
    course_mode: &'static str,
    start_date: NaiveDate,
    end_date: NaiveDate,
    course_workload: String,
    location: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<Offer>,
}

impl<'a> Course<'a> {
    /// A course as its page shows it.
    pub fn of(frame: &'a Frame, course: &'a catalogue::Course, dates: &'a [Listing]) -> Self {
        Self {
            name: &course.title,
            description: &course.summary,
            url: frame.absolute(urls::course(&course.slug)),
            image: frame.absolute(urls::og_course(&course.slug)),
            course_code: course.code.as_str(),
            educational_level: course.level.label(),
            time_required: days(course.days),
            provider: EducationalOrganization::named(frame),
            offers: Offer::of_course(course.price()),
            has_course_instance: dates.iter().map(|training| CourseInstance::of(frame, training)).collect(),
        }
    }
}

impl<'a> CourseInstance<'a> {
    fn of(frame: &Frame, training: &'a Listing) -> Self {
        Self {
            url: frame.absolute(urls::training(training.code())),
            course_mode: match training.mode() {
                DeliveryMode::Virtual => "Online",
                DeliveryMode::InPerson => "Onsite",
                DeliveryMode::Hybrid => "Blended",
            },
            start_date: training.first_day(),
            end_date: training.last_day(),
            course_workload: days(training.days()),
            location: locations(frame, training, None),
            offers: Offer::of_training(frame, training),
        }
    }
}

/// So many days as a duration (ISO 8601).
fn days(count: i32) -> String {
    format!("P{count}D")
}
