//! What people wait for, and the mail that tells them.
use lectern::access::Role;
use lectern::db::prelude::*;
use lectern::db::schema::{audit, interests};

use crate::support::site::{Mail, Site};

const TELL: &str = "/admin/trainings/SQ-1-GQB-01/tell";

async fn wish(site: &Site, name: &str, about: &[(&str, &str)]) -> String {
    let email = format!("{}@example.org", name.to_lowercase());
    let key = format!("{name}{about:?}").chars().take(60).collect::<String>();
    let mut fields = vec![("name", name), ("email", email.as_str()), ("kind", "interest"), ("form_key", &key)];
    fields.extend(about);
    let answer = site.post("/contact", &fields).await;
    answer.header("location").split_once("ref=").unwrap().1.to_owned()
}

async fn news(site: &Site) -> Vec<(String, Mail)> {
    let all = site.deliver().await.into_iter().filter(|mail| mail.subject().starts_with("There is a date"));
    let mut all: Vec<_> = all.map(|mail| (mail.to().to_owned(), mail)).collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

#[actix_web::test]
async fn a_date_is_told_to_those_who_asked_for_one_like_it_and_to_nobody_twice() {
    let site = Site::academy();
    wish(&site, "Here", &[("course", "sql-basics"), ("city", "gqeberha")]).await;
    wish(&site, "Here", &[("course", "sql-basics")]).await;
    wish(&site, "Anywhere", &[("course", "sql-basics")]).await;
    wish(&site, "Anything", &[("city", "gqeberha")]).await;
    wish(&site, "Elsewhere", &[("course", "sql-basics"), ("city", "durban")]).await;
    wish(&site, "Otherwise", &[("course", "rust-services"), ("city", "gqeberha")]).await;
    let booked = wish(&site, "Booked", &[("course", "sql-basics")]).await;
    let stopped = wish(&site, "Stopped", &[("course", "sql-basics")]).await;
    let staff = site.desk(Role::Staff).await;
    let state = format!("/admin/enquiries/{booked}/state");
    assert_eq!(staff.post(&state, &[("state", "booked")]).await.status, 303);
    let word = site.context.desk.links.sign_stop(&stopped.parse().unwrap());
    assert_eq!(site.post(&format!("/contact/stop/{word}"), &[]).await.status, 200);

    let desk = site.desk(Role::Editor).await;
    let edit = desk.get("/admin/trainings/SQ-1-GQB-01").await;
    assert!(edit.html.contains("3 people asked") && edit.has_link_to(TELL), "{}", edit.html);
    let page = desk.get(TELL).await;
    page.tree();
    for (name, is_there) in [("Here", true), ("Anywhere", true), ("Anything", true), ("Elsewhere", false)] {
        assert_eq!(page.html.contains(&format!("<li>{name} ")), is_there, "{name}");
    }
    assert!(page.html.contains("Mail 3 people"));
    assert!(news(&site).await.is_empty(), "looking tells nobody");

    let words = "Bring a laptop & <charger>.";
    let sent = desk.post(TELL, &[("words", words)]).await;
    assert!(sent.status == 303 && sent.header("location").contains("told=3"), "{}", sent.header("location"));
    let mails = news(&site).await;
    let to: Vec<&str> = mails.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, ["anything@example.org", "anywhere@example.org", "here@example.org"], "each once");
    let (_, mail) = &mails[0];
    assert!(
        mail.text().contains(words) && mail.html().contains("&lt;charger&gt;")
            || mail.html().contains("&#60;charger&#62;")
    );
    for text in ["SQL Basics", "Gqeberha", "/trainings/SQ-1-GQB-01", "/contact/stop/", "You asked us on 2 March 2026"] {
        assert!(mail.text().contains(text), "{text} in {}", mail.text());
    }
    assert_eq!(mail.raw_header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert!(mail.raw_header("List-Unsubscribe").contains("https://academy.example/contact/stop/"));

    let again = desk.post(TELL, &[("words", "")]).await;
    assert!(again.header("location").contains("told=0") && news(&site).await.len() == 3, "never twice");
    assert!(desk.get(TELL).await.html.contains("Nobody is left to tell"));
    wish(&site, "Late", &[("course", "sql-basics")]).await;
    assert!(desk.get(TELL).await.html.contains("Mail 1 person"), "whoever asks later has not heard of it");
    let acts: i64 =
        site.db().read(|conn| audit::table.filter(audit::action.eq("tell")).count().get_result(conn)).await.unwrap();
    assert_eq!(acts, 2);
    let told: i64 = site
        .db()
        .read(|conn| interests::table.filter(interests::told_at.is_not_null()).count().get_result(conn))
        .await
        .unwrap();
    assert_eq!(told, 4, "both wishes of the one who had two");
    site.deliver().await;
}

#[actix_web::test]
async fn a_date_on_new_days_is_news_again_and_one_that_is_off_is_none() {
    let site = Site::academy();
    wish(&site, "Ann", &[("course", "sql-basics")]).await;
    let desk = site.desk(Role::Editor).await;
    assert!(desk.post(TELL, &[]).await.header("location").contains("told=1"));
    let file = "trainings/SQ-1-GQB-01.md";
    let text = crate::support::site::academy().0[file].clone();
    let day = text.lines().find(|line| line.starts_with("first_day")).unwrap().to_owned();
    site.edit(file, &day, "first_day = \"2026-06-22\"").await;
    assert!(desk.post(TELL, &[]).await.header("location").contains("told=1"), "other days are another date");
    for off in ["cancelled", "postponed"] {
        let state = text.lines().find(|line| line.starts_with("state")).unwrap().to_owned();
        site.edit(file, &state, &format!("state = \"{off}\"")).await;
        let refused = desk.post(TELL, &[]).await;
        assert!(refused.status == 422 && refused.html.contains("This training cannot be attended"), "{}", refused.html);
    }
    assert_eq!(desk.get("/admin/trainings/NONE-1/tell").await.status, 404);
    assert_eq!(news(&site).await.len(), 2);
}

#[actix_web::test]
async fn the_planner_sees_how_many_wait_for_what_and_plans_it_from_there() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    assert!(desk.get("/admin/trainings/demand").await.html.contains("Nobody waits for a date"));
    wish(&site, "Ann", &[("course", "sql-basics"), ("city", "durban")]).await;
    wish(&site, "Ben", &[("course", "sql-basics"), ("city", "durban")]).await;
    wish(&site, "Ben", &[("city", "gqeberha")]).await;
    wish(&site, "Cleo", &[("training", "RS-1-DBN-01")]).await;
    let grid = desk.get("/admin/trainings").await;
    assert!(grid.has_link_to("/admin/trainings/demand") && grid.html.contains("Who waits for a date: 3 wishes"));
    let page = desk.get("/admin/trainings/demand").await;
    page.tree();
    let rows: Vec<&str> = page.html.split("<tr>").collect();
    let row = |words: &str| *rows.iter().find(|row| row.contains(words)).unwrap();
    assert!(row("Durban</td>\n<td class=\"num\">2</td><td class=\"num\">2</td>").contains("SQL Basics"));
    assert!(row("Any course").contains("Gqeberha"));
    assert!(row("RS-1-DBN-01").contains("<td class=\"num\">1</td>"), "the line of what is full");
    assert!(!page.html.contains("ann@example.org") && !page.html.contains("Ann"), "it names nobody");
    let new = desk.get("/admin/trainings/new?course=sql-basics&city=durban&mode=in-person").await;
    assert!(
        page.html.contains("course=sql-basics&#38;city=durban")
            || page.html.contains("course=sql-basics&amp;city=durban")
    );
    assert!(new.html.contains(r#"value="durban" selected"#) && new.html.contains(r#"value="sql-basics" selected"#));
    site.deliver().await;
}
