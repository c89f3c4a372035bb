//! The suite: one binary, so that it links once.
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod caching;
#[cfg(test)]
mod figure;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod public;
#[cfg(test)]
mod support;
