//! The desk's addresses around enquiries and their mail.
use crate::types::Reference;

/// The inbox.
pub const ENQUIRIES: &str = "/admin/enquiries";
/// The inbox as a table for a spreadsheet.
pub const ENQUIRIES_CSV: &str = "/admin/enquiries.csv";
/// How quickly enquiries were answered.
pub const PACE: &str = "/admin/enquiries/pace";
/// Where a list is kept under a name.
pub const VIEWS: &str = "/admin/enquiries/views";
/// Mail that is owed, sent or held.
pub const OUTBOX: &str = "/admin/outbox";
/// Who gets which enquiry.
pub const ROUTES: &str = "/admin/routes";
/// The office's clock.
pub const OFFICE: &str = "/admin/office";
/// Reply texts.
pub const REPLIES: &str = "/admin/replies";

/// The page with the button that marks an enquiry as answered.
pub fn answered(word: &str) -> String {
    format!("/admin/answered/{word}")
}

/// An act on an enquiry.
pub fn on_enquiry(reference: &Reference, act: &str) -> String {
    format!("{ENQUIRIES}/{reference}/{act}")
}
