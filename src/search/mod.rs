//! Finding: what a visitor means, what holds it, in which order; what to offer while they type; what nobody found.
mod extract;
mod found;
mod lexicon;
mod misses;
mod query;
mod rebuild;
mod score;
mod spelling;
mod suggest;

pub use extract::Piece;
pub use found::{Count, Found, Group, Hit, course_ids_matching, search};
pub use lexicon::Lexicon;
pub use misses::{Misses, list_misses};
pub use rebuild::{fill_index, rebuild_index};
pub use suggest::Suggestion;
