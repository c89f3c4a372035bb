//! Words as the index keeps them: folded to one form, so that both engines find the same.
use std::collections::HashSet;
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

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
    Speech::of(text).map(|heard| heard.spoken(text)).filter(|spoken| !spoken.word.is_empty()).collect()
}

/// The words of a text that may begin with one of these letters, folded, in order. The others are not taken apart, which is most of the
/// work: long texts are looked through for few words.
pub fn words_beginning<'t>(text: &'t str, letters: &'t HashSet<char>) -> impl Iterator<Item = Spoken> + 't {
    let may_be = |heard: &Heard| {
        let first = text.get(heard.letters.start..).and_then(|rest| rest.chars().next());
        first.is_some_and(|first| !first.is_ascii() || letters.contains(&first.to_ascii_lowercase()))
    };
    Speech::of(text).filter(may_be).map(|heard| heard.spoken(text))
}

/// Where a word stands, before it is folded.
struct Heard {
    letters: Range<usize>,
    /// Bytes of the signs that belong to it.
    signs: usize,
    is_tied: bool,
}

impl Heard {
    fn spoken(self, text: &str) -> Spoken {
        let mut word = fold(text.get(self.letters.clone()).unwrap_or_default());
        let end = self.letters.end + self.signs;
        let signs = text.get(self.letters.end..end).unwrap_or_default().chars();
        signs.take(2).for_each(|sign| word.push_str(if sign == '+' { "plus" } else { "sharp" }));
        let word = if word.len() <= LONGEST_WORD { word } else { word.chars().take(LONGEST_WORD).collect() };
        Spoken { at: self.letters.start..end, word, is_tied: self.is_tied }
    }
}

/// Goes through a text word by word.
struct Speech<'t> {
    text: &'t str,
    letters: Peekable<CharIndices<'t>>,
    /// Where the word before ended.
    before: Option<usize>,
}

impl<'t> Speech<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, letters: text.char_indices().peekable(), before: None }
    }
}

impl Iterator for Speech<'_> {
    type Item = Heard;

    fn next(&mut self) -> Option<Heard> {
        let (start, first) = self.letters.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, letter)) = self.letters.next_if(|(_, c)| c.is_alphanumeric() || is_combining_mark(*c)) {
            end = at + letter.len_utf8();
        }
        let rest = self.text.get(end..).unwrap_or_default();
        let signs = rest.bytes().take_while(|c| matches!(c, b'+' | b'#')).count();
        let is_last = rest.get(signs..).and_then(|rest| rest.chars().next()).is_none_or(|c| !c.is_alphanumeric());
        let signs = if is_last { signs } else { 0 };
        let is_tied = self.before.is_some_and(|before| self.text.get(before..start) == Some("-"));
        self.before = Some(end + signs);
        Some(Heard { letters: start..end, signs, is_tied })
    }
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
