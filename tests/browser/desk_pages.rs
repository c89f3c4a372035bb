//! Every page of the desk, as its own table of addresses has it: no barrier that axe can see, light and dark, on a wide screen and on a
//! phone; nothing wider than the narrowest phone; nothing said in the console.
pub mod records;

use lectern::web::admin::Access;
use lectern::web::routes::rules;
use tokio::sync::OnceCell;

use super::axe::{self, Findings, Rules};
use super::chromium::Browser;
use super::pictures;
use super::servers::servers;
use super::width::too_wide;
use records::{DeskPage, WITHOUT_A_PAGE, find_pages, fixed};

const ADMIN: &str = "admin@kgotla.example";
const EDITOR: &str = "walker@kgotla.example";

const NOWHERE: &str = "/admin/nothing-here";

/// Pages that look otherwise than the one of their address which is found first.
const OTHERWISE: &[&str] = &[
    "/admin/trainings?q=zzz",
    "/admin/trainings/{code}/state?to=cancelled",
    "/admin/trainings/{code}/tell",
    "/admin/posts?shelf=trash",
    "/admin/courses?q=zzz",
    "/admin/outbox?state=held",
    NOWHERE,
];

/// Puts into the demo what it has none of, so that every address has a record.
async fn fill(browser: &Browser) {
    servers().thanks();
    servers().employ(EDITOR, "Walking Editor", "editor", "nine-patient-kudus-singing");
    let upload = "
        const canvas = document.createElement('canvas');
        canvas.getContext('2d').fillRect(0, 0, 300, 150);
        canvas.toBlob(async picture => {
            const sent = new FormData();
            sent.append('file', picture, 'black.png');
            const answer = await fetch('/admin/media', { method: 'POST', body: sent, headers: { Accept: 'application/json' } });
            done(answer.status);
        });";
    assert_eq!(browser.run_until_done(upload).await, 201);
    // What there is one of only has a history once it was saved.
    let save = "
        const save = async (address, change) => {
            const page = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html');
            const typed = [...new FormData(page.querySelector('main form'))];
            change(typed);
            return (await fetch(address, { method: 'POST', body: new URLSearchParams(typed) })).url;
        };
        const set = (typed, name, value) => { typed.findLast(pair => pair[0] === name)[1] = value };
        save('/admin/menus', typed => set(typed, 'footer-label', 'Our blog'))
            .then(() => save('/admin/holidays', typed => {
                set(typed, 'holidays-day', '2027-02-01');
                set(typed, 'holidays-name', 'Founders’ day');
            }))
            .then(done);";
    let saved = browser.run_until_done(save).await;
    assert!(saved.as_str().unwrap().contains("done=saved"), "{saved}");
}

/// The pages of somebody who is signed in, found once a run.
async fn pages(browser: &Browser) -> &'static [DeskPage] {
    static PAGES: OnceCell<Vec<DeskPage>> = OnceCell::const_new();
    let find = async || {
        fill(browser).await;
        let (mut pages, without) = find_pages(browser, 1, &[]).await;
        // A training leads there once somebody waits for it.
        assert_eq!(without, ["/admin/trainings/{code}/tell"], "no link of the desk leads there");
        let code = pages.iter().find(|page| page.path == "/admin/trainings/{code}").unwrap().address.clone();
        let otherwise = OTHERWISE.iter().map(|path| path.replace("/admin/trainings/{code}", &code));
        pages.extend(otherwise.map(|address| DeskPage { path: "", address }));
        pages
    };
    PAGES.get_or_init(find).await
}

/// What is wrong with the page that is shown: all rules on a wide screen in the light and on a phone in the dark, whether it fits, and
/// what the console says.
pub async fn wrong_with(browser: &Browser, place: &str) -> Vec<String> {
    let (mut wrong, mut findings) = (Vec::new(), Findings::default());
    for (width, scheme) in [(1280, "light"), (390, "dark")] {
        wrong.extend(too_wide(browser, width).await.map(|words| format!("{place}: {words}")));
        browser.set_scheme(scheme).await;
        findings.ask(browser, Rules::All, &format!("{place}, {width} px, {scheme}")).await;
    }
    wrong.extend(findings.told());
    wrong.extend(too_wide(browser, 320).await.map(|words| format!("{place}: {words}")));
    let said = browser.log("browser").await;
    // Advice about forms is no trouble of the page; that a page was answered with 404 is what such a page is for.
    let is_trouble = |level: &str, words: &str| level != "DEBUG" && !words.contains("responded with a status of 404");
    wrong.extend(
        said.iter()
            .filter(|line| {
                is_trouble(line["level"].as_str().unwrap_or_default(), line["message"].as_str().unwrap_or_default())
            })
            .map(|line| format!("{place}: {line}")),
    );
    wrong
}

/// Every other page, so that two browsers share the work.
async fn every_other_page(from: usize) {
    let browser = Browser::open().await;
    browser.sign_in("", ADMIN, &servers().password()).await;
    let pages = pages(&browser).await;
    axe::expect(&browser).await;
    let mut wrong = Vec::new();
    browser.log("browser").await;
    for page in pages.iter().skip(from).step_by(2) {
        browser.go(&page.address).await;
        let status = browser.run("return performance.getEntriesByType('navigation')[0].responseStatus").await;
        let (place, wanted) = (browser.place().await, if page.address == NOWHERE { 404 } else { 200 });
        let is_there = place == page.address && status == wanted;
        wrong.extend((!is_there).then(|| format!("{} led to {place}, {status}", page.address)));
        pictures::take(&browser, &page.address).await;
        wrong.extend(wrong_with(&browser, &page.address).await);
    }
    browser.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn one_half_of_the_desk_breaks_no_rule_of_wcag_and_fits_every_screen() {
    every_other_page(0).await;
}

#[tokio::test]
async fn the_other_half_of_the_desk_breaks_no_rule_of_wcag_and_fits_every_screen() {
    every_other_page(1).await;
}

/// The address of a page that a letter to staff leads to.
fn link_of_a_letter() -> String {
    let reference = servers().thanks().split_once("ref=").unwrap().1;
    let letters = servers().letters(reference).join("\n").replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    let from = letters.find("/admin/answered/").expect("no letter leads to the desk");
    letters[from..].split(|letter: char| letter.is_whitespace() || "\"<>".contains(letter)).next().unwrap().to_owned()
}

#[tokio::test]
async fn the_pages_in_front_of_the_sign_in_break_no_rule_either() {
    let browser = Browser::open().await;
    servers().employ("forgetful@kgotla.example", "Forgetful Editor", "editor", "nine-patient-kudus-singing");
    let mut wrong = Vec::new();
    for rule in rules().into_iter().filter(|rule| rule.is_read && rule.access == Access::Open) {
        let address = match rule.path {
            path if WITHOUT_A_PAGE.contains(&path) => continue,
            "/admin/answered/{word}" => link_of_a_letter(),
            "/admin/login/password" => servers().link_to_reset("forgetful@kgotla.example"),
            path => path.to_owned(),
        };
        browser.go(&address).await;
        assert!(browser.place().await.starts_with(fixed(rule.path)), "{address}");
        pictures::take(&browser, rule.path).await;
        wrong.extend(wrong_with(&browser, rule.path).await);
    }
    browser.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
