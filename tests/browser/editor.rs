//! The editor in a real browser: typing, keeping, a session that ends, a network that goes, two who write, and the keyboard alone.
use std::time::{Duration, Instant};

use fantoccini::key::Key;
use lectern::accounts::TotpSecret;
use lectern::clock::Clock;

use super::axe::violations;
use super::chromium::Browser;
use super::desk_pages::wrong_with;
use super::servers::servers;
use super::width::too_wide;

const ADMIN: &str = "admin@kgotla.example";

/// A new draft in the editor.
async fn editing(title: &str) -> Browser {
    let browser = Browser::open().await;
    browser.sign_in("", ADMIN, &servers().password()).await;
    begin(&browser, title).await;
    browser
}

/// Opens a new draft for whoever is signed in.
async fn begin(browser: &Browser, title: &str) {
    browser.go("/admin/posts").await;
    browser.fill("#title", title).await;
    browser.click("main form .btn").await;
    browser.arrive("/admin/posts/").await;
    browser.wait_for(".tools").await;
}

async fn until_said(browser: &Browser, words: &str) {
    let started = Instant::now();
    loop {
        let said = browser.text("return document.getElementById('said').textContent").await;
        if said.contains(words) {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "“{words}” was never said, but “{said}”");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn value(browser: &Browser) -> String {
    browser.text("return document.getElementById('body').value").await
}

#[tokio::test]
async fn what_is_typed_is_kept_a_list_goes_on_and_undo_outlives_the_keeping() {
    let browser = editing("Typing owls").await;
    browser.fill("#body", "- one\ntwo").await;
    assert_eq!(value(&browser).await, "- one\n- two", "the list goes on");
    until_said(&browser, "Draft kept").await;
    assert_eq!(value(&browser).await, "- one\n- two", "keeping writes nothing into the field");
    browser.run("document.getElementById('body').focus(); document.execCommand('undo')").await;
    assert_ne!(value(&browser).await, "- one\n- two", "undo still works");
    browser.close().await;
}

#[tokio::test]
async fn a_session_that_ended_is_opened_again_over_the_page_and_nothing_is_lost() {
    let browser = editing("Patient owls").await;
    browser.client.delete_all_cookies().await.unwrap();
    browser.fill("#body", "Every word.").await;
    browser.wait_for("#again[open]").await;
    browser.fill("#again-email", ADMIN).await;
    browser.fill("#again-password", &servers().password()).await;
    browser.click("#again-form .btn").await;
    until_said(&browser, "Draft kept").await;
    assert_eq!(value(&browser).await, "Every word.");
    browser.close().await;
}

#[tokio::test]
async fn whoever_has_codes_on_their_phone_is_asked_for_one_over_the_page_too() {
    const CODER: &str = "coder@kgotla.example";
    const PASSWORD: &str = "nine-patient-kudus-singing";
    servers().employ(CODER, "Careful Editor", "editor", PASSWORD);
    let browser = Browser::open().await;
    browser.sign_in("", CODER, PASSWORD).await;
    browser.go("/admin/account/codes").await;
    let seed = browser.text("return document.querySelector('[name=seed]').value").await;
    let phone = TotpSecret::of_seed(&seed, &servers().key());
    browser.fill("#code", &phone.code_at(Clock::System.now())).await;
    browser.click("main form .btn").await;
    browser.wait_for("ol code, ul code").await;
    let recovery = browser.text("return document.querySelector('main li code').textContent").await;
    begin(&browser, "Careful owls").await;
    browser.client.delete_all_cookies().await.unwrap();
    browser.fill("#body", "Every word.").await;
    browser.wait_for("#again[open]").await;
    browser.fill("#again-email", CODER).await;
    browser.fill("#again-password", PASSWORD).await;
    browser.click("#again-form .btn").await;
    browser.wait_for("[data-step='2']:not([hidden])").await;
    assert_eq!(here(&browser).await, "again-code");
    assert_eq!(violations(&browser, "the second step").await, Vec::<String>::new());
    browser.fill("#again-code", "not a code").await;
    browser.click("#again-form .btn").await;
    browser.wait_for("#again-error:not(:empty)").await;
    browser.run("document.getElementById('again-code').value = ''").await;
    browser.fill("#again-code", &recovery).await;
    browser.click("#again-form .btn").await;
    until_said(&browser, "Draft kept").await;
    assert_eq!(value(&browser).await, "Every word.");
    assert_eq!(browser.count("#again[open]").await, 0);
    // The page that asks for it in front of the desk.
    browser.client.delete_all_cookies().await.unwrap();
    browser.go("/admin/login").await;
    browser.fill("#email", CODER).await;
    browser.fill("#password", PASSWORD).await;
    browser.click("main form .btn").await;
    browser.wait_for("#code").await;
    browser.log("browser").await;
    assert_eq!(wrong_with(&browser, "/admin/login/code").await, Vec::<String>::new());
    browser.close().await;
}

/// The id of the field that has the focus, or the words of a button.
async fn here(browser: &Browser) -> String {
    browser.text("const here = document.activeElement; return here.id || here.innerText").await
}

#[tokio::test]
async fn a_network_that_goes_takes_no_word_along() {
    let browser = editing("Distant owls").await;
    let place = browser.place().await;
    browser.set_offline(true).await;
    browser.fill("#body", "Typed without a line.").await;
    until_said(&browser, "No connection. Your words are kept in this browser").await;
    let kept = browser.text("return localStorage.getItem('writing ' + location.pathname)").await;
    assert!(kept.contains("Typed+without+a+line."), "{kept}");
    browser.fill("#body", " And more.").await;
    browser.set_offline(false).await;
    until_said(&browser, "Draft kept").await;
    assert_eq!(
        browser.run("return localStorage.getItem('writing ' + location.pathname)").await,
        serde_json::Value::Null
    );
    browser.run("localStorage.clear()").await;
    browser.go(&place).await;
    assert_eq!(value(&browser).await, "Typed without a line. And more.", "the server has it");
    browser.close().await;
}

#[tokio::test]
async fn words_that_never_reached_the_server_are_offered_when_the_post_is_opened_again() {
    let browser = editing("Returning owls").await;
    let place = browser.place().await;
    browser.client.delete_all_cookies().await.unwrap();
    browser.fill("#body", "Not yet anywhere else.").await;
    browser.wait_for("#again[open]").await;
    browser.click("#again-later").await;
    browser.sign_in("", ADMIN, &servers().password()).await;
    browser.go(&place).await;
    assert_eq!(value(&browser).await, "", "nothing is put into a field by itself");
    browser.click("#here button").await;
    assert_eq!(value(&browser).await, "Not yet anywhere else.");
    assert_eq!(browser.count("#here").await, 0);
    until_said(&browser, "Draft kept").await;
    browser.close().await;
}

#[tokio::test]
async fn of_two_who_write_the_later_sees_the_difference_and_both_versions_are_kept() {
    let (email, password) = ("second@kgotla.example", "nine-patient-kudus-singing");
    servers().employ(email, "Second Editor", "editor", password);
    let one = editing("Shared owls").await;
    let place = one.place().await;
    let other = Browser::open().await;
    other.sign_in("", email, password).await;
    other.go(&place).await;
    other.wait_for(".tools").await;
    let present = other.text("return document.getElementById('others').textContent").await;
    assert!(present.contains("Also open: Demo admin"), "{present}");
    other.fill("#body", "What the other one wrote.").await;
    other.click(".acts [value=save]").await;
    other.wait_for("p.notice[role=status]").await;

    one.fill("#body", "What this one wrote.").await;
    one.wait_for("#changed:not([hidden])").await;
    one.click(".acts [value=save]").await;
    one.wait_for("#problem").await;
    let told = one.find("#problem").await.text().await.unwrap();
    assert!(told.contains("Somebody else saved this post while you wrote"), "{told}");
    for words in ["What the other one wrote.", "What this one wrote."] {
        assert!(told.contains(words), "{words} is not in the difference: {told}");
    }
    assert_eq!(value(&one).await, "What this one wrote.");
    other.go(&format!("{place}?from=saved")).await;
    assert_eq!(value(&other).await, "What the other one wrote.", "a stale save overwrites nothing");

    one.click(".acts [value=save]").await;
    one.wait_for("p.notice[role=status]").await;
    one.go(&format!("{place}/versions")).await;
    let versions = one.find("main table").await.text().await.unwrap();
    assert!(versions.contains("Second Editor") && versions.contains("Demo admin"), "{versions}");
    other.go(&format!("{place}?from=saved")).await;
    assert_eq!(value(&other).await, "What this one wrote.");
    other.close().await;
    one.close().await;
}

#[tokio::test]
async fn a_post_is_written_linked_and_saved_by_keyboard_alone_on_a_phone() {
    let browser = editing("Typing by night").await;
    browser.set_width(390).await;
    browser.run("document.getElementById('title').focus()").await;
    browser.press(Key::Tab).await;
    assert_eq!(here(&browser).await, "standfirst");
    browser.press(Key::Tab).await;
    assert_eq!(here(&browser).await, "B", "the toolbar is one stop");
    browser.press(Key::Right).await;
    assert_eq!(here(&browser).await, "I");
    browser.press(Key::Left).await;
    browser.press(Key::Left).await;
    assert_eq!(here(&browser).await, "?", "arrows go round");
    browser.press(Key::Enter).await;
    browser.wait_for("#keys[open]").await;
    browser.press(Key::Escape).await;
    assert_eq!((browser.count("#keys[open]").await, here(&browser).await.as_str()), (0, "?"), "the focus comes back");
    browser.press(Key::Tab).await;
    assert_eq!(here(&browser).await, "body");
    for letter in "owls".chars() {
        browser.press(letter).await;
    }
    browser.press_with(&[Key::Shift], Key::Home).await;
    browser.press_with(&[Key::Control], 'b').await;
    assert_eq!(value(&browser).await, "**owls**");
    browser.press_with(&[Key::Control], 'k').await;
    browser.wait_for("#pick[open]").await;
    assert_eq!(browser.text("return document.getElementById('pick-q').value").await, "owls", "the chosen words");
    for letter in "python".chars() {
        browser.press(letter).await;
    }
    browser.wait_for("#pick-list button").await;
    browser.press(Key::Enter).await;
    let linked = value(&browser).await;
    assert!(linked.starts_with("**[owls](/") && linked.ends_with(")**"), "{linked}");
    browser.press_with(&[Key::Control], 'z').await;
    assert_eq!(value(&browser).await, "**owls**", "undo takes the link back");
    browser.press_with(&[Key::Control], 's').await;
    browser.wait_for("p.notice[role=status]").await;
    assert_eq!(value(&browser).await, "**owls**");
    assert_eq!(too_wide(&browser, 390).await, None);
    browser.close().await;
}
