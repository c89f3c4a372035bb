//! Three hundred attacks in every text of the site run nothing in a real browser: with the content security policy, and without it, so
//! that the escaping holds by itself.
mod site;
mod vectors;

use std::collections::BTreeSet;

use serde_json::json;

use super::chromium::Browser;
use super::control::bad_page;
use super::desk_pages::records::{DeskPage, find_pages};
use super::program::{EMAIL, PASSWORD};
use super::servers::post_form;
use site::{COPIES, serve};

/// In every page, before anything of it runs: what an attack calls is counted.
const COUNT: &str = "window.ran = 0; window.xss = window.alert = window.confirm = window.prompt = () => { window.ran++ };
    addEventListener('click', event => { const link = event.target.closest('a, button, [type=submit], [type=image]'); if (link) event.preventDefault() }, true);
    addEventListener('submit', event => event.preventDefault(), true);";

/// Does to each element what a visitor's hand might, then says what ran and what could run.
const PROVOKE: &str = "
    for (const part of document.querySelectorAll('details')) part.open = true;
    const acts = ['mouseover', 'mouseenter', 'pointerover', 'mousedown', 'mousemove', 'focus', 'focusin', 'click', 'toggle', 'error', 'load'];
    const all = [...document.querySelectorAll('body *')];
    for (const one of all) for (const act of acts) one.dispatchEvent(new MouseEvent(act, { bubbles: true, cancelable: true }));
    const handlers = all.filter(one => [...one.attributes].some(({ name }) => /^on/i.test(name)));
    const scripts = [...document.scripts].filter(one => !(one.src && new URL(one.src).origin === location.origin) && one.type !== 'application/ld+json');
    const links = [...document.querySelectorAll('[href], [src], [action], [formaction], [data], [srcdoc]')].filter(one =>
        ['href', 'src', 'action', 'formaction', 'data', 'srcdoc'].some(name => /^[\\s\\u0000-\\u0020]*(javascript|vbscript|data:text|data:image.svg)/i.test(one.getAttribute(name) ?? '')));
    const odd = document.querySelectorAll('iframe, object, embed, base, frameset, marquee, math, foreignObject, meta[http-equiv]');
    setTimeout(() => done({ ran: window.ran, found: [...handlers, ...scripts, ...links, ...odd].map(one => one.outerHTML.slice(0, 200)) }), 30);";

/// What is wrong with the page that is shown.
async fn wrong_with(browser: &Browser) -> Option<String> {
    let said = browser.run_until_done(PROVOKE).await;
    let blocked = browser.log("browser").await;
    let blocked: Vec<_> = blocked.iter().filter(|line| line.to_string().contains("Content Security Policy")).collect();
    let is_clean = said["ran"] == json!(0) && said["found"] == json!([]) && blocked.is_empty();
    (!is_clean).then(|| format!("{said} {blocked:?}"))
}

/// A page of each kind for a copy of the academy.
fn pages_of(copy: usize) -> Vec<String> {
    let pages = [
        "/courses/sql-basics-N",
        "/courses/sql-basics-N?can=0",
        "/courses/sql-basics-N/letter",
        "/courses/compare?course=sql-basics-N&course=rust-services-N",
        "/blog/sql-joins-N",
        "/blog/topics/sql-N",
        "/blog/authors/thandi-zulu-N",
        "/locations/durban-N",
        "/paths/backend-developer-N",
        "/trainings/RS-1-DBN-01-N",
        "/trainings/RS-1-WEB-01-N",
        "/about-N",
        "/contact?course=sql-basics-N",
    ];
    pages.map(|page| page.replace("-N", &format!("-{copy}"))).to_vec()
}

/// Lists, and what visitors themselves type.
fn lists() -> Vec<String> {
    let attack = "%22%3E%3Cimg%20src%3Dx%20onerror%3Dxss()%3E";
    let mut all: Vec<String> = [
        "/",
        "/courses",
        "/trainings",
        "/trainings?page=all",
        "/locations",
        "/paths",
        "/blog",
        "/blog/archive",
        "/search?q=script",
        "/cookies",
    ]
    .map(str::to_owned)
    .to_vec();
    for path in [
        "/search?q=",
        "/courses?q=",
        "/courses?city=",
        "/trainings?from=",
        "/contact?course=",
        "/",
        "/blog/",
        "/contact/thanks?ref=",
    ] {
        all.push(format!("{path}{attack}"));
    }
    all
}

