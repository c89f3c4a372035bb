use lectern::access::Role;

use crate::support::site::Site;

#[actix_web::test]
async fn the_audit_says_who_changed_what_and_how() {
    let site = Site::academy();
    site.edit("pages/about.md", "The text of About.", "Another text.").await;
    let desk = site.desk(Role::Admin).await;
    desk.post("/admin/addresses", &[("from", "/old"), ("to", "/courses")]).await;
    let page = desk.get("/admin/audit").await;
    let rows: Vec<String> = page.tree().all("tr").map(|row| row.text.replace('\n', " ")).collect();
    assert!(rows[1].contains("The admin") && rows[1].contains("redirect address"), "{rows:?}");
    assert!(rows[2].contains("The admin") && rows[2].contains("sign-in user"), "{rows:?}");
    assert!(rows[3].contains("Command line") && rows[3].contains("change page"), "{rows:?}");
    assert!(rows[3].contains("The text of About.") && rows[3].contains("Another text."), "{rows:?}");

    let filtered = desk.get("/admin/audit?kind=page&action=change").await;
    assert_eq!(filtered.tree().all("tr").count(), 2);
    assert!(desk.get("/admin/audit?kind=nothing").await.html.contains("Nothing like that"));
}

#[actix_web::test]
async fn long_audits_are_read_in_parts() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    for number in 0..30 {
        desk.post("/admin/addresses", &[("from", &format!("/old-{number}")), ("to", "/courses")]).await;
    }
    let first = desk.get("/admin/audit").await.tree();
    let earlier = first.all("a").find(|link| link.text == "Earlier").unwrap().get("href").unwrap().to_owned();
    let second = desk.get(&earlier).await.tree();
    let when =
        |tree: &crate::support::site::Tree| tree.all("tr").skip(1).map(|row| row.text.clone()).collect::<Vec<_>>();
    assert_eq!(when(&first).len(), 50);
    assert!(when(&second).iter().all(|row| !when(&first).contains(row)));
}

#[actix_web::test]
async fn the_export_is_a_table_that_no_spreadsheet_runs() {
    let site = Site::academy();
    site.edit("pages/about.md", "title = \"About\"", "title = \"=1+1\"").await;
    let desk = site.desk(Role::Admin).await;
    desk.post("/admin/addresses", &[("from", "/old"), ("to", "/courses")]).await;
    let export = desk.get("/admin/audit.csv?kind=page").await;
    assert!(export.header("content-disposition").starts_with("attachment"));
    let text = String::from_utf8(export.body.clone()).unwrap();
    assert!(text.starts_with("\u{feff}when,who,action,kind,subject,changes\r\n"), "{text}");
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert!(rows.iter().all(|row| &row[3] == "page"));
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
}
