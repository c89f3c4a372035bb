use crate::db::prelude::*;
use chrono::Duration;
use diesel::QueryResult;

use super::enquiry::NewEnquiry;
use crate::db::Conn;
use crate::db::schema::enquiries;
use crate::types::Timestamp;

/// From so many points on an enquiry waits in quarantine until somebody has looked at it.
const SUSPECT: i32 = 50;
/// What the form itself noticed leaves no doubt.
const CERTAIN: i32 = 100;
/// For how long a text counts as repeated.
const MEMORY: Duration = Duration::days(7);
/// Senders of one text that are counted: more say nothing more.
const MOST_SENDERS: i64 = 20;
/// Shorter texts are alike by chance: "Please call me".
const LONG_ENOUGH: usize = 40;

/// Seconds in which nobody reads a form and fills it in.
const TOO_FAST: u32 = 3;

/// What sellers of links, loans and luck write; each is rare in a question about a course.
const PATTERNS: &[&str] = &[
    "backlink",
    "guest post",
    "seo service",
    "search engine optim",
    "rank your website",
    "first page of google",
    "casino",
    "betting",
    "viagra",
    "cialis",
    "crypto invest",
    "bitcoin invest",
    "forex signal",
    "payday loan",
    "web traffic",
    "buy followers",
    "porn",
    "escort",
    "dear sir/madam, we offer",
    "outsourc",
];

/// How much one network has sent lately. Many people may share a network, so this alone makes nothing suspect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// As people do.
    Usual,
    /// More than half of what a network may send in an hour.
    Heavy,
}

/// How much an enquiry looks like spam, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpamScore {
    /// The points of all reasons; nothing is certain below a hundred.
    pub points: i32,
    /// The reasons, in words for staff.
    pub reasons: Vec<String>,
}

impl SpamScore {
    /// Whether staff should look before anybody is mailed.
    pub fn is_suspect(&self) -> bool {
        self.points >= SUSPECT
    }

    fn add(&mut self, points: i32, reason: impl Into<String>) {
        self.points = self.points.saturating_add(points);
        self.reasons.push(reason.into());
    }
}

/// Scores an enquiry by what it says, by what the form noticed, and by what was sent before.
pub(super) fn score(conn: &mut Conn, enquiry: &NewEnquiry, traffic: Traffic, now: Timestamp) -> QueryResult<SpamScore> {
    let mut score = score_of_content(enquiry);
    if traffic == Traffic::Heavy {
        score.add(30, "its network has sent more than half of what one may in an hour");
    }
    let repeats = count_repeats(conn, enquiry, now)?;
    if repeats > 0 {
        score.add(40, format!("the same text came from {repeats} other addresses this week"));
    }
    Ok(score)
}

/// Scores what the enquiry says.
pub fn score_of_content(enquiry: &NewEnquiry) -> SpamScore {
    let mut score = SpamScore::default();
    for suspicion in &enquiry.suspicions {
        score.add(CERTAIN, *suspicion);
    }
    if enquiry.took.is_some_and(|seconds| seconds < TOO_FAST) {
        score.add(30, "filled in faster than anybody reads");
    }
    let text = enquiry.message.to_lowercase();
    match links_in(&text) {
        0 => {}
        1 => score.add(10, "a link"),
        2 => score.add(25, "two links"),
        links => score.add(50, format!("{links} links")),
    }
    if ["<a ", "[url", "[link", "href="].iter().any(|mark| text.contains(mark)) {
        score.add(60, "markup for links");
    }
    let known: Vec<&str> = PATTERNS.iter().copied().filter(|pattern| text.contains(pattern)).collect();
    if !known.is_empty() {
        score.add(if known.len() == 1 { 25 } else { 50 }, format!("words of advertising: {}", known.join(", ")));
    }
    if links_in(&enquiry.name.to_lowercase()) > 0 {
        score.add(50, "a link in the name");
    }
    if is_in_another_script(&enquiry.message) {
        score.add(40, "a script that none of our languages is written in");
    }
    score
}

fn links_in(text: &str) -> usize {
    let schemes = text.matches("http://").count() + text.matches("https://").count();
    schemes + text.matches("www.").count().saturating_sub(text.matches("//www.").count())
}

/// Whether most letters are outside the Latin alphabet, in which all South African languages are written.
fn is_in_another_script(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (all, foreign) = letters.fold((0u32, 0u32), |(all, foreign), c| {
        (all + 1, foreign + u32::from(c > '\u{24f}' && !('\u{1e00}'..='\u{1eff}').contains(&c)))
    });
    all >= 10 && foreign * 2 > all
}

/// How many other addresses sent the same text lately.
fn count_repeats(conn: &mut Conn, enquiry: &NewEnquiry, now: Timestamp) -> QueryResult<usize> {
    if enquiry.message.chars().count() < LONG_ENOUGH {
        return Ok(0);
    }
    let senders: Vec<String> = enquiries::table
        .filter(enquiries::received_at.gt(now - MEMORY))
        .filter(enquiries::message.eq(&enquiry.message))
        .filter(enquiries::email.ne(&enquiry.email))
        .select(enquiries::email)
        .distinct()
        .limit(MOST_SENDERS)
        .load(conn)?;
    Ok(senders.len())
}
