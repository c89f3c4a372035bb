use diesel::prelude::*;

use crate::db::schema::{posts, trainers};
use crate::types::{SafeHtml, Slug, Timestamp, id_type};

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
    /// The text.
    pub body_html: SafeHtml,
    /// Minutes to read it.
    pub reading_minutes: i32,
    publish_at: Option<Timestamp>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Who wrote it.
    #[diesel(embed)]
    pub author: Option<Author>,
}

/// Who wrote a post.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = trainers, check_for_backend(crate::db::MultiBackend))]
pub struct Author {
    /// The name.
    pub title: String,
    /// What they teach.
    pub role: String,
}

impl Post {
    /// When it became public.
    pub fn published_at(&self) -> Timestamp {
        self.publish_at.unwrap_or(self.updated_at)
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
