use crate::types::{Timestamp, words};

words! {
    /// What kind of thing a document stands for. What is found comes first, in the order of the page; the rest only lends its name.
    Kind {
        /// A course.
        Course = "course",
        /// A dated run of a course.
        Training = "training",
        /// A city.
        City = "city",
        /// A career path.
        Path = "path",
        /// An article.
        Post = "post",
        /// A static page.
        Page = "page",
        /// A topic: its synonyms lead to what is about it.
        Topic = "topic",
        /// A category.
        Category = "category",
        /// A venue.
        Venue = "venue",
    }
}

impl Kind {
    /// What a search finds.
    pub const FOUND: [Self; 6] = [Self::Course, Self::Training, Self::City, Self::Path, Self::Post, Self::Page];

    pub(super) fn is_found(self) -> bool {
        Self::FOUND.contains(&self)
    }

    /// What belongs to a thing of this kind is seen only while that thing is.
    pub(super) fn is_needed(self) -> bool {
        self == Self::Course
    }
}

/// A thing as it is to be found.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it is.
    pub kind: Kind,
    /// Its row id among its kind.
    pub id: i64,
    /// Where it is shown; empty where it has no page.
    pub address: String,
    /// Its name.
    pub title: String,
    /// Its other names: codes, aliases, synonyms.
    pub names: Vec<String>,
    /// What it is, in a sentence.
    pub summary: String,
    /// The rest of its words, as plain text.
    pub body: String,
    /// What it belongs to, by whose names it is found as well.
    pub parents: Vec<(Kind, i64)>,
    /// From when it may be found.
    pub opens_at: Timestamp,
    /// Until when.
    pub closes_at: Option<Timestamp>,
}

/// A document that can be found now, by its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its row id among its kind.
    pub id: i64,
    /// Where it is shown.
    pub address: String,
    /// Its name.
    pub title: String,
    /// Its other names, one a line.
    pub names: String,
    /// The names of what it belongs to, one a line; those of its course come first.
    pub inherited: String,
    /// What it is, in a sentence.
    pub summary: String,
}

/// A document that holds what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The document.
    pub entry: Entry,
    /// Its number in the index.
    pub document: i64,
}

/// The words of a document in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its number in the index.
    pub document: i64,
    /// The rest of its words, as plain text.
    pub body: String,
}
