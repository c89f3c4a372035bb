//! Public holidays at the desk: those of the law are computed, others are added.
use chrono::Datelike;
use diesel::QueryResult;

use super::record::{About, Aside, Fact, Field, Kind, Noun, Section, single_routes};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::schedule::{DaysOff, load_days_off, public_holidays, save_days_off};
use crate::site::Save;
use crate::types::{Slug, Timestamp};
use crate::urls;

/// The holidays as a record.
pub struct HolidayRecord;

static ABOUT: About = About {
    kind: "holidays",
    one: "holiday",
    many: "Holidays",
    teach: "",
    at: urls::desk::HOLIDAYS,
    needs: Permission::Content,
    sections: &[Section {
        title: "Your own extra days off",
        fields: &[Field::new(
            "holidays",
            "Added holidays",
            Kind::Rows(
                "holiday",
                &[
                    Field::new("day", "Day", Kind::Day).needed("enter the day"),
                    Field::new("name", "Name", Kind::Line).needed("enter what it is called"),
                ],
            ),
        )
        .hint("An election day, a day that the President declares, your own closing days.")],
    }],
    defaults: &[],
    columns: &[],
    prefix: None,
};

pub(super) fn routes(table: &mut Table) {
    single_routes::<HolidayRecord>(table);
}

impl Noun for HolidayRecord {
    type Content = DaysOff;
    const ABOUT: &'static About = &ABOUT;

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, DaysOff)>> {
        let days = load_days_off(conn)?;
        Ok("holidays".parse().ok().filter(|_| id == 0).map(|slug| (slug, days)))
    }

    fn save(conn: &mut Conn, actor: &Actor, _slug: &Slug, content: &DaysOff, now: Timestamp) -> Save {
        save_days_off(conn, actor, content, now)
    }

    /// The computed holidays of this year and the next.
    fn aside(_: &mut Conn, _: (i64, &Slug), _: &DaysOff, now: Timestamp) -> QueryResult<Aside> {
        let year = now.home_day().year();
        let days = [year, year + 1].into_iter().flat_map(public_holidays);
        let facts = days.map(|(day, name)| Fact::new(day.format("%a %-d %B %Y").to_string(), name));
        Ok(Aside { facts: facts.collect(), facts_title: Some("Public holidays"), ..Aside::default() })
    }
}
