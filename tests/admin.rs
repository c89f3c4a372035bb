//! The desk as staff meet it: through HTTP, page by page.
mod accounts;
mod addresses;
mod audit;
mod courses;
mod dashboard;
mod enquiries;
mod heroes;
mod media;
mod menus;
mod office;
mod permissions;
pub mod posts;
mod records;
mod routing;
mod settings;
mod sign_in;
mod trainings;
mod users;
