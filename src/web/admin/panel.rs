use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::alarm::MailAlarm;
use super::menu::{Group, menu_of};
use super::notice::Notice;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::enquiries::count_unanswered;
use crate::types::Timestamp;
use crate::web::context::Context;
use crate::web::encoding::unkept_page;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::theme::Theme;

/// What stands around every page of the desk.
#[derive(Debug, Clone)]
pub struct Panel {
    /// The page's name: its title and its one `h1`.
    pub title: String,
    /// The provider's name.
    pub provider: String,
    /// Who is signed in; nobody on the way in.
    pub actor: Option<Actor>,
    /// Which entry of the menu the page belongs to, by its address.
    pub section: &'static str,
    /// What was just done, to say so.
    pub notice: Option<Notice>,
    /// How the mail is doing; nothing for whom it does not concern.
    pub mail: Option<MailAlarm>,
    /// Enquiries that nobody answered yet, for those who may; said beside their entry of the menu.
    pub unanswered: i64,
    /// The colours that were chosen.
    pub theme: Theme,
    /// The addresses of stylesheets and script.
    pub stylesheet: String,
    /// The desk's own styles.
    pub desk_stylesheet: String,
    /// The stylesheet with the provider's own colour, where there is one.
    pub brand: Option<String>,
    /// The desk's script.
    pub script: String,
    /// The address of the icon.
    pub icon: String,
}

impl Panel {
    /// What stands around a page for somebody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new(context: &Data<Context>, request: &HttpRequest, actor: Option<Actor>) -> Result<Self, AppError> {
        let shell = context.shell().await?;
        Ok(Self {
            title: String::new(),
            provider: shell.provider.name.clone(),
            brand: shell.brand.as_ref().map(|brand| brand.address.clone()),
            mail: MailAlarm::read(context, actor.as_ref()).await?,
            unanswered: count_unanswered_for(context, actor.as_ref()).await?,
            actor,
            section: "",
            notice: Fields::of_query(request).parsed("done"),
            theme: Theme::of(request),
            stylesheet: context.assets.address("site.css"),
            desk_stylesheet: context.assets.address("admin.css"),
            script: context.assets.address("admin.js"),
            icon: context.assets.address("icon.svg"),
        })
    }

    /// Gives the page its name and its place in the menu.
    #[must_use]
    pub fn named(mut self, title: impl Into<String>, section: &'static str) -> Self {
        self.title = title.into();
        self.section = section;
        self
    }

    /// Says in the title that the form has errors.
    #[must_use]
    pub fn erroneous(mut self, has_errors: bool) -> Self {
        if has_errors {
            self.title.insert_str(0, "Error: ");
        }
        self
    }

    /// The menu of this actor, in groups.
    pub fn menu(&self) -> Vec<Group> {
        self.actor.as_ref().map(|actor| menu_of(actor.role())).unwrap_or_default()
    }
}

async fn count_unanswered_for(context: &Data<Context>, actor: Option<&Actor>) -> Result<i64, AppError> {
    if !actor.is_some_and(|actor| actor.may(Permission::Enquiries)) {
        return Ok(0);
    }
    let now = context.clock.now();
    Ok(context.db.read(move |conn| count_unanswered(conn, now)).await?.0)
}

/// What a page of the desk is read with.
pub struct Reading<'a> {
    /// The database.
    pub conn: &'a mut Conn,
    /// The time.
    pub now: Timestamp,
    /// What stands around the page.
    pub panel: Panel,
}

/// Answers with a page of the desk: `read` collects what it shows in one go at the database. Nobody keeps it.
///
/// # Errors
/// Not found where `read` finds nothing; else whatever the database fails with.
pub async fn page<V: Template + Send + 'static>(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    read: impl FnOnce(&mut Reading<'_>) -> QueryResult<Option<V>> + Send + 'static,
) -> Result<HttpResponse, AppError> {
    let panel = Panel::new(context, request, Some(actor)).await?;
    let now = context.clock.now();
    let view = context.db.read(move |conn| read(&mut Reading { conn, now, panel })).await?;
    draw(request, StatusCode::OK, &view.ok_or(AppError::NotFound)?)
}

/// Writes a view that is read already.
///
/// # Errors
/// When it cannot be written.
pub fn draw(request: &HttpRequest, status: StatusCode, view: &impl Template) -> Result<HttpResponse, AppError> {
    Ok(unkept_page(request.headers(), status, view.render().map_err(AppError::Template)?))
}

#[derive(Template)]
#[template(path = "admin/errors/show.html")]
struct Trouble {
    panel: Panel,
    status: u16,
}

/// Says in the desk's look what went wrong.
///
/// # Errors
/// When the database fails.
pub async fn trouble(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: &Actor,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let title = match status {
        StatusCode::FORBIDDEN => "Your role does not include this",
        StatusCode::NOT_FOUND | StatusCode::GONE => "There is nothing here",
        StatusCode::METHOD_NOT_ALLOWED => "This address takes no such request",
        StatusCode::PAYLOAD_TOO_LARGE => "That is too large",
        status if status.is_server_error() => "Something went wrong on our side",
        _ => "We could not use that request",
    };
    let panel = Panel::new(context, request, Some(actor.clone())).await?.named(title, "");
    draw(request, status, &Trouble { panel, status: status.as_u16() })
}
