use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::post_id;
use crate::access::Actor;
use crate::blog::{Edited, open_post, restore_post};
use crate::site::{
    Difference, Revision, RevisionId, RevisionKind, SaveError, differences, fields_of, find_revision, list_revisions,
};
use crate::urls;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::admin::panel::{Panel, page};
use crate::web::context::Context;
use crate::web::error::AppError;

/// Versions that are listed; older ones are in the database.
const MOST: i64 = 200;

#[derive(Template)]
#[template(path = "admin/posts/versions.html")]
struct Index {
    panel: Panel,
    stylesheet: String,
    post: Edited,
    versions: Vec<Revision>,
}

pub(super) fn word(revision: &Revision) -> &'static str {
    match revision.kind {
        RevisionKind::Autosave => "Not saved",
        RevisionKind::Save => "Saved",
        RevisionKind::Publish => "Published",
        RevisionKind::Restore => "Restored",
        RevisionKind::Import => "Imported",
    }
}

/// Every version of a post, the latest first.
pub(super) async fn index(
    actor: Actor,
    id: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let id = post_id(&id)?;
    let stylesheet = context.assets.address("posts.css");
    page(&context, &request, actor, move |reading| {
        let Some(post) = open_post(reading.conn, id)? else { return Ok(None) };
        let versions = list_revisions(reading.conn, ("post", id.0), MOST)?;
        let panel = reading.panel.clone().named(format!("Versions of “{}”", post.content.title), urls::ADMIN_POSTS);
        Ok(Some(Index { panel, stylesheet, post, versions }))
    })
    .await
}

#[derive(Template)]
#[template(path = "admin/posts/version.html")]
struct Show {
    panel: Panel,
    stylesheet: String,
    post: Edited,
    version: Revision,
    /// How what is saved now differs from it.
    differences: Vec<Difference>,
}

/// One version beside what is saved now.
pub(super) async fn show(
    actor: Actor,
    path: Path<(String, String)>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let (id, revision) = ids(&path)?;
    let stylesheet = context.assets.address("posts.css");
    page(&context, &request, actor, move |reading| {
        let Some(post) = open_post(reading.conn, id)? else { return Ok(None) };
        let Some(version) = find_revision(reading.conn, ("post", id.0), revision)? else { return Ok(None) };
        let differences = differences(&fields_of(&post.content)?, &version.fields());
        let panel = reading.panel.clone().named(format!("A version of “{}”", post.content.title), urls::ADMIN_POSTS);
        Ok(Some(Show { panel, stylesheet, post, version, differences }))
    })
    .await
}

/// Brings a version back.
pub(super) async fn restore(
    actor: Actor,
    path: Path<(String, String)>,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let (id, revision) = ids(&path)?;
    let now = context.clock.now();
    match context.db.attempt(move |conn| restore_post(conn, &actor, id, revision, now)).await? {
        Ok(Some(_)) => Ok(go_on(&format!("{}?from=saved", urls::admin_post(id.0)), Notice::Restored)),
        Ok(None) => Err(AppError::NotFound),
        // What it names is gone meanwhile: the editor shows it, and says what is wrong when it is saved.
        Err(SaveError::Refused { .. } | SaveError::Stale) => {
            Ok(go_on(&format!("{}?from={}", urls::admin_post(id.0), revision.0), Notice::Unchanged))
        }
        Err(error) => Err(error.into()),
    }
}

fn ids((id, revision): &(String, String)) -> Result<(crate::blog::PostId, RevisionId), AppError> {
    Ok((post_id(id)?, RevisionId(revision.parse().map_err(|_| AppError::NotFound)?)))
}
