//! Articles, and when an article is public.
mod content;
mod post;
mod store;

pub use content::{PostContent, list_post_slugs, load_post, save_post};
pub use post::{Author, Post, PostCard, PostId};
pub use store::{
    count_published, find_published, list_about_course, list_around_course, list_latest, list_on_topics,
    list_published, list_topics_in_use, next_moment, pinned_courses, search_published, topics_of,
};
