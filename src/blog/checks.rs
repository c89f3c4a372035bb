//! What is worth a second look before a post is published. It is said, and never stands in the way.
use std::ops::RangeInclusive;

use super::content::PostContent;
use crate::types::{Markdown, Outline};

/// Letters of a title that a search result shows.
const TITLE: RangeInclusive<usize> = 15..=60;
/// Letters of a description that a search result shows, and fewer than which it does not use.
const DESCRIPTION: RangeInclusive<usize> = 70..=160;
/// The school grade from which on a text is hard to read on a phone.
const HARD: usize = 12;

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// As it should be.
    Fine,
    /// Worth a look.
    Look,
    /// A reader will be led astray.
    Wrong,
}

impl Level {
    /// The sign before it, and the word for whoever hears it.
    pub fn sign(self) -> (&'static str, &'static str) {
        match self {
            Self::Fine => ("✓", "Fine:"),
            Self::Look => ("!", "Look at:"),
            Self::Wrong => ("×", "Wrong:"),
        }
    }

    /// The name of its style.
    pub fn class(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Look => "look",
            Self::Wrong => "wrong",
        }
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// How it came out.
    pub level: Level,
    /// What was found.
    pub found: String,
    /// Why it matters, where it is not as it should be.
    pub why: &'static str,
}

fn check(is_fine: bool, found: String, why: &'static str) -> Check {
    if is_fine { Check { level: Level::Fine, found, why: "" } } else { Check { level: Level::Look, found, why } }
}

/// What can be said of a post from its words alone.
pub fn check_words(content: &PostContent) -> Vec<Check> {
    let outline = Markdown(&content.body).outline();
    let shown = content.seo_title.as_deref().unwrap_or(&content.title);
    vec![
        sized("Title", shown, TITLE, "Search results show about 60 letters; a very short one says too little."),
        sized(
            "Description",
            &content.description,
            DESCRIPTION,
            "It is the text under the title in search results: 70 to 160 letters are shown whole.",
        ),
        headings(&outline),
        pictures(&outline),
        reading_level(&outline),
        courses(content, &outline),
    ]
}

fn sized(name: &str, text: &str, wanted: RangeInclusive<usize>, why: &'static str) -> Check {
    let count = text.chars().count();
    let found = if count == 0 { format!("{name} is empty") } else { format!("{name} has {count} letters") };
    check(wanted.contains(&count), found, why)
}

fn headings(outline: &Outline) -> Check {
    // The page's own title is the first level; a first-level heading in the text becomes a second.
    let levels = outline.headings.iter().map(|(level, words)| ((*level).max(2), words));
    let mut before = 1;
    for (level, words) in levels {
        if words.trim().is_empty() {
            return check(
                false,
                "A heading is empty".to_owned(),
                "People who listen to the page jump from heading to heading.",
            );
        }
        if level > before + 1 {
            let found = format!("“{words}” skips a level of heading");
            return check(false, found, "People who listen to the page take a skipped level for a missing part.");
        }
        before = level;
    }
    check(true, "Headings are in order".to_owned(), "")
}

fn pictures(outline: &Outline) -> Check {
    let count = outline.pictures.len();
    let bare = outline.pictures.iter().filter(|alt| alt.trim().is_empty()).count();
    let found = match (count, bare) {
        (0, _) => "No pictures".to_owned(),
        (_, 0) => "Every picture has a text in its place".to_owned(),
        (_, 1) => "1 picture has no text in its place".to_owned(),
        (_, bare) => format!("{bare} pictures have no text in their place"),
    };
    check(
        bare == 0,
        found,
        "Who cannot see a picture hears its text. Leave it empty only where the picture says nothing.",
    )
}

fn reading_level(outline: &Outline) -> Check {
    match grade(&outline.prose) {
        None => check(true, "Too short for a reading level".to_owned(), ""),
        Some(grade) => check(
            grade <= HARD,
            format!("Reading level: grade {grade}"),
            "Shorter sentences and plainer words reach more readers, and all of them on a phone.",
        ),
    }
}

/// The school grade that a text asks for (Flesch and Kincaid), where it has words enough to say.
fn grade(prose: &str) -> Option<usize> {
    let words: Vec<&str> = prose.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    if words.len() < 30 {
        return None;
    }
    let is_end = |part: &&str| part.chars().any(char::is_alphabetic);
    let sentences = prose.split(['.', '!', '?', ':']).filter(is_end).count().max(1);
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    // 0.39 words a sentence + 11.8 syllables a word − 15.59, in hundredths.
    let hundredths = (39 * words.len() / sentences + 1180 * syllables / words.len()).saturating_sub(1559);
    Some((hundredths / 100).max(1))
}

/// About how many syllables an English word has: its groups of vowels, without a silent e.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut was_vowel = false;
    let mut count = 0usize;
    for c in word.chars() {
        count += usize::from(is_vowel(c) && !was_vowel);
        was_vowel = is_vowel(c);
    }
    let silent = usize::from(word.ends_with('e') && !word.ends_with("le") && count > 1);
    (count - silent).max(1)
}

fn courses(content: &PostContent, outline: &Outline) -> Check {
    let is_course = |target: &str| target.starts_with("/courses/") || target.starts_with("/trainings/");
    let first = outline.links.iter().find(|(target, _)| is_course(target)).map(|(_, at)| *at);
    let card = ["{{course:", "{{upcoming:"].iter().filter_map(|card| content.body.find(card)).min();
    let why = "A reader who is convinced needs a way to the course; most do not read to the end.";
    match first.into_iter().chain(card).min() {
        Some(at) if at <= outline.length / 2 => check(true, "A course is linked in the first half".to_owned(), ""),
        Some(_) => check(false, "No course is linked in the first half".to_owned(), why),
        None => check(false, "No course is linked".to_owned(), why),
    }
}

/// What is said of the links of a text: which lead to nothing, and which to what is not public.
pub fn check_links(broken: &[String], hidden: &[String], count: usize) -> Check {
    match (broken, hidden) {
        ([], []) if count == 0 => check(true, "No links within the site".to_owned(), ""),
        ([], []) if count == 1 => check(true, "The one link within the site leads somewhere".to_owned(), ""),
        ([], []) => check(true, format!("All {count} links within the site lead somewhere"), ""),
        ([], _) => {
            let found = format!("Not public at present: {}", hidden.join(", "));
            check(false, found, "Readers will find nothing there until it is published.")
        }
        _ => {
            let found = format!("Nothing at: {}", broken.join(", "));
            Check { level: Level::Wrong, found, why: "Readers will find an error page there." }
        }
    }
}
