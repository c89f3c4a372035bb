use crate::db::prelude::*;
use chrono::{Datelike, Days, Duration, NaiveTime};

use super::enquiry::{EnquiryId, EnquiryKind, EnquiryState};
use super::inbox_row::{InboxRow, list_rows};
use crate::access::{Act, Actor, Permission, UserId, record};
use crate::db::schema::{enquiries, enquiry_merges};
use crate::db::{Conn, MultiBackend, lower};
use crate::site::Save;
use crate::types::{Timestamp, words};

words! {
    /// Which enquiries a list shows.
    Which {
        /// New ones and those that wait for the visitor.
        Open = "open",
        /// New ones whose answer is late.
        Overdue = "overdue",
        /// New ones.
        New = "new",
        /// Answered ones.
        Answered = "answered",
        /// Those that wait for the visitor.
        Waiting = "waiting",
        /// Those that became a booking.
        Booked = "booked",
        /// Those that came to nothing.
        Lost = "lost",
        /// Spam, as staff say.
        Spam = "spam",
        /// What looks like spam.
        Quarantine = "quarantine",
        /// All but spam and what looks like it.
        All = "all",
    }
}

impl Which {
    /// The choice as staff read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Overdue => "Overdue",
            Self::New => "New",
            Self::Answered => "Answered",
            Self::Waiting => "Waiting on them",
            Self::Booked => "Booked",
            Self::Lost => "Lost",
            Self::Spam => "Spam",
            Self::Quarantine => "Looks like spam",
            Self::All => "All",
        }
    }
}

/// Whose enquiries a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Whose {
    /// Anybody's.
    #[default]
    Anyone,
    /// Nobody's yet.
    Nobody,
    /// One user's.
    User(UserId),
}

/// What the inbox is narrowed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxFilter {
    /// How they stand.
    pub which: Which,
    /// Whose they are.
    pub whose: Whose,
    /// What they want.
    pub kind: Option<EnquiryKind>,
    /// Letters of a reference, a name or an address.
    pub letters: String,
}

type Query = enquiries::BoxedQuery<'static, MultiBackend>;

fn chosen(filter: &InboxFilter, now: Timestamp) -> Query {
    let duplicates = enquiry_merges::table.select(enquiry_merges::enquiry_id);
    let query = enquiries::table.filter(enquiries::erased_at.is_null()).into_boxed::<MultiBackend>();
    let query = query.filter(diesel::dsl::not(enquiries::id.eq_any(duplicates)));
    let is = |state: EnquiryState| enquiries::state.eq(state);
    let query = match filter.which {
        Which::Open => query.filter(is(EnquiryState::New).or(is(EnquiryState::Waiting))),
        Which::Overdue => query.filter(is(EnquiryState::New)).filter(enquiries::answer_due_at.lt(now)),
        Which::New => query.filter(is(EnquiryState::New)),
        Which::Answered => query.filter(is(EnquiryState::Answered)),
        Which::Waiting => query.filter(is(EnquiryState::Waiting)),
        Which::Booked => query.filter(is(EnquiryState::Booked)),
        Which::Lost => query.filter(is(EnquiryState::Lost)),
        Which::Spam => query.filter(is(EnquiryState::Spam)),
        Which::Quarantine => query.filter(is(EnquiryState::Quarantine)),
        Which::All => {
            query.filter(enquiries::state.ne(EnquiryState::Spam)).filter(enquiries::state.ne(EnquiryState::Quarantine))
        }
    };
    let query = match filter.whose {
        Whose::Anyone => query,
        Whose::Nobody => query.filter(enquiries::owner_id.is_null()),
        Whose::User(user) => query.filter(enquiries::owner_id.eq(user)),
    };
    let query = match filter.kind {
        Some(kind) => query.filter(enquiries::kind.eq(kind)),
        None => query,
    };
    if filter.letters.is_empty() { query } else { with_letters(query, &filter.letters) }
}

/// Letters may be those of a reference, typed any way, or of a name or an address.
fn with_letters(query: Query, letters: &str) -> Query {
    let plain: String = letters.chars().filter(|c| !"%_\\".contains(*c)).collect();
    let (as_typed, small) = (format!("%{plain}%"), format!("%{}%", plain.to_lowercase()));
    let person = enquiries::name
        .like(as_typed)
        .or(lower(enquiries::name).like(small.clone()))
        .or(lower(enquiries::email).like(small));
    match reference_pattern(letters) {
        Some(pattern) => query.filter(person.or(enquiries::reference.like(pattern))),
        None => query.filter(person),
    }
}

