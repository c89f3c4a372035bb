use lectern::db::prelude::*;

use crate::support::site::Site;

#[actix_web::test]
async fn a_healthy_site_is_alive_and_ready() {
    let site = Site::academy();
    for (path, words) in [("/healthz", "alive\n"), ("/readyz", "ready\n")] {
        let answer = site.get(path).await;
        assert_eq!((answer.status, answer.html.as_str()), (200, words));
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    }
}

#[actix_web::test]
async fn a_site_with_an_old_schema_is_alive_but_not_ready() {
    let site = Site::empty();
    let forget =
        "DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)";
    site.db().write(move |conn| diesel::sql_query(forget).execute(conn).map(|_| ())).await.unwrap();
    assert_eq!(site.get("/healthz").await.status, 200);
    let answer = site.get("/readyz").await;
    assert_eq!(answer.status, 503);
    assert!(answer.html.contains("lectern migrate"), "{}", answer.html);
}

#[actix_web::test]
async fn readiness_is_never_kept_by_a_cache() {
    assert_eq!(Site::empty().get("/readyz").await.header("cache-control"), "no-store");
}
