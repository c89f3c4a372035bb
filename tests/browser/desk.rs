//! The desk's menu, its dashboard and its choice of a picture in a real browser: on a phone and by keyboard.
use super::chromium::Browser;
use super::trainings::signed_in;

/// Whether an element takes up room.
async fn is_shown(browser: &Browser, selector: &str) -> bool {
    let script =
        format!("return document.querySelector({selector:?}).checkVisibility({{contentVisibilityAuto: true}})");
    browser.run(&script).await.as_bool().unwrap()
}

#[tokio::test]
async fn the_menu_folds_on_a_phone_and_stands_open_where_there_is_room() {
    let browser = signed_in("/admin").await;
    browser.set_width(1280).await;
    assert!(is_shown(&browser, ".menu nav a").await && !is_shown(&browser, ".menu summary").await);
    browser.set_width(320).await;
    assert!(!is_shown(&browser, ".menu nav a").await && is_shown(&browser, ".menu summary").await);
    let script = "return document.querySelector('main').getBoundingClientRect().top";
    assert!(browser.run(script).await.as_f64().unwrap() < 120.0, "the page begins near the top");
    browser.click(".menu summary").await;
    assert!(is_shown(&browser, ".menu nav a").await);
    browser.close().await;
}

#[tokio::test]
async fn pictures_are_looked_for_in_place() {
    let browser = signed_in("/admin").await;
    for page in ["/admin/courses/1", "/admin/posts/1"] {
        browser.go(page).await;
        browser.run("for (const part of document.querySelectorAll('details')) part.open = true").await;
        browser.run("window.stayed = true; document.querySelector('#title').value = 'Typed'").await;
        browser.fill("#hero-words", "zebra\u{e007}").await;
        browser.wait_for("#hero-words[value=zebra]").await;
        let state = "return [window.stayed, document.querySelector('#title').value, document.activeElement.id].join()";
        assert_eq!(browser.text(state).await, "true,Typed,hero-words", "{page}");
    }
    browser.close().await;
}
