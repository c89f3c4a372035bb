//! No page is wider than the screen.
use super::chromium::Browser;
use super::control::bad_page;

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
async fn a_page_that_scrolls_sideways_is_caught() {
    let browser = Browser::open().await;
    browser.go(&bad_page("<!doctype html><title>Wide</title><div style='width:400px'>Wide</div>")).await;
    let narrow = too_wide(&browser, 320).await;
    let wide = too_wide(&browser, 1280).await;
    browser.close().await;
    assert!(narrow.is_some_and(|words| words.contains("400px")));
    assert_eq!(wide, None);
}
