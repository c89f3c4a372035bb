//! From the start page to a sent enquiry with nothing but a keyboard.
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use super::chromium::Browser;
use super::control::bad_page;
use super::journey::ends_with_thanks_and_two_mails;

/// More stops than any page has.
const MANY: usize = 250;

struct Keyboard<'a>(&'a Browser);

impl Keyboard<'_> {
    async fn press(&self, key: impl Into<char>) {
        let key = key.into();
        let keys = KeyActions::new("keyboard".to_owned());
        let keys = keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        self.0.client.perform_actions(keys).await.unwrap();
    }

    async fn write(&self, text: &str) {
        for letter in text.chars() {
            self.press(letter).await;
        }
    }

    /// Goes on by Tab until such an element has the focus; every stop on the way shows where it is.
    async fn tab_to(&self, selector: &str) {
        for _ in 0..MANY {
            self.press(Key::Tab).await;
            assert_eq!(lost_focus(self.0).await, "", "on the way to `{selector}` on {}", self.0.place().await);
            assert!(!self.is_on("[tabindex='-1'], .hp *").await, "the keyboard fell into what people do not see");
            if self.is_on(selector).await {
                return;
            }
        }
        unreachable!("the keyboard never reaches `{selector}`")
    }

    async fn is_on(&self, selector: &str) -> bool {
        let script = "return document.activeElement.matches(arguments[0])";
        self.0.client.execute(script, vec![selector.into()]).await.unwrap() == true
    }
}

/// What is wrong with the focus: it is nowhere, shows no ring, or stands outside what is seen.
async fn lost_focus(browser: &Browser) -> String {
    let script = "
        const one = document.activeElement;
        if (!one || one === document.body) return 'nothing has the focus';
        const look = getComputedStyle(one), box = one.getBoundingClientRect(), name = one.outerHTML.slice(0, 100);
        const ring = (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== 'none';
        if (!one.matches(':focus-visible') || !ring) return 'no ring round ' + name;
        const seen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
        return seen && box.width > 1 && box.height > 1 ? '' : 'out of sight: ' + name;";
    browser.text(script).await
}

#[tokio::test]
async fn a_keyboard_alone_leads_from_the_start_page_to_a_sent_enquiry() {
    let browser = Browser::open().await;
    let keyboard = Keyboard(&browser);
    browser.go("/").await;
    keyboard.tab_to("header nav a[href='/courses']").await;
    keyboard.press(Key::Enter).await;
    browser.arrive("/courses").await;
    keyboard.tab_to("main a[href='/courses/containers-and-kubernetes']").await;
    keyboard.press(Key::Enter).await;
    browser.arrive("/courses/containers-and-kubernetes").await;
    keyboard.tab_to("a[href='#ask']").await;
    keyboard.press(Key::Enter).await;
    fill_in(&keyboard).await;
    let words = "I come by keys alone.";
    keyboard.tab_to("#message").await;
    keyboard.write(words).await;
    team_and_newsletter(&keyboard).await;
    keyboard.tab_to("form.enquiry .btn").await;
    keyboard.press(Key::Enter).await;
    ends_with_thanks_and_two_mails(&browser, words).await;
    browser.close().await;
}

/// The jump to the form takes the next Tab along.
async fn fill_in(keyboard: &Keyboard<'_>) {
    keyboard.press(Key::Tab).await;
    assert!(keyboard.is_on("form.enquiry #name").await, "`Ask about this course` does not lead to the form");
    keyboard.write("Lindiwe Keys").await;
    for (selector, text) in [("#email", "lindiwe@example.com"), ("#phone", "011 123 4567")] {
        keyboard.tab_to(selector).await;
        keyboard.write(text).await;
    }
    keyboard.tab_to("input[name=reply_by]").await;
    keyboard.press(Key::Down).await;
    assert!(keyboard.is_on("input[value=phone]:checked").await, "arrow keys do not choose how to be answered");
}

async fn team_and_newsletter(keyboard: &Keyboard<'_>) {
    keyboard.tab_to("form.enquiry summary").await;
    keyboard.press(Key::Enter).await;
    keyboard.tab_to("#company").await;
    keyboard.write("Keys and Sons").await;
    keyboard.tab_to("input[name=marketing]").await;
    keyboard.press(' ').await;
    assert!(keyboard.is_on(":checked").await, "the space bar does not tick the box");
}

#[tokio::test]
async fn the_skip_link_is_first_and_leads_past_the_navigation() {
    let browser = Browser::open().await;
    let keyboard = Keyboard(&browser);
    for address in ["/", "/courses/containers-and-kubernetes"] {
        browser.go(address).await;
        keyboard.press(Key::Tab).await;
        assert!(keyboard.is_on("a[href='#main']").await, "the first stop on {address}");
        assert_eq!(lost_focus(&browser).await, "");
        keyboard.press(Key::Enter).await;
        keyboard.press(Key::Tab).await;
        assert!(keyboard.is_on("main *").await, "the stop after the skip link on {address}");
    }
    browser.close().await;
}

#[tokio::test]
async fn a_focus_that_nobody_sees_is_caught() {
    let browser = Browser::open().await;
    let page =
        "<!doctype html><title>Bad</title><style>a { outline: none } .far { position: absolute; left: -999px }</style>
        <a href='#x'>Ringless</a><a class='far' href='#y' style='outline: 3px solid'>Far</a>";
    browser.go(&bad_page(page)).await;
    let keyboard = Keyboard(&browser);
    keyboard.press(Key::Tab).await;
    let ringless = lost_focus(&browser).await;
    keyboard.press(Key::Tab).await;
    let far = lost_focus(&browser).await;
    browser.close().await;
    assert!(ringless.starts_with("no ring") && far.starts_with("out of sight"), "{ringless}; {far}");
}
