//! People who wait: for a date of a course or in a city, or for a seat in a training that is full.
//!
//! Whoever presses “Tell me when there is a date” asks for that very mail, by name of course and city: this is the consent that POPIA asks for
//! (s 69(1)(a)), and it is kept with the wording that stood beside the button. Neither the law nor the purpose asks for a second opt-in by mail.
//! What a stranger's typing can do to somebody is bounded: one acknowledgement that names the stop link, then mail only when staff send news
//! of a date, each with the same link, which works without signing in and for ever.
mod announcing;
mod demand;
mod letters;
mod links;
mod offers;
mod seats;
mod stopping;
mod wishes;

pub use announcing::{list_waiters, tell_of_date};
pub use demand::{Demand, WaitingList, list_demand, list_waiting_lists};
pub use links::{SeatLink, StopLink};
pub use offers::{OfferAnswer, SeatOffer, answer_offer, find_offer};
pub use seats::{has_seats_to_pass, pass_seats};
pub use stopping::{Stoppable, find_stoppable, stop_news};
pub use wishes::{WISH_WORDING, Waiter};

pub(super) use wishes::note_wish;
