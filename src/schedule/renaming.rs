//! Other parts of the address for where and by whom.
use crate::db::prelude::*;

use super::indexing::{index_city, index_venue};
use crate::db::schema::{cities, trainers, venues};
use crate::site::{Subject, claim_address, move_address, renames};
use crate::urls;

renames! {
    cities, "city", city_slug, rename_city,
    check: |_| Ok(()),
    index: index_city,
    moved: |conn, id, _, to, now| claim_address(conn, &urls::city(to), (Subject::City, id), now),
}

renames! {
    venues, "venue", venue_slug, rename_venue,
    check: |_| Ok(()),
    index: index_venue,
    moved: |_, _, _, _, _| Ok(()), // a venue has no address: it is a part of its city's page
}

renames! {
    trainers, "trainer", trainer_slug, rename_trainer,
    check: |_| Ok(()),
    index: |_, _| Ok(()), // nobody is found by their name alone
    moved: |conn, _, from, to, now| move_address(conn, &urls::author(from), &urls::author(to), now),
}
