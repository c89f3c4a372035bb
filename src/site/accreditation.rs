//! What a body outside vouches for. A claim is shown only while it is valid, with body and number.
use crate::db::prelude::*;
use chrono::NaiveDate;

use super::content::{Save, SaveError};
use crate::db::Conn;
use crate::db::schema::{accreditations, courses};
use crate::types::Timestamp;

/// An accreditation as editors write it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccreditationContent {
    /// Who vouches, such as `MICT SETA`.
    pub body: String,
    /// Under which number.
    pub number: String,
    /// What for, in a few words.
    pub claim: String,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// The last day; open where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

impl AccreditationContent {
    /// Whether the claim may be made on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

type Columns = (
    accreditations::body,
    accreditations::number,
    accreditations::claim,
    accreditations::from_on,
    accreditations::to_on,
);
const COLUMNS: Columns = (
    accreditations::body,
    accreditations::number,
    accreditations::claim,
    accreditations::from_on,
    accreditations::to_on,
);

type Row = (String, String, String, NaiveDate, Option<NaiveDate>);

fn content((body, number, claim, from, to): Row) -> AccreditationContent {
    AccreditationContent { body, number, claim, from, to }
}

/// All accreditations of a course; of the provider itself where none is named.
pub fn list_accreditations(conn: &mut Conn, course: Option<i64>) -> QueryResult<Vec<AccreditationContent>> {
    let all = accreditations::table.order(accreditations::id).select(COLUMNS);
    let rows: Vec<Row> = match course {
        Some(course) => all.filter(accreditations::course_id.eq(course)).load(conn)?,
        None => all.filter(accreditations::course_id.is_null()).load(conn)?,
    };
    Ok(rows.into_iter().map(content).collect())
}

/// What may be claimed on a course's page at present: the course's own accreditations and the provider's.
pub fn list_valid_accreditations(
    conn: &mut Conn,
    course: i64,
    now: Timestamp,
) -> QueryResult<Vec<AccreditationContent>> {
    let today = now.home_day();
    let rows: Vec<Row> = accreditations::table
        .filter(accreditations::course_id.is_null().or(accreditations::course_id.eq(course)))
        .filter(accreditations::from_on.le(today))
        .filter(accreditations::to_on.is_null().or(accreditations::to_on.ge(today)))
        .order(accreditations::id)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(content).collect())
}

/// Gives a course, or the provider, exactly these accreditations.
///
/// # Errors
/// When one ends before it begins or stands elsewhere already, or the database fails.
pub fn replace_accreditations(conn: &mut Conn, course: Option<i64>, these: &[AccreditationContent]) -> Save<()> {
    let own = accreditations::table.into_boxed().order(accreditations::id).select(accreditations::id);
    let own = match course {
        Some(course) => own.filter(accreditations::course_id.eq(course)),
        None => own.filter(accreditations::course_id.is_null()),
    };
    let old: Vec<i64> = own.load(conn)?;
    diesel::delete(accreditations::table.filter(accreditations::id.eq_any(old))).execute(conn)?;
    for one in these {
        check(conn, one)?;
        let row = (
            accreditations::body.eq(&one.body),
            accreditations::number.eq(&one.number),
            accreditations::claim.eq(&one.claim),
            accreditations::course_id.eq(course),
            accreditations::from_on.eq(one.from),
            accreditations::to_on.eq(one.to),
        );
        diesel::insert_into(accreditations::table).values(row).execute(conn)?;
    }
    Ok(())
}

fn check(conn: &mut Conn, one: &AccreditationContent) -> Save<()> {
    let refuse = |why| Err(SaveError::Refused { field: "accreditations", why });
    let named = format!("“{} {}”", one.body, one.number);
    if one.to.is_some_and(|to| to < one.from) {
        return refuse(format!("have one that ends before it begins: {named}"));
    }
    let bearer: Option<Option<String>> = accreditations::table
        .left_join(courses::table)
        .filter(accreditations::body.eq(&one.body).and(accreditations::number.eq(&one.number)))
        .select(courses::title.nullable())
        .first(conn)
        .optional()?;
    match bearer {
        None => Ok(()),
        Some(Some(title)) => refuse(format!("name {named}, which stands on the course “{title}” already")),
        Some(None) => refuse(format!("name {named}, which stands in the settings already, for every course")),
    }
}
