use crate::db::prelude::*;
use chrono::NaiveDate;
use diesel::upsert::excluded;

use super::accreditation::{AccreditationContent, list_accreditations, replace_accreditations};
use super::brand::Brand;
use super::content::{Content, Save, SaveError, Saved, keep_revision};
use super::tax::list_tax_rates;
use crate::access::{Actor, Permission};
use crate::db::schema::{settings, tax_rates};
use crate::db::{Conn, Upsert};
use crate::types::{Colour, EmailAddress, Phone, Timestamp};

/// The facts about the training provider that pages, mails and legal texts are made from.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Provider {
    /// The name on the door.
    pub name: String,
    /// The company's registered name (ECT Act 25 of 2002, s 43).
    pub legal_name: String,
    /// The company's registration number.
    pub registration_number: String,
    /// Whether prices include VAT. A provider that is no VAT vendor shows no VAT line.
    pub vat_vendor: bool,
    /// The VAT number.
    pub vat_number: String,
    /// What is taught and where, in one sentence.
    pub tagline: String,
    /// For search results.
    pub description: String,
    /// The telephone, as E.164; may be empty.
    pub phone: String,
    /// The WhatsApp number, as E.164; may be empty.
    pub whatsapp: String,
    /// The address for questions.
    pub email: String,
    /// Opening hours, in words.
    pub hours: String,
    /// The physical address (ECT Act, s 43; POPIA, s 18).
    pub address: String,
    /// The information officer's name (POPIA, s 55).
    pub information_officer: String,
    /// The information officer's address.
    pub information_officer_email: String,
    /// Whether visitors are asked if an enquiry may remember how they came.
    pub attribution: bool,
    /// When an answer can be expected, in one sentence.
    pub answer_promise: String,
    /// The colour of links and buttons, `#433A93`; Lectern's own where it is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub brand: String,
    /// What bodies outside vouch for, for every course; kept in a table of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accreditations: Vec<AccreditationContent>,
    /// Tax rates by day; kept in a table of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tax_rates: Vec<TaxRateContent>,
}

impl Content for Provider {}

/// A dated tax rate as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRateContent {
    /// The tax, such as `VAT`.
    pub name: String,
    /// Hundredths of a per cent: 1500 is 15 %.
    pub basis_points: i32,
    /// The first day it holds, `2018-04-01`.
    pub from: NaiveDate,
}

/// The provider's facts, or what a new site shows until its owner fills them in. Tax rates are not loaded.
pub fn find_provider(conn: &mut Conn) -> QueryResult<Provider> {
    Ok(stored(conn)?.unwrap_or_else(|| Provider {
        name: "Lectern".to_owned(),
        tagline: "Courses and dates.".to_owned(),
        answer_promise: "We answer on working days.".to_owned(),
        ..Provider::default()
    }))
}

fn stored(conn: &mut Conn) -> QueryResult<Option<Provider>> {
    let rows: Vec<(String, String)> = settings::table
        .filter(settings::key.like("provider.%"))
        .order(settings::key)
        .select((settings::key, settings::value))
        .load(conn)?;
    if rows.is_empty() {
        return Ok(None);
    }
    let field = |(key, value): (String, String)| {
        let value = serde_json::from_str(&value).ok()?;
        Some((key.strip_prefix("provider.")?.to_owned(), value))
    };
    let fields: serde_json::Map<_, _> = rows.into_iter().filter_map(field).collect();
    serde_json::from_value(fields.into())
        .map(Some)
        .map_err(|error| diesel::result::Error::DeserializationError(error.into()))
}

/// The provider's facts as editors wrote them, with tax rates.
pub fn load_provider(conn: &mut Conn) -> QueryResult<Option<Provider>> {
    let Some(mut provider) = stored(conn)? else { return Ok(None) };
    provider.tax_rates = list_tax_rates(conn)?
        .into_iter()
        .map(|rate| TaxRateContent { name: rate.name, basis_points: rate.basis_points, from: rate.from_on })
        .collect();
    provider.accreditations = list_accreditations(conn, None)?;
    Ok(Some(provider))
}

