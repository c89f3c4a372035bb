use super::content::CourseContent;
use super::course::PriceKind;

/// How much of what visitors look for a course says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// How many of the points it has.
    pub done: usize,
    /// How many points there are.
    pub all: usize,
    /// What to add, as instructions.
    pub missing: Vec<&'static str>,
}

impl Completeness {
    /// The same in hundredths.
    pub fn percent(&self) -> usize {
        (self.done * 100).checked_div(self.all).unwrap_or(100)
    }
}

/// Looks at what a course says of itself. Nothing here stops it from being published.
pub fn completeness(content: &CourseContent) -> Completeness {
    let days = usize::try_from(content.days).unwrap_or_default();
    let length = |text: &str| text.chars().count();
    let points = [
        (length(&content.summary) >= 40, "Say in the summary what a person can do afterwards (40 letters or more)"),
        (
            (50..=160).contains(&length(&content.description)),
            "Write a description for search results of 50 to 160 letters",
        ),
        (length(&content.body) >= 200, "Describe the course in at least 200 letters"),
        (content.outcomes.len() >= 3, "Name three outcomes or more"),
        (!content.audience.is_empty(), "Say whom it is for"),
        (!content.prerequisites.is_empty() || !content.must.is_empty(), "Say what a person needs before"),
        (content.outline.len() >= days.max(1), "Give the outline a part for every day"),
        (!content.included.is_empty(), "Say what the price includes"),
        (content.questions.len() >= 2, "Answer two questions that people ask"),
        (!content.topics.is_empty(), "Choose a topic, so that posts lead here"),
        (content.price_kind != PriceKind::OnRequest, "Name a price: most visitors leave where there is none"),
    ];
    let missing: Vec<_> = points.iter().filter(|(is_there, _)| !is_there).map(|(_, what)| *what).collect();
    Completeness { done: points.len() - missing.len(), all: points.len(), missing }
}
