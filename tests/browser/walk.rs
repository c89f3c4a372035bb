//! A walk through every type of page, once on a wide screen and once on a phone. Whoever stands on a page checks all there is to check.
use super::axe::{self, Findings};
use super::chromium::Browser;
use super::page_types::page_types;
use super::pictures;
use super::requests::indiscretions;
use super::width::too_wide;

async fn walk(width: u32, schemes: &[&str], widths: &[u32]) {
    let browser = Browser::open().await;
    axe::expect(&browser).await;
    let (mut complaints, mut findings) = (Vec::new(), Findings::default());
    for page in page_types() {
        browser.set_width(width).await;
        page.visit(&browser).await;
        complaints.extend(indiscretions(&browser, &page).await);
        if width == 1280 {
            pictures::take(&browser, &page.name).await;
        }
        let place = format!("{}, {width} px", page.name);
        findings.ask_in(&browser, schemes, &place).await;
        for width in widths {
            complaints.extend(too_wide(&browser, *width).await.map(|words| format!("{}: {words}", page.name)));
        }
    }
    browser.close().await;
    complaints.extend(findings.told());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test]
async fn every_page_type_fits_a_wide_screen_keeps_to_itself_and_breaks_no_rule_of_wcag() {
    walk(1280, &["light", "dark"], &[1280]).await;
}

#[tokio::test]
async fn every_page_type_fits_a_phone_keeps_to_itself_and_breaks_no_rule_of_wcag() {
    walk(390, &["light", "dark", "forced"], &[390, 320]).await;
}
