use lectern::access::Role;

use super::filling::Filled;
use super::nouns::EXAMPLES;
use crate::support::site::Site;

#[actix_web::test]
async fn a_stale_save_shows_both_versions_and_loses_neither() {
    let site = Site::academy();
    let (one, other) = (site.desk(Role::Editor).await, site.desk(Role::Admin).await);
    for example in EXAMPLES {
        let new = Filled::at(&one, &format!("{}/new", example.index)).await.filled(example.good);
        let address = new.saved(&one).await;
        let (mine, theirs) = (Filled::at(&one, &address).await, Filled::at(&other, &address).await);
        theirs.with("title", &["Title of theirs"]).saved(&other).await;
        let mine = mine.with("title", &["Title of mine"]);
        let refused = mine.send(&one).await;
        assert_eq!(refused.status, 409, "{address}");
        for text in ["The admin saved this meanwhile", "</span> Title of theirs</del>", "</span> Title of mine</ins>"] {
            assert!(refused.html.contains(text), "{address}: {text} in {}", refused.html);
        }
        assert_eq!(Filled::at(&one, &address).await.all("title"), ["Title of theirs"]);
        let kept = Filled::of(&refused, &address);
        assert_eq!(kept.all("title"), ["Title of mine"]);
        kept.saved(&one).await;
        assert_eq!(Filled::at(&one, &address).await.all("title"), ["Title of mine"]);
    }
}

#[actix_web::test]
async fn a_save_that_changes_nothing_says_so_and_keeps_no_version() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for address in ["/admin/courses/1", "/admin/paths/1", "/admin/cities/1", "/admin/venues/1", "/admin/trainers/1"] {
        let form = Filled::at(&desk, address).await;
        let answer = form.send(&desk).await;
        assert_eq!(answer.header("location"), format!("{address}?done=unchanged"));
        assert_eq!(Filled::at(&desk, address).await.all("seen"), form.all("seen"));
    }
}

#[actix_web::test]
async fn a_form_that_says_no_version_is_stale() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let form = Filled::at(&desk, "/admin/courses/1").await.with("title", &["x"]).with("seen", &[]);
    assert_eq!(form.send(&desk).await.status, 409);
}
