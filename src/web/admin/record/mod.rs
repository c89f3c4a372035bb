//! One form for every noun: its fields are described once, and the rest follows from the description.
mod differences;
mod drawing;
mod edit;
mod field;
mod history;
mod index;
mod lists;
mod noun;
mod reading;
mod removal;
mod view;
mod writing;

pub use field::{Field, Kind, Section, Source};
pub use noun::{About, Aside, Fact, Listed, Noun, routes, single_routes};
