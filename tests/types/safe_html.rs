//! Cards that stay current stand between the pieces of a text.
use lectern::types::{Markdown, Piece, SafeHtml};

fn pieces(text: &str) -> Vec<Piece> {
    Markdown(text).render().html.pieces()
}

fn cards(text: &str) -> Vec<String> {
    pieces(text).into_iter().filter_map(|piece| if let Piece::Card(card) = piece { Some(card) } else { None }).collect()
}

/// All text around the cards, put together again.
fn around(text: &str) -> String {
    let html = |piece: &Piece| if let Piece::Html(html) = piece { html.to_string() } else { String::new() };
    pieces(text).iter().map(html).collect()
}

#[test]
fn a_card_alone_in_its_paragraph_is_taken_out() {
    let text = "Before.\n\n{{course:rust}}\n\nBetween.\n\n{{ contact }}\n\n{{upcoming:city=durban}}";
    assert_eq!(cards(text), ["course:rust", "contact", "upcoming:city=durban"]);
    assert!(matches!(
        &pieces(text)[..],
        [Piece::Html(_), Piece::Card(_), Piece::Html(_), Piece::Card(_), Piece::Card(_)]
    ));
    assert!(around(text).contains("<p>Before.</p>") && around(text).contains("<p>Between.</p>"));
}

#[test]
fn a_text_without_cards_is_one_piece_and_an_empty_one_none() {
    assert_eq!(pieces("One.\n\nTwo.").len(), 1);
    assert!(pieces("").is_empty());
}

#[test]
fn what_only_looks_like_a_card_stays_text() {
    for text in [
        "See {{course:rust}} here.",
        "`{{course:rust}}`",
        "    {{course:rust}}",
        "```\n{{contact}}\n```",
        "{{course:a}} and {{course:b}}",
        "{{course:a}}{{course:b}}",
        "{{contact",
        "{{contact}",
        "{{contact}}.",
        "{{**contact**}}",
        "# {{contact}}",
    ] {
        assert_eq!(cards(text), Vec::<String>::new(), "{text}");
        assert!(around(text).contains("{{"), "{text}");
    }
}

#[test]
fn a_card_that_never_ends_swallows_nothing() {
    let text = "{{ open\n\nThe middle stays.\n\n{{contact}}\n\nThe end.";
    assert_eq!(cards(text), ["contact"]);
    assert!(around(text).contains("The middle stays.") && around(text).contains("The end."));
}

#[test]
fn a_fresh_text_is_empty() {
    assert_eq!(SafeHtml::default().as_str(), "");
}
