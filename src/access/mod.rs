//! Who acts, what they may do, and the record of what was done.
mod actor;
mod audit;
mod permission;

pub use actor::{Actor, UserId};
pub use audit::{Act, AuditFilter, Entry, list_acts, list_audit_words, record, record_link};
pub use permission::{Denied, Permission, Role};
