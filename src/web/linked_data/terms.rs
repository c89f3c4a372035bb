use serde::Serialize;

use crate::types::SafeHtml;

/// The terms that a post explains.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub struct DefinedTermSet {
    has_defined_term: Vec<DefinedTerm>,
}

/// One of them. What it means stands in the page and is not said twice.
#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub struct DefinedTerm {
    name: String,
}

/// The terms of the definition lists in a text.
pub fn key_terms(html: &SafeHtml) -> Option<DefinedTermSet> {
    let inside = html.as_str().split("<dt>").skip(1).filter_map(|rest| rest.split_once("</dt>"));
    let terms: Vec<DefinedTerm> =
        inside.map(|(term, _)| DefinedTerm { name: text_of(term) }).filter(|term| !term.name.is_empty()).collect();
    (!terms.is_empty()).then_some(DefinedTermSet { has_defined_term: terms })
}

/// The words of a piece of our own markup, which writes these entities and no others.
fn text_of(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    for (at, part) in markup.split('<').enumerate() {
        text.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, behind)| behind) });
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}");
    text.replace("&amp;", "&").trim().to_owned()
}
