use std::time::Duration;

use lectern::app::purge_once;
use lectern::db::prelude::*;
use lectern::db::schema::{enquiries, outbox};
use lectern::privacy::{RetentionReport, report_retention};

use crate::support::site::Site;

const DAY: u64 = 86_400;

async fn overdue(site: &Site) -> RetentionReport {
    let now = site.clock.now();
    site.db().read(move |conn| report_retention(conn, now)).await.unwrap()
}

#[actix_web::test]
async fn what_was_kept_long_enough_goes_and_nothing_sooner() {
    let site = Site::academy();
    let fields = [("name", "Mpho"), ("email", "mpho@example.org"), ("message", "Which course comes first?")];
    assert_eq!(site.post("/contact", &fields).await.status, 303);
    site.deliver().await;
    assert!(overdue(&site).await.is_empty());

    site.clock.advance(Duration::from_secs(31 * DAY));
    assert_eq!(overdue(&site).await, RetentionReport { mail_texts: 2, ..RetentionReport::default() });
    purge_once(&site.context).await.unwrap();
    assert!(overdue(&site).await.is_empty());
    let texts = site.db().read(|conn| outbox::table.filter(outbox::message.is_not_null()).count().first::<i64>(conn));
    assert_eq!(texts.await.unwrap(), 0);
    let name: String = site.db().read(|conn| enquiries::table.select(enquiries::name).first(conn)).await.unwrap();
    assert_eq!(name, "Mpho", "the enquiry itself is kept longer");

    site.clock.advance(Duration::from_secs(700 * DAY));
    assert_eq!(overdue(&site).await, RetentionReport { enquiries: 1, ..RetentionReport::default() });
    purge_once(&site.context).await.unwrap();
    let name: String = site.db().read(|conn| enquiries::table.select(enquiries::name).first(conn)).await.unwrap();
    assert_eq!(name, "");
    assert!(overdue(&site).await.is_empty());
}
