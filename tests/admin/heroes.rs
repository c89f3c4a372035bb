//! The picture at the head of a post or a course, chosen from the library.
use lectern::access::Role;

use super::records::Filled;
use crate::support::pictures::{jpeg, png};
use crate::support::site::{Answer, Ask, SignedIn, Site};

/// Uploads a picture; the name of its content.
async fn picture(desk: &SignedIn<'_>, name: &str, bytes: &[u8], alt: &str) -> String {
    let answer = desk.send(Ask::post_files("/admin/media", &[(name, bytes)])).await;
    let at = answer.header("location").split('?').next().unwrap().to_owned();
    Filled::at(desk, &at).await.with("alt", &[alt]).saved(desk).await;
    let page = desk.get(&at).await.html;
    page[page.find("/media/").unwrap() + 7..][..32].to_owned()
}

/// What can be chosen, and which of it is.
fn choices(page: &Answer) -> Vec<(String, bool)> {
    let tree = page.tree();
    let buttons =
        tree.all("input").filter(|input| input.get("type") == Some("radio") && input.get("name") == Some("hero"));
    buttons.map(|one| (one.get("value").unwrap().to_owned(), one.get("checked").is_some())).collect()
}

/// The form at an address with the picture chosen that has this name, or none.
async fn choose(desk: &SignedIn<'_>, at: &str, hash: &str) {
    let form = Filled::at(desk, at).await.with("hero", &[hash]);
    let form = Filled { fields: form.fields.into_iter().filter(|(name, _)| name != "post").collect(), ..form };
    form.saved(desk).await;
}

#[actix_web::test]
async fn a_picture_is_chosen_by_its_looks_and_taken_away_again() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let hall = picture(&desk, "hall.jpg", &jpeg(600, 400, 1), "Our <big> hall").await;
    let owl = picture(&desk, "owl.png", &png(60, 40, 2), "An owl").await;
    let post = desk.get("/admin/posts?q=backend").await;
    let post = post.links_below("/admin/posts/")[0].to_owned();
    for (at, public) in [(format!("/admin/posts/{post}"), "/blog/"), ("/admin/courses/1".to_owned(), "/courses/")] {
        let form = Filled::at(&desk, &at).await;
        let public = format!("{public}{}", form.all("slug")[0]);
        let page = desk.get(&at).await;
        assert_eq!(choices(&page), [(String::new(), true), (owl.clone(), false), (hall.clone(), false)], "{at}");
        assert!(page.html.contains("Our &#60;big&#62; hall") && page.html.contains(&format!("src=\"/media/{hall}/")));
        choose(&desk, &at, &hall).await;
        assert!(site.get(&public).await.html.contains(&format!("/media/{hall}/")), "{public}");
        let page = desk.get(&at).await;
        assert_eq!(
            choices(&page),
            [(String::new(), false), (hall.clone(), true), (owl.clone(), false)],
            "the chosen first"
        );
        assert_eq!(Filled::of(&page, &at).all("hero"), [hall.as_str()], "saving something else keeps it");
        choose(&desk, &at, "").await;
        assert!(!site.get(&public).await.html.contains("/media/"), "{public}");
    }
}

#[actix_web::test]
async fn pictures_are_looked_for_without_losing_what_was_typed() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let hall = picture(&desk, "hall.jpg", &jpeg(600, 400, 1), "Our hall").await;
    picture(&desk, "owl.png", &png(60, 40, 2), "An owl").await;
    let post = desk.get("/admin/posts?q=backend").await;
    let post = post.links_below("/admin/posts/")[0].to_owned();
    for (at, button, find) in
        [(format!("/admin/posts/{post}"), "act", "find"), ("/admin/courses/1".to_owned(), "do", "find:hero")]
    {
        let form = Filled::at(&desk, &at).await.with("title", &["Typed and not saved"]);
        let found = form.with("hero-words", &["HALL"]).with(button, &[find]).send(&desk).await;
        assert_eq!((found.status, choices(&found)), (200, vec![(String::new(), true), (hall.clone(), false)]), "{at}");
        assert_eq!(Filled::of(&found, &at).all("title"), ["Typed and not saved"]);
        assert_ne!(Filled::at(&desk, &at).await.all("title"), ["Typed and not saved"], "looking saves nothing");
        let none = Filled::of(&found, &at).with("hero-words", &["zebra"]).with(button, &[find]).send(&desk).await;
        assert!(none.html.contains("No picture has “zebra” in its name or alternative text."), "{at}");
    }
    let gone = "0123456789abcdef0123456789abcdef";
    for hash in [gone, "../../etc", "x"] {
        let refused = Filled::at(&desk, "/admin/courses/1").await.with("hero", &[hash]).send(&desk).await;
        assert_eq!(refused.status, 422, "{hash}");
        let refused = Filled::at(&desk, &format!("/admin/posts/{post}")).await.with("hero", &[hash]).send(&desk).await;
        assert_eq!(refused.status, 422, "{hash}");
    }
}
