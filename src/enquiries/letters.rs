use std::fmt;

use askama::Template;

use super::answer_time::say_when;
use super::enquiry::{EnquiryId, EnquiryKind, NewEnquiry};
use super::link::LinkKey;
use crate::mail::{AutoSubmitted, MailError, Mailbox, Message};
use crate::outbox::{MailKind, NewMail};
use crate::site::Provider;
use crate::types::{EmailAddress, Reference, Timestamp};
use crate::urls;

/// What the writing of enquiry mails needs to know about this installation.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Who answers where no routing rule fits.
    pub staff: EmailAddress,
    /// Whom mails come from.
    pub from: Mailbox,
    /// Scheme and host of the site, without a slash at the end.
    pub base_url: String,
    /// What the links in mails to staff are signed with.
    pub links: LinkKey,
}

/// Why a mail could not be written.
#[derive(Debug)]
pub enum LetterError {
    /// Its text could not be made.
    Text(askama::Error),
    /// Its envelope is impossible.
    Mail(MailError),
}

impl fmt::Display for LetterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(error) => write!(f, "the text of a mail could not be made: {error}"),
            Self::Mail(error) => write!(f, "a mail could not be written: {error}"),
        }
    }
}

impl std::error::Error for LetterError {}

impl From<askama::Error> for LetterError {
    fn from(error: askama::Error) -> Self {
        Self::Text(error)
    }
}

impl From<MailError> for LetterError {
    fn from(error: MailError) -> Self {
        Self::Mail(error)
    }
}

/// All that a letter about an enquiry may say.
pub(super) struct Facts<'a> {
    pub enquiry: &'a NewEnquiry,
    pub provider: &'a Provider,
    pub reference: &'a Reference,
    pub answer_due_at: Timestamp,
    pub now: Timestamp,
}

#[derive(Template)]
#[template(path = "mail/staff.txt")]
struct StaffText<'a>(&'a Letter<'a>);

#[derive(Template)]
#[template(path = "mail/staff.html")]
struct StaffHtml<'a>(&'a Letter<'a>);

#[derive(Template)]
#[template(path = "mail/acknowledgement.txt")]
struct AcknowledgementText<'a>(&'a Letter<'a>);

#[derive(Template)]
#[template(path = "mail/acknowledgement.html")]
struct AcknowledgementHtml<'a>(&'a Letter<'a>);

struct Letter<'a> {
    enquiry: &'a NewEnquiry,
    provider: &'a Provider,
    reference: &'a Reference,
    due: String,
    training: Option<String>,
    course_link: Option<String>,
    admin_link: String,
    answered_link: String,
    tel: Option<String>,
    whatsapp: Option<String>,
    /// Where the news that they asked for ends; nothing where they asked for none.
    stop_link: Option<String>,
}

impl Desk {
    /// The staff mails and the acknowledgement of an enquiry: one mail a recipient, so that a server which refuses one of them does
    /// not keep it from the others. Where an enquirer's address cannot be written for a mail server, staff mail goes out without a
    /// reply address and there is no acknowledgement: the enquiry must not be lost over it.
    pub(super) fn letters(
        &self,
        facts: &Facts,
        id: EnquiryId,
        recipients: &[EmailAddress],
    ) -> Result<Vec<NewMail>, LetterError> {
        let letter = self.letter(facts);
        let owed = |kind: MailKind, message: &Message| -> Result<NewMail, LetterError> {
            let outgoing = message.build()?;
            Ok(NewMail { dedupe_key: outgoing.message_id.clone(), enquiry_id: Some(id.0), kind, outgoing })
        };
        let mut letters = Vec::with_capacity(recipients.len() + 1);
        for (number, recipient) in recipients.iter().enumerate() {
            let mut staff = self.staff_mail(facts, &letter, recipient)?;
            if number > 0 {
                staff.message_id = self.message_id(facts.reference, &format!("enquiry-{}", number + 1));
                self.put_in_thread(&mut staff, facts.reference);
            }
            let mail = owed(MailKind::Staff, &staff).or_else(|_| {
                staff.reply_to = None;
                owed(MailKind::Staff, &staff)
            });
            letters.push(mail?);
        }
        let mut acknowledgement = self.acknowledgement(facts, &letter)?;
        self.put_in_thread(&mut acknowledgement, facts.reference);
        letters.extend(owed(MailKind::Acknowledgement, &acknowledgement).ok());
        Ok(letters)
    }

