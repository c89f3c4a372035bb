//! Mail that is owed: stored with the change that caused it, delivered until a server has it.
mod courier;
mod delay;
mod hands;
mod health;
mod lease;
mod listing;
mod resend;
mod store;
mod trying;

pub use courier::{Courier, Pace};
pub use delay::{delay, delay_after_crash};
pub use health::{MailHealth, mail_health};
pub use lease::{
    MOST_CRASHES, claim, claim_suspect, put_back_after_crash, reclaim_expired, release_dead_leases, release_own_leases,
    renew,
};
pub use listing::{Filter, Listed, Page, list, list_of_enquiry};
pub use resend::{ResendError, resend, set_aside};
pub use store::{
    Lease, MailId, MailKind, MailState, NewMail, Outcome, Owed, count_to, enqueue, is_late, mend_clock, next_due,
    oldest_owed, release_waiting, settle,
};
