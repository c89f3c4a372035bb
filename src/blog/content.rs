use std::collections::BTreeSet;

use crate::db::prelude::*;
use chrono::{NaiveDateTime, SubsecRound, Timelike};

use super::edited::{id_of, open_post};
use super::saving::write;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::posts;
use crate::site::{RevisionKind, Save, SaveError, Saved, with_body};
use crate::types::{Publication, Slug, Timestamp};

/// A post as editors write it.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostContent {
    /// The headline.
    pub title: String,
    /// What it is about, in one or two sentences.
    pub standfirst: String,
    /// For search results.
    pub description: String,
    /// The trainer who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Slug>,
    /// When it becomes public, `2026-11-12 08:00` in South African time; a draft has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When it stops being public, in the same form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpublished: Option<String>,
    /// Whether it was public and was taken back.
    #[serde(default, skip_serializing_if = "is_no")]
    pub withdrawn: bool,
    /// A title for search results, where the headline does not serve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seo_title: Option<String>,
    /// Where the text first stood, if that was another site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// The picture above it, by the hash of its content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hero: Option<String>,
    /// Its topics.
    #[serde(default)]
    pub topics: BTreeSet<Slug>,
    /// Related courses that an editor pinned, in order.
    #[serde(default)]
    pub courses: Vec<Slug>,
    /// The text in Markdown.
    #[serde(skip)]
    pub body: String,
}

with_body!(PostContent);

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_no(flag: &bool) -> bool {
    !flag
}

const MOMENT: &str = "%Y-%m-%d %H:%M";
const TO_THE_SECOND: &str = "%Y-%m-%d %H:%M:%S";

/// A moment as content files write it, in South African time; the seconds only where there are any.
pub fn moment_text(at: Timestamp) -> String {
    let local = at.local(Timestamp::HOME);
    local.format(if local.second() == 0 { MOMENT } else { TO_THE_SECOND }).to_string()
}

/// The instant that such a text means; nothing where it means none.
pub fn parse_moment(text: &str) -> Option<Timestamp> {
    let local =
        NaiveDateTime::parse_from_str(text, MOMENT).or_else(|_| NaiveDateTime::parse_from_str(text, TO_THE_SECOND));
    local.ok().and_then(|local| Timestamp::from_local(local.date(), local.time(), Timestamp::HOME))
}

pub(super) fn moment(field: &'static str, text: &str) -> Result<Timestamp, SaveError> {
    parse_moment(text).ok_or_else(|| {
        let why = format!("is not a day and time like 2026-11-12 08:00: “{text}”");
        SaveError::Refused { field, why }
    })
}

impl PostContent {
    /// Whether it is meant for the public.
    pub fn state(&self) -> Publication {
        match (&self.published, self.withdrawn) {
            (None, _) => Publication::Draft,
            (Some(_), false) => Publication::Published,
            (Some(_), true) => Publication::Retired,
        }
    }

    /// Makes it public from this second on; what is public already keeps its moment.
    pub fn publish(&mut self, now: Timestamp) {
        let is_public = !self.withdrawn && self.begins().is_some_and(|begins| begins <= now);
        if !is_public {
            self.published = Some(moment_text(now.utc().trunc_subsecs(0).into()));
        }
        self.withdrawn = false;
        if self.ends().is_some_and(|ends| ends <= now) {
            self.unpublished = None;
        }
    }

    /// Takes it back: what readers have seen is withdrawn, what they have not is a draft again.
    pub fn unpublish(&mut self, now: Timestamp) {
        if self.begins().is_some_and(|begins| begins <= now) {
            self.withdrawn = true;
        } else {
            self.published = None;
        }
    }

    fn begins(&self) -> Option<Timestamp> {
        self.published.as_deref().and_then(parse_moment)
    }

    fn ends(&self) -> Option<Timestamp> {
        self.unpublished.as_deref().and_then(parse_moment)
    }
}

/// The names of all posts but those in the trash, for the export.
pub fn list_post_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    posts::table.filter(posts::trashed_at.is_null()).order(posts::slug).select(posts::slug).load(conn)
}

/// A post as editors wrote it.
pub fn load_post(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<PostContent>> {
    let Some(id) = id_of(conn, slug)? else { return Ok(None) };
    Ok(open_post(conn, id)?.map(|post| post.content))
}

/// Makes or changes a post with its topics and pinned courses.
///
/// # Errors
/// When a field is wrong or names something that does not exist, or the database fails.
pub fn save_post(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &PostContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = match id_of(conn, slug)? {
        Some(id) => open_post(conn, id)?,
        None => None,
    };
    if before.as_ref().is_some_and(|before| before.content == *content && before.trashed_at.is_none()) {
        return Ok(Saved::Unchanged);
    }
    let kind = if actor.user().is_some() { RevisionKind::Save } else { RevisionKind::Import };
    write(conn, actor, before.as_ref(), (slug, content), kind, now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}
