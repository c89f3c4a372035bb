//! Seats that become free, for whoever waits for them.
use crate::db::DbError;
use crate::enquiries::{has_seats_to_pass, pass_seats};
use crate::web::Context;

/// Offers free seats to whoever is next in line, and ends offers that nobody answered. It writes only where there is something to do.
///
/// # Errors
/// When the database fails.
pub async fn pass_seats_once(context: &Context) -> Result<usize, DbError> {
    let now = context.clock.now();
    if !context.db.read(move |conn| has_seats_to_pass(conn, now)).await? {
        return Ok(0);
    }
    let desk = context.desk.clone();
    let offers = context.db.write(move |conn| pass_seats(conn, &desk, now)).await?;
    context.courier.wake();
    Ok(offers)
}
