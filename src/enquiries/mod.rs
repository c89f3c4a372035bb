//! Questions from visitors: kept, and owed to staff as mail, in one transaction.
mod answer_time;
mod enquiry;
mod letters;
mod news;
mod notice;
mod receive;
mod routing;
mod store;
mod turning;
mod visit;

pub use answer_time::{answer_due, say_when};
pub use enquiry::{About, EnquiryId, EnquiryKind, EnquiryState, NewEnquiry, ReplyBy};
pub use letters::{Desk, LetterError};
pub use notice::{MARKETING_WORDING, collection_notice};
pub use receive::{Receipt, receive};
pub use store::{Promise, count_unanswered, find_promise};
pub use turning::{Concerned, Told, list_concerned, turn_training};
pub use visit::Visit;
