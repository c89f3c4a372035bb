//! What was typed, as content; or what is wrong with it, field by field.
use std::str::FromStr;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::field::{Empty, Field, Kind, Section};
use crate::site::Content;
use crate::types::{Code, Colour, EmailAddress, MediaHash, Moment, Money, Phone, Slug};
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// Entries of one list that are taken; nobody writes more by hand.
const MOST_ENTRIES: usize = 200;

/// Reads the content out of a form. What is wrong stands in `errors`, and then there is none.
pub fn read<T: Content + serde::de::DeserializeOwned>(
    sections: &[Section],
    typed: &Fields,
    errors: &mut FormErrors,
) -> Option<T> {
    let mut whole = Map::new();
    for field in sections.iter().flat_map(|section| section.fields) {
        match value(field, typed) {
            Ok(Some(value)) => drop(whole.insert(field.name.to_owned(), value)),
            Ok(None) => {}
            Err(message) => errors.add(field.name, message),
        }
    }
    if !errors.is_empty() {
        return None;
    }
    from_whole(whole).map_err(|why| errors.add(first_name(sections), format!("This cannot be kept: {why}"))).ok()
}

fn first_name(sections: &[Section]) -> &'static str {
    sections.iter().flat_map(|section| section.fields).map(|field| field.name).next().unwrap_or_default()
}

/// Content from all of it, as a revision keeps it.
///
/// # Errors
/// When a field is missing, strange or no value.
pub fn from_whole<T: Content + serde::de::DeserializeOwned>(mut whole: Map<String, Value>) -> serde_json::Result<T> {
    let body = whole.remove("body");
    let mut content: T = serde_json::from_value(whole.into())?;
    content.set_body(body.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned());
    Ok(content)
}

fn value(field: &'static Field, typed: &Fields) -> Result<Option<Value>, String> {
    match field.kind {
        Kind::Many(_) | Kind::Ordered(..) => slugs(field, typed.all(field.name)).map(Some),
        Kind::Lines(_) => lines(field, typed.all(field.name)).map(Some),
        Kind::Rows(one, columns) => rows(field, one, columns, typed).map(Some),
        Kind::Flag(_) => Ok(Some((typed.get(field.name) == "yes").into())),
        _ => scalar(field, typed.get(field.name)),
    }
}

fn too_many(field: &Field) -> String {
    format!("{} can have {MOST_ENTRIES} entries at most", field.label)
}

fn slugs(field: &Field, typed: &[String]) -> Result<Value, String> {
    let chosen: Vec<&str> = typed.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    if chosen.len() > MOST_ENTRIES {
        return Err(too_many(field));
    }
    if chosen.iter().any(|text| text.parse::<Slug>().is_err()) {
        return Err(format!("{}: choose from the list", field.label));
    }
    Ok(chosen.into())
}

fn lines(field: &Field, typed: &[String]) -> Result<Value, String> {
    let kept: Vec<String> = typed.iter().map(|text| one_line(text)).filter(|text| !text.is_empty()).collect();
    if kept.len() > MOST_ENTRIES {
        return Err(too_many(field));
    }
    match kept.iter().position(|text| text.chars().count() > field.most) {
        Some(at) => Err(format!("{}, line {}: use {} letters or fewer", field.label, at + 1, field.most)),
        None => Ok(kept.into()),
    }
}

