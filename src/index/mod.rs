//! What can be found: the words of everything public, in the database's own full-text search, kept in the transaction of each change.
mod document;
mod engine;
mod store;
mod term;
mod words;

pub use document::{Document, Entry, Kind, Match, Text};
pub use engine::{candidates, subjects};
pub use store::{is_empty, list_visible, put, remove, texts};
pub use term::Term;
pub use words::{Spoken, fold, index_words, spoken_words, stem, words_beginning};
