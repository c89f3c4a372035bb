//! The demo academy in a database of its own, or as much of it as a test writes down.
use std::collections::BTreeMap;

use chrono::NaiveDate;
use lectern::access::Actor;
use lectern::transfer::{Folder, Report, import};
use lectern::types::Timestamp;

use super::database::{TestDatabase, fresh};

/// Noon at home on a day.
pub fn noon(year: i32, month: u32, day: u32) -> Timestamp {
    at(year, month, day, 12, 0)
}

/// What the clocks at home show.
pub fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Timestamp {
    let time = chrono::NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    Timestamp::from_local(NaiveDate::from_ymd_opt(year, month, day).unwrap(), time, Timestamp::HOME).unwrap()
}

/// The day on which tests take content in unless they say otherwise: a Monday.
pub fn today() -> Timestamp {
    noon(2026, 11, 23)
}

/// Files as a content folder.
pub fn folder<'a>(files: impl IntoIterator<Item = (&'a str, String)>) -> Folder {
    Folder(files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect::<BTreeMap<_, _>>())
}

/// The smallest content with a course in a city: what a test adds to it stands out.
pub fn small() -> Folder {
    let body = "Text.\n";
    folder([
        (
            "categories/software.md",
            format!("+++\ntitle = \"Software\"\nposition = 1\nfigure = \"steps\"\nsummary = \"s\"\n+++\n\n{body}"),
        ),
        ("topics/rust.md", format!("+++\ntitle = \"Rust\"\nsynonyms = [\"rustlang\"]\n+++\n\n{body}")),
        ("courses/rust.md", course("RS-101", "Rust", "")),
        (
            "cities/durban.md",
            format!(
                "+++\ntitle = \"Durban\"\ncode = \"DBN\"\nprovince = \"KwaZulu-Natal\"\nposition = 1\nsummary = \"s\"\ndescription = \"d\"\n+++\n\n{body}"
            ),
        ),
        ("trainers/naledi.md", format!("+++\ntitle = \"Naledi\"\nrole = \"Rust\"\ntopics = [\"rust\"]\n+++\n\n{body}")),
    ])
}

/// A course's file; `more` are further lines of its fields.
pub fn course(code: &str, title: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ncode = \"{code}\"\ncategory = \"software\"\nlevel = \"beginner\"\nsummary = \"s\"\n\
         description = \"d\"\ndays = 2\nprice = \"1000.00\"\nprice_kind = \"fixed\"\nclass_size = 8\n{more}+++\n\nText.\n"
    )
}

/// A training's file: two days live online from `first_day` on.
pub fn training(code: &str, course: &str, first_day: &str, more: &str) -> String {
    format!(
        "+++\ncode = \"{code}\"\ncourse = \"{course}\"\nmode = \"virtual\"\nstate = \"scheduled\"\nfirst_day = \"{first_day}\"\n\
         days = 2\nhours = \"09:00-16:00\"\nseats = 8\n{more}+++\n"
    )
}

/// Takes a folder in.
pub async fn take(database: &TestDatabase, folder: &Folder, now: Timestamp) -> Report {
    import(&database.db, Actor::operator(), folder.clone(), now, false).await.unwrap()
}

/// A database that holds the folder; every file of it is good.
pub async fn holding(folder: &Folder, now: Timestamp) -> TestDatabase {
    let database = fresh();
    let report = take(&database, folder, now).await;
    assert!(report.refused.is_empty(), "{report}");
    database
}

/// A database that holds the whole demo academy, taken in today.
pub async fn academy() -> TestDatabase {
    holding(&Folder::demo(), today()).await
}
