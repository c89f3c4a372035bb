//! What several tests need: a database or a whole site of their own, a mail server that misbehaves when asked.
pub mod academy;
pub mod base64;
pub mod calendar;
mod certificate;
pub mod database;
pub mod pdf;
pub mod pictures;
pub mod site;
pub mod smtp_server;
