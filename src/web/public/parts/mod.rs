//! What several pages are made of.
pub mod body;
pub mod enquiry_form;
pub mod face;
pub mod figure;
pub mod query;
pub mod widgets;
