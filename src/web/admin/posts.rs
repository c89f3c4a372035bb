use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::gate::Access;
use super::notice::{Notice, go_on, see_other};
use super::panel::{Panel, draw, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::blog::{
    AuthorId, Bulk, DeskFilter, DeskRow, Place, PostId, Shelf, change_posts, create_post, list_for_desk, list_writers,
};
use crate::catalogue::{Topic, list_topics};
use crate::db::Conn;
use crate::site::SaveError;
use crate::types::{Slug, Timestamp};
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

mod acts;
mod checking;
mod edit;
mod editor;
mod form;
mod live;
mod versions;

/// Posts on one page of the list.
const PAGE: usize = 50;
/// Posts that one act may change.
const MOST_AT_ONCE: usize = 200;

pub(super) fn routes(table: &mut Table) {
    let editors = Access::Needs(Permission::Content);
    table.form(urls::ADMIN_POSTS, editors, index, create);
    table.act("/admin/posts/bulk", editors, bulk);
    table.page("/admin/posts/links", editors, live::links);
    table.form("/admin/posts/{id}", editors, edit::show, edit::update);
    table.act("/admin/posts/{id}/autosave", editors, live::autosave);
    table.act("/admin/posts/{id}/presence", editors, live::presence);
    table.act("/admin/posts/{id}/look", editors, live::look);
    table.page("/admin/posts/{id}/versions", editors, versions::index);
    table.page("/admin/posts/{id}/versions/{revision}", editors, versions::show);
    table.act("/admin/posts/{id}/versions/{revision}/restoration", editors, versions::restore);
    table.act("/admin/posts/{id}/duplication", editors, acts::duplicate);
    table.act("/admin/posts/{id}/trash", editors, acts::trash);
    table.act("/admin/posts/{id}/untrash", editors, acts::untrash);
    table.act("/admin/posts/{id}/previews", editors, acts::share);
    table.act("/admin/posts/{id}/previews/{preview}/revocation", editors, acts::revoke);
}

/// The post that an address names.
fn post_id(text: &str) -> Result<PostId, AppError> {
    text.parse().map(PostId).map_err(|_| AppError::NotFound)
}

/// A headline as it is typed.
struct NewPost {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/posts/index.html")]
struct Index {
    panel: Panel,
    stylesheet: String,
    form: NewPost,
    rows: Vec<DeskRow>,
    filter: DeskFilter,
    writers: Vec<(AuthorId, Slug, String)>,
    topics: Vec<Topic>,
    /// The address of the posts behind these, where there are any.
    further: Option<String>,
    /// The address of the list's beginning, where this is not it.
    beginning: Option<String>,
}

impl Index {
    fn is_author(&self, id: &AuthorId) -> bool {
        self.filter.author == Some(*id)
    }

    fn shelves(&self) -> Vec<(&'static str, String, bool)> {
        let label = |shelf: Shelf| match shelf {
            Shelf::All => "All",
            Shelf::Draft => "Drafts",
            Shelf::Scheduled => "Scheduled",
            Shelf::Published => "Published",
            Shelf::Withdrawn => "Withdrawn",
            Shelf::Trash => "Trash",
        };
        let address = |shelf: Shelf| format!("{}?{}", urls::ADMIN_POSTS, urls::query(&[("shelf", shelf.as_str())]));
        Shelf::ALL.iter().map(|shelf| (label(*shelf), address(*shelf), *shelf == self.filter.shelf)).collect()
    }
}

fn filter_of(fields: &Fields) -> DeskFilter {
    let place = |text: &str| {
        let (micros, id) = text.split_once('-')?;
        let at = chrono::DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        Some(Place(at.into(), PostId(id.parse().ok()?)))
    };
    DeskFilter {
        shelf: fields.parsed("shelf").unwrap_or(Shelf::All),
        author: fields.parsed("author").map(AuthorId),
        letters: fields.get("q").chars().take(80).collect(),
        after: place(fields.get("after")),
    }
}

/// The address of a list with its filter.
fn address_of(filter: &DeskFilter, after: Option<Place>) -> String {
    let author = filter.author.map(|id| id.0.to_string()).unwrap_or_default();
    let after = after.map(|Place(at, id)| format!("{}-{}", at.micros(), id.0)).unwrap_or_default();
    let pairs = [("shelf", filter.shelf.as_str()), ("author", &author), ("q", &filter.letters), ("after", &after)];
    let said: Vec<(&str, &str)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("{}?{}", urls::ADMIN_POSTS, urls::query(&said))
}

async fn index(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let stylesheet = context.assets.address("posts.css");
    page(&context, &request, actor, move |reading| {
        let form = NewPost { typed: Fields::default(), errors: FormErrors::default() };
        let panel = reading.panel.clone();
        listed(reading.conn, (panel, stylesheet), filter_of(&fields), form, reading.now).map(Some)
    })
    .await
}

fn listed(
    conn: &mut Conn,
    (panel, stylesheet): (Panel, String),
    filter: DeskFilter,
    form: NewPost,
    now: Timestamp,
) -> QueryResult<Index> {
    let mut rows = list_for_desk(conn, &filter, now, i64::try_from(PAGE + 1).unwrap_or_default())?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let further = rows.last().filter(|_| has_more).map(|last| address_of(&filter, Some(last.place)));
    let beginning = filter.after.map(|_| address_of(&filter, None));
    let panel = panel.named("Posts", urls::ADMIN_POSTS).erroneous(!form.errors.is_empty());
    let (writers, topics) = (list_writers(conn)?, list_topics(conn)?);
    Ok(Index { panel, stylesheet, form, rows, filter, writers, topics, further, beginning })
}

/// The list again, with what was wrong about a form on it.
async fn refused(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    typed: Fields,
    (field, message): (&'static str, String),
) -> Result<HttpResponse, AppError> {
    let mut errors = FormErrors::default();
    errors.add(field, message);
    let panel = Panel::new(context, request, Some(actor)).await?;
    let stylesheet = context.assets.address("posts.css");
    let now = context.clock.now();
    let filter = filter_of(&typed);
    let form = NewPost { typed, errors };
    let view = context.db.read(move |conn| listed(conn, (panel, stylesheet), filter, form, now)).await?;
    draw(request, StatusCode::UNPROCESSABLE_ENTITY, &view)
}

async fn create(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let now = context.clock.now();
    let (by, title) = (actor.clone(), typed.get("title").to_owned());
    match context.db.attempt(move |conn| create_post(conn, &by, &title, now)).await? {
        Ok(id) => Ok(see_other(&urls::admin_post(id.0))),
        Err(SaveError::Refused { why, .. }) => {
            refused(&context, &request, actor, typed, ("title", format!("The headline {why}."))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn bulk(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let ids: Vec<PostId> =
        typed.all("post").iter().filter_map(|id| id.parse().ok().map(PostId)).take(MOST_AT_ONCE).collect();
    let (act, done) = match (typed.get("act"), typed.parsed::<Slug>("topic")) {
        ("publish", _) => (Bulk::Publish, Notice::Published),
        ("unpublish", _) => (Bulk::Unpublish, Notice::Unpublished),
        ("trash", _) => (Bulk::Trash, Notice::Removed),
        ("topic", Some(topic)) => (Bulk::AddTopic(topic), Notice::Saved),
        ("topic", None) => {
            let message = "Choose the topic that is to be added.".to_owned();
            return refused(&context, &request, actor, typed, ("topic", message)).await;
        }
        _ => {
            let message = "Choose what is to be done with the posts.".to_owned();
            return refused(&context, &request, actor, typed, ("act", message)).await;
        }
    };
    if ids.is_empty() {
        let message = "Choose at least one post.".to_owned();
        return refused(&context, &request, actor, typed, ("act", message)).await;
    }
    let now = context.clock.now();
    let by = actor.clone();
    match context.db.attempt(move |conn| change_posts(conn, &by, &ids, &act, now)).await? {
        Ok(count) => {
            let done = if count == 0 { Notice::Unchanged } else { done };
            Ok(go_on(&address_of(&filter_of(&typed), None), done))
        }
        Err(SaveError::Refused { why, .. }) => {
            refused(&context, &request, actor, typed, ("act", format!("This {why}."))).await
        }
        Err(error) => Err(error.into()),
    }
}