/// The beginning of a reference as it is stored: case, hyphens and spaces are forgiven, and so are O for 0 and I or L for 1.
fn reference_pattern(letters: &str) -> Option<String> {
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let plain: Vec<char> = letters.chars().filter(|c| !"- ".contains(*c)).map(letter).collect();
    if !(3..=8).contains(&plain.len()) || !plain.iter().all(char::is_ascii_alphanumeric) {
        return None;
    }
    let (first, second) = plain.split_at(plain.len().min(4));
    let hyphen = if second.is_empty() { "" } else { "-" };
    Some(format!("{}{hyphen}{}%", first.iter().collect::<String>(), second.iter().collect::<String>()))
}

/// How many enquiries a filter leaves.
pub fn count_in_inbox(conn: &mut Conn, filter: &InboxFilter, now: Timestamp) -> QueryResult<i64> {
    chosen(filter, now).count().get_result(conn)
}

/// The enquiries that a filter leaves, so many after so many. Those that wait for an answer come by their due time, others newest first.
pub fn list_inbox(
    conn: &mut Conn,
    filter: &InboxFilter,
    (limit, offset): (i64, i64),
    now: Timestamp,
) -> QueryResult<Vec<InboxRow>> {
    let query = chosen(filter, now).limit(limit).offset(offset).select(enquiries::id);
    let newest_first = (enquiries::received_at.desc(), enquiries::id.desc());
    let by_due_time = (enquiries::state.ne(EnquiryState::New), enquiries::answer_due_at, enquiries::id);
    let ids: Vec<EnquiryId> = match filter.which {
        Which::Open | Which::New | Which::Overdue => query.order(by_due_time).load(conn)?,
        _ => query.order(newest_first).load(conn)?,
    };
    list_rows(conn, &ids)
}

/// The enquiries that a filter leaves before one of them, newest first, for whoever reads them all in parts.
pub fn list_inbox_before(
    conn: &mut Conn,
    filter: &InboxFilter,
    before: Option<EnquiryId>,
    limit: i64,
    now: Timestamp,
) -> QueryResult<Vec<InboxRow>> {
    let query = chosen(filter, now).filter(enquiries::id.lt(before.map_or(i64::MAX, |id| id.0)));
    let ids: Vec<EnquiryId> = query.order(enquiries::id.desc()).select(enquiries::id).limit(limit).load(conn)?;
    list_rows(conn, &ids)
}

/// Writes into the audit that somebody takes a list of people out of the house: how it was narrowed and how many are on it, but not by which
/// letters, because those may be somebody's name.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn note_export(conn: &mut Conn, actor: &Actor, filter: &InboxFilter, now: Timestamp) -> Save<()> {
    actor.must(Permission::Enquiries)?;
    let count = count_in_inbox(conn, filter, now)?;
    let after = serde_json::json!({
        "which": filter.which,
        "kind": filter.kind,
        "has_letters": !filter.letters.is_empty(),
        "count": count,
    });
    record(conn, actor, &Act { action: "export", kind: "enquiry", after: Some(after), ..Act::default() }, now)?;
    Ok(())
}

/// What stands above the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Enquiries that nobody answered.
    pub unanswered: i64,
    /// Those of them that are more than a day old.
    pub older_than_a_day: i64,
    /// Enquiries since Monday.
    pub this_week: i64,
}

/// What stands above the inbox now.
pub fn find_standing(conn: &mut Conn, now: Timestamp) -> QueryResult<Standing> {
    let filter = |which| InboxFilter { which, whose: Whose::Anyone, kind: None, letters: String::new() };
    let today = now.home_day();
    let monday = today - Days::new(today.weekday().num_days_from_monday().into());
    let week = Timestamp::from_local(monday, NaiveTime::MIN, Timestamp::HOME).unwrap_or(now);
    let old = chosen(&filter(Which::New), now).filter(enquiries::received_at.lt(now - Duration::days(1)));
    Ok(Standing {
        unanswered: count_in_inbox(conn, &filter(Which::New), now)?,
        older_than_a_day: old.count().get_result(conn)?,
        this_week: chosen(&filter(Which::All), now).filter(enquiries::received_at.ge(week)).count().get_result(conn)?,
    })
}
