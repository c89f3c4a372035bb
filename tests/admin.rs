//! The desk as staff meet it: through HTTP, page by page.
mod permissions;
mod sign_in;
