//! What several pages are made of.
pub mod body;
pub mod choices;
pub mod enquiry_form;
pub mod face;
pub mod facets;
pub mod figure;
pub mod filter;
pub mod query;
pub mod widgets;
