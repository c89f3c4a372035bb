use std::collections::BTreeSet;

use crate::db::prelude::*;

use super::training::TrainingId;
use crate::access::{Actor, Permission};
use crate::catalogue::topic_ids;
use crate::db::schema::{topics, trainer_topics, trainers, training_sessions};
use crate::db::{Conn, among};
use crate::site::{Save, Saved, keep_revision, missing, with_body};
use crate::types::{Markdown, SafeHtml, Slug, Timestamp, id_type};

id_type!(TrainerId, "a trainer");

/// A trainer's public profile; trainers also write the blog.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = trainers, check_for_backend(crate::db::MultiBackend))]
pub struct Trainer {
    /// Row id.
    pub id: TrainerId,
    /// The name.
    pub title: String,
    /// What they teach.
    pub role: String,
    /// Who they are.
    pub body_html: SafeHtml,
}

/// A trainer as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainerContent {
    /// The name.
    pub title: String,
    /// What they teach.
    pub role: String,
    /// The topics they know.
    #[serde(default)]
    pub topics: BTreeSet<Slug>,
    /// Who they are, in Markdown.
    #[serde(skip)]
    pub body: String,
}

with_body!(TrainerContent);

/// The row behind a name.
///
/// # Errors
/// When nobody bears it, as a mistake in `field`.
pub fn trainer_id(conn: &mut Conn, slug: &Slug, field: &'static str) -> Save<TrainerId> {
    let id: Option<TrainerId> =
        trainers::table.filter(trainers::slug.eq(slug)).select(trainers::id).first(conn).optional()?;
    id.ok_or_else(|| missing(field, "trainer", slug))
}

/// Who teaches some trainings, by name.
pub fn list_teaching(conn: &mut Conn, these: &[TrainingId]) -> QueryResult<Vec<Trainer>> {
    let teaching = training_sessions::table
        .filter(among(training_sessions::training_id, these))
        .select(training_sessions::trainer_id);
    trainers::table
        .filter(trainers::id.nullable().eq_any(teaching))
        .order((trainers::title, trainers::id))
        .select(Trainer::as_select())
        .load(conn)
}

/// The names of all trainers, for the export.
pub fn list_trainer_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    trainers::table.order(trainers::slug).select(trainers::slug).load(conn)
}

/// A trainer as editors wrote it.
pub fn load_trainer(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<TrainerContent>> {
    let row: Option<(TrainerId, String, String, String)> = trainers::table
        .filter(trainers::slug.eq(slug))
        .select((trainers::id, trainers::title, trainers::role, trainers::body))
        .first(conn)
        .optional()?;
    let Some((id, title, role, body)) = row else { return Ok(None) };
    let topics: Vec<Slug> = trainer_topics::table
        .inner_join(topics::table)
        .filter(trainer_topics::trainer_id.eq(id))
        .select(topics::slug)
        .load(conn)?;
    Ok(Some(TrainerContent { title, role, topics: topics.into_iter().collect(), body }))
}

/// Makes or changes a trainer.
///
/// # Errors
/// When it names a topic that does not exist, or the database fails.
pub fn save_trainer(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &TrainerContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_trainer(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let known = topic_ids(conn, &Vec::from_iter(content.topics.iter().cloned()), "topics")?;
    let row = (
        trainers::title.eq(&content.title),
        trainers::role.eq(&content.role),
        trainers::body.eq(&content.body),
        trainers::body_html.eq(Markdown(&content.body).render().html),
        trainers::updated_at.eq(now),
    );
    let id: TrainerId = match before {
        Some(_) => diesel::update(trainers::table.filter(trainers::slug.eq(slug)))
            .set((row, trainers::row_version.eq(trainers::row_version + 1)))
            .returning(trainers::id)
            .get_result(conn)?,
        None => diesel::insert_into(trainers::table)
            .values((row, trainers::slug.eq(slug)))
            .returning(trainers::id)
            .get_result(conn)?,
    };
    diesel::delete(trainer_topics::table.filter(trainer_topics::trainer_id.eq(id))).execute(conn)?;
    for topic in known {
        let link = (trainer_topics::trainer_id.eq(id), trainer_topics::topic_id.eq(topic));
        diesel::insert_into(trainer_topics::table).values(link).execute(conn)?;
    }
    keep_revision(conn, actor, ("trainer", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}
