//! Pictures: what is taken in, what is refused, what is kept and where it is used.
mod avif;
mod hostile;
mod memory;
mod serving;
mod shown;
mod taking_in;
mod verbs;

use lectern::access::Actor;
use lectern::media::{Media, MediaError, Taken, add_media};
use std::io::Write;

use crate::support::site::Site;

/// Takes bytes in as an upload does.
async fn upload(site: &Site, name: &str, bytes: &[u8]) -> Result<Taken, MediaError> {
    let mut file = site.context.library.incoming().unwrap();
    file.write_all(bytes).unwrap();
    let (developed, _turn) = site.context.library.take_in(file).await?;
    let (name, now) = (name.to_owned(), site.clock.now());
    site.db().attempt(move |conn| add_media(conn, &Actor::operator(), &developed, &name, now)).await.unwrap()
}

async fn uploaded(site: &Site, name: &str, bytes: &[u8]) -> Media {
    upload(site, name, bytes).await.unwrap().media
}