fn rows(field: &Field, one: &str, columns: &'static [Field], typed: &Fields) -> Result<Value, String> {
    let names: Vec<String> = columns.iter().map(|column| field.column_name(column)).collect();
    let count = names.iter().map(|name| typed.all(name).len()).max().unwrap_or(0);
    if count > MOST_ENTRIES {
        return Err(too_many(field));
    }
    let mut kept = Vec::new();
    for at in 0..count {
        let cell = |name: &String| typed.all(name).get(at).map_or("", |text| text.trim());
        if names.iter().all(|name| cell(name).is_empty()) {
            continue;
        }
        let mut row = Map::new();
        for (column, name) in columns.iter().zip(&names) {
            let value =
                scalar(column, cell(name)).map_err(|why| format!("{}, {one} {}: {why}", field.label, at + 1))?;
            if let Some(value) = value {
                row.insert(column.name.to_owned(), value);
            }
        }
        kept.push(Value::from(row));
    }
    Ok(kept.into())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn scalar(field: &Field, text: &str) -> Result<Option<Value>, String> {
    let text = text.trim();
    if text.is_empty() {
        return match field.empty {
            Empty::Refused(ask) => Err(ask.to_owned()),
            Empty::Kept => Ok(Some("".into())),
            Empty::LeftOut => Ok(None),
        };
    }
    if text.chars().count() > field.most {
        return Err(format!("{} must have {} letters or fewer", field.label, field.most));
    }
    let value = match field.kind {
        Kind::Line => one_line(text).into(),
        Kind::Code => parsed::<Code>(field, &text.to_uppercase())?.to_string().into(),
        Kind::Email => {
            parsed::<EmailAddress>(field, text)?;
            text.into()
        }
        Kind::Phone => parsed::<Phone>(field, text)?.e164().into(),
        Kind::Colour => parsed::<Colour>(field, &with_hash(text))?.to_string().into(),
        Kind::Number(least, most) => number(field, text, least, most)?.into(),
        Kind::Degrees(least, most) => degrees(field, text, least, most)?.into(),
        Kind::Percent => percent(field, text)?.into(),
        Kind::Money => parsed::<Money>(field, &plain_amount(text))?.decimal().into(),
        Kind::Day => {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
            day.map_err(|_| format!("{} is not a day like 2026-11-12", field.label))?.to_string().into()
        }
        Kind::Moment => parsed::<Moment>(field, text)?.to_string().into(),
        Kind::Choice(words) if words.iter().any(|(word, _)| *word == text) => text.into(),
        Kind::Choice(_) => return Err(format!("{}: choose from the list", field.label)),
        Kind::Picture => match text.parse::<MediaHash>() {
            Ok(hash) => hash.to_string().into(),
            Err(_) => return Err(format!("{}: choose one of the pictures", field.label)),
        },
        Kind::One(_) => match text.parse::<Slug>() {
            Ok(slug) => slug.as_str().into(),
            Err(_) => return Err(format!("{}: choose from the list", field.label)),
        },
        _ => text.into(),
    };
    Ok(Some(value))
}

/// A value of a type, or the type's own words about it.
fn parsed<T: FromStr>(field: &Field, text: &str) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|why: T::Err| {
        let why = why.to_string();
        if why.starts_with("Enter") { why } else { format!("{} {why}", field.label) }
    })
}

fn with_hash(text: &str) -> String {
    if text.starts_with('#') { text.to_owned() } else { format!("#{text}") }
}

/// An amount however it is written: `R18 900.50`, `18900,50`, `18900`.
fn plain_amount(text: &str) -> String {
    let bare = text.trim_start_matches(['R', 'r']).replace(char::is_whitespace, "");
    match bare.rsplit_once(',') {
        Some((rand, cents)) if cents.len() == 2 && !bare.contains('.') => format!("{}.{cents}", rand.replace(',', "")),
        _ => bare.replace(',', ""),
    }
}

fn number(field: &Field, text: &str, least: i64, most: i64) -> Result<i64, String> {
    let number: Option<i64> = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("{} must be a whole number from {least} to {most}", field.label))
}

fn degrees(field: &Field, text: &str, least: f64, most: f64) -> Result<f64, String> {
    let number: Option<f64> = text.replace(',', ".").parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("{} must be in degrees, from {least} to {most}, like -29.8587", field.label))
}

fn percent(field: &Field, text: &str) -> Result<i64, String> {
    let wrong = || format!("{} must be per cent from 0 to 100, like 15 or 14.5", field.label);
    let text = text.trim_end_matches('%').trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    if part.is_empty() || part.len() > 2 || !part.bytes().chain(whole.bytes()).all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let hundredths = format!("{part:0<2}");
    let (whole, part): (i64, i64) = (whole.parse().map_err(|_| wrong())?, hundredths.parse().map_err(|_| wrong())?);
    let points = whole.checked_mul(100).and_then(|points| points.checked_add(part)).ok_or_else(wrong)?;
    if points <= 10_000 { Ok(points) } else { Err(wrong()) }
}
