//! What editors do with posts at their desk.

use super::content::PostContent;
use super::edited::{Edited, id_of, open_post};
use super::post::PostId;
use super::saving::{is_reserved, write};
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::index::fold;
use crate::site::{self, RevisionId, RevisionKind, Save, SaveError, Saved, find_revision, read_revision};
use crate::types::{Slug, Timestamp};

/// Letters of a headline that its address is made of.
const LONGEST_SLUG: usize = 80;

/// A post as it is to be, and the version that its editor began from.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its part of the address.
    pub slug: Slug,
    /// All that is written.
    pub content: PostContent,
    /// The version that was read.
    pub version: i64,
}

/// Begins a draft.
///
/// # Errors
/// When the actor may not, or the headline is empty.
pub fn create_post(conn: &mut Conn, actor: &Actor, title: &str, now: Timestamp) -> Save<PostId> {
    actor.must(Permission::Content)?;
    check_title(title)?;
    let content = PostContent { title: title.to_owned(), ..PostContent::default() };
    let slug = free_slug(conn, title)?;
    write(conn, actor, None, (&slug, &content), RevisionKind::Save, now)
}

/// Begins a draft that is a copy of a post; nothing where there is no such post.
///
/// # Errors
/// When the actor may not.
pub fn duplicate_post(conn: &mut Conn, actor: &Actor, id: PostId, now: Timestamp) -> Save<Option<PostId>> {
    actor.must(Permission::Content)?;
    let Some(post) = open_post(conn, id)? else { return Ok(None) };
    let title = format!("Copy of {}", post.content.title);
    let content =
        PostContent { title, published: None, unpublished: None, withdrawn: false, canonical: None, ..post.content };
    let slug = free_slug(conn, &content.title)?;
    write(conn, actor, None, (&slug, &content), RevisionKind::Save, now).map(Some)
}

/// Saves a post; nothing where there is no such post.
///
/// # Errors
/// When the actor may not, when somebody saved it since the version that the change began from, or when a field is wrong.
pub fn change_post(
    conn: &mut Conn,
    actor: &Actor,
    id: PostId,
    change: &Change,
    kind: RevisionKind,
    now: Timestamp,
) -> Save<Option<Saved>> {
    actor.must(Permission::Content)?;
    let Some(before) = open_post(conn, id)? else { return Ok(None) };
    if before.trashed_at.is_some() {
        let why = "belongs to a post in the trash; take it out first".to_owned();
        return Err(SaveError::Refused { field: "title", why });
    }
    if before.version != change.version {
        return Err(SaveError::Stale);
    }
    check_title(&change.content.title)?;
    if kind == RevisionKind::Publish && change.content.body.trim().is_empty() {
        return Err(SaveError::Refused {
            field: "body",
            why: "is empty; a post needs a text to be published".to_owned(),
        });
    }
    if before.slug == change.slug && before.content == change.content {
        return Ok(Some(Saved::Unchanged));
    }
    // What readers see changes with this save; it can always be found again.
    let kind = if kind == RevisionKind::Save && is_met(&change.content) { RevisionKind::Publish } else { kind };
    write(conn, actor, Some(&before), (&change.slug, &change.content), kind, now)?;
    Ok(Some(Saved::Changed))
}

fn is_met(content: &PostContent) -> bool {
    content.state() == crate::types::Publication::Published
}

/// Keeps what is being written, without a change to the post. Whether there is such a post.
///
/// # Errors
/// When the actor may not.
pub fn autosave_post(
    conn: &mut Conn,
    actor: &Actor,
    id: PostId,
    change: &Change,
    now: Timestamp,
) -> Save<Option<RevisionId>> {
    actor.must(Permission::Content)?;
    if open_post(conn, id)?.is_none_or(|post| post.trashed_at.is_some()) {
        return Ok(None);
    }
    Ok(site::autosave(conn, actor, ("post", id.0), (&change.content, change.version), now)?)
}

