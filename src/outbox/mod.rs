//! Mail that is owed: stored with the change that caused it, delivered until a server has it.
mod courier;
mod delay;
mod lease;
mod overview;
mod store;

pub use courier::{Courier, Pace};
pub use delay::delay;
pub use lease::{claim, reclaim_expired, release_dead_leases, release_own_leases, renew};
pub use overview::{Filter, Listed, Page, ResendError, is_late, list, list_of_enquiry, resend};
pub use store::{
    Lease, MailId, MailKind, MailState, NewMail, Outcome, Owed, enqueue, next_due, oldest_owed, send_again, settle,
};
