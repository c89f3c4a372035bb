//! A passkey from its making to its end, with a device that Chromium plays.
use super::chromium::Browser;
use super::program::{EMAIL, PASSWORD, Program};
use crate::support::site::academy;

const ADD: &str = "form[data-passkey=create]";
const USE: &str = "form[data-passkey=get] button";
const REMOVE: &str = "form[action^='/admin/account/passkeys/'][action$='/removal']";

async fn sign_out(browser: &Browser) {
    browser.run("document.querySelector('.menu details').open = true").await;
    browser.click("form[action='/admin/logout'] button").await;
    browser.arrive("/admin/login").await;
}

#[tokio::test]
async fn a_passkey_is_added_opens_the_desk_and_opens_nothing_once_it_is_removed() {
    // Browsers give passkeys to names only, never to a bare address.
    let site = Program::serve("localhost", |folder| academy().write(folder).unwrap());
    let browser = Browser::open().await;
    browser.plug_in_authenticator().await;
    browser.sign_in(&site.address, EMAIL, PASSWORD).await;

    browser.go(&format!("{}/admin/account", site.address)).await;
    assert_eq!(browser.count(REMOVE).await, 0);
    browser.fill(&format!("{ADD} #name"), "Office laptop").await;
    browser.click(&format!("{ADD} .btn")).await;
    browser.wait_for(REMOVE).await;
    assert!(browser.find(REMOVE).await.text().await.unwrap().starts_with("Office laptop, added "));

    sign_out(&browser).await;
    browser.click(USE).await;
    browser.wait_for("form[action='/admin/logout']").await;
    assert_eq!(browser.place().await, "/admin", "nothing was typed");

    browser.go(&format!("{}/admin/account", site.address)).await;
    let shown = browser.find(REMOVE).await.text().await.unwrap();
    assert!(shown.contains(", last used "), "{shown}");
    browser.click(&format!("{REMOVE} button")).await;
    browser.wait_for("p.notice[role=status]").await;
    assert_eq!(browser.count(REMOVE).await, 0);

    sign_out(&browser).await;
    browser.click(USE).await;
    browser.wait_for("#problem").await;
    let said = browser.find("#problem").await.text().await.unwrap();
    assert!(said.contains("That passkey does not open this site."), "{said}");
    browser.close().await;
}
