//! What is held about a person, and their rights to it: see, correct, delete, object (Protection of Personal Information Act 4 of 2013).
mod correct;
mod erase;
mod holdings;
mod requests;
mod retention;
mod submitting;

pub use correct::{Correction, correct_person};
pub use erase::{Erased, erase_person, replay_tombstones};
pub use holdings::{Holdings, find_holdings};
pub use requests::{
    NewRightsRequest, RequestId, RequestState, Right, RightsRequest, add_request, close_request, count_open_requests,
    list_requests,
};
pub use retention::{RetentionReport, purge, report_retention};
pub use submitting::{Office, Submitted, submit_request};
