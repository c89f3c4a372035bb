//! The trainings at the desk.
use crate::types::Code;

/// All of them, as a table.
pub const GRID: &str = "/admin/trainings";
/// The form for a new one.
pub const NEW: &str = "/admin/trainings/new";
/// Where rows of a spreadsheet are pasted.
pub const PASTE: &str = "/admin/trainings/paste";
/// Where the prices of some are changed.
pub const PRICES: &str = "/admin/trainings/prices";
/// Those that wait for a decision.
pub const DECISIONS: &str = "/admin/trainings/decisions";
/// What people wait for.
pub const DEMAND: &str = "/admin/trainings/demand";
/// The pattern of [`edit`].
pub const EDIT: &str = "/admin/trainings/{code}";
/// The pattern of [`seats`].
pub const SEATS: &str = "/admin/trainings/{code}/seats";
/// The pattern of [`state`].
pub const STATE: &str = "/admin/trainings/{code}/state";
/// The pattern of [`repeat`].
pub const REPEAT: &str = "/admin/trainings/{code}/repeat";

/// The pattern of [`tell`].
pub const TELL: &str = "/admin/trainings/{code}/tell";

/// One of them.
pub fn edit(code: &Code) -> String {
    format!("{GRID}/{code}")
}

/// Where a seat more or fewer is posted.
pub fn seats(code: &Code) -> String {
    format!("{GRID}/{code}/seats")
}

/// How one stands.
pub fn state(code: &Code) -> String {
    format!("{GRID}/{code}/state")
}

/// One given again.
pub fn repeat(code: &Code) -> String {
    format!("{GRID}/{code}/repeat")
}

/// Who waits for a date like one of them.
pub fn tell(code: &Code) -> String {
    format!("{GRID}/{code}/tell")
}
