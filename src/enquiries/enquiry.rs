use serde::Serialize;

use super::visit::Visit;
use crate::catalogue::CourseKey;
use crate::schedule::{City, Listing};
use crate::tokens::sha256_hex;
use crate::types::{EmailAddress, Phone, id_type, words};

id_type!(EnquiryId, "an enquiry");

words! {
    /// What a visitor wants.
    EnquiryKind {
        /// Any question.
        General = "general",
        /// About a course.
        Course = "course",
        /// About a dated training.
        Training = "training",
        /// A class for a group.
        Group = "group",
        /// To be called.
        Callback = "callback",
        /// To be told when there is a date.
        Interest = "interest",
    }
}

impl EnquiryKind {
    /// The kind as a mail's subject says it where no course does.
    pub fn label(self) -> &'static str {
        match self {
            Self::General => "Question",
            Self::Course => "Course",
            Self::Training => "Training",
            Self::Group => "Group class",
            Self::Callback => "Call back",
            Self::Interest => "Waiting for a date",
        }
    }
}

words! {
    /// How an enquiry stands.
    EnquiryState {
        /// Nobody has answered.
        New = "new",
        /// It was answered.
        Answered = "answered",
        /// The visitor's turn.
        Waiting = "waiting",
        /// It became a booking.
        Booked = "booked",
        /// It came to nothing.
        Lost = "lost",
        /// Staff say it is spam.
        Spam = "spam",
        /// It looks like spam; staff decide.
        Quarantine = "quarantine",
    }
}

words! {
    /// How a visitor wants the answer.
    ReplyBy {
        /// By e-mail.
        Email = "email",
        /// By telephone.
        Phone = "phone",
        /// By WhatsApp.
        Whatsapp = "whatsapp",
    }
}

impl ReplyBy {
    /// The way as a sentence ends with it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Email => "by email",
            Self::Phone => "by phone",
            Self::Whatsapp => "on WhatsApp",
        }
    }
}

/// What an enquiry is about. A training brings its course along.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The course.
    pub course: Option<CourseKey>,
    /// The dated training.
    pub training: Option<Listing>,
    /// The city.
    pub city: Option<City>,
}

impl About {
    /// The course's name, from whichever says it.
    pub fn course_title(&self) -> Option<&str> {
        let of_training = self.training.as_ref().map(Listing::course_title);
        of_training.or(self.course.as_ref().map(|course| course.title.as_str()))
    }
}

/// An enquiry whose every field is valid.
#[derive(Debug, Clone)]
pub struct NewEnquiry {
    /// What the visitor wants.
    pub kind: EnquiryKind,
    /// What it is about.
    pub about: About,
    /// 1 to 120 characters.
    pub name: String,
    /// Where the answer goes.
    pub email: EmailAddress,
    /// If given.
    pub phone: Option<Phone>,
    /// At most 5,000 characters; may be empty unless the kind is general.
    pub message: String,
    /// The visitor's firm.
    pub company: Option<String>,
    /// 1 to 500 people.
    pub attendees: Option<i32>,
    /// In the visitor's words.
    pub preferred_dates: Option<String>,
    /// How the visitor wants the answer.
    pub reply_by: ReplyBy,
    /// Whether the visitor ticked the marketing box.
    pub marketing: bool,
    /// The form's key; an enquiry is the same as another only where key and content agree.
    pub form_key: Option<String>,
    /// The page the form stood on.
    pub source_path: Option<String>,
    /// How the visit began, with the visitor's consent.
    pub visit: Option<Visit>,
    /// Why it looks like spam; empty for a person's.
    pub suspicions: Vec<&'static str>,
    /// Seconds from the page's opening to the sending, where the browser's script says so.
    pub took: Option<u32>,
}

impl NewEnquiry {
    /// What makes two posts one enquiry: the form's key together with all that was typed. The key alone never does, because a
    /// cached page hands many visitors the same one.
    pub fn identity(&self) -> Option<String> {
        #[derive(Serialize)]
        struct Content<'a> {
            key: &'a str,
            kind: EnquiryKind,
            course: Option<i64>,
            training: Option<i64>,
            city: Option<i64>,
            name: &'a str,
            email: &'a str,
            phone: Option<&'a str>,
            message: &'a str,
            company: Option<&'a str>,
            attendees: Option<i32>,
            preferred_dates: Option<&'a str>,
            reply_by: ReplyBy,
            marketing: bool,
        }
        let content = Content {
            key: self.form_key.as_deref()?,
            kind: self.kind,
            course: self.about.course.as_ref().map(|course| course.id.0),
            training: self.about.training.as_ref().map(|training| training.id().0),
            city: self.about.city.as_ref().map(|city| city.id.0),
            name: &self.name,
            email: self.email.as_str(),
            phone: self.phone.as_ref().map(Phone::e164),
            message: &self.message,
            company: self.company.as_deref(),
            attendees: self.attendees,
            preferred_dates: self.preferred_dates.as_deref(),
            reply_by: self.reply_by,
            marketing: self.marketing,
        };
        serde_json::to_vec(&content).ok().map(|content| sha256_hex(&content))
    }
}
