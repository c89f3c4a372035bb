//! The enquiry form: what it shows, and what it makes of what was typed.
use std::str::FromStr;
use std::sync::Arc;

use diesel::QueryResult;

use crate::catalogue::{CourseCard, find_key};
use crate::enquiries::{About, EnquiryKind, MARKETING_WORDING, NewEnquiry, ReplyBy, collection_notice};
use crate::schedule::{City, Listing, find_city, find_training};
use crate::types::{Code, EmailAddress, Phone, Slug};
use crate::web::era::Shell;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;
use crate::web::frame::{Frame, Reading};

const LONGEST_NAME: usize = 120;
const LONGEST_MESSAGE: usize = 5_000;
const LONGEST_LINE: usize = 200;

/// The form as it stands on a page.
#[derive(Debug, Clone)]
pub struct EnquiryForm {
    /// What is typed so far.
    pub typed: Fields,
    /// What is wrong with it.
    pub errors: FormErrors,
    /// What there is to choose from; nothing where the page itself says what it is about.
    choices: Option<Arc<Shell>>,
    /// Whether nothing could be looked up, so that what was chosen is kept as it was typed.
    pub is_unchecked: bool,
    /// The training that it is about.
    pub training: Option<Listing>,
    /// What the visitor is told before anything is collected.
    pub notice: Vec<String>,
    /// What the marketing box says.
    pub marketing_wording: &'static str,
    /// What makes two posts one enquiry, with their content.
    pub form_key: String,
}

impl EnquiryForm {
    /// An empty form about what the page shows: `about` fills in hidden fields by their names.
    pub fn about(reading: &Reading, about: &[(&str, &str)], training: Option<Listing>) -> Self {
        Self {
            typed: Fields::of(about),
            errors: FormErrors::default(),
            choices: None,
            is_unchecked: false,
            training,
            notice: collection_notice(&reading.frame.shell.provider),
            marketing_wording: MARKETING_WORDING,
            form_key: reading.frame.form_key.clone(),
        }
    }

    /// A form that lets the visitor choose course and city, with what was typed or asked for by the address.
    pub fn choosing(reading: &mut Reading, typed: Fields, errors: FormErrors) -> QueryResult<Self> {
        let code = typed.parsed::<Code>("training");
        let training = match code {
            Some(code) => find_training(reading.conn, &code, reading.now)?,
            None => None,
        };
        let form_key = match typed.get("form_key") {
            "" => reading.frame.form_key.clone(),
            kept => kept.chars().take(64).collect(),
        };
        Ok(Self {
            errors,
            choices: Some(reading.frame.shell.clone()),
            training,
            form_key,
            typed,
            ..Self::about(reading, &[], None)
        })
    }

    /// The form with what was typed and what is in memory, for when the database does not answer.
    pub fn without_database(frame: &Frame, typed: Fields, errors: FormErrors) -> Self {
        Self {
            form_key: typed.get("form_key").chars().take(64).collect(),
            typed,
            errors,
            choices: Some(frame.shell.clone()),
            is_unchecked: true,
            training: None,
            notice: collection_notice(&frame.shell.provider),
            marketing_wording: MARKETING_WORDING,
        }
    }

    /// The courses to choose from.
    pub fn courses(&self) -> &[CourseCard] {
        self.choices.as_ref().map_or(&[], |shell| &shell.courses)
    }

    /// The cities to choose from.
    pub fn cities(&self) -> &[City] {
        self.choices.as_ref().map_or(&[], |shell| &shell.cities)
    }

    /// Whether a choice of this name is the chosen one.
    pub fn chose(&self, field: &str, value: &str) -> bool {
        self.typed.get(field) == value
    }

    /// The e-mail address that was probably meant, where what was typed looks like a slip.
    pub fn probably_meant(&self) -> Option<String> {
        self.typed.parsed::<EmailAddress>("email")?.probably_meant()
    }

    /// How to answer; by e-mail unless something else was chosen.
    pub fn reply_by(&self) -> ReplyBy {
        self.typed.parsed("reply_by").unwrap_or(ReplyBy::Email)
    }
}

