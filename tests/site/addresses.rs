//! The registry of addresses: an old address leads to the present one in one step, and never in a circle.
use std::collections::HashMap;

use lectern::db::prelude::*;
use lectern::db::schema::urls;
use lectern::db::{Conn, Db};
use lectern::site::{Resolution, Subject, claim_address, redirect_address, redirect_alias, resolve_address};

use crate::support::academy::today;
use crate::support::database::fresh;

async fn moved(db: &Db, path: &'static str) -> Option<String> {
    match db.read(move |conn| resolve_address(conn, path)).await.unwrap() {
        Some(Resolution::Moved(target)) => Some(target),
        other => {
            assert_eq!(other, None);
            None
        }
    }
}

async fn claim(db: &Db, path: &'static str, subject: (Subject, i64)) {
    db.write(move |conn| claim_address(conn, path, subject, today())).await.unwrap();
}

async fn redirect(db: &Db, from: &'static str, to: &'static str) {
    db.write(move |conn| redirect_address(conn, from, to, today())).await.unwrap();
}

#[tokio::test]
async fn an_address_that_shows_something_leads_nowhere_else() {
    let database = fresh();
    claim(&database.db, "/courses/a", (Subject::Course, 1)).await;
    assert_eq!(moved(&database.db, "/courses/a").await, None);
    assert_eq!(moved(&database.db, "/courses/unknown").await, None);
}

#[tokio::test]
async fn another_name_never_takes_the_address_of_something_else() {
    let database = fresh();
    claim(&database.db, "/locations/east-london", (Subject::City, 1)).await;
    let alias = |alias: &'static str| {
        database.db.write(move |conn| redirect_alias(conn, alias, "/locations/gqeberha", today()))
    };
    alias("/locations/east-london").await.unwrap();
    alias("/locations/port-elizabeth").await.unwrap();
    assert_eq!(moved(&database.db, "/locations/east-london").await, None);
    assert_eq!(moved(&database.db, "/locations/port-elizabeth").await.as_deref(), Some("/locations/gqeberha"));
}

#[tokio::test]
async fn a_thing_that_moves_leaves_a_redirect_behind() {
    let database = fresh();
    claim(&database.db, "/courses/a", (Subject::Course, 1)).await;
    claim(&database.db, "/courses/b", (Subject::Course, 1)).await;
    claim(&database.db, "/posts/c", (Subject::Post, 1)).await;
    assert_eq!(moved(&database.db, "/courses/a").await.as_deref(), Some("/courses/b"));
    assert_eq!(moved(&database.db, "/courses/b").await, None, "another kind with the same number is another thing");
}

#[tokio::test]
async fn a_chain_is_flattened_when_it_is_written() {
    let database = fresh();
    redirect(&database.db, "/a", "/b").await;
    redirect(&database.db, "/b", "/c").await;
    assert_eq!(moved(&database.db, "/a").await.as_deref(), Some("/c"));
    assert_eq!(moved(&database.db, "/b").await.as_deref(), Some("/c"));
    redirect(&database.db, "/z", "/a").await;
    assert_eq!(moved(&database.db, "/z").await.as_deref(), Some("/c"), "also when its end is there first");
}

#[tokio::test]
async fn a_thing_that_moves_back_and_forth_is_found_where_it_is() {
    let database = fresh();
    for path in ["/a", "/b", "/a", "/c", "/a"] {
        claim(&database.db, path, (Subject::Page, 7)).await;
    }
    assert_eq!(moved(&database.db, "/a").await, None);
    assert_eq!(moved(&database.db, "/b").await.as_deref(), Some("/a"));
    assert_eq!(moved(&database.db, "/c").await.as_deref(), Some("/a"));
}

#[tokio::test]
async fn an_address_that_becomes_a_page_again_stops_redirecting() {
    let database = fresh();
    redirect(&database.db, "/old", "/new").await;
    claim(&database.db, "/old", (Subject::Page, 1)).await;
    assert_eq!(moved(&database.db, "/old").await, None);
}

#[tokio::test]
async fn an_address_never_leads_to_itself() {
    let database = fresh();
    redirect(&database.db, "/a", "/a").await;
    assert_eq!(moved(&database.db, "/a").await, None);
    redirect(&database.db, "/a", "/b").await;
    redirect(&database.db, "/b", "/a").await;
    let ends = (moved(&database.db, "/a").await, moved(&database.db, "/b").await);
    assert!(ends.0.is_none() || ends.1.is_none(), "{ends:?}");
}

#[tokio::test]
async fn a_withdrawn_address_is_gone() {
    let database = fresh();
    let withdraw = |conn: &mut Conn| {
        let row = (urls::path.eq("/gone"), urls::is_gone.eq(true), urls::created_at.eq(today()));
        diesel::insert_into(urls::table).values(row).execute(conn)
    };
    database.db.write(withdraw).await.unwrap();
    let found = database.db.read(|conn| resolve_address(conn, "/gone")).await.unwrap();
    assert_eq!(found, Some(Resolution::Gone));
}

/// A small generator with a fixed seed, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[tokio::test]
async fn no_sequence_of_moves_stores_a_loop_or_a_chain() {
    let database = fresh();
    let play = |conn: &mut Conn| {
        let mut dice = Dice(2026);
        let mut story = Vec::new();
        for _ in 0..1500 {
            let (from, to) = (format!("/{}", dice.roll(7)), format!("/{}", dice.roll(7)));
            if dice.roll(2) == 0 {
                let thing = i64::try_from(dice.roll(4)).unwrap();
                story.push(format!("{thing} claims {to}"));
                claim_address(conn, &to, (Subject::Page, thing), today())?;
            } else {
                story.push(format!("{from} redirects to {to}"));
                redirect_address(conn, &from, &to, today())?;
            }
            if let Some(wrong) = wrong_with(conn)? {
                let last = story.len().saturating_sub(6);
                panic!("{wrong} after {:?}", &story[last..]);
            }
        }
        Ok(())
    };
    database.db.write(play).await.unwrap();
}

fn wrong_with(conn: &mut Conn) -> QueryResult<Option<String>> {
    let rows: Vec<(String, Option<String>, Option<i64>)> =
        urls::table.select((urls::path, urls::redirect_to, urls::subject_id)).load(conn)?;
    let redirects: HashMap<&str, &str> =
        rows.iter().filter_map(|(path, target, _)| Some((path.as_str(), target.as_deref()?))).collect();
    let long = redirects.iter().find(|(_, target)| redirects.contains_key(*target));
    let both = rows.iter().find(|(_, target, subject)| target.is_some() == subject.is_some());
    let mut shown: Vec<i64> = rows.iter().filter_map(|row| row.2).collect();
    let things = shown.len();
    shown.sort_unstable();
    shown.dedup();
    let twice = (shown.len() < things).then(|| "a thing with two addresses".to_owned());
    Ok(long.map(|step| format!("a chain at {step:?}")).or(both.map(|row| format!("{row:?}"))).or(twice))
}
