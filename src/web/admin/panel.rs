use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::notice::Notice;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::types::Timestamp;
use crate::urls;
use crate::web::context::Context;
use crate::web::encoding::unkept_page;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::theme::Theme;

/// An entry of the desk's menu.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its address.
    pub address: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Who sees it; everybody where it needs nothing.
    pub needs: Option<Permission>,
}

/// The desk's menu, in its order.
const MENU: &[Entry] = &[
    Entry { address: urls::ADMIN, label: "Dashboard", needs: None },
    Entry { address: urls::inbox::ENQUIRIES, label: "Enquiries", needs: Some(Permission::Enquiries) },
    Entry { address: urls::ADMIN_POSTS, label: "Posts", needs: Some(Permission::Content) },
    Entry { address: urls::desk::COURSES.index, label: "Courses", needs: Some(Permission::Content) },
    Entry { address: urls::desk_trainings::GRID, label: "Trainings", needs: Some(Permission::Content) },
    Entry { address: urls::desk::PATHS.index, label: "Career paths", needs: Some(Permission::Content) },
    Entry { address: urls::desk::CATEGORIES.index, label: "Categories", needs: Some(Permission::Content) },
    Entry { address: urls::desk::TOPICS.index, label: "Topics", needs: Some(Permission::Content) },
    Entry { address: urls::desk::CITIES.index, label: "Cities", needs: Some(Permission::Content) },
    Entry { address: urls::desk::VENUES.index, label: "Venues", needs: Some(Permission::Content) },
    Entry { address: urls::desk::TRAINERS.index, label: "Trainers", needs: Some(Permission::Content) },
    Entry { address: urls::desk::PAGES.index, label: "Pages", needs: Some(Permission::Content) },
    Entry { address: urls::desk::MENUS.index, label: "Menus", needs: Some(Permission::Content) },
    Entry { address: urls::desk::HOLIDAYS.index, label: "Holidays", needs: Some(Permission::Content) },
    Entry { address: urls::ADMIN_MEDIA, label: "Media", needs: Some(Permission::Content) },
    Entry { address: urls::ADMIN_ADDRESSES, label: "Redirects", needs: Some(Permission::Content) },
    Entry { address: urls::inbox::OUTBOX, label: "Outbox", needs: Some(Permission::Enquiries) },
    Entry { address: urls::inbox::ROUTES, label: "Routing", needs: Some(Permission::Site) },
    Entry { address: urls::inbox::REPLIES, label: "Reply texts", needs: Some(Permission::Site) },
    Entry { address: urls::ADMIN_PRIVACY, label: "Privacy", needs: Some(Permission::Enquiries) },
    Entry { address: urls::ADMIN_AUDIT, label: "Audit", needs: Some(Permission::Site) },
    Entry { address: urls::desk::SETTINGS.index, label: "Settings", needs: Some(Permission::Site) },
    Entry { address: urls::USERS, label: "Users", needs: Some(Permission::Site) },
    Entry { address: urls::ACCOUNT, label: "Your account", needs: None },
];

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

    /// The entries of the menu that this actor may use.
    pub fn menu(&self) -> impl Iterator<Item = &'static Entry> {
        let role = self.actor.as_ref().map(Actor::role);
        let may = move |entry: &&Entry| role.is_some_and(|role| entry.needs.is_none_or(|needs| role.has(needs)));
        MENU.iter().filter(may)
    }
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