/// Makes or changes the provider's facts.
///
/// # Errors
/// When a number or an address in them is none, or the database fails.
pub fn save_provider(conn: &mut Conn, actor: &Actor, content: &Provider, now: Timestamp) -> Save {
    actor.must(Permission::Site)?;
    check(content)?;
    let before = load_provider(conn)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let plain = Provider { tax_rates: Vec::new(), accreditations: Vec::new(), ..content.clone() };
    // What is left out when it is empty must not outlive that.
    diesel::delete(settings::table.filter(settings::key.eq("provider.brand"))).execute(conn)?;
    if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(plain) {
        for (key, value) in fields {
            store(conn, &format!("provider.{key}"), &value.to_string(), now)?;
        }
    }
    diesel::delete(tax_rates::table).execute(conn)?;
    for rate in &content.tax_rates {
        let row = (
            tax_rates::name.eq(&rate.name),
            tax_rates::basis_points.eq(rate.basis_points),
            tax_rates::from_on.eq(rate.from),
        );
        diesel::insert_into(tax_rates::table).values(row).execute(conn)?;
    }
    replace_accreditations(conn, None, &content.accreditations)?;
    keep_revision(conn, actor, ("settings", 0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

fn check(content: &Provider) -> Result<(), SaveError> {
    let refuse = |field, why: &str| Err(SaveError::Refused { field, why: why.to_owned() });
    let phone = |number: &str| number.is_empty() || number.parse::<Phone>().is_ok_and(|phone| phone.e164() == number);
    let email = |address: &str| address.is_empty() || address.parse::<EmailAddress>().is_ok();
    match content {
        _ if content.name.trim().is_empty() => refuse("name", "is empty"),
        _ if !phone(&content.phone) => refuse("phone", "is not a number in international form, like +27115550100"),
        _ if !phone(&content.whatsapp) => {
            refuse("whatsapp", "is not a number in international form, like +27825550100")
        }
        _ if !email(&content.email) => refuse("email", "is not an email address"),
        _ if !email(&content.information_officer_email) => {
            refuse("information_officer_email", "is not an email address")
        }
        _ => {
            check_rates(&content.tax_rates)?;
            check_brand(&content.brand)
        }
    }
}

fn check_rates(rates: &[TaxRateContent]) -> Result<(), SaveError> {
    let refuse = |why: String| Err(SaveError::Refused { field: "tax_rates", why });
    let twice = |(at, rate): &(usize, &TaxRateContent)| {
        rates.iter().take(*at).any(|other| (&other.name, other.from) == (&rate.name, rate.from))
    };
    if let Some((_, rate)) = rates.iter().enumerate().find(twice) {
        return refuse(format!("have two rates of {} from {} on", rate.name, rate.from));
    }
    let is_off = |rate: &&TaxRateContent| rate.name.trim().is_empty() || !(0..=10_000).contains(&rate.basis_points);
    match rates.iter().find(is_off) {
        Some(rate) => refuse(format!("have one without a name, or not from 0 to 100 per cent: from {} on", rate.from)),
        None => Ok(()),
    }
}

fn check_brand(text: &str) -> Result<(), SaveError> {
    let refuse = |why: String| Err(SaveError::Refused { field: "brand", why });
    if text.is_empty() {
        return Ok(());
    }
    match text.parse::<Colour>() {
        Err(why) => refuse(why.to_owned()),
        Ok(colour) => match Brand::of(colour) {
            Ok(_) => Ok(()),
            Err(poor) => refuse(poor.to_string()),
        },
    }
}

fn store(conn: &mut Conn, key: &str, value: &str, now: Timestamp) -> QueryResult<()> {
    let row = (settings::key.eq(key), settings::value.eq(value), settings::updated_at.eq(now));
    let insert = diesel::insert_into(settings::table)
        .values(row)
        .on_conflict(settings::key)
        .do_update()
        .set((settings::value.eq(excluded(settings::value)), settings::updated_at.eq(excluded(settings::updated_at))));
    Upsert(insert).execute(conn).map(|_| ())
}
