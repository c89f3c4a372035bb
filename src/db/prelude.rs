//! diesel's prelude, with a [`RunQueryDsl`] of our own in place of diesel's.
pub use diesel::prelude::*;

pub use super::run_query::RunQueryDsl;
