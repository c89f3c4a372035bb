//! The words around what was found.
use std::collections::HashSet;

use super::query::Query;
use crate::index::{Spoken, stem, words_beginning};

/// Characters of an extract.
const LONGEST: usize = 180;
/// Bytes from which on a line is likely a sentence.
const SENTENCE: usize = 50;
/// Characters of it before what was found.
const LEAD: usize = 60;

/// A stretch of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text, not yet escaped.
    pub text: String,
    /// Whether it is what was searched for.
    pub is_match: bool,
}

/// Tells which words of a text were meant.
pub(super) struct Marker {
    words: HashSet<String>,
    beginning: Option<String>,
    /// What the words begin with: a word's stem begins as the word does.
    letters: HashSet<char>,
}

impl Marker {
    /// Marks what a query's parts mean, and what means the same.
    pub fn of(query: &Query) -> Self {
        let said = query.clauses.iter().flat_map(|clause| clause.words.iter().chain(clause.others.iter().flatten()));
        let words: HashSet<String> = said.flat_map(|word| [stem(word), word.clone()]).collect();
        let open = query.clauses.iter().find(|clause| clause.is_open);
        let beginning = open.and_then(|clause| clause.words.first().cloned());
        let letters = words.iter().chain(&beginning).filter_map(|word| word.chars().next()).collect();
        Self { words, beginning, letters }
    }

    fn marks(&self, spoken: &Spoken) -> bool {
        let begins = || self.beginning.as_ref().is_some_and(|beginning| spoken.word.starts_with(beginning.as_str()));
        self.words.contains(&spoken.word) || begins() || self.words.contains(&stem(&spoken.word))
    }

    /// The words of a text that were meant.
    fn marked<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Spoken> + 't {
        words_beginning(text, &self.letters).filter(|spoken| self.marks(spoken))
    }

    /// A text with what was meant marked.
    pub fn mark(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut done = 0;
        let mut push = |text: Option<&str>, is_match| {
            pieces.extend(text.filter(|text| !text.is_empty()).map(|text| Piece { text: text.to_owned(), is_match }));
        };
        for spoken in self.marked(text) {
            push(text.get(done..spoken.at.start), false);
            push(text.get(spoken.at.clone()), true);
            done = spoken.at.end;
        }
        push(text.get(done..), false);
        pieces
    }

    /// The summary where it holds what was meant; else the first such place in the body, a sentence before a heading or a cell; else
    /// the summary as it is.
    pub fn extract(&self, summary: &str, body: &str) -> Vec<Piece> {
        let marked = self.mark(summary);
        if marked.iter().any(|piece| piece.is_match) {
            return marked;
        }
        let place = |line: &str| {
            let spoken = self.marked(line).next()?;
            Some(around(line, spoken.at.start))
        };
        let sentence = body.lines().filter(|line| line.len() >= SENTENCE).find_map(place);
        sentence.or_else(|| body.lines().find_map(place)).map_or(marked, |place| self.mark(&place))
    }
}

/// Some words of a line on both sides of a place in it.
fn around(line: &str, at: usize) -> String {
    let before = line.get(..at).unwrap_or_default();
    let start = if before.chars().count() > LEAD {
        let cut = before.char_indices().rev().nth(LEAD).map_or(0, |(at, _)| at);
        before.get(cut..).and_then(|lead| lead.find(' ')).map_or(at, |space| cut + space + 1)
    } else {
        0
    };
    let shown = line.get(start..).unwrap_or_default();
    let end = match shown.char_indices().nth(LONGEST) {
        Some((cut, _)) => shown.get(..cut).and_then(|text| text.rfind(' ')).unwrap_or(cut),
        None => shown.len(),
    };
    let (lead, tail) = (if start > 0 { "… " } else { "" }, if end < shown.len() { " …" } else { "" });
    format!("{lead}{}{tail}", shown.get(..end).unwrap_or_default())
}
