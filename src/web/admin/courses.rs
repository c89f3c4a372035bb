//! Courses at the desk.
mod fields;

pub use fields::{ACCREDITATION, STATE};

use diesel::QueryResult;

use super::record::{About, Aside, Fact, Listed, Noun, routes as records};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::catalogue::{
    CourseContent, CourseId, completeness, course_slug, course_standing, link_course, list_course_lines, load_course,
    rename_course, save_course,
};
use crate::db::Conn;
use crate::schedule::{Listing, list_upcoming_of};
use crate::site::{Save, Saved, Standing};
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Courses as records.
pub struct Courses;

static ABOUT: About = About {
    kind: "course",
    one: "course",
    many: "Courses",
    teach: "A course is what you teach: its outcomes, outline, price and questions. Dates are added to it afterwards.",
    at: urls::desk::COURSES,
    needs: Permission::Content,
    sections: fields::SECTIONS,
    defaults: &[
        ("state", "draft"),
        ("level", "beginner"),
        ("price_kind", "fixed"),
        ("days", "1"),
        ("class_size", "12"),
    ],
    columns: &["Code", "Category", "Next training"],
    prefix: Some("/courses/"),
};

pub(super) fn routes(table: &mut Table) {
    records::<Courses>(table);
}

/// The trainings ahead of some courses: those with a free seat first, and the soonest of them.
fn next_first(conn: &mut Conn, of: &[CourseId], now: Timestamp) -> QueryResult<Vec<Listing>> {
    let mut ahead = list_upcoming_of(conn, of, now)?;
    ahead.sort_by_key(|one| one.seats_left() == 0);
    Ok(ahead)
}

impl Noun for Courses {
    type Content = CourseContent;
    const ABOUT: &'static About = &ABOUT;

    fn list(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Listed>> {
        let lines = list_course_lines(conn, now)?;
        let ids: Vec<CourseId> = lines.iter().map(|line| line.id).collect();
        let next = next_first(conn, &ids, now)?;
        let next_of = |id: CourseId| next.iter().find(|one| one.course_id() == id);
        let listed = lines.into_iter().map(|line| Listed {
            cells: vec![
                line.code.to_string(),
                line.category,
                next_of(line.id).map_or("none".to_owned(), |one| one.first_day().format("%-d %b %Y").to_string()),
            ],
            id: line.id.0,
            slug: line.slug,
            title: line.title,
            standing: line.standing,
        });
        Ok(listed.collect())
    }

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, CourseContent)>> {
        let Some(slug) = course_slug(conn, id)? else { return Ok(None) };
        Ok(load_course(conn, &slug)?.map(|content| (slug, content)))
    }

    fn save(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &CourseContent, now: Timestamp) -> Save {
        let saved = save_course(conn, actor, slug, content, now)?;
        if saved != Saved::Unchanged {
            link_course(conn, slug, content)?;
        }
        Ok(saved)
    }

    fn rename(conn: &mut Conn, actor: &Actor, (from, to): (&Slug, &Slug), now: Timestamp) -> Save<()> {
        rename_course(conn, actor, from, to, now)
    }

    fn aside(conn: &mut Conn, (id, slug): (i64, &Slug), content: &CourseContent, now: Timestamp) -> QueryResult<Aside> {
        let standing = course_standing(conn, slug, now)?;
        let next = next_first(conn, &[CourseId(id)], now)?.into_iter().next();
        let next = next.map_or("None: visitors are offered to be told".to_owned(), |one| {
            format!("{}, {}", one.code(), one.first_day().format("%-d %B %Y"))
        });
        let preview = Some(urls::desk::COURSE_PREVIEW.replace("{id}", &id.to_string()));
        let mut facts = vec![Fact::new("Next training", next)];
        facts.extend(content.accreditations.iter().map(|one| {
            let name = format!("{} {}", one.body, one.number);
            let today = now.home_day();
            let shown = match &standing {
                _ if one.from > today => format!("not shown: holds from {} on", one.from.format("%-d %B %Y")),
                _ if !one.holds_on(today) => "not shown: it is over".to_owned(),
                Standing::Hidden(_) => "not shown: the course is not public".to_owned(),
                Standing::Visible(_) => "shown on the course's page".to_owned(),
            };
            Fact::new(name, shown)
        }));
        Ok(Aside {
            completeness: Some(completeness(content)),
            standing: Some(standing),
            facts,
            preview,
            facts_title: None,
        })
    }
}
