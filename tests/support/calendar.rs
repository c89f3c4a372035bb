//! A calendar as two programs that are not ours understand it.
use std::io::Write;
use std::process::{Command, Stdio};

use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarParameterName, ICalendarProperty as Property};
use chrono::NaiveDate;
use lectern::types::Timestamp;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Event {
    pub uid: String,
    pub sequence: i64,
    pub status: String,
    /// In UTC.
    pub starts: String,
    pub ends: String,
    pub changed: String,
    pub summary: String,
    pub location: String,
    pub description: String,
    pub url: String,
}

impl Event {
    /// The code of its training.
    pub fn code(&self) -> &str {
        self.uid.split('@').next().and_then(|name| name.rsplit_once('-')).unwrap().0
    }
}

/// A calendar's name and its events.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Agenda {
    pub name: String,
    pub events: Vec<Event>,
    #[serde(default)]
    pub faults: Vec<String>,
}

impl Agenda {
    /// As the crate calcard reads it.
    #[track_caller]
    pub fn read(text: &str) -> Self {
        let calendar = ICalendar::parse(text).unwrap_or_else(|fault| panic!("{fault:?} in {text}"));
        let whole = calendar.components.first().unwrap();
        let is_event = |part: &&ICalendarComponent| part.component_type.as_str() == "VEVENT";
        let name = text_of(whole, &Property::Other("X-WR-CALNAME".to_owned()));
        let events = calendar.components.iter().filter(is_event).map(event).collect();
        Self { name, events, faults: Vec::new() }
    }

    /// As Debian's python3-icalendar reads it; times come from the calendar's own description of its zones.
    #[track_caller]
    pub fn read_by_python(text: &str) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/read_calendar.py");
        let python = Command::new("/usr/bin/python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut python = python.expect("this test needs Debian's python3-icalendar: apt-get install python3-icalendar");
        python.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = python.wait_with_output().unwrap();
        assert!(output.status.success(), "python3 with python3-icalendar (apt-get install it) did not read: {text}");
        let agenda: Self = serde_json::from_slice(&output.stdout).unwrap();
        assert!(agenda.faults.is_empty(), "{:?} in {text}", agenda.faults);
        agenda
    }

    /// The codes of its trainings, each once.
    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.events.iter().map(|event| event.code().to_owned()).collect();
        codes.dedup();
        codes
    }
}

fn event(part: &ICalendarComponent) -> Event {
    let text = |property: Property| text_of(part, &property);
    Event {
        uid: text(Property::Uid),
        sequence: part.property(&Property::Sequence).unwrap().values[0].as_integer().unwrap(),
        status: text(Property::Status),
        starts: instant(part, &Property::Dtstart),
        ends: instant(part, &Property::Dtend),
        changed: instant(part, &Property::LastModified),
        summary: text(Property::Summary),
        location: text(Property::Location),
        description: text(Property::Description),
        url: text(Property::Url),
    }
}

fn text_of(part: &ICalendarComponent, property: &Property) -> String {
    part.property(property).and_then(|entry| entry.values[0].as_text()).unwrap_or_default().to_owned()
}

fn instant(part: &ICalendarComponent, property: &Property) -> String {
    let entry = part.property(property).unwrap();
    let at: &PartialDateTime = entry.values[0].as_partial_date_time().unwrap();
    let day =
        NaiveDate::from_ymd_opt(at.year.unwrap().into(), at.month.unwrap().into(), at.day.unwrap().into()).unwrap();
    let time = day.and_hms_opt(at.hour.unwrap().into(), at.minute.unwrap().into(), at.second.unwrap().into()).unwrap();
    let at = match entry.parameter(&ICalendarParameterName::Tzid).and_then(|zone| zone.as_text()) {
        Some(zone) => Timestamp::from_local(time.date(), time.time(), zone.parse().unwrap()).unwrap().utc(),
        None => time.and_utc(),
    };
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
