//! What is typed into an enquiry outlives a reload, and goes when it is sent; a slip in an address is mentioned.
use serde_json::json;

use super::chromium::Browser;
use super::journey::ends_with_thanks_and_two_mails;

async fn value(browser: &Browser, selector: &str) -> String {
    browser.text(&format!("return document.querySelector('{selector}').value")).await
}

#[tokio::test]
async fn what_was_typed_is_there_after_a_reload_and_on_another_page_until_it_is_sent() {
    let browser = Browser::open().await;
    browser.go("/contact").await;
    let words = "Line one\nof a long question";
    for (selector, text) in [("#name", "Nandi Reload"), ("#email", "nandi@example.com"), ("#message", words)] {
        browser.fill(selector, text).await;
    }
    browser.run("document.querySelector('#company').closest('details').open = true").await;
    browser.fill("#company", "Reload Works").await;
    browser.go("/contact").await;
    assert_eq!(value(&browser, "#name").await, "Nandi Reload");
    assert_eq!(value(&browser, "#message").await, words);
    assert_eq!(value(&browser, "#company").await, "Reload Works");
    assert_eq!(browser.run("return document.querySelector('#company').closest('details').open").await, true);

    browser.go("/courses/containers-and-kubernetes").await;
    assert_eq!(value(&browser, "#email").await, "nandi@example.com");
    let kept = browser.text("return sessionStorage.getItem('draft')").await;
    for absent in ["website", "form_key", "marketing", "kind"] {
        assert!(!kept.contains(absent), "{absent} is kept: {kept}");
    }
    assert_eq!(browser.run("return localStorage.length").await, 0);

    browser.click("form.enquiry .btn").await;
    ends_with_thanks_and_two_mails(&browser, "Line one").await;
    assert_eq!(browser.run("return sessionStorage.length").await, 0, "the text outlives its sending");
    browser.go("/contact").await;
    assert_eq!(value(&browser, "#message").await, "");
    browser.close().await;
}

#[tokio::test]
async fn a_draft_never_replaces_what_the_page_fills_in() {
    let browser = Browser::open().await;
    browser.go("/contact").await;
    browser
        .run(&format!(
            "sessionStorage.setItem('draft', {:?})",
            json!({ "name": "Old", "email": "old@example.com" }).to_string()
        ))
        .await;
    browser.go("/contact").await;
    assert_eq!(value(&browser, "#name").await, "Old");
    browser.find("#name").await.clear().await.unwrap();
    browser.fill("#name", "New").await;
    browser.find("#email").await.clear().await.unwrap();
    browser.click("form.enquiry .btn").await;
    browser.wait_for("#problem").await;
    assert_eq!((value(&browser, "#name").await, value(&browser, "#email").await), ("New".to_owned(), String::new()));
    browser.close().await;
}

#[tokio::test]
async fn a_slip_in_an_address_is_mentioned_mended_by_one_press_and_never_in_the_way() {
    let browser = Browser::open().await;
    browser.go("/contact").await;
    browser.fill("#name", "Thandi Slip").await;
    browser.fill("#email", "thandi@gmial.com").await;
    let words = "Is there a date in May?";
    browser.fill("#message", words).await;
    assert_eq!(browser.find("button.hint").await.text().await.unwrap(), "Did you mean thandi@gmail.com?");
    assert_eq!(
        browser.text("return document.querySelector('output').textContent").await,
        "Did you mean thandi@gmail.com?"
    );
    browser.click("button.hint").await;
    assert_eq!(value(&browser, "#email").await, "thandi@gmail.com");
    assert_eq!(browser.text("return document.activeElement.id").await, "email");
    assert_eq!(browser.count("button.hint").await, 0);

    browser.find("#email").await.clear().await.unwrap();
    browser.fill("#email", "thandi@gmial.example").await;
    browser.click("#name").await;
    assert_eq!(browser.count("button.hint").await, 0, "a domain that is no slip");
    browser.find("#email").await.clear().await.unwrap();
    browser.fill("#email", "thandi@hotmial.com").await;
    browser.click("form.enquiry .btn").await;
    ends_with_thanks_and_two_mails(&browser, words).await;
    browser.close().await;
}
