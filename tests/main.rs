//! The suite: one binary, so that it links once.
mod mail;
mod outbox;
mod support;
