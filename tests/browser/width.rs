//! No page is wider than the screen.
use super::chromium::Browser;
use super::control::bad_page;
use super::page_types::page_types;

/// What makes the shown page wider than `width`, or nothing.
pub async fn too_wide(browser: &Browser, width: u32) -> Option<String> {
    browser.set_width(width).await;
    let words = browser
        .text(&format!(
            "const page = document.scrollingElement;
            scrollTo(9999, 0);
            if (page.scrollWidth <= {width} && scrollX === 0) return '';
            const wide = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right + scrollX > {width});
            return `${{page.scrollWidth}} px at {width}: ` + wide.slice(0, 3).map(one => one.outerHTML.slice(0, 90)).join(' … ');"
        ))
        .await;
    (!words.is_empty()).then_some(words)
}

#[tokio::test]
async fn no_page_type_scrolls_sideways() {
    let browser = Browser::open().await;
    let mut complaints = Vec::new();
    for page in page_types() {
        page.visit(&browser).await;
        browser.run("for (const part of document.querySelectorAll('details')) part.open = true").await;
        for width in [320, 390, 1280] {
            complaints.extend(too_wide(&browser, width).await.map(|words| format!("{}: {words}", page.name)));
        }
    }
    browser.close().await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test]
async fn a_page_that_scrolls_sideways_is_caught() {
    let browser = Browser::open().await;
    browser.go(&bad_page("<!doctype html><title>Wide</title><div style='width:400px'>Wide</div>")).await;
    let narrow = too_wide(&browser, 320).await;
    let wide = too_wide(&browser, 1280).await;
    browser.close().await;
    assert!(narrow.is_some_and(|words| words.contains("400px")));
    assert_eq!(wide, None);
}
