//! The index changes with the content, in its transaction, and with whatever lends its name.
use lectern::access::Actor;
use lectern::catalogue::{load_course, save_course};
use lectern::db::prelude::*;
use lectern::db::schema::{search_documents, search_links};
use lectern::search::{fill_index, rebuild_index};
use lectern::transfer::{Folder, import};

use super::{addresses, find};
use crate::support::site::{Site, academy, start};

async fn found(site: &Site, text: &str) -> Vec<String> {
    addresses(&find(site.db(), text, start()).await)
}

#[actix_web::test]
async fn what_is_renamed_is_found_by_its_new_name_alone_and_so_are_its_dates() {
    let site = Site::academy();
    site.edit("courses/rust-services.md", "title = \"Rust Services\"", "title = \"Gallant Giraffes\"").await;
    let now = found(&site, "giraffe").await;
    assert!(now.contains(&"/courses/rust-services".to_owned()) && now.contains(&"/trainings/RS-1-WEB-01".to_owned()));
    site.edit("cities/gqeberha.md", "\"Port Elizabeth\", \"PE\"", "\"Windy City\"").await;
    assert!(found(&site, "port elizabeth").await.is_empty());
    let there = found(&site, "windy city").await;
    assert!(there.contains(&"/locations/gqeberha".to_owned()) && there.contains(&"/trainings/RS-1-GQB-01".to_owned()));
    site.edit("topics/rust.md", "title = \"Rust\"", "title = \"Crustacean\"").await;
    assert!(found(&site, "crustaceans").await.contains(&"/courses/rust-services".to_owned()), "by its topic");
    site.edit("topics/sql.md", "synonyms = []", "synonyms = [\"query language\"]").await;
    assert!(found(&site, "query language").await.contains(&"/courses/sql-basics".to_owned()), "by a synonym");
}

#[actix_web::test]
async fn a_post_that_becomes_a_draft_again_leaves_the_index() {
    let site = Site::academy();
    assert!(found(&site, "joins").await.contains(&"/blog/sql-joins".to_owned()));
    site.edit("posts/sql-joins.md", "published = \"2026-02-10 08:00\"\n", "").await;
    assert!(!found(&site, "joins").await.contains(&"/blog/sql-joins".to_owned()));
    let rows: i64 = site
        .db()
        .read(|conn| search_documents::table.filter(search_documents::title.like("%Joins%")).count().get_result(conn))
        .await
        .unwrap();
    assert_eq!(rows, 0);
}

#[actix_web::test]
async fn what_is_not_stored_is_not_found() {
    let site = Site::academy();
    let work = |conn: &mut lectern::db::Conn| -> QueryResult<()> {
        let slug = "rust-services".parse().unwrap();
        let mut content = load_course(conn, &slug)?.unwrap();
        content.title = "Gallant Giraffes".to_owned();
        save_course(conn, &Actor::operator(), &slug, &content, start()).map_err(|_| diesel::result::Error::NotFound)?;
        Err(diesel::result::Error::RollbackTransaction)
    };
    site.db().write(work).await.unwrap_err();
    assert!(found(&site, "giraffes").await.is_empty() && !found(&site, "rust").await.is_empty());
    import(
        site.db(),
        Actor::operator(),
        Folder([("pages/zoo.md".to_owned(), academy().0["pages/about.md"].replace("About", "Giraffes"))].into()),
        start(),
        true,
    )
    .await
    .unwrap();
    assert!(found(&site, "giraffes").await.is_empty(), "a dry run leaves nothing");
}

#[actix_web::test]
async fn an_index_made_anew_is_the_same() {
    let site = Site::academy();
    let queries = ["rust", "sql", "durban", "port elizabeth", "privacy", "backend", "joins", "RS-1"];
    let mut before = Vec::new();
    for text in queries {
        before.push(found(&site, text).await);
    }
    let lose = |conn: &mut lectern::db::Conn| {
        diesel::delete(search_links::table).execute(conn)?;
        diesel::delete(search_documents::table).execute(conn)?;
        diesel::sql_query("DELETE FROM search_index").execute(conn)
    };
    site.db().write(lose).await.unwrap();
    assert!(found(&site, "rust").await.is_empty());
    site.db().write(fill_index).await.unwrap();
    site.db().write(rebuild_index).await.unwrap();
    for (text, before) in queries.iter().zip(before) {
        assert_eq!(found(&site, text).await, before, "{text}");
    }
}