/// Finds out what an enquiry is about.
pub fn find_about(reading: &mut Reading, typed: &Fields, errors: &mut FormErrors) -> QueryResult<About> {
    let mut about = About::default();
    if !typed.get("course").is_empty() {
        about.course = match typed.parsed::<Slug>("course") {
            Some(slug) => find_key(reading.conn, &slug, reading.now)?,
            None => None,
        };
        if about.course.is_none() {
            errors.add("course", "Choose a course from the list");
        }
    }
    if !typed.get("training").is_empty() {
        about.training = match typed.parsed::<Code>("training") {
            Some(code) => find_training(reading.conn, &code, reading.now)?,
            None => None,
        };
        if about.training.is_none() {
            errors.add("training", "Choose a date that we offer");
        }
    }
    if !typed.get("city").is_empty() {
        about.city = match typed.parsed::<Slug>("city") {
            Some(slug) => find_city(reading.conn, &slug)?,
            None => None,
        };
        if about.city.is_none() {
            errors.add("city", "Choose a city from the list");
        }
    }
    Ok(about)
}

/// Makes an enquiry of what was typed, or says what is wrong, field by field.
pub fn parse(typed: &Fields, about: About, source_path: Option<String>, errors: &mut FormErrors) -> Option<NewEnquiry> {
    let kind = one_of::<EnquiryKind>(typed, "kind", EnquiryKind::General, "Choose what you want from us", errors);
    let name = errors.check("name", filled(typed.get("name"), "Enter your name", LONGEST_NAME, "Name"));
    let email = match typed.get("email") {
        "" => errors.check::<EmailAddress>("email", Err("Enter your email address")),
        text => errors.check("email", EmailAddress::of_visitor(text)),
    };
    let phone = match typed.get("phone") {
        "" => None,
        text => errors.check("phone", Phone::from_str(text)),
    };
    let message = match (typed.get("message"), kind) {
        ("", Some(EnquiryKind::General)) => errors.check::<String>("message", Err("Enter your question")),
        (text, _) => errors.check("message", at_most(text, LONGEST_MESSAGE, "Your question")),
    };
    let company = optional(typed, "company", "Company", errors);
    let preferred_dates = optional(typed, "preferred_dates", "Preferred dates", errors);
    let attendees = attendees(typed, errors);
    let reply_by = one_of(typed, "reply_by", ReplyBy::Email, "Choose how we should answer", errors);
    if matches!(reply_by, Some(ReplyBy::Phone | ReplyBy::Whatsapp)) && typed.get("phone").is_empty() {
        errors.add("phone", "Enter a phone number, so that we can answer the way you chose");
    }
    if !errors.is_empty() {
        return None;
    }
    Some(NewEnquiry {
        kind: kind?,
        about,
        name: name?,
        email: email?,
        phone,
        message: message?,
        company,
        attendees,
        preferred_dates,
        reply_by: reply_by?,
        marketing: typed.get("marketing") == "yes",
        form_key: Some(typed.get("form_key")).filter(|key| !key.is_empty()).map(str::to_owned),
        source_path,
        visit: None,
        took: typed.parsed("took"),
        suspicions: if typed.get("website").is_empty() {
            vec![]
        } else {
            vec!["filled in a field that people do not see"]
        },
    })
}

fn filled(text: &str, missing: &str, longest: usize, name: &str) -> Result<String, String> {
    if text.is_empty() { Err(missing.to_owned()) } else { at_most(text, longest, name) }
}

fn at_most(text: &str, longest: usize, name: &str) -> Result<String, String> {
    match text.chars().count() {
        count if count <= longest => Ok(text.to_owned()),
        count => Err(format!("{name} must be {longest} characters or fewer; you typed {count}")),
    }
}

fn optional(typed: &Fields, field: &'static str, name: &str, errors: &mut FormErrors) -> Option<String> {
    let text = errors.check(field, at_most(typed.get(field), LONGEST_LINE, name))?;
    if text.is_empty() { None } else { Some(text) }
}

fn attendees(typed: &Fields, errors: &mut FormErrors) -> Option<i32> {
    match typed.get("attendees") {
        "" => None,
        text => {
            let number = text.parse().ok().filter(|number| (1..=500).contains(number));
            errors.check("attendees", number.ok_or("Number of people must be between 1 and 500"))
        }
    }
}

fn one_of<T: FromStr>(
    typed: &Fields,
    field: &'static str,
    default: T,
    message: &'static str,
    errors: &mut FormErrors,
) -> Option<T> {
    match typed.get(field) {
        "" => Some(default),
        word => errors.check(field, word.parse().map_err(|_| message)),
    }
}
