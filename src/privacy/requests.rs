use crate::db::prelude::*;
use chrono::{Days, NaiveDate};

use crate::access::{Act, Actor, Permission, record};
use crate::db::schema::rights_requests;
use crate::db::{Conn, MultiBackend};
use crate::site::{Save, SaveError};
use crate::types::{EmailAddress, Reference, Timestamp, id_type, words};

id_type!(RequestId, "a request about somebody's rights");

words! {
    /// What somebody asks for.
    Right {
        /// To see what is held (POPIA, s 23).
        Access = "access",
        /// To have it corrected (s 24).
        Correct = "correct",
        /// To have it deleted (s 24).
        Delete = "delete",
        /// That it is not used any more (s 11(3)).
        Object = "object",
    }
}

impl Right {
    /// What is asked for, as a person says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Access => "See what you hold about me",
            Self::Correct => "Correct something",
            Self::Delete => "Delete what you hold about me",
            Self::Object => "Stop using my details",
        }
    }
}

words! {
    /// How a request stands.
    RequestState {
        /// It came in.
        Received = "received",
        /// Its sender has shown to be that person.
        Confirmed = "confirmed",
        /// It was done.
        Done = "done",
        /// It was refused, with a reason.
        Refused = "refused",
    }
}

/// Within so many days a request is answered.
const DAYS_TO_ANSWER: u64 = 30;
/// Characters of an explanation.
pub(super) const LONGEST: usize = 2_000;

/// A request as its sender writes it.
#[derive(Debug, Clone)]
pub struct NewRightsRequest {
    /// What is asked for.
    pub right: Right,
    /// Whose data it is about.
    pub email: EmailAddress,
    /// In the sender's words.
    pub details: String,
    /// What to name it by.
    pub reference: Reference,
}

/// A line of the register.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = rights_requests, check_for_backend(MultiBackend))]
pub struct RightsRequest {
    /// Row id.
    pub id: RequestId,
    /// What to name it by.
    pub reference: Reference,
    /// What is asked for.
    #[diesel(column_name = kind)]
    pub right: Right,
    /// Whose data it is about; empty once they are erased.
    pub email: String,
    /// In the sender's words.
    pub details: String,
    /// How it stands.
    pub state: RequestState,
    /// When it came in.
    pub received_at: Timestamp,
    /// The last day to answer.
    pub due_on: NaiveDate,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// What came of it.
    pub outcome: Option<String>,
}

/// Puts a request into the register, however it came: by mail, by telephone, over the counter.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn add_request(conn: &mut Conn, actor: &Actor, new: &NewRightsRequest, now: Timestamp) -> Save<RequestId> {
    actor.must(Permission::Enquiries)?;
    let id = insert_request(conn, new, now)?;
    let after = serde_json::json!({ "reference": new.reference.as_str(), "right": new.right });
    let act = Act { action: "create", kind: "rights-request", id: Some(id.0), after: Some(after), ..Act::default() };
    record(conn, actor, &act, now)?;
    Ok(id)
}

/// The day by which a request of today is answered.
pub(super) fn due_on(now: Timestamp) -> NaiveDate {
    now.home_day() + Days::new(DAYS_TO_ANSWER)
}

pub(super) fn insert_request(conn: &mut Conn, new: &NewRightsRequest, now: Timestamp) -> QueryResult<RequestId> {
    let details: String = new.details.chars().take(LONGEST).collect();
    let row = (
        rights_requests::reference.eq(&new.reference),
        rights_requests::kind.eq(new.right),
        rights_requests::email.eq(&new.email),
        rights_requests::details.eq(details),
        rights_requests::state.eq(RequestState::Received),
        rights_requests::received_at.eq(now),
        rights_requests::due_on.eq(due_on(now)),
    );
    diesel::insert_into(rights_requests::table).values(row).returning(rights_requests::id).get_result(conn)
}

/// The register: what is open first, by the day on which it is due.
pub fn list_requests(conn: &mut Conn, limit: i64) -> QueryResult<Vec<RightsRequest>> {
    rights_requests::table
        .order((rights_requests::closed_at.is_not_null(), rights_requests::due_on, rights_requests::id))
        .select(RightsRequest::as_select())
        .limit(limit)
        .load(conn)
}

/// How many requests are open, and how many of them are due by a day.
pub fn count_open_requests(conn: &mut Conn, by: NaiveDate) -> QueryResult<(i64, i64)> {
    let open = || rights_requests::table.filter(rights_requests::closed_at.is_null()).count();
    Ok((open().first(conn)?, open().filter(rights_requests::due_on.le(by)).first(conn)?))
}

/// Closes a request with what came of it; whether it was open.
///
/// # Errors
/// When the actor may not, when no word says what came of it, or the database fails.
pub fn close_request(
    conn: &mut Conn,
    actor: &Actor,
    reference: &Reference,
    (state, outcome): (RequestState, &str),
    now: Timestamp,
) -> Save<bool> {
    actor.must(Permission::Enquiries)?;
    if outcome.trim().is_empty() {
        return Err(SaveError::Refused { field: "outcome", why: "is empty: say what was done, or why not".to_owned() });
    }
    let open = rights_requests::table
        .filter(rights_requests::reference.eq(reference))
        .filter(rights_requests::closed_at.is_null());
    let closed = (
        rights_requests::state.eq(state),
        rights_requests::outcome.eq(outcome.trim()),
        rights_requests::closed_at.eq(now),
    );
    let was_open = diesel::update(open).set(closed).execute(conn)? > 0;
    if was_open {
        let after = serde_json::json!({ "reference": reference.as_str(), "state": state });
        record(
            conn,
            actor,
            &Act { action: "close", kind: "rights-request", after: Some(after), ..Act::default() },
            now,
        )?;
    }
    Ok(was_open)
}