/// Brings an earlier version's words back. Whether it is public does not change with them. Nothing where there is no such version.
///
/// # Errors
/// When the actor may not, or when the version names something that is gone.
pub fn restore_post(
    conn: &mut Conn,
    actor: &Actor,
    id: PostId,
    revision: RevisionId,
    now: Timestamp,
) -> Save<Option<Saved>> {
    actor.must(Permission::Content)?;
    let earlier = find_revision(conn, ("post", id.0), revision)?;
    let content: Option<PostContent> = earlier.as_ref().and_then(read_revision);
    let (Some(content), Some(before)) = (content, open_post(conn, id)?) else { return Ok(None) };
    let Edited { slug, version, content: present, .. } = before;
    let content = PostContent {
        published: present.published,
        unpublished: present.unpublished,
        withdrawn: present.withdrawn,
        ..content
    };
    change_post(conn, actor, id, &Change { slug, content, version }, RevisionKind::Restore, now)
}

fn check_title(title: &str) -> Result<(), SaveError> {
    if title.trim().is_empty() {
        return Err(SaveError::Refused { field: "title", why: "is empty; give the post a headline".to_owned() });
    }
    Ok(())
}

/// A name made from a headline that no post bears yet.
fn free_slug(conn: &mut Conn, title: &str) -> Save<Slug> {
    let mut stem = String::new();
    let words = title.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).map(fold);
    let ascii = words.map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    for word in ascii.filter(|word| !word.is_empty()) {
        if !stem.is_empty() && stem.len() + word.len() >= LONGEST_SLUG {
            break;
        }
        let joint = if stem.is_empty() { "" } else { "-" };
        stem.extend([joint, word.get(..LONGEST_SLUG.min(word.len())).unwrap_or_default()]);
    }
    let stem = if stem.is_empty() { "post".to_owned() } else { stem };
    for number in 1.. {
        let name = if number == 1 { stem.clone() } else { format!("{stem}-{number}") };
        let Ok(slug) = name.parse::<Slug>() else { break };
        if !is_reserved(&slug) && id_of(conn, &slug)?.is_none() {
            return Ok(slug);
        }
    }
    Err(SaveError::Refused { field: "slug", why: "could not be made from this headline".to_owned() })
}

/// What is done to several posts at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bulk {
    /// Make them public now.
    Publish,
    /// Take them back.
    Unpublish,
    /// Put them into the trash.
    Trash,
    /// Add a topic to each.
    AddTopic(Slug),
}

/// Does one thing to several posts: to all of them, or where one refuses to none. How many it changed.
///
/// # Errors
/// When the actor may not, or when one of them refuses; it is named.
pub fn change_posts(conn: &mut Conn, actor: &Actor, ids: &[PostId], act: &Bulk, now: Timestamp) -> Save<usize> {
    actor.must(Permission::Content)?;
    let mut count = 0;
    for id in ids {
        let Some(post) = open_post(conn, *id)?.filter(|post| post.trashed_at.is_none()) else { continue };
        let title = post.content.title.clone();
        let mut content = post.content;
        let kind = match act {
            Bulk::Trash => {
                count += usize::from(super::trash::trash_post(conn, actor, *id, now)?);
                continue;
            }
            Bulk::Publish => {
                content.publish(now);
                RevisionKind::Publish
            }
            Bulk::Unpublish => {
                content.unpublish(now);
                RevisionKind::Save
            }
            Bulk::AddTopic(topic) => {
                content.topics.insert(topic.clone());
                RevisionKind::Save
            }
        };
        let change = Change { slug: post.slug, content, version: post.version };
        let saved = change_post(conn, actor, *id, &change, kind, now).map_err(|error| match error {
            SaveError::Refused { why, .. } => {
                SaveError::Refused { field: "act", why: format!("cannot be done to “{title}”: it {why}") }
            }
            other => other,
        })?;
        count += usize::from(saved == Some(Saved::Changed));
    }
    Ok(count)
}
