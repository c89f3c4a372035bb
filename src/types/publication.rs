use super::{Timestamp, words};

words! {
    /// Whether a thing is meant for the public; its instants say from when until when.
    Publication {
        /// Only staff see it.
        Draft = "draft",
        /// Public between its publish and unpublish instants.
        Published = "published",
        /// It was public once and is withdrawn.
        Retired = "retired",
    }
}

impl Publication {
    /// Whether a thing in this state was public and is so no more, where `ends` is its unpublish instant.
    pub fn is_over(self, ends: Option<Timestamp>, now: Timestamp) -> bool {
        match self {
            Self::Draft => false,
            Self::Published => ends.is_some_and(|ends| ends <= now),
            Self::Retired => true,
        }
    }
}
