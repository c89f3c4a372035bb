use lectern::access::Role;
use serde_json::Value;

use crate::support::pictures::{jpeg, png};
use crate::support::site::{Answer, Ask, SignedIn, Site};

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

async fn upload_by_script(desk: &SignedIn<'_>, name: &str, bytes: &[u8]) -> Answer {
    desk.send(Ask::post_files("/admin/media", &[(name, bytes)]).with("Accept", "application/json")).await
}

#[actix_web::test]
async fn an_editor_uploads_by_form_and_is_led_to_the_picture() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    assert!(desk.get("/admin/media").await.html.contains("No picture was uploaded yet."));
    let answer = desk.send(Ask::post_files("/admin/media", &[("Our room.jpg", &jpeg(600, 400, 1))])).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/admin/media/1?done=created"));
    let page = desk.get(answer.header("location")).await;
    assert_eq!((page.status, page.h1().as_str()), (200, "our-room.webp"));
    let several = [("a.png", png(60, 40, 1)), ("b.png", png(60, 40, 2))];
    let several: Vec<(&str, &[u8])> = several.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let answer = desk.send(Ask::post_files("/admin/media", &several)).await;
    assert_eq!(answer.header("location"), "/admin/media?done=created");
    let list = desk.get("/admin/media").await;
    assert!(list.html.contains("3 pictures") && list.html.contains("No alternative text"));
    let tree = list.tree();
    assert_eq!(tree.all("img").count(), 3);
}

#[actix_web::test]
async fn what_is_not_taken_is_told_file_by_file_and_the_rest_is_kept() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let files: [(&str, &[u8]); 3] = [("<b>.png", b"<svg/>"), ("good.jpg", &jpeg(60, 40, 1)), ("empty.gif", b"")];
    let answer = desk.send(Ask::post_files("/admin/media", &files)).await;
    assert_eq!(answer.status, 422);
    assert!(answer.title().starts_with("Error: Media"));
    for words in [
        "&#60;b&#62;.png: The file is an SVG drawing",
        "empty.gif: The file is empty.",
        "The other picture was uploaded.",
    ] {
        assert!(answer.html.contains(words), "{words}: {}", answer.html);
    }
    let nothing = desk.send(Ask::post_files("/admin/media", &[])).await;
    assert!(nothing.status == 422 && nothing.html.contains("Choose a picture to upload."));
    let blank = desk.send(Ask::post_files("/admin/media", &[("", b"")])).await;
    assert!(blank.status == 422 && blank.html.contains("Choose a picture to upload."));
}

#[actix_web::test]
async fn a_script_uploads_and_gets_what_to_put_into_the_text() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let made = upload_by_script(&desk, "Team [1].jpg", &jpeg(600, 400, 1)).await;
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"));
    let told = json(&made);
    assert_eq!(told["markdown"], format!("![]({})", told["address"].as_str().unwrap()));
    assert_eq!((&told["width"], &told["decided"]), (&600.into(), &false.into()));
    assert_eq!(site.get(told["thumbnail"].as_str().unwrap()).await.status, 200);
    assert_eq!(upload_by_script(&desk, "again.jpg", &jpeg(600, 400, 1)).await.status, 200);
    let refused = upload_by_script(&desk, "a.png", b"<html>").await;
    assert_eq!(refused.status, 422);
    assert!(json(&refused)["error"].as_str().unwrap().starts_with("The file is a web page."));
    let found = json(&desk.get("/admin/media/pick?q=TEAM").await);
    assert_eq!(found["pictures"][0]["name"], "team-1.webp");
    assert_eq!(json(&desk.get("/admin/media/pick?q=nothing").await)["pictures"], Value::Array(vec![]));
}

#[actix_web::test]
async fn alternative_text_is_decided_and_what_was_typed_is_kept() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    upload_by_script(&desk, "a.jpg", &jpeg(60, 40, 1)).await;
    assert!(desk.get("/admin/media?show=without-alt").await.html.contains("1 picture<"));
    let both = [("alt", "A room"), ("decorative", "1"), ("focus", "3"), ("version", "1")];
    let refused = desk.post("/admin/media/1", &both).await;
    assert!(refused.status == 422 && refused.html.contains("A room</textarea>"), "{}", refused.html);
    assert!(refused.html.contains("Take out the text or the tick."));
    let good = [("alt", "A room"), ("focus", "3"), ("version", "1")];
    assert_eq!(desk.post("/admin/media/1", &good).await.header("location"), "/admin/media/1?done=saved");
    assert_eq!(
        desk.post("/admin/media/1", &[("alt", "A room"), ("focus", "3"), ("version", "2")]).await.header("location"),
        "/admin/media/1?done=unchanged"
    );
    let stale = desk.post("/admin/media/1", &[("alt", "A hall"), ("focus", "3"), ("version", "1")]).await;
    assert!(
        stale.status == 422 && stale.html.contains("Somebody else saved") && stale.html.contains("A hall</textarea>")
    );
    assert!(desk.get("/admin/media?show=without-alt").await.html.contains("Every picture has its alternative text."));
}

#[actix_web::test]
async fn a_file_is_replaced_and_a_used_picture_is_not_deleted() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let told = json(&upload_by_script(&desk, "a.jpg", &jpeg(60, 40, 1)).await);
    let address = told["address"].as_str().unwrap();
    site.edit("pages/about.md", "The text of About.", &format!("![A]({address})")).await;
    let refused = desk.post("/admin/media/1/delete", &[]).await;
    assert!(refused.status == 422 && refused.html.contains("Take it out there first."));
    let bad = desk.send(Ask::post_files("/admin/media/1/replace", &[("b.jpg", b"no")])).await;
    assert!(bad.status == 422 && bad.html.contains("not a picture that we can read"));
    let good = desk.send(Ask::post_files("/admin/media/1/replace", &[("b.jpg", &jpeg(90, 40, 2))])).await;
    assert_eq!(good.header("location"), "/admin/media/1?done=saved");
    assert_eq!(site.get(address).await.status, 302);
    assert!(site.get("/about").await.html.contains("width=\"90\""));
    site.edit("pages/about.md", "The text of About.", "Words.").await;
    assert_eq!(desk.post("/admin/media/1/delete", &[]).await.header("location"), "/admin/media?done=removed");
    assert_eq!((desk.get("/admin/media/1").await.status, site.get(address).await.status), (404, 404));
    let files = walk(&site.media_folder());
    assert!(files.is_empty(), "{files:?}");
}

/// Every file below a folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[actix_web::test]
async fn a_file_of_more_than_20_megabytes_is_refused_in_a_sentence() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let answer = upload_by_script(&desk, "a.jpg", &vec![0xFF; 20 * 1024 * 1024 + 1]).await;
    assert!(json(&answer)["error"].as_str().unwrap().starts_with("The file is larger than 20 MB."));
}
