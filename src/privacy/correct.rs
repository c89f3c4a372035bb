use crate::db::prelude::*;

use super::holdings::enquiry_ids;
use crate::access::{Act, Actor, Permission, record};
use crate::db::schema::{enquiries, enquiry_events, interests};
use crate::db::{Conn, among, lower};
use crate::site::Save;
use crate::types::{EmailAddress, Phone, Timestamp};

/// What is right about a person, in the place of what was held (POPIA, s 24).
#[derive(Debug, Clone)]
pub struct Correction {
    /// The name.
    pub name: String,
    /// The address.
    pub email: EmailAddress,
    /// The number; none takes the one that was held away.
    pub phone: Option<Phone>,
}

/// Corrects a person in everything they sent. How many enquiries that concerned.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn correct_person(
    conn: &mut Conn,
    actor: &Actor,
    email: &EmailAddress,
    right: &Correction,
    now: Timestamp,
) -> Save<usize> {
    actor.must(Permission::Enquiries)?;
    let ids = enquiry_ids(conn, email)?;
    let person = (
        enquiries::name.eq(&right.name),
        enquiries::email.eq(&right.email),
        enquiries::phone_typed.eq(right.phone.as_ref().map(Phone::typed)),
        enquiries::phone_e164.eq(right.phone.as_ref().map(Phone::e164)),
        enquiries::row_version.eq(enquiries::row_version + 1),
    );
    diesel::update(enquiries::table.filter(among(enquiries::id, &ids))).set(person).execute(conn)?;
    diesel::update(interests::table.filter(lower(interests::email).eq(email.as_str().to_lowercase())))
        .set(interests::email.eq(&right.email))
        .execute(conn)?;
    for id in &ids {
        let event = (
            enquiry_events::enquiry_id.eq(id),
            enquiry_events::at.eq(now),
            enquiry_events::user_id.eq(actor.user()),
            enquiry_events::kind.eq("corrected"),
        );
        diesel::insert_into(enquiry_events::table).values(event).execute(conn)?;
        record(conn, actor, &Act { action: "correct", kind: "enquiry", id: Some(*id), ..Act::default() }, now)?;
    }
    Ok(ids.len())
}
