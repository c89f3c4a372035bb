//! The question about cookies: nothing before an answer, one cookie after it, and a change of mind.
use lectern::web::COOKIES;

use super::chromium::Browser;

async fn a_choice_is_made_and_changed(scripts: bool) {
    let browser = Browser::open().await;
    if !scripts {
        browser.turn_scripts_off().await;
    }
    browser.go("/courses?level=beginner").await;
    assert_eq!(browser.cookies().await, [], "before any choice");
    browser.click(".cookie button[value=decline]").await;
    browser.arrive("/courses?level=beginner").await;
    assert_eq!(browser.count(".cookie").await, 0, "the banner stays after an answer");
    let registered = COOKIES[0].name.to_owned();
    assert_eq!(browser.cookies().await, [(registered.clone(), "decline".to_owned())]);

    browser.go("/cookies").await;
    assert_eq!(browser.count("input[value=decline]:checked").await, 1, "what was chosen is not shown");
    browser.click("input[value=accept]").await;
    browser.click("main form .btn").await;
    browser.wait_for("input[value=accept]:checked").await;
    let set = browser.cookies().await;
    assert!(set.contains(&(registered, "accept".to_owned())), "{set:?}");
    assert!(set.iter().all(|(name, _)| COOKIES.iter().any(|known| known.name == name)), "{set:?}");
    browser.go("/").await;
    assert_eq!(browser.count(".cookie").await, 0, "the banner comes back");
    browser.close().await;
}

#[tokio::test]
async fn no_is_kept_in_the_one_registered_cookie_and_can_be_changed() {
    a_choice_is_made_and_changed(true).await;
}

#[tokio::test]
async fn the_choice_needs_no_script() {
    a_choice_is_made_and_changed(false).await;
}

#[tokio::test]
async fn the_banner_stays_until_it_is_answered() {
    let browser = Browser::open().await;
    for address in ["/", "/courses", "/blog"] {
        browser.go(address).await;
        assert_eq!(browser.count(".cookie").await, 1, "{address}");
    }
    browser.close().await;
}
