use crate::db::prelude::*;

use crate::db::schema::{posts, trainers};
use crate::media::MediaId;
use crate::types::{SafeHtml, Slug, Timestamp, id_type};

id_type!(AuthorId, "an author: a trainer who writes");
id_type!(PostId, "a post");

/// A public post, as its own page and the feed show it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = posts, check_for_backend(crate::db::MultiBackend))]
pub struct Post {
    /// Row id.
    pub id: PostId,
    /// Its part of the address.
    pub slug: Slug,
    /// The headline.
    pub title: String,
    /// What it is about, in one or two sentences.
    pub standfirst: String,
    /// For search results.
    pub description: String,
    /// A title for search results, where the headline does not serve.
    pub seo_title: Option<String>,
    /// Where the text first stood, if that was another site.
    pub canonical_url: Option<String>,
    /// The text.
    pub body_html: SafeHtml,
    /// Minutes to read it.
    pub reading_minutes: i32,
    publish_at: Option<Timestamp>,
    /// The picture at its head.
    pub hero_id: Option<MediaId>,
    /// Last change.
    pub updated_at: Timestamp,
    row_version: i64,
    /// Who wrote it.
    #[diesel(embed)]
    pub author: Option<Author>,
}

/// Who wrote a post.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = trainers, check_for_backend(crate::db::MultiBackend))]
pub struct Author {
    /// Their part of the address.
    pub slug: Slug,
    /// The name.
    pub title: String,
    /// What they teach.
    pub role: String,
    /// Who they are.
    pub body_html: SafeHtml,
}

impl Post {
    /// When it became public.
    pub fn published_at(&self) -> Timestamp {
        self.publish_at.unwrap_or(self.updated_at)
    }

    /// When it last changed for its readers. One that was written ahead is as new as the moment at which it appeared, and so is one that
    /// was taken in later and never touched since.
    pub fn changed_at(&self) -> Timestamp {
        if self.row_version == 1 { self.published_at() } else { self.updated_at.max(self.published_at()) }
    }
}

/// A public post in a list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = posts, check_for_backend(crate::db::MultiBackend))]
pub struct PostCard {
    /// Row id.
    pub id: PostId,
    /// Its part of the address.
    pub slug: Slug,
    /// The headline.
    pub title: String,
    /// What it is about, in one or two sentences.
    pub standfirst: String,
    /// Minutes to read it.
    pub reading_minutes: i32,
    publish_at: Option<Timestamp>,
    updated_at: Timestamp,
}

impl PostCard {
    /// When it became public.
    pub fn published_at(&self) -> Timestamp {
        self.publish_at.unwrap_or(self.updated_at)
    }
}
