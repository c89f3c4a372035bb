use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Actor;
use crate::catalogue::CourseId;
use crate::enquiries::{
    EnquiryState, Event, ReplyTemplate, Sheet, list_answerers, list_reply_templates, open_enquiry, say_when,
    state_label,
};
use crate::outbox::{Listed, MailState, list_of_enquiry};
use crate::schedule::{Listing, list_upcoming_of};
use crate::site::SaveError;
use crate::types::{Reference, Timestamp};
use crate::urls::{self, inbox};
use crate::web::admin::panel::{Panel, draw};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// The next dates of the course that stand beside the question.
const DATES: usize = 6;

/// What was typed into one of the page's forms, and what is wrong with it.
#[derive(Default)]
pub(super) struct ActForm {
    pub typed: Fields,
    pub errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/enquiries/show.html")]
struct Show {
    panel: Panel,
    sheet: Sheet,
    mails: Vec<Listed>,
    dates: Vec<Listing>,
    people: Vec<(i64, String)>,
    texts: Vec<ReplyTemplate>,
    subject: String,
    body: String,
    form: ActForm,
    now: Timestamp,
    script: String,
}

impl Show {
    fn tel(&self) -> Option<String> {
        self.sheet.asked.phone_e164.as_deref().map(urls::tel)
    }

    /// The answer as the visitor's own mail program would begin it.
    fn mailto(&self) -> String {
        let subject = format!("[{}] {}", self.sheet.row.reference, self.subject);
        urls::mail(&subject, &self.body).replacen("mailto:", &format!("mailto:{}", self.sheet.row.email), 1)
    }

    fn label(&self, state: &EnquiryState) -> &'static str {
        state_label(*state)
    }

    fn looks_like_spam(&self) -> bool {
        matches!(self.sheet.row.state, EnquiryState::Quarantine | EnquiryState::Spam)
    }

    fn is_owned_by(&self, person: &i64) -> bool {
        self.sheet.owner_id == Some(*person)
    }

    fn say_mail(&self, mail: &Listed) -> String {
        say_mail(mail)
    }

    fn say_event(&self, event: &Event) -> String {
        say_event(event)
    }

    fn due(&self) -> Option<String> {
        self.sheet.row.due_at.map(|due| say_when(due, self.now.home_day()))
    }

    fn when(&self, at: &Timestamp) -> String {
        at.local(Timestamp::HOME).format("%a %-d %b %Y, %H:%M").to_string()
    }
}

/// A mail's state as staff read it.
pub(in crate::web::admin) fn say_mail(mail: &Listed) -> String {
    match mail.state {
        MailState::Queued | MailState::Leased => "queued".to_owned(),
        MailState::Retry => format!("retry {}", mail.attempts),
        MailState::Sent => "sent".to_owned(),
        MailState::Held if mail.is_set_aside => "set aside".to_owned(),
        MailState::Held => "held".to_owned(),
    }
}

/// What became of the offer of a seat.
fn say_seat(answer: &str) -> &'static str {
    match answer {
        "taken" => "took the seat that was offered",
        "declined" => "passed the seat on that was offered",
        "lapsed" => "did not answer the offer of a seat in time",
        _ => "could not be offered a seat: no mail reaches them",
    }
}

/// What happened, as staff read it.
fn say_event(event: &Event) -> String {
    match event.kind.as_str() {
        "received" => "came in".to_owned(),
        "assigned" if event.get("to").is_empty() => "assigned to nobody".to_owned(),
        "assigned" => format!("assigned to {}", event.get("to")),
        "noted" if !event.get("seat").is_empty() => say_seat(event.get("seat")).to_owned(),
        "noted" => "noted".to_owned(),
        "mailed" if !event.get("date").is_empty() => format!("told of the date {}", event.get("date")),
        "mailed" if !event.get("seat").is_empty() => format!("offered a seat in {}", event.get("seat")),
        "mailed" if !event.get("notice").is_empty() => {
            format!("told that {} is {}", event.get("training"), event.get("notice"))
        }
        "mailed" => "answered by mail".to_owned(),
        "merged" if !event.get("into").is_empty() => format!("merged into {}", event.get("into")),
        "merged" => format!("took in {}", event.get("from")),
        "answered" if event.get("by") == "link" => "marked as answered by the link in the mail".to_owned(),
        "answered" => "marked as answered".to_owned(),
        "state" => {
            let to = event.get("to").parse::<EnquiryState>().map_or("another one", state_label);
            let by = if event.get("by") == "link" { " by the link in the mail" } else { "" };
            let reason = event.get("reason");
            let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            format!("changed the status to {to}{by}{because}")
        }
        other => other.to_owned(),
    }
}

pub(super) async fn show(
    actor: Actor,
    reference: Path<String>,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let reference = reference.parse().map_err(|_| AppError::NotFound)?;
    let form = ActForm { typed: fields, errors: FormErrors::default() };
    draw_sheet(&context, &request, actor, (reference, form), StatusCode::OK).await
}

/// The page with whatever was typed into it. That somebody opened it goes into the audit, so it is written, not only read.
pub(super) async fn draw_sheet(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    (reference, form): (Reference, ActForm),
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let panel = Panel::new(context, request, Some(actor.clone())).await?;
    let (now, script) = (context.clock.now(), context.assets.address("inbox.js"));
    let me = actor.name().to_owned();
    let view = context.db.attempt(move |conn| -> Result<Option<Show>, SaveError> {
        let Some(sheet) = open_enquiry(conn, &actor, &reference, now)? else { return Ok(None) };
        let texts = list_reply_templates(conn)?;
        let chosen = texts.iter().find(|text| form.typed.parsed("text") == Some(text.id));
        let (mut subject, mut body) = chosen.map(|text| text.fill(&sheet, &me)).unwrap_or_default();
        if !form.errors.is_empty() && !form.typed.all("body").is_empty() {
            (subject, body) = (form.typed.get("subject").to_owned(), form.typed.get("body").to_owned());
        }
        if subject.is_empty() {
            subject = sheet.row.course.clone().unwrap_or_else(|| "Your enquiry".to_owned());
        }
        let course: Vec<CourseId> = sheet.course.iter().map(|(id, _)| CourseId(*id)).collect();
        let mut dates = list_upcoming_of(conn, &course, now)?;
        dates.truncate(DATES);
        let (mails, people) = (list_of_enquiry(conn, sheet.row.id.0)?, list_answerers(conn)?);
        let title = format!("{} · {}", sheet.row.reference, sheet.row.name);
        let panel = panel.named(title, inbox::ENQUIRIES).erroneous(!form.errors.is_empty());
        Ok(Some(Show { panel, sheet, mails, dates, people, texts, subject, body, form, now, script }))
    });
    draw(request, status, &view.await??.ok_or(AppError::NotFound)?)
}
