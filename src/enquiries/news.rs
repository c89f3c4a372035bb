//! The letter by which people hear that a training is called off, or on again.
use askama::Template;

use super::letters::{Desk, LetterError};
use super::turning::Concerned;
use crate::mail::{Message, Outgoing};
use crate::schedule::{Listing, News};
use crate::site::Provider;
use crate::types::Timestamp;
use crate::urls;

/// What the letter says to everybody.
pub(super) struct NewsLetter<'a> {
    pub news: News,
    pub training: &'a Listing,
    pub provider: &'a Provider,
    /// The editor's own words; may be empty.
    pub words: &'a str,
    pub now: Timestamp,
}

#[derive(Template)]
#[template(path = "mail/news.txt")]
struct NewsText<'a>(&'a Said<'a>);

#[derive(Template)]
#[template(path = "mail/news.html")]
struct NewsHtml<'a>(&'a Said<'a>);

struct Said<'a> {
    letter: &'a NewsLetter<'a>,
    person: &'a Concerned,
    what: String,
    other_dates: String,
    training_link: String,
}

impl NewsLetter<'_> {
    /// The news in one sentence.
    fn what(&self) -> String {
        let training = self.training;
        let (title, when, place) = (training.course_title(), training.when(), training.place().title);
        match self.news {
            News::Cancelled => {
                format!("We have cancelled {title}, {when} ({place}). It will not be given on these days.")
            }
            News::Postponed => {
                format!(
                    "We have postponed {title}, {when} ({place}). It will not be given on these days; new days are not set yet."
                )
            }
            News::BackOn => format!("{title} will be given after all: {when} ({place})."),
        }
    }

    fn subject(&self) -> &'static str {
        match self.news {
            News::Cancelled => "Cancelled",
            News::Postponed => "Postponed",
            News::BackOn => "On again",
        }
    }
}

impl Desk {
    /// The news for one person, in the conversation that their enquiry began.
    pub(super) fn news(
        &self,
        letter: &NewsLetter<'_>,
        person: &Concerned,
        version: i64,
    ) -> Result<Outgoing, LetterError> {
        let training = letter.training;
        let said = Said {
            letter,
            person,
            what: letter.what(),
            other_dates: format!("{}{}", self.base_url, urls::course(training.course_slug())),
            training_link: format!("{}{}", self.base_url, urls::training(training.code())),
        };
        let part = format!("training-{}-{version}", training.code().as_str().to_lowercase());
        let message = Message {
            subject: format!(
                "[{}] {}: {}, {}",
                person.reference,
                letter.subject(),
                training.course_title(),
                training.when()
            ),
            text: NewsText(&said).render()?,
            html: Some(NewsHtml(&said).render()?),
            ..self.to_asker((&person.reference, &person.email), letter.provider, &part, letter.now)
        };
        Ok(message.build()?)
    }
}
