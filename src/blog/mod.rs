//! Articles, and when an article is public.
mod checks;
mod content;
mod desk;
mod desk_list;
mod edited;
mod feed;
mod indexing;
mod month;
mod post;
mod preview;
mod saving;
mod signposts;
mod store;
mod trash;

pub use checks::{Check, Level, check_links, check_words};
pub use content::{PostContent, list_post_slugs, load_post, moment_text, parse_moment, save_post};
pub use desk::{Bulk, Change, autosave_post, change_post, change_posts, create_post, duplicate_post, restore_post};
pub use desk_list::{DeskFilter, DeskRow, Place, Shelf, Upcoming, list_for_desk, list_upcoming, list_writers};
pub use edited::{Edited, Visibility, open_post};
pub use feed::list_whole;
pub use indexing::index_post;
pub use month::Month;
pub use post::{Author, AuthorId, Post, PostCard, PostId};
pub use preview::{
    Preview, PreviewId, Previewed, create_preview, find_hidden, find_previewed, list_previews, revoke_preview,
};
pub use signposts::list_signposts;
pub use store::{
    PostFilter, count_published, find_author, find_published, is_withdrawn, list_about_course, list_around_course,
    list_cards, list_latest, list_months, list_on_topics, list_published, list_topics_in_use, neighbours, next_moment,
    pinned_courses, topics_of,
};
pub use trash::{has_due_posts, purge_posts, trash_post, untrash_post};
