//! The pages that visitors see, one module a page.
/// The blog: index, topics, posts.
pub mod blog;
/// The enquiry form, and the page after it.
pub mod contact;
/// The cookie policy and choice.
pub mod cookies;
/// The catalogue and its courses.
pub mod courses;
/// For whoever watches over the process.
pub mod health;
/// The start page.
pub mod home;
/// Cities.
pub mod locations;
/// For when there is no connection.
pub mod offline;
/// Static pages.
pub mod pages;
/// Career paths.
pub mod paths;
/// Pictures that stand for pages where they are shared.
pub mod pictures;
/// Posts that are not public, for whoever was given a link.
pub mod preview;
/// The form for what people may ask about their own data.
pub mod rights;
/// The search.
pub mod search;
/// Upcoming trainings, and each of them.
pub mod trainings;
/// What people who wait for a date or a seat reach from their mails.
pub mod waiting;

/// What several pages are made of.
pub mod parts;
