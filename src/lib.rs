//! Lectern: a website for a training provider.
//!
//! Floors, lowest first: a module imports only from floors below its own (`tests/architecture.rs` checks it).
pub mod types;

pub mod clock;
pub mod tokens;

pub mod db;
pub mod mail;

pub mod outbox;
