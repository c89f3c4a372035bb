//! The enquiry, from the form to the mails.
mod allowance;
mod failing;
mod fields;
mod form;
mod keeping;
mod letters;
mod origin;
mod repeats;

use lectern::db::prelude::*;
use lectern::db::schema::enquiries;

use crate::support::site::{Answer, Site};

/// What a thorough visitor types.
const THOROUGH: &[(&str, &str)] = &[
    ("form_key", "0123456789abcdef0123456789abcdef"),
    ("kind", "training"),
    ("course", "rust-services"),
    ("training", "RS-1-GQB-01"),
    ("city", "gqeberha"),
    ("name", "Mpho Ḽavhengwa"),
    ("email", "mpho@example.org"),
    ("phone", "082 555 0123"),
    ("message", "Is lunch included?\nAnd parking?"),
    ("company", "Baobab <Ltd> & \"Sons\""),
    ("attendees", "3"),
    ("preferred_dates", "after Easter"),
    ("reply_by", "whatsapp"),
    ("marketing", "yes"),
];

/// The least that is enough.
const SHORT: &[(&str, &str)] = &[("name", "Ann"), ("email", "ann@example.org"), ("message", "Hello?")];

/// Fields with some of them changed; an empty value takes one out.
fn with<'a>(fields: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<_> =
        fields.iter().copied().filter(|(name, _)| changes.iter().all(|(other, _)| other != name)).collect();
    all.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    all
}

/// The reference that the visitor is told.
#[track_caller]
fn reference(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.html);
    answer.header("location").strip_prefix("/contact/thanks?ref=").unwrap().to_owned()
}

async fn count(site: &Site) -> i64 {
    site.db().read(|conn| enquiries::table.count().get_result(conn)).await.unwrap()
}
