//! What is taught: courses, the categories and topics they belong to, and the career paths they make up.
mod category;
mod content;
mod course;
mod course_store;
mod indexing;
mod items;
mod path;
mod published;
mod related;
mod signposts;
mod subscribers;
mod topic;

pub use category::{Category, CategoryContent, CategoryId, Figure, list_categories, list_category_slugs};
pub use category::{load_category, save_category};
pub use content::{CourseContent, OutlineDay, Question, link_course, load_course, save_course};
pub use course::{Course, CourseCard, CourseId, Level, Price, PriceKind};
pub use course_store::{
    CourseFilter, CourseKey, count_by_category, find_key, find_published, list_all, list_cards, list_course_slugs,
    list_published, list_whole,
};
pub use indexing::{index_category, index_course, index_path, index_topic};
pub use items::{Item, ItemKind, list_items, list_items_of};
pub use path::{
    Path, PathContent, PathId, PathStep, find_path, list_path_slugs, list_path_topics, list_paths, list_paths_with,
    list_steps, load_path, save_path,
};
pub use published::{is_withdrawn, next_moment, published};
pub use related::{list_leads_to, list_prerequisites, list_related, list_required, rank_by_topics};
pub use signposts::list_signposts;
pub use topic::{
    Topic, TopicContent, TopicId, find_topic, list_course_topics, list_topic_names, list_topic_slugs, list_topics,
    list_topics_of_courses, load_topic, replace_topics, save_topic, topic_ids,
};
