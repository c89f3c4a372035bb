use super::words;

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