/// What is wrong with these pages, with the policy and then without it.
async fn wrong_with_all(browser: &Browser, site: &str, pages: &[String]) -> Vec<String> {
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": COUNT })).await;
    let mut wrong = Vec::new();
    for has_policy in [true, false] {
        browser.cdp("Page.setBypassCSP", json!({ "enabled": !has_policy })).await;
        for page in pages {
            browser.log("browser").await;
            browser.go(&format!("{site}{page}")).await;
            let what = wrong_with(browser).await;
            wrong.extend(what.map(|what| format!("{page}, with policy: {has_policy}: {what}")));
        }
    }
    wrong
}

#[tokio::test]
async fn no_attack_in_any_text_runs_with_the_policy_or_without() {
    let site = serve();
    let browser = Browser::open().await;
    browser.go(&format!("{}/about-0", site.address)).await;
    assert!(
        browser.text("return document.querySelector('main').innerText").await.contains("xss()"),
        "no attack arrived"
    );
    let pages: Vec<String> = (0..COPIES).flat_map(pages_of).chain(lists()).collect();
    let wrong = wrong_with_all(&browser, &site.address, &pages).await;
    browser.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every page of the desk that shows any of it: lists, forms, histories, previews, an enquiry, the audit.
#[tokio::test]
async fn no_attack_runs_at_the_desk_with_the_policy_or_without() {
    let site = serve();
    ask_an_attack(&site.address).await;
    let browser = Browser::open().await;
    browser.sign_in(&site.address, EMAIL, PASSWORD).await;
    // Nobody waits for a training, what nobody saved at the desk has no history, and there is no picture.
    let (pages, without) = find_pages(&browser, COPIES, &["/admin/trainings?from=2000-01-01"]).await;
    let known = [
        "/admin/trainings/{code}/tell",
        "/admin/menus/{id}/history",
        "/admin/holidays/{id}/history",
        "/admin/media/{id}",
    ];
    assert_eq!(without, known);
    let shown = with_attacks(&browser, &pages).await;
    assert!(shown.len() > pages.len() / 2, "attacks arrived at {} of {} pages only", shown.len(), pages.len());
    for path in ["/admin/posts/{id}", "/admin/courses/{id}", "/admin/topics/{id}", "/admin/pages/{id}"] {
        let mut copies = BTreeSet::new();
        for page in shown.iter().filter(|page| page.path == path) {
            browser.go(&format!("{}{}", site.address, page.address)).await;
            let slug = browser.text("return document.getElementById('slug')?.value ?? ''").await;
            copies.extend(slug.rsplit_once('-').map(|(_, copy)| copy.to_owned()));
        }
        assert_eq!(copies.len(), COPIES, "not every copy was seen at {path}");
    }
    let shown: Vec<String> = shown.iter().map(|page| page.address.clone()).collect();
    let wrong = wrong_with_all(&browser, &site.address, &shown).await;
    browser.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The pages whose source holds an attack; there is nothing to run in the others.
async fn with_attacks<'a>(browser: &Browser, pages: &'a [DeskPage]) -> Vec<&'a DeskPage> {
    let addresses: Vec<&str> = pages.iter().map(|page| page.address.as_str()).collect();
    let script = format!(
        "Promise.all({addresses:?}.map(async address => (await (await fetch(address)).text()).includes('xss()'))).then(done)"
    );
    let holds = browser.run_until_done(&script).await;
    pages.iter().zip(holds.as_array().unwrap()).filter(|(_, holds)| **holds == true).map(|(page, _)| page).collect()
}

/// An enquiry whose every text is an attack.
async fn ask_an_attack(site: &str) {
    let attack = "\"><img src=x onerror=xss()><script>xss()</script>";
    let typed = [("name", attack), ("email", "mallory@example.com"), ("company", attack), ("message", attack)];
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
    let location = post_form(site.trim_start_matches("http://"), "/contact", &form);
    assert!(location.starts_with("/contact/thanks"), "{location}");
}

#[tokio::test]
async fn an_attack_that_works_is_caught() {
    let browser = Browser::open().await;
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": COUNT })).await;
    browser.cdp("Page.setBypassCSP", json!({ "enabled": true })).await;
    for attack in [
        "<img src=x onerror=xss()>",
        "<p onclick=xss()>x",
        "<a href=' javascript:xss()'>x</a>",
        "<script>xss()</script>",
    ] {
        let page = format!("<!doctype html><html lang=en><title>Bad</title><main><h1>Bad</h1>{attack}</main>");
        browser.go(&bad_page(&page)).await;
        assert!(wrong_with(&browser).await.is_some(), "{attack}");
    }
    browser.close().await;
}
