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

/// Content that does not say is meant for the public.
impl Default for Publication {
    fn default() -> Self {
        Self::Published
    }
}

impl Publication {
    /// Whether it is meant for the public.
    pub fn is_published(&self) -> bool {
        *self == Self::Published
    }

    /// Why the public does not see a thing in this state, whatever the time.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Draft => Some("it is a draft"),
            Self::Published => None,
            Self::Retired => Some("it is retired"),
        }
    }

    /// Whether a thing in this state was public and is so no more, where `ends` is its unpublish instant.
    pub fn is_over(self, ends: Option<Timestamp>, now: Timestamp) -> bool {
        match self {
            Self::Draft => false,
            Self::Published => ends.is_some_and(|ends| ends <= now),
            Self::Retired => true,
        }
    }
}
