//! What a page tells machines about the things it shows: schema.org vocabulary as JSON-LD, from the same rows as the page.
mod article;
mod course;
mod event;
mod list;
mod organization;
mod place;
mod terms;

use std::fmt::{self, Write};

use serde::Serialize;

pub use article::BlogPosting;
pub use course::Course;
pub use event::EducationEvent;
pub use list::{ItemList, trail};
pub use organization::EducationalOrganization;

/// The vocabulary that every name here comes from.
const VOCABULARY: &str = "https://schema.org";

/// A block of data, ready to stand in a page. Browsers do not run it (HTML, 4.12.1), so no policy stops it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkedData(String);

#[derive(Serialize)]
struct Document<'a, T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    thing: &'a T,
}

impl LinkedData {
    /// Writes a thing down; nothing stands in the page where it cannot be written.
    pub fn of(thing: &impl Serialize) -> Self {
        let json = serde_json::to_string(&Document { context: VOCABULARY, thing }).unwrap_or_default();
        Self(escaped(&json))
    }
}

/// JSON in which nothing can end the element around it: these characters stand only inside strings, where `\u` means the same.
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a string does not fail.
                let _ = write!(safe, "\\u{:04x}", u32::from(character));
            }
            other => safe.push(other),
        }
    }
    safe
}

impl fmt::Display for LinkedData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, r#"<script type="application/ld+json">{}</script>"#, self.0) }
    }
}

/// What could end the element is escaped.
impl askama::filters::HtmlSafe for LinkedData {}
