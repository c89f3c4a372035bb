//! A draft, what is scheduled and what was withdrawn appear nowhere: not as a result, in a count, an extract, a suggestion or a guess.
use lectern::catalogue::index_course;
use lectern::db::prelude::*;
use lectern::db::schema::{courses, posts};
use lectern::search::Lexicon;
use lectern::types::Publication;

use super::{addresses, find};
use crate::support::site::{Site, start};

async fn offers(site: &Site, text: &'static str, address: &str) -> bool {
    let now = site.clock.now();
    let offered = site.db().read(move |conn| Ok(Lexicon::read(conn, now)?.suggest(text))).await.unwrap();
    offered.iter().any(|one| one.address == address)
}

#[actix_web::test]
async fn a_draft_and_a_scheduled_post_leave_no_trace() {
    let site = Site::academy();
    for text in ["unfinished", "unfinishd", "foretold", "foretld", "Errors Foretold"] {
        let found = find(site.db(), text, start()).await;
        assert_eq!((found.count().number, found.instead, found.meant), (0, None, None), "{text}");
    }
    let (draft, scheduled) = ("/blog/unfinished", "/blog/rust-errors");
    assert!(!offers(&site, "unfin", draft).await && !offers(&site, "foret", scheduled).await);
    site.clock.advance(std::time::Duration::from_secs(2 * 86_400));
    let now = site.clock.now();
    assert_eq!(addresses(&find(site.db(), "foretld", now).await)[0], "/blog/rust-errors", "at its moment it is there");
    assert!(offers(&site, "foret", scheduled).await && !offers(&site, "unfin", draft).await);
}

#[actix_web::test]
async fn a_course_that_is_withdrawn_takes_its_dates_along() {
    let site = Site::academy();
    let before = find(site.db(), "rust", start()).await;
    assert!(before.courses.len() == 1 && before.dates.len() > 1);
    assert!(
        offers(&site, "RS-1", "/courses/rust-services").await
            && offers(&site, "RS-1-W", "/trainings/RS-1-WEB-01").await
    );
    let withdraw = |conn: &mut lectern::db::Conn| {
        let slug = "rust-services".parse().unwrap();
        diesel::update(courses::table.filter(courses::slug.eq(&slug)))
            .set(courses::state.eq(Publication::Retired))
            .execute(conn)?;
        index_course(conn, &slug)
    };
    site.db().write(withdraw).await.unwrap();
    let after = find(site.db(), "rust services", start()).await;
    assert!(after.courses.is_empty() && after.dates.is_empty() && after.best.is_none(), "{after:?}");
    let code = find(site.db(), "RS-1-WEB-01", start()).await;
    assert!(code.best.is_none() && code.is_empty());
    assert!(
        !offers(&site, "RS-1", "/courses/rust-services").await
            && !offers(&site, "RS-1-W", "/trainings/RS-1-WEB-01").await
    );
}

#[actix_web::test]
async fn even_an_index_that_is_behind_shows_nothing_hidden() {
    let site = Site::academy();
    let hide = |conn: &mut lectern::db::Conn| {
        diesel::update(courses::table).set(courses::state.eq(Publication::Draft)).execute(conn)?;
        diesel::update(posts::table).set(posts::state.eq(Publication::Draft)).execute(conn)
    };
    site.db().write(hide).await.unwrap();
    for text in ["rust", "sql", "joins explained", "RS-1", "RS-1-WEB-01"] {
        let shown = addresses(&find(site.db(), text, start()).await);
        let hidden = shown.iter().filter(|address| !address.starts_with("/paths/") && !address.starts_with("/about"));
        assert_eq!(hidden.count(), 0, "{text}: {shown:?}");
    }
}
