//! Suggestions while one types: a combobox with a list, for eyes, keys and screen readers.
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::json;

use super::chromium::Browser;

const FIELD: &str = "input[data-suggest]";

async fn press(browser: &Browser, key: Key) {
    let value = char::from(key);
    let keys = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
    browser.client.perform_actions(keys).await.unwrap();
}

async fn attribute(browser: &Browser, name: &str) -> String {
    browser.text(&format!("return document.querySelector('{FIELD}').getAttribute('{name}')")).await
}

/// The text of the chosen option, by way of what the field says about it.
async fn chosen(browser: &Browser) -> String {
    let script = format!(
        "const field = document.querySelector('{FIELD}'), one = document.getElementById(field.getAttribute('aria-activedescendant'));
        return one && one.ariaSelected === 'true' && one.parentElement.id === field.getAttribute('aria-controls') ? one.textContent : ''"
    );
    browser.text(&script).await
}

#[tokio::test]
async fn keys_walk_through_the_suggestions_and_enter_opens_one() {
    let browser = Browser::open().await;
    browser.go("/").await;
    assert_eq!(attribute(&browser, "role").await, "combobox");
    assert_eq!(
        (attribute(&browser, "aria-expanded").await.as_str(), attribute(&browser, "aria-autocomplete").await.as_str()),
        ("false", "list")
    );
    browser.fill(FIELD, "kuber").await;
    browser.wait_for("[role=listbox]:not([hidden]) [role=option]").await;
    assert_eq!(attribute(&browser, "aria-expanded").await, "true");
    let options = browser.count("[role=option]").await;
    let told = browser.text("return document.querySelector('output').textContent").await;
    assert_eq!(told, if options == 1 { "1 suggestion".to_owned() } else { format!("{options} suggestions") });
    assert_eq!(chosen(&browser).await, "", "nothing is chosen for anybody");
    press(&browser, Key::Down).await;
    let first = chosen(&browser).await;
    assert!(!first.is_empty());
    press(&browser, Key::Up).await;
    assert_eq!(chosen(&browser).await, "", "the field itself is a place too");
    press(&browser, Key::Up).await;
    assert!(!chosen(&browser).await.is_empty(), "and the last suggestion comes before it");
    press(&browser, Key::Escape).await;
    assert_eq!(attribute(&browser, "aria-expanded").await, "false");
    assert_eq!(
        browser.text(&format!("return document.querySelector('{FIELD}').value")).await,
        "kuber",
        "the words stay"
    );
    browser.fill(FIELD, "n").await;
    browser.wait_for("[role=listbox]:not([hidden]) [role=option]").await;
    press(&browser, Key::Down).await;
    let wanted = browser.text("return document.querySelector('[aria-selected=true]').dataset.address").await;
    press(&browser, Key::Enter).await;
    browser.arrive(&wanted).await;
    browser.close().await;
}

#[tokio::test]
async fn enter_without_a_choice_searches_and_tab_leaves() {
    let browser = Browser::open().await;
    browser.go("/").await;
    browser.fill(FIELD, "kuber").await;
    browser.wait_for("[role=listbox]:not([hidden]) [role=option]").await;
    press(&browser, Key::Tab).await;
    assert_eq!(attribute(&browser, "aria-expanded").await, "false");
    browser.fill(FIELD, "").await;
    browser.click(FIELD).await;
    press(&browser, Key::Enter).await;
    browser.arrive("/search?q=kuber").await;
    browser.close().await;
}

#[tokio::test]
async fn a_click_opens_a_suggestion() {
    let browser = Browser::open().await;
    browser.go("/").await;
    browser.fill(FIELD, "kuber").await;
    browser.wait_for("[role=listbox]:not([hidden]) [role=option]").await;
    let wanted = browser.text("return document.querySelector('[role=option]').dataset.address").await;
    browser.click("[role=option]").await;
    browser.arrive(&wanted).await;
    browser.close().await;
}

#[tokio::test]
async fn whoever_saves_data_gets_a_plain_field() {
    let browser = Browser::open().await;
    let spare = "Object.defineProperty(NetworkInformation.prototype, 'saveData', { get: () => true })";
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": spare })).await;
    browser.go("/").await;
    assert_eq!((attribute(&browser, "role").await.as_str(), browser.count("[role=listbox]").await), ("", 0));
    browser.close().await;
}
