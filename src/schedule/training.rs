use diesel::prelude::*;

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
