//! Lectern: a website for a training provider.
//!
//! Floors, lowest first: a module imports only from floors below its own (`tests/architecture.rs` checks it).
pub mod types;

pub mod clock;
pub mod tokens;
pub mod urls;

pub mod db;
pub mod mail;
pub mod press;

pub mod access;
pub mod index;

pub mod media;
pub mod outbox;

pub mod accounts;
pub mod site;

pub mod catalogue;

pub mod blog;
pub mod schedule;

pub mod enquiries;
pub mod privacy;
pub mod search;
pub mod transfer;

pub mod config;

pub mod web;

pub mod app;

pub mod cli;
