//! Light and dark, and paper.
use serde_json::json;

use super::chromium::Browser;

/// How bright the page's ground is, from 0 to 1.
async fn brightness(browser: &Browser) -> f64 {
    let script = "
        const ground = getComputedStyle(document.documentElement).backgroundColor;
        const [red, green, blue] = ground.match(/[\\d.]+/g).map(Number);
        return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;";
    browser.run(script).await.as_f64().unwrap()
}

#[tokio::test]
async fn the_ground_is_dark_for_whoever_asks_for_dark() {
    let browser = Browser::open().await;
    browser.go("/").await;
    browser.set_scheme("light").await;
    let light = brightness(&browser).await;
    browser.set_scheme("dark").await;
    let dark = brightness(&browser).await;
    browser.close().await;
    assert!(light > 0.85 && dark < 0.15, "light {light}, dark {dark}");
}

/// Elements of this kind that take up room.
async fn shown(browser: &Browser, selector: &str) -> u64 {
    let script = "return [...document.querySelectorAll(arguments[0])].filter(one => one.checkVisibility()).length";
    browser.client.execute(script, vec![json!(selector)]).await.unwrap().as_u64().unwrap()
}

#[tokio::test]
async fn a_printed_course_has_no_form_navigation_or_footer_links() {
    let browser = Browser::open().await;
    browser.go("/courses/containers-and-kubernetes").await;
    // How to reach the provider, the first block of the footer, stays on paper.
    let unwanted = ["form:not(.check)", "nav", "footer .cols > * + *", ".btn", ".cookie"];
    for selector in unwanted {
        assert!(shown(&browser, selector).await > 0, "{selector} is not even on the screen");
    }
    browser.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    for selector in unwanted {
        assert_eq!(shown(&browser, selector).await, 0, "{selector} is printed");
    }
    for selector in ["h1", ".tt", ".facts", "footer a[href^='tel:']"] {
        assert!(shown(&browser, selector).await > 0, "{selector} is not printed");
    }
    let hidden = browser
        .text(
            "const parts = [...document.querySelectorAll('main details .prose p')];
            return parts.filter(one => !one.closest('form, .screen') && one.getClientRects().length === 0).map(one => one.innerText).join()",
        )
        .await;
    browser.close().await;
    assert_eq!(hidden, "", "a closed part stays closed on paper");
}
