use crate::db::prelude::*;

use super::content::{PostContent, moment_text};
use super::post::PostId;
use crate::db::Conn;
use crate::db::schema::{courses, media, post_courses, post_topics, posts, topics, trainers, users};
use crate::types::{Publication, Slug, Timestamp};

/// A post as it lies on an editor's desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// Row id.
    pub id: PostId,
    /// Its part of the address.
    pub slug: Slug,
    /// All that is written.
    pub content: PostContent,
    /// Which version it is; a save must name the one that it began from.
    pub version: i64,
    /// Last change.
    pub updated_at: Timestamp,
    /// Who made it; nobody for the command line.
    pub updated_by: Option<String>,
    /// Since when it is in the trash.
    pub trashed_at: Option<Timestamp>,
    publish_at: Option<Timestamp>,
    unpublish_at: Option<Timestamp>,
}

/// Whether readers find a post, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// They do, until the moment at which it ends, if there is one.
    Public(Option<Timestamp>),
    /// It was never published.
    Draft,
    /// It will appear by itself.
    Scheduled(Timestamp),
    /// Its last moment is past.
    Ended(Timestamp),
    /// It was taken back.
    Withdrawn,
    /// It is in the trash, from which it goes for good at this moment.
    Trashed(Timestamp),
}

impl Visibility {
    /// What a post with these marks is at a moment.
    pub(super) fn of(
        state: Publication,
        (begins, ends): (Option<Timestamp>, Option<Timestamp>),
        trashed_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Self {
        match (trashed_at, state, begins, ends) {
            (Some(at), ..) => Self::Trashed(at + super::trash::KEPT),
            (_, Publication::Retired, ..) => Self::Withdrawn,
            (_, Publication::Draft, ..) | (_, Publication::Published, None, _) => Self::Draft,
            (_, Publication::Published, Some(begins), _) if begins > now => Self::Scheduled(begins),
            (_, Publication::Published, _, Some(ends)) if ends <= now => Self::Ended(ends),
            (_, Publication::Published, _, ends) => Self::Public(ends),
        }
    }

    /// Whether readers find it.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Public(_))
    }

    /// One word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public(_) => "Published",
            Self::Draft => "Draft",
            Self::Scheduled(_) => "Scheduled",
            Self::Ended(_) => "Ended",
            Self::Withdrawn => "Withdrawn",
            Self::Trashed(_) => "In the trash",
        }
    }

    /// Why readers find it, or why they do not and what would change that.
    pub fn reason(self) -> String {
        let when = |at: Timestamp| at.local(Timestamp::HOME).format("%-d %B %Y at %H:%M").to_string();
        match self {
            Self::Public(None) => "Everybody can read it.".to_owned(),
            Self::Public(Some(ends)) => format!("Everybody can read it until {}.", when(ends)),
            Self::Draft => "Nobody can read it: it is a draft. Publish it, or schedule it for a moment.".to_owned(),
            Self::Scheduled(at) => format!("Nobody can read it yet. It appears by itself on {}.", when(at)),
            Self::Ended(at) => {
                format!(
                    "Nobody can read it: its last moment was on {}. Change that moment, or publish it again.",
                    when(at)
                )
            }
            Self::Withdrawn => {
                "Nobody can read it: it was withdrawn, and its address says so. Publish it again to bring it back."
                    .to_owned()
            }
            Self::Trashed(at) => {
                format!(
                    "Nobody can read it: it is in the trash, and goes for good on {}. Take it out to keep it.",
                    when(at)
                )
            }
        }
    }
}

impl Edited {
    /// Whether readers find it, and why not.
    pub fn visibility(&self, now: Timestamp) -> Visibility {
        Visibility::of(self.content.state(), (self.publish_at, self.unpublish_at), self.trashed_at, now)
    }

    /// Whether readers ever found it at its address.
    pub(super) fn was_public(&self, now: Timestamp) -> bool {
        self.content.state() != Publication::Draft && self.publish_at.is_some_and(|at| at <= now)
    }
}

/// Which post bears a name.
pub fn id_of(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<PostId>> {
    posts::table.filter(posts::slug.eq(slug)).select(posts::id).first(conn).optional()
}

/// The columns of a post that are not the text of its lists.
#[derive(Queryable)]
struct Row {
    slug: Slug,
    texts: (String, String, String, String),
    extras: (Option<String>, Option<String>, Option<String>),
    author: Option<Slug>,
    state: Publication,
    moments: (Option<Timestamp>, Option<Timestamp>, Option<Timestamp>),
    version: i64,
    updated_at: Timestamp,
    updated_by: Option<String>,
}

/// A post as it lies on the desk.
pub fn open_post(conn: &mut Conn, id: PostId) -> QueryResult<Option<Edited>> {
    let columns = (
        posts::slug,
        (posts::title, posts::standfirst, posts::description, posts::body),
        (posts::seo_title, posts::canonical_url, media::content_hash.nullable()),
        trainers::slug.nullable(),
        posts::state,
        (posts::publish_at, posts::unpublish_at, posts::trashed_at),
        posts::row_version,
        posts::updated_at,
        users::name.nullable(),
    );
    let row: Option<Row> = posts::table
        .left_join(trainers::table)
        .left_join(media::table)
        .left_join(users::table)
        .filter(posts::id.eq(id))
        .select(columns)
        .first(conn)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let topics: Vec<Slug> = post_topics::table
        .inner_join(topics::table)
        .filter(post_topics::post_id.eq(id))
        .select(topics::slug)
        .load(conn)?;
    let courses = post_courses::table
        .inner_join(courses::table)
        .filter(post_courses::post_id.eq(id))
        .order(post_courses::position)
        .select(courses::slug)
        .load(conn)?;
    Ok(Some(edited(id, row, topics, courses)))
}

fn edited(id: PostId, row: Row, topics: Vec<Slug>, courses: Vec<Slug>) -> Edited {
    let (title, standfirst, description, body) = row.texts;
    let (seo_title, canonical, hero) = row.extras;
    let (publish_at, unpublish_at, trashed_at) = row.moments;
    let content = PostContent {
        title,
        standfirst,
        description,
        author: row.author,
        published: publish_at.filter(|_| row.state != Publication::Draft).map(moment_text),
        unpublished: unpublish_at.map(moment_text),
        withdrawn: row.state == Publication::Retired,
        seo_title,
        canonical,
        hero,
        topics: topics.into_iter().collect(),
        courses,
        body,
    };
    Edited {
        id,
        slug: row.slug,
        content,
        version: row.version,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
        trashed_at,
        publish_at,
        unpublish_at,
    }
}
