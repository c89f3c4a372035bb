//! HTTP: turns requests into calls on the rooms below, and their answers into pages.
mod assets;
mod caching;
mod consent;
mod context;
mod csv;
mod device;
mod encoding;
mod era;
mod error;
mod error_page;
mod fields;
mod finish;
mod form;
mod frame;
mod icalendar;
mod link_check;
mod linked_data;
mod meters;
mod methods;
mod network;
mod origin;
mod pager;
mod session;
mod shortcut;
mod signposts;
mod visit;

pub mod admin;
pub mod public;
pub mod routes;
pub mod seo;

pub use assets::Assets;
pub use consent::{COOKIES, KEPT_IN_BROWSER};
pub use context::{Context, Options};
pub use finish::finish;
pub use shortcut::Shortcut;
