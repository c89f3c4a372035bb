use serde::Serialize;

use super::organization::EducationalOrganization;
use super::place::{Location, Offer, locations};
use crate::schedule::{DeliveryMode, Listing, TrainingState};
use crate::types::Timestamp;
use crate::urls;
use crate::web::frame::Frame;

/// A dated training.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub struct EducationEvent<'a> {
    name: &'a str,
    description: &'a str,
    url: String,
    image: String,
    start_date: String,
    end_date: String,
    event_status: &'static str,
    event_attendance_mode: &'static str,
    location: Vec<Location<'a>>,
    organizer: EducationalOrganization<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<Offer>,
}

impl<'a> EducationEvent<'a> {
    /// A training as its page shows it; one that cannot be joined any more is not offered.
    pub fn of(frame: &'a Frame, training: &'a Listing, can_be_joined: bool) -> Self {
        let at = |instant: Timestamp| instant.local(training.time_zone()).to_rfc3339();
        Self {
            name: training.course_title(),
            description: training.course_summary(),
            url: frame.absolute(urls::training(training.code())),
            image: frame.absolute(urls::og_course(training.course_slug())),
            start_date: at(training.starts_at()),
            end_date: at(training.ends_at()),
            event_status: match training.state() {
                TrainingState::Cancelled => "https://schema.org/EventCancelled",
                TrainingState::Postponed => "https://schema.org/EventPostponed",
                _ => "https://schema.org/EventScheduled",
            },
            event_attendance_mode: match training.mode() {
                DeliveryMode::Virtual => "https://schema.org/OnlineEventAttendanceMode",
                DeliveryMode::InPerson => "https://schema.org/OfflineEventAttendanceMode",
                DeliveryMode::Hybrid => "https://schema.org/MixedEventAttendanceMode",
            },
            location: locations(frame, training, training.venue()),
            organizer: EducationalOrganization::named(frame),
            offers: if can_be_joined { Offer::of_training(frame, training) } else { None },
        }
    }
}
