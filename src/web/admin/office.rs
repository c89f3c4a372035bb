//! The office's clock at the desk: its hours, when a manager hears of a late answer, and the morning's list.
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveTime;

use super::gate::Access;
use super::notice::{Notice, go_on};
use super::panel::{Panel, draw, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::enquiries::{AnswerSettings, OfficeHours, load_answer_settings, save_answer_settings};
use crate::site::SaveError;
use crate::types::EmailAddress;
use crate::urls::inbox;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

pub(super) fn routes(table: &mut Table) {
    table.form(inbox::OFFICE, Access::Needs(Permission::Site), show, save);
}

/// The settings as they are typed.
struct OfficeForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/office/edit.html")]
struct Edit {
    panel: Panel,
    form: OfficeForm,
    staff: EmailAddress,
    /// What somebody else saved meanwhile: each field's name with its value.
    theirs: Vec<(&'static str, String)>,
}

fn hour(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn written(settings: &AnswerSettings, version: i64) -> Fields {
    Fields::of(&[
        ("opens", &hour(settings.hours.opens())),
        ("closes", &hour(settings.hours.closes())),
        ("escalate_after", &settings.escalate_after_minutes.to_string()),
        ("manager", settings.manager.as_ref().map(EmailAddress::as_str).unwrap_or_default()),
        ("digest_at", &settings.digest_at.map(hour).unwrap_or_default()),
        ("seen", &version.to_string()),
    ])
}

fn named(panel: Panel, has_errors: bool) -> Panel {
    panel.named("Office hours", inbox::OFFICE).erroneous(has_errors)
}

async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let staff = context.desk.staff.clone();
    page(&context, &request, actor, move |reading| {
        let (settings, version) = load_answer_settings(reading.conn)?;
        let form = OfficeForm { typed: written(&settings, version), errors: FormErrors::default() };
        Ok(Some(Edit { panel: named(reading.panel.clone(), false), form, staff, theirs: Vec::new() }))
    })
    .await
}

/// The settings from what was typed, or what is wrong with it.
fn parse(typed: &Fields) -> Result<AnswerSettings, FormErrors> {
    let mut errors = FormErrors::default();
    let time = |name: &'static str, errors: &mut FormErrors| {
        let parsed = NaiveTime::parse_from_str(typed.get(name), "%H:%M");
        errors.check(name, parsed.map_err(|_| "Enter a time like 08:30"))
    };
    let (opens, closes) = (time("opens", &mut errors), time("closes", &mut errors));
    let hours = opens.zip(closes).and_then(|(opens, closes)| {
        let hours = OfficeHours::new(opens, closes);
        errors.check("closes", hours.ok_or("The office has to close after it opens"))
    });
    let escalate = typed.get("escalate_after").parse::<i32>();
    let escalate = errors.check("escalate_after", escalate.map_err(|_| "Enter a whole number of minutes"));
    let manager = match typed.get("manager") {
        "" => None,
        text => errors.check("manager", text.parse::<EmailAddress>()),
    };
    let digest_at = if typed.get("digest_at").is_empty() { None } else { time("digest_at", &mut errors) };
    match (hours, escalate) {
        (Some(hours), Some(escalate_after_minutes)) if errors.is_empty() => {
            Ok(AnswerSettings { hours, escalate_after_minutes, manager, digest_at })
        }
        _ => Err(errors),
    }
}

async fn save(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let mut typed = Fields::of_form(payload).await?;
    let (mut status, mut theirs) = (StatusCode::UNPROCESSABLE_ENTITY, Vec::new());
    let errors = match parse(&typed) {
        Err(errors) => errors,
        Ok(settings) => {
            let (by, now, seen) = (actor.clone(), context.clock.now(), typed.parsed("seen").unwrap_or(0));
            let mut errors = FormErrors::default();
            match context.db.attempt(move |conn| save_answer_settings(conn, &by, (&settings, seen), now)).await? {
                Ok(true) => return Ok(go_on(inbox::OFFICE, Notice::Saved)),
                Ok(false) => return Ok(go_on(inbox::OFFICE, Notice::Unchanged)),
                Err(SaveError::Refused { field, why }) => errors.add(field, format!("This {why}")),
                Err(SaveError::Stale) => {
                    status = StatusCode::CONFLICT;
                    theirs = differences(&context, &mut typed).await?;
                }
                Err(error) => return Err(error.into()),
            }
            errors
        }
    };
    let panel = named(Panel::new(&context, &request, Some(actor)).await?, true);
    let staff = context.desk.staff.clone();
    draw(&request, status, &Edit { panel, form: OfficeForm { typed, errors }, staff, theirs })
}

/// What is saved now where it is not what was typed. The form then names the version that was shown, so that the next save is meant.
async fn differences(context: &Data<Context>, typed: &mut Fields) -> Result<Vec<(&'static str, String)>, AppError> {
    let (settings, version) = context.db.read(load_answer_settings).await?;
    let saved = written(&settings, version);
    let fields = [
        ("opens", "The office opens"),
        ("closes", "The office closes"),
        ("escalate_after", "A manager is told after"),
        ("manager", "Who is told"),
        ("digest_at", "The morning’s list"),
    ];
    let differs = fields.into_iter().filter(|(name, _)| saved.get(name) != typed.get(name));
    let theirs = differs.map(|(name, label)| (label, saved.get(name).to_owned())).collect();
    typed.set("seen", &version.to_string());
    Ok(theirs)
}
