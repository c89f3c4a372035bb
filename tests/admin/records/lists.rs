use lectern::access::Role;

use super::filling::Filled;
use crate::support::site::{SignedIn, Site};

/// Presses a button beside an entry, without a script.
async fn press(desk: &SignedIn<'_>, form: &Filled, button: &str) -> Filled {
    let page = desk.get(&form.address).await;
    assert!(page.status != 200 || page.html.contains("name=\"do\""));
    let answer = form.clone().with("do", &[button]).send(desk).await;
    assert_eq!(answer.status, 200, "{button}");
    assert!(answer.html.contains(&format!("id=\"{}\"", button.split(':').nth(1).unwrap())));
    Filled::of(&answer, &form.address)
}

#[actix_web::test]
async fn entries_are_added_moved_and_removed_without_a_script_and_only_a_save_stores_them() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let address = "/admin/courses/1";
    let form = Filled::at(&desk, address).await.with("outcomes", &["one", "two", "three"]);
    let stored = Filled::at(&desk, address).await;
    let form = press(&desk, &form, "up:outcomes:2").await;
    assert_eq!(form.all("outcomes"), ["two", "one", "three"]);
    let form = press(&desk, &form, "down:outcomes:1").await;
    assert_eq!(form.all("outcomes"), ["one", "two", "three"]);
    let form = press(&desk, &form, "remove:outcomes:1").await;
    assert_eq!(form.all("outcomes"), ["two", "three"]);
    let form = press(&desk, &form, "add:outcomes").await;
    assert_eq!(form.all("outcomes"), ["two", "three", ""]);
    assert_eq!(Filled::at(&desk, address).await.all("outcomes"), stored.all("outcomes"));
    form.with("outcomes", &["two", "three", "four"]).saved(&desk).await;
    assert_eq!(Filled::at(&desk, address).await.all("outcomes"), ["two", "three", "four"]);
}

#[actix_web::test]
async fn rows_of_several_fields_move_as_one() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let form = Filled::at(&desk, "/admin/courses/1").await;
    let form = form.with("outline-title", &["a", "b"]).with("outline-text", &["of a", "of b"]);
    let form = press(&desk, &form, "up:outline:2").await;
    assert_eq!((form.all("outline-title"), form.all("outline-text")), (vec!["b", "a"], vec!["of b", "of a"]));
    let form = press(&desk, &form, "remove:outline:1").await;
    assert_eq!((form.all("outline-title"), form.all("outline-text")), (vec!["a"], vec!["of a"]));
}

#[actix_web::test]
async fn the_steps_of_a_path_keep_their_order_on_its_page() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let form = Filled::at(&desk, "/admin/paths/1").await.with("steps", &["sql-basics", "rust-services", "unix-tools"]);
    let form = press(&desk, &form, "down:steps:1").await;
    form.saved(&desk).await;
    let steps = site.get("/paths/backend-developer").await.links_below("/courses/");
    let at = |slug: &str| steps.iter().position(|step| step == slug).unwrap();
    assert!(at("rust-services") < at("sql-basics") && at("sql-basics") < at("unix-tools"), "{steps:?}");
}

#[actix_web::test]
async fn a_button_that_names_no_entry_changes_nothing_and_stores_nothing() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let form = Filled::at(&desk, "/admin/courses/1").await.with("outcomes", &["one", "two"]);
    for button in [
        "up:outcomes:1",
        "down:outcomes:2",
        "up:outcomes:99",
        "remove:outcomes:3",
        "down:outcomes:18446744073709551615",
    ] {
        let answer = form.clone().with("do", &[button]).send(&desk).await;
        assert_eq!(answer.status, 200, "{button}");
        assert_eq!(Filled::of(&answer, &form.address).all("outcomes"), ["one", "two"], "{button}");
    }
}
