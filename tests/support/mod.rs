//! What several tests need: a database of their own, a mail server that misbehaves when asked.
pub mod academy;
pub mod base64;
mod certificate;
pub mod database;
pub mod smtp_server;
