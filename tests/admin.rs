//! The desk as staff meet it: through HTTP, page by page.
mod addresses;
mod audit;
mod permissions;
pub mod posts;
mod sign_in;
