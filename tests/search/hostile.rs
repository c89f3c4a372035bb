//! Whatever is typed, it is words and never a query language.
use super::find;
use crate::support::site::{Site, start};

const HOSTILE: &[&str] = &[
    "\"",
    "'",
    "''; DROP TABLE search_documents; --",
    "rust OR 1=1",
    "NEAR(a b, 3)",
    "head : rust",
    "-rust",
    "rust*",
    "(rust",
    "rust)",
    "^rust",
    "rust & ! sql | <-> python",
    "rust:*",
    "rust:A",
    "\\",
    "\\'",
    "%",
    "_",
    "$1",
    "?1",
    "\0",
    "rust\0sql",
    "\u{e000}course",
    "💩 👩‍💻 🇿🇦",
    "\u{202e}tsur\u{202c}",
    "اردو عربى עברית",
    "ⅷ ½ ﷺ ß İ ı ﬁ",
    "\u{301}\u{302}",
    "ＲＵＳＴ",
    "c++ c# .net f#",
    "++++####",
    "0",
    "-",
    "",
    "   \t\n",
    "NULL",
    "and or not",
];

/// Signs that mean something to one engine or the other, and some that mean nothing to anybody.
const SIGNS: &[&str] = &[
    "\"", "'", "(", ")", "*", ":", "&", "|", "!", "<->", "\\", "-", "+", "#", "^", "{", "}", "\0", " ", "  ", "NEAR",
    "AND", "OR", "NOT", "rust", "sql", "ḓ", "é", "\u{301}", "💩", "\u{202e}", "א", "؟", "$1", "%", "_", "1",
    "\u{e000}",
];

#[actix_web::test]
async fn no_input_is_a_fault() {
    let site = Site::academy();
    let long = ["a".repeat(20_000), "rust ".repeat(4_000), "\"".repeat(20_000), "é".repeat(20_000)];
    for text in HOSTILE.iter().copied().chain(long.iter().map(String::as_str)) {
        find(site.db(), text, start()).await;
    }
    // A small generator of numbers (Knuth's MMIX): the same inputs in every run.
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..300 {
        let text: String = (0..1 + next(12)).map(|_| SIGNS[next(SIGNS.len())]).collect();
        find(site.db(), &text, start()).await;
    }
}

#[actix_web::test]
async fn a_mark_of_the_index_cannot_be_typed() {
    let site = Site::academy();
    assert!(find(site.db(), "\u{e000}course", start()).await.groups.iter().all(|group| group.hits.len() < 4));
}

#[actix_web::test]
async fn wrongly_encoded_addresses_get_a_page() {
    let site = Site::academy();
    for value in ["%FF%FE", "%00", "%", "%C3%28", "%zz", "%E2%80%AE", "a%0D%0Ab"] {
        assert_eq!(site.get(&format!("/search?q={value}")).await.status, 200, "{value}");
        assert_eq!(site.get(&format!("/search/suggest?q={value}")).await.status, 200, "{value}");
    }
}
