//! Finding: what is found first, by whatever words; that nothing hidden is; that no input is a fault; what is offered and counted.
mod engines;
mod hostile;
mod keeping;
mod misses;
mod results;
mod speed;
mod suggestions;
mod visibility;

use lectern::db::Db;
use lectern::search::{Found, Lexicon, search};
use lectern::types::Timestamp;

/// Searches as the page does.
pub async fn find(db: &Db, text: &str, now: Timestamp) -> Found {
    let text = text.to_owned();
    db.read(move |conn| {
        let lexicon = Lexicon::read(conn, now)?;
        search(conn, &lexicon, &text, now)
    })
    .await
    .unwrap()
}

/// Every address that a search shows, in order: the best bet, then group by group.
pub fn addresses(found: &Found) -> Vec<String> {
    let best = found.best.iter().map(|hit| hit.address.clone());
    let hits = found.groups.iter().flat_map(|group| group.hits.iter().map(|hit| hit.address.clone()));
    let dates = found.dates.iter().map(|training| format!("/trainings/{}", training.code()));
    best.chain(hits).chain(dates).collect()
}

/// The best bet, the first of each group, and the first date.
pub fn firsts(found: &Found) -> Vec<String> {
    let best = found.best.iter().map(|hit| hit.address.clone());
    let hits = found.groups.iter().filter_map(|group| group.hits.first()).map(|hit| hit.address.clone());
    let date = found.dates.first().map(|training| format!("/trainings/{}", training.code()));
    best.chain(hits).chain(date).collect()
}
