//! The desk as staff meet it: through HTTP, page by page.
mod addresses;
mod audit;
mod courses;
mod menus;
mod permissions;
mod records;
mod settings;
mod sign_in;
