//! Topics at the desk.
use diesel::QueryResult;

use super::record::{About, Field, Kind, Listed, Noun, Section, routes as records};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::blog::list_topics_in_use;
use crate::catalogue::{
    TopicContent, TopicId, list_topics, load_topic, remove_topic, rename_topic, save_topic, topic_slug,
};
use crate::db::Conn;
use crate::site::{Save, Standing};
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Topics as records.
pub struct Topics;

static ABOUT: About = About {
    kind: "topic",
    one: "topic",
    many: "Topics",
    teach: "Topics are the words that courses and posts share: they lead from a post to the courses on the same subject.",
    at: urls::desk::TOPICS,
    needs: Permission::Content,
    sections: &[Section {
        title: "What it is",
        fields: &[
            Field::new("title", "Word", Kind::Line).needed("Enter the word"),
            Field::new("synonyms", "Synonyms", Kind::Lines("synonym")).hint("Other words that people search for."),
            Field::new("body", "Meaning", Kind::Markdown).hint("Markdown."),
        ],
    }],
    defaults: &[],
    columns: &[],
    prefix: Some("/blog/topics/"),
};

pub(super) fn routes(table: &mut Table) {
    records::<Topics>(table);
}

impl Noun for Topics {
    type Content = TopicContent;
    const ABOUT: &'static About = &ABOUT;
    const IS_REMOVED: bool = true;

    fn list(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Listed>> {
        let used: Vec<TopicId> = list_topics_in_use(conn, now)?.into_iter().map(|topic| topic.id).collect();
        let listed = list_topics(conn)?.into_iter().map(|topic| {
            let why = (!used.contains(&topic.id)).then_some("no public post yet (search already finds it)");
            let standing = Standing::of(urls::topic(&topic.slug), why);
            Listed { id: topic.id.0, slug: topic.slug, title: topic.title, cells: Vec::new(), standing }
        });
        Ok(listed.collect())
    }

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, TopicContent)>> {
        let Some(slug) = topic_slug(conn, id)? else { return Ok(None) };
        Ok(load_topic(conn, &slug)?.map(|content| (slug, content)))
    }

    fn save(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &TopicContent, now: Timestamp) -> Save {
        save_topic(conn, actor, slug, content, now)
    }

    fn rename(conn: &mut Conn, actor: &Actor, (from, to): (&Slug, &Slug), now: Timestamp) -> Save<()> {
        rename_topic(conn, actor, from, to, now)
    }

    fn remove(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
        remove_topic(conn, actor, slug, now)
    }
}
