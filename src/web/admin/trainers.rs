//! Trainers at the desk.
use diesel::QueryResult;

use super::cities::listed;
use super::record::{About, Field, Kind, Listed, Noun, Section, Source, routes as records};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::schedule::{
    TrainerContent, list_trainer_lines, load_trainer, remove_trainer, rename_trainer, save_trainer, trainer_slug,
};
use crate::site::Save;
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Trainers as records.
pub struct Trainers;

static ABOUT: About = About {
    kind: "trainer",
    one: "trainer",
    many: "Trainers",
    teach: "A trainer is who teaches and who writes the blog. What you write here is public.",
    at: urls::desk::TRAINERS,
    needs: Permission::Content,
    sections: &[Section {
        title: "Who they are",
        fields: &[
            Field::new("title", "Name", Kind::Line).needed("Enter a name"),
            Field::new("role", "Role", Kind::Line).needed("Enter what they teach").hint("What they teach."),
            Field::new("body", "Profile", Kind::Markdown).hint("Markdown. Public."),
            Field::new("topics", "Topics", Kind::Many(Source::Topics)),
        ],
    }],
    defaults: &[],
    columns: &["Role"],
    prefix: Some("/blog/authors/"),
};

pub(super) fn routes(table: &mut Table) {
    records::<Trainers>(table);
}

impl Noun for Trainers {
    type Content = TrainerContent;
    const ABOUT: &'static About = &ABOUT;
    const IS_REMOVED: bool = true;

    fn list(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Listed>> {
        Ok(list_trainer_lines(conn, now)?.into_iter().map(listed).collect())
    }

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, TrainerContent)>> {
        let Some(slug) = trainer_slug(conn, id)? else { return Ok(None) };
        Ok(load_trainer(conn, &slug)?.map(|content| (slug, content)))
    }

    fn save(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &TrainerContent, now: Timestamp) -> Save {
        save_trainer(conn, actor, slug, content, now)
    }

    fn rename(conn: &mut Conn, actor: &Actor, (from, to): (&Slug, &Slug), now: Timestamp) -> Save<()> {
        rename_trainer(conn, actor, from, to, now)
    }

    fn remove(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
        remove_trainer(conn, actor, slug, now)
    }
}
