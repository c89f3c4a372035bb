//! The suite: one binary, so that it links once.
#[cfg(test)]
mod admin;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod blog;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod caching;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod config;
#[cfg(test)]
mod db;
#[cfg(test)]
mod enquiries;
#[cfg(test)]
mod facets;
#[cfg(test)]
mod figure;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod media;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod press;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod prove;
#[cfg(test)]
mod public;
#[cfg(test)]
mod schedule;
#[cfg(test)]
mod script;
#[cfg(test)]
mod search;
#[cfg(test)]
mod seo;
#[cfg(test)]
mod site;
#[cfg(test)]
mod support;
#[cfg(test)]
mod transfer;
#[cfg(test)]
mod types;
