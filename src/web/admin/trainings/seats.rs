use actix_web::HttpRequest;
use actix_web::web::{Data, Payload};

use super::{Answer, code_of};
use crate::access::Actor;
use crate::schedule::{change_seats, find_held};
use crate::site::SaveError;
use crate::urls;
use crate::urls::desk_trainings as at;
use crate::web::admin::notice::{Notice, go_on, see_other};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;

/// One seat more or fewer; then back to the table, as it was narrowed.
pub(super) async fn change(actor: Actor, request: HttpRequest, payload: Payload, context: Data<Context>) -> Answer {
    let code = code_of(&request)?;
    let fields = Fields::of_form(payload).await?;
    let found = code.clone();
    if context.db.read(move |conn| find_held(conn, &found)).await?.is_none() {
        return Err(AppError::NotFound);
    }
    let by: i32 = fields.parsed("by").filter(|by| matches!(by, 1 | -1)).ok_or(AppError::Unreadable)?;
    let now = context.clock.now();
    let back = |more: &[(&str, &str)]| {
        let kept = Fields::of_encoded(fields.get("back")).pairs();
        let kept = kept.iter().filter(|(name, _)| !matches!(name.as_str(), "seats" | "done"));
        let all: Vec<(&str, &str)> =
            kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(more.iter().copied()).collect();
        if all.is_empty() { at::GRID.to_owned() } else { format!("{}?{}", at::GRID, urls::query(&all)) }
    };
    let asked = code.clone();
    match context.db.attempt(move |conn| change_seats(conn, &actor, &asked, by, now)).await? {
        Ok(_) => Ok(go_on(&back(&[]), Notice::Saved)),
        // The table says what stands in the way; nothing was typed that could be lost.
        Err(SaveError::Refused { .. }) => Ok(see_other(&back(&[("seats", &format!("{code}{by:+}"))]))),
        Err(error) => Err(error.into()),
    }
}

/// The sentence behind `seats=CODE+1` in the table's address.
pub(super) fn complaint(fields: &Fields) -> Option<String> {
    let (code, is_more) = match fields.get("seats") {
        text if text.ends_with("+1") => (text.trim_end_matches("+1"), true),
        text if text.ends_with("-1") => (text.trim_end_matches("-1"), false),
        _ => return None,
    };
    let code: crate::types::Code = code.parse().ok()?;
    Some(match is_more {
        true => format!("{code} has no seat left. Raise its seats first, if the room is large enough."),
        false => format!("No seat of {code} is taken."),
    })
}
