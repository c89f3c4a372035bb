//! What editors write, and what readers see.
use std::collections::HashSet;

use lectern::types::Markdown;

fn html(text: &str) -> String {
    Markdown(text).render().html.to_string()
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn plain_markdown_becomes_plain_html() {
    assert_eq!(
        html("One *two* **three** `four`."),
        "<p>One <em>two</em> <strong>three</strong> <code>four</code>.</p>\n"
    );
    assert_eq!(html("- c\n- d"), "<ul>\n<li>c</li>\n<li>d</li>\n</ul>\n");
    assert_eq!(html("~~old~~"), "<p><del>old</del></p>\n");
}

#[test]
fn raw_html_is_shown_as_the_text_it_is() {
    assert_eq!(html("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
    let block = html("<script>alert(1)</script>\n\n<div onclick=x>\ny\n</div>");
    assert!(
        block.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && block.contains("&lt;div onclick=x&gt;"),
        "{block}"
    );
}

#[test]
fn a_link_goes_to_the_web_to_a_mailbox_to_a_telephone_or_inside_the_site() {
    for target in
        ["https://example.org/a?b=c", "http://example.org", "mailto:a@b.co", "tel:+27115550100", "/courses", "#part"]
    {
        assert_eq!(values(&html(&format!("[x]({target})")), "href"), [target]);
    }
    for target in ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x"] {
        assert!(values(&html(&format!("[x]({target})")), "href").is_empty(), "{target}");
    }
}

#[test]
fn a_heading_of_the_first_level_becomes_one_of_the_second() {
    assert_eq!(html("# Who we are"), "<h2 id=\"who-we-are\">Who we are</h2>\n");
    assert_eq!(html("Who\n==="), "<h2 id=\"who\">Who</h2>\n");
    assert_eq!(html("### Third"), "<h3 id=\"third\">Third</h3>\n");
}

#[test]
fn every_heading_has_an_anchor_of_its_own() {
    let text = "## Why\n## Why\n## Why 2\n## why!\n## Why-2\n## ?\n## !\n## Part\n## Ḽavhengwa `code`";
    let html = html(text);
    let anchors = values(&html, "id");
    assert_eq!(anchors[..2], ["why", "why-2"]);
    assert_eq!(anchors.last(), Some(&"ḽavhengwa-code"));
    assert_eq!(anchors.len(), 9);
    assert_eq!(anchors.iter().collect::<HashSet<_>>().len(), 9, "{anchors:?}");
}

#[test]
fn key_terminologies_become_a_definition_list() {
    let html = html("API\n: What programs talk through.\n\nLatency\n: How long one waits.");
    assert!(html.starts_with("<dl>\n<dt>API</dt>\n<dd>") && html.contains("<dt>Latency</dt>"), "{html}");
    assert_eq!(html.matches("<dd>").count(), 2);
}

#[test]
fn every_numbered_point_has_an_anchor_made_from_the_heading_above_it() {
    let numbered = "<ol start=\"3\">\n<li id=\"point-3\">c</li>\n<li id=\"point-4\">d</li>\n</ol>\n";
    assert_eq!(html("3. c\n4. d"), numbered);
    let text = "## Do this\n\n1. a\n   1. inner\n   2. inner\n2. b\n\n   More of it.\n\nText.\n\n1. again\n\n## Do this 1\n\n- c";
    let html = html(text);
    assert_eq!(values(&html, "id"), ["do-this", "do-this-1-2", "do-this-2", "do-this-1-3", "do-this-1"], "{html}");
}

#[test]
fn a_table_scrolls_in_a_box_that_the_keyboard_reaches() {
    let html = html("| a | b |\n| --- | --- |\n| 1 | 2 |\n\nText\n\n| c |\n| --- |\n| `</table>` |");
    let the_box = r#"<div class="wide" tabindex="0" role="group" aria-label="Table"><table>"#;
    assert_eq!(html.matches(the_box).count(), 2, "{html}");
    assert_eq!(html.matches("</table></div>").count(), 2, "{html}");
    assert!(html.contains("<th>a</th>") && html.contains("<td>2</td>"));
}

#[test]
fn a_callout_says_its_kind_in_words() {
    for (mark, class, word) in [
        ("NOTE", "note", "Note"),
        ("TIP", "tip", "Tip"),
        ("IMPORTANT", "important", "Important"),
        ("WARNING", "warning", "Warning"),
        ("CAUTION", "caution", "Caution"),
    ] {
        let html = html(&format!("> [!{mark}]\n> Mind the gap."));
        let start = format!("<blockquote class=\"markdown-alert-{class}\"><p><strong>{word}</strong></p>");
        assert!(html.replace('\n', "").starts_with(&start), "{html}");
        assert!(html.contains("Mind the gap."));
    }
    assert!(!html("> Just a quotation.").contains("class"));
}

#[test]
fn a_footnote_leads_to_its_text() {
    let html = html("Claim.[^a]\n\n[^a]: Source.");
    let to = values(&html, "href")[0].strip_prefix('#').unwrap().to_owned();
    assert!(values(&html, "id").contains(&to.as_str()) && html.contains("Source."), "{html}");
}

#[test]
fn a_heading_never_takes_the_anchor_of_a_footnote() {
    let html = html("## Why\n\nClaim.[^why]\n\n[^why]: Source.");
    assert_eq!(values(&html, "id"), ["why-2", "why"]);
}

#[test]
fn code_keeps_its_language_and_its_signs() {
    let html = html("```rust\nlet a = \"<b>\" && 1;\n```");
    assert!(html.contains("<code class=\"language-rust\"><span class=\"k\">let</span> a = <span class=\"s\">\"&lt;b&gt;\"</span> &amp;&amp; <span class=\"n\">1</span>;"), "{html}");
}

#[test]
fn reading_takes_a_minute_for_220_words_and_never_none() {
    for (words, minutes) in [(0, 1), (1, 1), (220, 1), (221, 2), (1500, 7)] {
        let rendered = Markdown(&"word ".repeat(words)).render();
        assert_eq!((rendered.words, rendered.reading_minutes()), (words, minutes));
    }
}

#[test]
fn names_in_all_written_languages_survive() {
    let text = "Mpho Ḽavhengwa, Tshivenḓa ḓ ḽ ṅ ṋ ṱ, Gqeberha, Müller, ʼn";
    assert_eq!(html(text), format!("<p>{text}</p>\n"));
}
