use crate::db::prelude::*;

use crate::db::schema::training_sessions;
use crate::types::{Timestamp, id_type, words};

id_type!(TrainingId, "a training");

words! {
    /// How a training is given.
    DeliveryMode {
        /// Live online.
        Virtual = "virtual",
        /// In a classroom.
        InPerson = "in-person",
        /// In a classroom and live online at once.
        Hybrid = "hybrid",
    }
}

impl DeliveryMode {
    /// The mode as the site says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Virtual => "Live online",
            Self::InPerson => "In a classroom",
            Self::Hybrid => "Classroom or online",
        }
    }

    /// The ways in which somebody can attend: a hybrid training is given both ways.
    pub fn ways(self) -> &'static [Self] {
        match self {
            Self::Virtual => &[Self::Virtual],
            Self::InPerson => &[Self::InPerson],
            Self::Hybrid => &[Self::Virtual, Self::InPerson],
        }
    }
}

words! {
    /// How a training stands.
    TrainingState {
        /// Planned; it runs if enough people come.
        Scheduled = "scheduled",
        /// It runs for certain.
        Confirmed = "confirmed",
        /// It runs, and no seat is left.
        Full = "full",
        /// It runs later; the new days are not set.
        Postponed = "postponed",
        /// It does not run.
        Cancelled = "cancelled",
        /// It is over.
        Completed = "completed",
    }
}

impl TrainingState {
    /// A training without a free seat is full, whatever else is true of it, unless it does not run as planned.
    pub fn with_seats_left(self, seats: i32) -> Self {
        match self {
            Self::Scheduled | Self::Confirmed if seats <= 0 => Self::Full,
            state => state,
        }
    }

    /// Whether it was called off, for now or for good.
    pub fn is_off(self) -> bool {
        matches!(self, Self::Postponed | Self::Cancelled)
    }
}

/// One day of a training.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = training_sessions, check_for_backend(crate::db::MultiBackend))]
pub struct SessionDay {
    /// Its start.
    pub starts_at: Timestamp,
    /// Its end.
    pub ends_at: Timestamp,
    /// The room, if one is set.
    pub room: Option<String>,
}
