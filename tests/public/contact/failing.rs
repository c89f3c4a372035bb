//! When something breaks: all of an enquiry is kept, or nothing, and the visitor's text never goes.
use lectern::db::prelude::*;
use lectern::db::schema::{consents, enquiry_events, notice_versions};

use super::{THOROUGH, count, with};
use crate::support::site::{Answer, Site};

async fn break_table(site: &Site, table: &'static str) {
    let sql = format!("ALTER TABLE {table} RENAME TO {table}_away");
    site.db().write(move |conn| diesel::sql_query(sql).execute(conn).map(|_| ())).await.unwrap();
}

async fn mend_table(site: &Site, table: &'static str) {
    let sql = format!("ALTER TABLE {table}_away RENAME TO {table}");
    site.db().write(move |conn| diesel::sql_query(sql).execute(conn).map(|_| ())).await.unwrap();
}

#[track_caller]
fn assert_kept(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.html);
    for (field, value) in THOROUGH {
        assert_eq!(answer.field(field).as_deref(), Some(*value), "{field}");
    }
    assert!(answer.html.contains("We could not save your enquiry just now."));
    assert!(answer.html.contains("+27115550199"), "and there is a number to call");
    assert_eq!((answer.header("cache-control"), answer.header("location")), ("no-store", ""));
    assert!(!answer.html.contains("_away") && !answer.html.to_lowercase().contains("no such table"));
}

#[actix_web::test]
async fn an_enquiry_whose_mails_cannot_be_owed_is_not_kept_and_the_text_comes_back() {
    let mut site = Site::academy();
    site.get("/").await;
    break_table(&site, "outbox").await;
    assert_kept(&site.post("/contact", THOROUGH).await);
    let rows: (i64, i64, i64, i64) = (
        count(&site).await,
        site.db().read(|conn| enquiry_events::table.count().get_result(conn)).await.unwrap(),
        site.db().read(|conn| consents::table.count().get_result(conn)).await.unwrap(),
        site.db().read(|conn| notice_versions::table.count().get_result(conn)).await.unwrap(),
    );
    assert_eq!(rows, (0, 0, 0, 0), "nothing was kept");
    site.leave_mail(); // while the table is away, nobody can look
    mend_table(&site, "outbox").await;
    assert_eq!(site.post("/contact", THOROUGH).await.status, 303, "the same form sent again");
    assert_eq!(site.deliver().await.len(), 2);
}

#[actix_web::test]
async fn whichever_table_fails_nothing_is_kept_and_the_text_comes_back() {
    for table in ["enquiry_events", "consents", "notice_versions", "retention_rules", "routes", "courses", "cities"] {
        let site = Site::academy();
        site.get("/").await;
        break_table(&site, table).await;
        assert_kept(&site.post("/contact", THOROUGH).await);
        assert_eq!(count(&site).await, 0, "{table}");
        assert!(site.deliver().await.is_empty(), "{table}");
    }
}

#[actix_web::test]
async fn a_site_that_just_started_keeps_the_text_too() {
    let site = Site::academy();
    break_table(&site, "cities").await;
    let answer = site.post("/contact", &with(THOROUGH, &[("city", "")])).await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.field("message").as_deref(), Some("Is lunch included?\nAnd parking?"));
}
