use crate::db::prelude::*;
use serde_json::json;

use super::enquiry::{EnquiryId, EnquiryState};
use super::sheet::find_enquiry;
use super::work::{refuse, tell};
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::{enquiries, enquiry_merges};
use crate::site::SaveError;
use crate::types::{Reference, Timestamp};

/// Says that an enquiry is the same as another: it leaves the inbox, and the other one goes on with the earlier of both due times.
/// Nothing of what was typed is lost; both pages name each other.
///
/// # Errors
/// When the actor may not, or there is no such other enquiry.
pub fn merge(
    conn: &mut Conn,
    actor: &Actor,
    duplicate: EnquiryId,
    into: &Reference,
    now: Timestamp,
) -> Result<Reference, SaveError> {
    actor.must(Permission::Enquiries)?;
    let Some(named) = find_enquiry(conn, into)? else { return refuse("into", "is the reference of no enquiry") };
    let onward: Option<i64> =
        enquiry_merges::table.find(named.0).select(enquiry_merges::into_id).first(conn).optional()?;
    // Whatever was merged already leads to where that went, so that no chain comes about.
    let target = onward.map_or(named, EnquiryId);
    if target == duplicate {
        return refuse("into", "is this same enquiry");
    }
    let is_merged = enquiry_merges::table.filter(enquiry_merges::enquiry_id.eq(duplicate.0));
    if diesel::select(diesel::dsl::exists(is_merged)).get_result(conn)? {
        return refuse("into", "cannot be chosen: this enquiry was merged already");
    }
    diesel::update(enquiry_merges::table.filter(enquiry_merges::into_id.eq(duplicate.0)))
        .set(enquiry_merges::into_id.eq(target.0))
        .execute(conn)?;
    let row = (
        enquiry_merges::enquiry_id.eq(duplicate.0),
        enquiry_merges::into_id.eq(target.0),
        enquiry_merges::merged_at.eq(now),
    );
    diesel::insert_into(enquiry_merges::table).values(row).execute(conn)?;
    let due = |id: EnquiryId| enquiries::table.find(id).select((enquiries::answer_due_at, enquiries::reference));
    let (its_due, its_reference): (Option<Timestamp>, Reference) = due(duplicate).first(conn)?;
    let (other_due, reference): (Option<Timestamp>, Reference) = due(target).first(conn)?;
    diesel::update(enquiries::table.find(target))
        .set(enquiries::answer_due_at.eq(its_due.into_iter().chain(other_due).min()))
        .execute(conn)?;
    diesel::update(enquiries::table.find(duplicate))
        .set((enquiries::state.eq(EnquiryState::Lost), enquiries::row_version.eq(enquiries::row_version + 1)))
        .execute(conn)?;
    tell(conn, actor.user(), duplicate, ("merged", &json!({ "into": reference.as_str() })), now)?;
    tell(conn, actor.user(), target, ("merged", &json!({ "from": its_reference.as_str() })), now)?;
    let after = Some(json!({ "into": target.0 }));
    let act = Act { action: "merge", kind: "enquiry", id: Some(duplicate.0), before: None, after };
    record(conn, actor, &act, now)?;
    Ok(reference)
}
