//! What is taught: courses, the categories and topics they belong to, and the career paths they make up.
mod category;
mod completeness;
mod content;
mod course;
mod course_links;
mod course_saving;
mod course_store;
mod indexing;
mod items;
mod path;
mod published;
mod related;
mod removing;
mod renaming;
mod signposts;
mod staff_lists;
mod standing;
mod subscribers;
mod topic;

pub use category::{Category, CategoryContent, CategoryId, Figure, list_categories, list_category_slugs};
pub use category::{load_category, save_category};
pub use completeness::{Completeness, completeness};
pub use content::{CourseContent, OutlineDay, Question, load_course};
pub use course::{Course, CourseCard, CourseId, Level, Price, PriceKind};
pub use course_links::{link_course, successor};
pub use course_saving::save_course;
pub use course_store::{
    CourseFilter, CourseKey, count_by_category, find_for_preview, find_key, find_published, list_all, list_all_courses,
    list_cards, list_course_slugs, list_published, list_whole,
};
pub use indexing::{index_category, index_course, index_path, index_topic};
pub use items::{Item, ItemKind, list_items, list_items_of};
pub use path::{
    Path, PathContent, PathId, PathStep, find_path, list_path_slugs, list_path_topics, list_paths, list_paths_with,
    list_steps, load_path, save_path,
};
pub use published::{is_withdrawn, next_moment, published};
pub use related::{list_leads_to, list_prerequisites, list_related, list_required, rank_by_topics};
pub use removing::{remove_category, remove_topic};
pub use renaming::{category_slug, course_slug, path_slug, topic_slug};
pub use renaming::{rename_category, rename_course, rename_path, rename_topic};
pub use signposts::list_signposts;
pub use staff_lists::{CourseLine, list_course_lines, list_path_lines};
pub use standing::{category_standings, course_standing};
pub use topic::{
    Topic, TopicContent, TopicId, find_topic, list_course_topics, list_topic_names, list_topic_slugs, list_topics,
    list_topics_of_courses, load_topic, replace_topics, save_topic, topic_ids,
};
