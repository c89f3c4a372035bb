//! The form that every noun shares: created, changed, refused, overtaken, put in order, renamed, removed and brought back.
mod filling;
mod history;
mod lists;
mod naming;
mod nouns;
mod refusals;
mod stale;

pub use filling::Filled;
