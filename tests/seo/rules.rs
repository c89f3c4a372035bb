//! Our own rules for structured data, in `rules.json`: which properties a type must and may have, and what each holds.
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use lectern::types::{Money, Phone};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::support::site::BASE_URL;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub required: BTreeMap<String, Kind>,
    #[serde(default)]
    pub recommended: BTreeMap<String, Kind>,
    /// What the demo academy has no example of.
    #[serde(default)]
    seldom: BTreeMap<String, Kind>,
}

/// One kind of value or type of thing, or several that will do.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Kind {
    One(String),
    OneOf(Vec<String>),
}

impl Kind {
    fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::OneOf(names) => names,
        }
    }
}

pub static RULES: LazyLock<BTreeMap<String, Rule>> =
    LazyLock::new(|| serde_json::from_str(include_str!("rules.json")).unwrap());

/// What is wrong with a block of data.
pub fn faults(block: &Value) -> Vec<String> {
    let Value::Object(thing) = block else { return vec!["is no object".to_owned()] };
    let mut thing = thing.clone();
    let mut faults = Vec::new();
    if thing.remove("@context") != Some(Value::from("https://schema.org")) {
        faults.push("has no @context of schema.org".to_owned());
    }
    faults.extend(faults_of(&thing));
    faults
}

fn type_of(thing: &Map<String, Value>) -> &str {
    thing.get("@type").and_then(Value::as_str).unwrap_or("nothing")
}

fn faults_of(thing: &Map<String, Value>) -> Vec<String> {
    let name = type_of(thing);
    let Some(rule) = RULES.get(name) else { return vec![format!("{name}: no such type")] };
    let missing = rule.required.keys().filter(|property| !thing.contains_key(*property));
    let mut faults: Vec<String> = missing.map(|property| format!("{name}: {property} is missing")).collect();
    for (property, value) in thing.iter().filter(|(property, _)| *property != "@type") {
        match rule.required.get(property).or(rule.recommended.get(property)).or(rule.seldom.get(property)) {
            None => faults.push(format!("{name}: {property} is not known")),
            Some(kind) => {
                let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                if values.is_empty() {
                    faults.push(format!("{name}: {property} is empty"));
                }
                for value in values {
                    if !kind.names().iter().any(|kind| is_of_kind(kind, value)) {
                        faults.push(format!("{name}: {property} is {value}"));
                    }
                    faults.extend(value.as_object().map(faults_of).unwrap_or_default());
                }
            }
        }
    }
    faults
}

fn is_of_kind(kind: &str, value: &Value) -> bool {
    if let Some(thing) = value.as_object() {
        return type_of(thing) == kind;
    }
    if kind == "place" {
        return value.as_u64().is_some_and(|place| place > 0);
    }
    let Some(text) = value.as_str() else { return false };
    match kind {
        "text" => !text.trim().is_empty(),
        "url" => text.strip_prefix(BASE_URL).is_some_and(|address| address.starts_with('/')),
        "day" => text.len() == 10 && NaiveDate::from_str(text).is_ok(),
        "moment" => text.ends_with("+02:00") && DateTime::parse_from_rfc3339(text).is_ok(),
        "duration" => text.strip_prefix('P').is_some_and(|rest| {
            let number = rest.strip_prefix('T').map_or(rest.strip_suffix('D'), |rest| rest.strip_suffix('M'));
            number.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number > 0)
        }),
        "amount" => Money::from_str(text).is_ok_and(|amount| amount.cents() > 0),
        "telephone" => Phone::from_str(text).is_ok_and(|phone| phone.e164() == text),
        word => text == word,
    }
}

/// Every thing in a block, the inner ones too.
pub fn things(value: &Value) -> Vec<&Map<String, Value>> {
    match value {
        Value::Array(all) => all.iter().flat_map(things).collect(),
        Value::Object(thing) => std::iter::once(thing).chain(thing.values().flat_map(things)).collect(),
        _ => Vec::new(),
    }
}
