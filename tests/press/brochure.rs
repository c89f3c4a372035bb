use chrono::NaiveDate;
use lectern::press::{Brochure, Contact, Date, Fact};
use lectern::web::public::parts::figure::Shape;

use super::{lines, nasty_words};
use crate::support::pdf::Pdf;

/// A brochure that says the same words everywhere, so many times in each list.
fn brochure(words: &str, times: usize) -> Brochure {
    let say = || words.to_owned();
    Brochure {
        provider: say(),
        eyebrow: say(),
        title: say(),
        summary: say(),
        facts: vec![Fact { name: say(), value: say() }; times.min(6)],
        outcomes: vec![say(); times],
        outline: vec![(say(), say()); times],
        prerequisites: vec![say(); times],
        included: vec![say(); times],
        dates: vec![Date { when: say(), place: say(), seats: say(), price: say() }; times.min(8)],
        tax_note: say(),
        contacts: vec![Contact { name: say(), value: say(), link: Some("tel:+27115550100".to_owned()) }; times.min(5)],
        address: "https://academy.example/courses/rust-services".to_owned(),
        drawing: lines(Shape::Banner),
        as_on: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(),
    }
}

#[test]
fn a_brochure_has_one_or_two_pages_whatever_it_says() {
    let nasty = nasty_words();
    let many =
        nasty.iter().map(|words| (words, 3)).chain(nasty.iter().step_by(5).flat_map(|words| [(words, 0), (words, 40)]));
    for (words, times) in many {
        let bytes = brochure(words, times).pdf();
        let bytes = bytes.unwrap_or_else(|error| panic!("{words:.40} {times} times: {error}"));
        let pages = Pdf::parse(&bytes).pages();
        assert!((1..=2).contains(&pages), "{words:.40} {times} times: {pages} pages");
        assert!(bytes.len() <= 150_000, "{words:.40} {times} times: {} bytes", bytes.len());
    }
}

#[test]
fn the_same_facts_on_the_same_day_give_the_same_bytes() {
    let one = brochure("Learn it.", 3);
    assert_eq!(one.pdf(), one.pdf());
    let later = Brochure { as_on: NaiveDate::from_ymd_opt(2026, 3, 3).unwrap(), ..one.clone() };
    assert_ne!(one.pdf(), later.pdf(), "a brochure says of which day it is");
}

#[test]
fn the_letters_of_all_official_languages_can_be_copied_out_again() {
    let names = "Mpho Ḽavhengwa, Tshivenḓa, ṅ ṋ ṱ, Šukela, coördinaat, R18\u{a0}900";
    let text = Pdf::parse(&brochure(names, 1).pdf().unwrap()).text();
    assert!(text.contains("Mpho Ḽavhengwa, Tshivenḓa, ṅ ṋ ṱ, Šukela, coördinaat, R18 900"), "{text}");
}

#[test]
fn what_no_face_has_leaves_a_mark_and_nothing_is_lost_around_it() {
    let text = Pdf::parse(&brochure("Code with 🎓 joy", 1).pdf().unwrap()).text();
    assert!(text.contains("Code with □ joy"), "{text}");
}

#[test]
fn a_brochure_is_read_in_the_order_of_its_structure() {
    let elements = Pdf::parse(&brochure("Learn it.", 2).pdf().unwrap()).elements();
    let headings: Vec<_> = elements.iter().filter(|name| name.starts_with('H')).map(String::as_str).collect();
    assert_eq!(headings, ["H1", "H2", "H2", "H3", "H3", "H2", "H2", "H2", "H2"]);
    for name in ["P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "Link", "Figure"] {
        assert!(elements.iter().any(|element| element == name), "{name}");
    }
}
