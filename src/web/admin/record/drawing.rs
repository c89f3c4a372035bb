use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::differences::{Difference, differences};
use super::noun::{About, Aside, Noun};
use super::view::{Choices, DrawnSection, draw_sections};
use super::writing::write;
use crate::access::Actor;
use crate::db::Conn;
use crate::site::{list_revisions, version_of};
use crate::types::{Moment, Timestamp};
use crate::web::admin::panel::{Panel, draw};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// What is wrong with a form.
struct Form {
    errors: FormErrors,
}

/// Somebody else saved the record meanwhile.
struct Clash {
    by: String,
    at: String,
    differences: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "admin/record/edit.html")]
struct Edit {
    panel: Panel,
    /// The heading.
    name: String,
    stylesheet: String,
    script: String,
    about: &'static About,
    /// The record's row; none while it is new.
    id: Option<i64>,
    /// Where the form is sent.
    action: String,
    /// What stands in the field for its part of the address, where it has one.
    slug: Option<String>,
    sections: Vec<DrawnSection>,
    form: Form,
    /// The version that whoever fills in the form has seen.
    seen: i64,
    aside: Aside,
    clash: Option<Clash>,
    is_removed: bool,
}

/// A form to draw.
pub struct Filled {
    /// The record's row; none while it is new.
    pub id: Option<i64>,
    /// What was typed; the record itself where nothing was.
    pub typed: Option<Fields>,
    /// What is wrong with it.
    pub errors: FormErrors,
    /// With which status.
    pub status: StatusCode,
}

impl Filled {
    /// A form as the record stands.
    pub fn untouched(id: Option<i64>) -> Self {
        Self { id, typed: None, errors: FormErrors::default(), status: StatusCode::OK }
    }

    /// A form that was sent and is shown again.
    pub fn again(id: Option<i64>, typed: Fields, errors: FormErrors, status: StatusCode) -> Self {
        Self { id, typed: Some(typed), errors, status }
    }
}

/// Where a record's form is.
pub fn form_of<N: Noun>(id: Option<i64>) -> String {
    match id {
        None => N::ABOUT.at.new.to_owned(),
        Some(0) => N::ABOUT.at.index.to_owned(),
        Some(id) => N::ABOUT.at.of(id),
    }
}

/// Draws a form.
///
/// # Errors
/// Not found where the record is not there; else when the database fails.
pub async fn draw_form<N: Noun>(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    filled: Filled,
) -> Result<HttpResponse, AppError> {
    let mut panel = Panel::new(context, request, Some(actor)).await?;
    let (now, status) = (context.clock.now(), filled.status);
    let files = (context.assets.address("record.css"), context.assets.address("record.js"));
    if filled.typed.is_some() || status != StatusCode::OK {
        panel.notice = None;
    }
    let view = context.db.read(move |conn| read_form::<N>(conn, panel, files, filled, now)).await?;
    draw(request, status, &view.ok_or(AppError::NotFound)?)
}

fn read_form<N: Noun>(
    conn: &mut Conn,
    panel: Panel,
    (stylesheet, script): (String, String),
    filled: Filled,
    now: Timestamp,
) -> QueryResult<Option<Edit>> {
    let about = N::ABOUT;
    let stored = match filled.id {
        Some(id) => match N::find(conn, id)? {
            Some((slug, content)) => Some((id, slug, content)),
            None => return Ok(None),
        },
        None => None,
    };
    let own = stored.as_ref().map_or_else(
        || Fields::of(about.defaults),
        |(_, slug, content)| {
            let mut own = write(about.sections, content);
            own.set("slug", slug.as_str());
            own
        },
    );
    let version = filled.id.map_or(Ok(0), |id| version_of(conn, (about.kind, id)))?;
    let clash = match (filled.status == StatusCode::CONFLICT, filled.id, &filled.typed) {
        (true, Some(id), Some(typed)) => Some(clash(conn, about, id, (&own, typed), now)?),
        _ => None,
    };
    let aside = match &stored {
        Some((id, slug, content)) => N::aside(conn, (*id, slug), content, now)?,
        None => Aside::default(),
    };
    let seen = match &filled.typed {
        Some(typed) if clash.is_none() => typed.parsed("seen").unwrap_or(version),
        _ => version,
    };
    let typed = filled.typed.unwrap_or(own.clone());
    let choices = Choices::read(conn, about.sections, &typed, now)?;
    let title = match filled.id {
        Some(0) => about.many.to_owned(),
        Some(_) => Some(own.get("title")).filter(|title| !title.is_empty()).unwrap_or(about.one).to_owned(),
        None => format!("New {}", about.one),
    };
    Ok(Some(Edit {
        panel: panel.named(title.clone(), about.at.index).erroneous(!filled.errors.is_empty() || clash.is_some()),
        name: title,
        stylesheet,
        script,
        about,
        id: filled.id.filter(|id| *id > 0),
        action: form_of::<N>(filled.id),
        slug: (filled.id != Some(0)).then(|| typed.get("slug").to_owned()),
        sections: draw_sections(about.sections, &typed, &filled.errors, &choices),
        form: Form { errors: filled.errors },
        seen,
        aside,
        clash,
        is_removed: N::IS_REMOVED && stored.is_some(),
    }))
}

/// Who saved the record meanwhile, and how theirs differs from what was typed.
fn clash(
    conn: &mut Conn,
    about: &About,
    id: i64,
    (theirs, typed): (&Fields, &Fields),
    now: Timestamp,
) -> QueryResult<Clash> {
    let last = list_revisions(conn, (about.kind, id), 1)?.pop();
    let by = last.as_ref().and_then(|last| last.who.clone()).unwrap_or_else(|| "Somebody".to_owned());
    let at = last.map(|last| Moment(last.at()).spoken(now)).unwrap_or_default();
    Ok(Clash { by, at, differences: differences(about.sections, theirs, typed) })
}
