//! Code in a text, taken apart once, when the text is saved: readers need no script for it.
//!
//! It knows four kinds of words, which is as much as a reader of an article needs; a grammar for each language would weigh more than
//! the rest of the site.
use super::languages::{Language, language};

/// What a stretch of code is; its class in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Keyword,
    Text,
    Comment,
    Number,
}

impl Kind {
    fn class(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Keyword => Some("k"),
            Self::Text => Some("s"),
            Self::Comment => Some("c"),
            Self::Number => Some("n"),
        }
    }
}

/// The code as HTML, its words in spans; without spans where the language is not known.
pub(super) fn highlight(name: &str, code: &str) -> String {
    let mut html = String::with_capacity(code.len() * 2);
    let Some(language) = language(name) else {
        escape(code, &mut html);
        return html;
    };
    let (mut rest, mut before, mut in_tag) = (code, None, false);
    while let Some(first) = rest.chars().next() {
        let (kind, length) =
            if language.is_markup { markup(rest, first, &mut in_tag) } else { word_of(language, before, rest, first) };
        let (word, behind) = rest.split_at_checked(length.max(first.len_utf8())).unwrap_or((rest, ""));
        match kind.class() {
            Some(class) => {
                html.push_str(&format!("<span class=\"{class}\">"));
                escape(word, &mut html);
                html.push_str("</span>");
            }
            None => escape(word, &mut html),
        }
        (before, rest) = (word.chars().last(), behind);
    }
    html
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            c => html.push(c),
        }
    }
}

/// The first word of `rest`: what it is, and its length in bytes.
fn word_of(language: &Language, before: Option<char>, rest: &str, first: char) -> (Kind, usize) {
    if let Some(length) = comment(language, before, rest) {
        return (Kind::Comment, length);
    }
    if let Some(length) = text(language, rest) {
        let is_key = rest.get(length..).is_some_and(|behind| language.is_key_before(behind));
        return (if is_key { Kind::Keyword } else { Kind::Text }, length);
    }
    let is_within = before.is_some_and(|c| language.is_in_word(c));
    if first.is_ascii_digit() && !is_within {
        return (Kind::Number, number(rest));
    }
    if !language.is_in_word(first) || is_within {
        return (Kind::Plain, first.len_utf8());
    }
    let length = rest.find(|c: char| !language.is_in_word(c)).unwrap_or(rest.len());
    let (word, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
    (if language.is_key_before(behind) || language.has_keyword(word) { Kind::Keyword } else { Kind::Plain }, length)
}

fn comment(language: &Language, before: Option<char>, rest: &str) -> Option<usize> {
    let (open, close) = language.block_comment;
    if !open.is_empty() && rest.starts_with(open) {
        let end = rest.get(open.len()..).and_then(|inside| inside.find(close));
        return Some(end.map_or(rest.len(), |end| open.len() + end + close.len()));
    }
    // A hash inside a word, as in `$#` or `a#b`, begins no comment.
    let may_begin = language.line_comment != "#" || before.is_none_or(char::is_whitespace);
    let begins = !language.line_comment.is_empty() && rest.starts_with(language.line_comment) && may_begin;
    begins.then(|| rest.find('\n').unwrap_or(rest.len()))
}

/// A text in quotes. One that is not closed ends with its line.
fn text(language: &Language, rest: &str) -> Option<usize> {
    if language.has_lifetimes && rest.starts_with('\'') {
        return letter(rest);
    }
    let quote = language.quotes.iter().find(|quote| rest.starts_with(**quote))?;
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(quote.len()) {
        if c == '\n' && !language.texts_span_lines && quote.len() == 1 {
            return Some(at);
        }
        if !is_escaped && rest.get(at..).is_some_and(|here| here.starts_with(*quote)) {
            return Some(at + quote.len());
        }
        is_escaped = c == '\\' && !is_escaped && language.has_escapes;
    }
    Some(rest.find('\n').unwrap_or(rest.len()))
}

/// A letter in quotes, such as `'a'` or `'\n'`, and not a lifetime.
fn letter(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next()?;
    }
    chars.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 1)
}

fn number(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_point = c == '.' && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !(c.is_ascii_alphanumeric() || c == '_' || is_point) {
            return at;
        }
    }
    rest.len()
}

/// As [`word_of`], of HTML or XML.
fn markup(rest: &str, first: char, in_tag: &mut bool) -> (Kind, usize) {
    if rest.starts_with("<!--") {
        return (Kind::Comment, rest.find("-->").map_or(rest.len(), |end| end + 3));
    }
    match first {
        '<' => {
            *in_tag = true;
            (Kind::Keyword, rest.find(|c: char| !(c.is_alphanumeric() || "<!?/:-".contains(c))).unwrap_or(rest.len()))
        }
        '>' => {
            *in_tag = false;
            (Kind::Keyword, 1)
        }
        '"' | '\'' if *in_tag => {
            let end = rest.get(1..).and_then(|inside| inside.find(first));
            (Kind::Text, end.map_or_else(|| rest.find('\n').unwrap_or(rest.len()), |end| end + 2))
        }
        _ => (Kind::Plain, first.len_utf8()),
    }
}
