//! What iCalendar (RFC 5545) wants of text: values escaped, lines folded, and each time zone spelt out.
//!
//! The crate `icalendar` cannot say a time zone: it gives each of its parts a random `UID` and the present as its `DTSTAMP`.
use std::fmt::{self, Write};

use askama::filters::Escaper;
use chrono::{DateTime, Duration, Offset, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz, TzOffset};

use crate::types::Timestamp;

/// What the text of a calendar is.
pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// The most octets of a line, its end not counted (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// No zone is spelt out further than this: what lies beyond is a slip of the keyboard.
const LONGEST_ZONE: Duration = Duration::days(3660);

/// Writes values of a template as TEXT (RFC 5545, 3.3.11), without the control characters that no value may hold.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text;

impl Escaper for Text {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        text.chars().try_for_each(|c| match c {
            '\\' | ';' | ',' => write!(dest, "\\{c}"),
            '\n' => dest.write_str("\\n"),
            c if c.is_control() && c != '\t' => Ok(()),
            c => dest.write_char(c),
        })
    }
}

/// Ends each line as the standard wants and folds what is too long, never inside a character. Empty lines are left out.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines().filter(|line| !line.is_empty()) {
        let mut room = LONGEST_LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                folded.push_str("\r\n ");
                room = LONGEST_LINE - 1;
            }
            folded.push(c);
            room -= c.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

/// A time zone as programs that do not know its name must be told it (RFC 5545, 3.6.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Its name, such as `Africa/Johannesburg`.
    pub name: &'static str,
    /// What its clocks show, and since when.
    pub observances: Vec<Observance>,
}

/// A stretch of time with one distance from UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observance {
    /// `STANDARD` or `DAYLIGHT`.
    pub kind: &'static str,
    /// Its start, on the clocks as they were before.
    pub starts: String,
    /// The distance before it.
    pub from: String,
    /// The distance in it.
    pub to: String,
    /// What the clocks' time is called, such as `SAST`.
    pub name: String,
}

impl Zone {
    /// The zone's clocks from one instant to another.
    pub fn spelt_out(zone: Tz, from: Timestamp, until: Timestamp) -> Self {
        let until = until.min(from + LONGEST_ZONE);
        let first = offset(from.utc(), zone);
        let mut observances = vec![Observance::new(first, first, DateTime::UNIX_EPOCH - first.fix())];
        let (mut at, mut present) = (from, first);
        while at < until {
            let next = at + Duration::days(1);
            let later = offset(next.utc(), zone);
            if later != present {
                let change = first_with(later, zone, at.utc(), next.utc());
                observances.push(Observance::new(present, later, change));
            }
            (at, present) = (next, later);
        }
        Self { name: zone.name(), observances }
    }
}

impl Observance {
    fn new(before: TzOffset, now: TzOffset, change: DateTime<Utc>) -> Self {
        let kind = if now.dst_offset() == Duration::zero() { "STANDARD" } else { "DAYLIGHT" };
        let starts = (change + before.fix()).format("%Y%m%dT%H%M%S").to_string();
        let name = now.abbreviation().unwrap_or_default().to_owned();
        Self { kind, starts, from: say(before), to: say(now), name }
    }
}

fn offset(at: DateTime<Utc>, zone: Tz) -> TzOffset {
    *at.with_timezone(&zone).offset()
}

/// The instant, to the second, between two at which the clocks change.
fn first_with(later: TzOffset, zone: Tz, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> DateTime<Utc> {
    while after - before > Duration::seconds(1) {
        let middle = before + (after - before) / 2;
        if offset(middle, zone) == later { after = middle } else { before = middle }
    }
    after
}

/// `+0200` (RFC 5545, 3.3.14).
fn say(offset: TzOffset) -> String {
    let seconds = offset.fix().local_minus_utc();
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}
