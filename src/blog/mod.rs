//! Articles, and when an article is public.
mod content;
mod feed;
mod indexing;
mod month;
mod post;
mod signposts;
mod store;

pub use content::{PostContent, list_post_slugs, load_post, save_post};
pub use feed::list_whole;
pub use indexing::index_post;
pub use month::Month;
pub use post::{Author, AuthorId, Post, PostCard, PostId};
pub use signposts::list_signposts;
pub use store::{
    PostFilter, count_published, find_author, find_published, is_withdrawn, list_about_course, list_around_course,
    list_cards, list_latest, list_months, list_on_topics, list_published, list_topics_in_use, neighbours, next_moment,
    pinned_courses, topics_of,
};