    fn letter<'a>(&self, facts: &Facts<'a>) -> Letter<'a> {
        let enquiry = facts.enquiry;
        let about = &enquiry.about;
        let course_slug = about
            .training
            .as_ref()
            .map(|training| training.course_slug())
            .or(about.course.as_ref().map(|course| &course.slug));
        let phone = enquiry.phone.as_ref();
        let hello = format!("Hello, this is {} about your enquiry {}.", facts.provider.name, facts.reference);
        Letter {
            enquiry,
            provider: facts.provider,
            reference: facts.reference,
            due: say_when(facts.answer_due_at, facts.now.home_day()),
            training: about.training.as_ref().map(|training| {
                let days =
                    format!("{} to {}", training.first_day().format("%-d %b"), training.last_day().format("%-d %b %Y"));
                format!("{} ({days}, {})", training.code(), training.place().title)
            }),
            course_link: course_slug.map(|slug| format!("{}{}", self.base_url, urls::course(slug))),
            admin_link: format!("{}{}", self.base_url, urls::admin_enquiry(facts.reference)),
            answered_link: format!(
                "{}{}",
                self.base_url,
                urls::inbox::answered(&self.links.sign(facts.reference, facts.now))
            ),
            stop_link: (enquiry.kind == EnquiryKind::Interest).then(|| self.stop_link(facts.reference)),
            tel: phone.map(|phone| urls::tel(phone.e164())),
            whatsapp: phone.filter(|phone| phone.may_have_whatsapp()).map(|phone| urls::whatsapp(phone.e164(), &hello)),
        }
    }

    fn staff_mail(&self, facts: &Facts, letter: &Letter, to: &EmailAddress) -> Result<Message, LetterError> {
        let enquiry = facts.enquiry;
        let id = self.message_id(facts.reference, "enquiry");
        let subject = enquiry.about.course_title().unwrap_or(enquiry.kind.label());
        Ok(Message {
            reply_to: Some(Mailbox::named(enquiry.name.clone(), enquiry.email.clone())),
            subject: format!("[{}] {subject}: {}", facts.reference, enquiry.name),
            text: StaffText(letter).render()?,
            html: Some(StaffHtml(letter).render()?),
            list_id: Some(format!("enquiries.{}", self.from.address.domain())),
            ..Message::new(self.from.clone(), Mailbox::from(to.clone()), id, facts.now)
        })
    }

    /// Structured facts only: never the visitor's free text, or the form would carry anybody's words to anybody's mailbox.
    fn acknowledgement(&self, facts: &Facts, letter: &Letter) -> Result<Message, LetterError> {
        let to = Mailbox::from(facts.enquiry.email.clone());
        let id = self.message_id(facts.reference, "acknowledgement");
        Ok(Message {
            reply_to: public_mailbox(facts.provider),
            subject: format!("[{}] We have your enquiry", facts.reference),
            text: AcknowledgementText(letter).render()?,
            html: Some(AcknowledgementHtml(letter).render()?),
            auto_submitted: AutoSubmitted::Replied,
            unsubscribe: letter.stop_link.clone(),
            ..Message::new(self.from.clone(), to, id, facts.now)
        })
    }

    /// A later mail to whoever sent an enquiry, in the conversation that its acknowledgement began. `part` tells it from the others.
    pub(super) fn to_asker(
        &self,
        (reference, to): (&Reference, &EmailAddress),
        provider: &Provider,
        part: &str,
        now: Timestamp,
    ) -> Message {
        let begun = self.message_id(reference, "acknowledgement");
        Message {
            reply_to: public_mailbox(provider),
            in_reply_to: Some(begun.clone()),
            references: vec![begun],
            ..Message::new(self.from.clone(), Mailbox::from(to.clone()), self.message_id(reference, part), now)
        }
    }

    /// One enquiry is one thread: every mail about it answers the first one to staff, so that a visitor's answer to the acknowledgement
    /// stands below the enquiry in the staff's mailbox too.
    fn put_in_thread(&self, message: &mut Message, reference: &Reference) {
        let first = self.message_id(reference, "enquiry");
        message.in_reply_to = Some(first.clone());
        message.references.push(first);
    }

    /// Made from the reference, so that it is the same however often the mail is sent.
    pub(super) fn message_id(&self, reference: &Reference, part: &str) -> String {
        format!("<{part}.{}@{}>", reference.as_str().to_lowercase(), self.from.address.domain())
    }
}

/// Where the provider reads the answers of visitors.
fn public_mailbox(provider: &Provider) -> Option<Mailbox> {
    provider.email.parse().ok().map(|address| Mailbox::named(provider.name.clone(), address))
}
