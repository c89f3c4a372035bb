//! Words as the index keeps them: folded to one form, so that both engines find the same.
use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters of a word that count; longer ones are cut, in the index as in a query.
const LONGEST_WORD: usize = 40;

/// A word of a text, where it stands and as the index keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// Its bytes in the text.
    pub at: Range<usize>,
    /// Folded: lower case, without accents; `C++` is `cplusplus`.
    pub word: String,
    /// Whether a hyphen ties it to the word before.
    pub is_tied: bool,
}

/// The words of a text, in order.
pub fn spoken_words(text: &str) -> Vec<Spoken> {
    let mut words: Vec<Spoken> = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, first)) = letters.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, letter)) = letters.next_if(|(_, c)| c.is_alphanumeric() || is_combining_mark(*c)) {
            end = at + letter.len_utf8();
        }
        let mut word = fold(text.get(start..end).unwrap_or_default());
        let signs: String =
            text.get(end..).unwrap_or_default().chars().take_while(|c| matches!(c, '+' | '#')).collect();
        let is_last =
            text.get(end + signs.len()..).and_then(|rest| rest.chars().next()).is_none_or(|c| !c.is_alphanumeric());
        if is_last {
            signs.chars().take(2).for_each(|sign| word.push_str(if sign == '+' { "plus" } else { "sharp" }));
            end += signs.len();
        }
        let is_tied = words.last().is_some_and(|before| text.get(before.at.end..start) == Some("-"));
        if !word.is_empty() {
            words.push(Spoken { at: start..end, word: word.chars().take(LONGEST_WORD).collect(), is_tied });
        }
    }
    words
}

/// A word in its one form: compatibility forms taken apart, accents dropped, lower case.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let plain = word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    plain.nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c)).collect()
}

/// What is left of a folded English word without its ending (Snowball's English stemmer).
pub fn stem(word: &str) -> String {
    thread_local!(static ENGLISH: Stemmer = Stemmer::create(Algorithm::English));
    ENGLISH.with(|english| english.stem(word).into_owned())
}

/// The words by which a text is found: each as it is, and what hyphens tie together also as one (`AZ-104` is `az104` too).
pub fn index_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut tied = String::new();
    for spoken in spoken_words(text) {
        if spoken.is_tied {
            tied.push_str(&spoken.word);
            words.push(tied.chars().take(LONGEST_WORD).collect());
        } else {
            tied.clone_from(&spoken.word);
        }
        words.push(spoken.word);
    }
    words
}
