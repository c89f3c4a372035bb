//! The desk as staff meet it: through HTTP, page by page.
mod addresses;
mod audit;
mod permissions;
mod sign_in;
mod trainings;
