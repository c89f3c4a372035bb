//! The checks of a post, with its links looked up.
use std::sync::Arc;

use diesel::QueryResult;

use crate::blog::{Check, PostContent, check_links, check_words};
use crate::db::Conn;
use crate::types::{Markdown, Timestamp};
use crate::web::context::Context;
use crate::web::era::Era;
use crate::web::error::AppError;
use crate::web::link_check::{Finding, look_up};

/// Links of one text that are looked up while it is written.
const MOST_LINKS: usize = 100;

/// The present era, with its directory of public pages read.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn era(context: &Context, now: Timestamp) -> Result<Arc<Era>, AppError> {
    let era = context.eras.at(now).await?;
    era.directory(&context.db).await?;
    Ok(era)
}

/// What is worth a second look in a post.
pub(super) fn check(conn: &mut Conn, era: &Era, content: &PostContent, now: Timestamp) -> QueryResult<Vec<Check>> {
    let mut checks = check_words(content);
    let (mut broken, mut hidden) = (Vec::new(), Vec::new());
    let links = Markdown(&content.body).local_links();
    let is_public = |path: &str| era.known_directory().is_some_and(|directory| directory.has(path));
    for path in links.iter().take(MOST_LINKS).filter(|path| !path.starts_with("/media/")) {
        match look_up(conn, path, now, is_public)? {
            Finding::Public | Finding::Moved(_) => {}
            Finding::Hidden => hidden.push(path.clone()),
            Finding::Gone | Finding::Missing => broken.push(path.clone()),
        }
    }
    checks.push(check_links(&broken, &hidden, links.len()));
    Ok(checks)
}
