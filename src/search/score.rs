//! How well a document answers. Whole numbers, from the words alone: both engines give the same order.
use super::query::{Clause, Query};
use crate::index::{Entry, index_words, spoken_words, stem};

const TITLE: u32 = 100;
const NAMES: u32 = 80;
const INHERITED: u32 = 40;
const SUMMARY: u32 = 20;
const BODY: u32 = 8;

const SAME_WORD: u32 = 10;
const SAME_STEM: u32 = 9;
const BEGINS_SO: u32 = 7;
const SYNONYM: u32 = 6;

/// Beyond what any sum of parts reaches: the whole name was typed.
const WHOLE_TITLE: u32 = 500_000;
const WHOLE_NAME: u32 = 400_000;
/// For a title that says nothing else.
const FULL_TITLE: u32 = 300;

/// How well a document answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score(u32);

impl Score {
    /// Whether its whole name was typed.
    pub fn is_exact(self) -> bool {
        self.0 >= WHOLE_NAME
    }
}

/// A text taken apart, each word with its stem.
struct Field(Vec<(String, String)>);

impl Field {
    fn of(text: &str) -> Self {
        Self(index_words(text).into_iter().map(|word| (stem(&word), word)).map(|(stem, word)| (word, stem)).collect())
    }

    fn word(&self, wanted: &str, root: &str, is_open: bool) -> u32 {
        let level = |(word, stem): &(String, String)| match () {
            () if word == wanted => SAME_WORD,
            () if stem == root => SAME_STEM,
            () if is_open && word.starts_with(wanted) => BEGINS_SO,
            () => 0,
        };
        self.0.iter().map(level).max().unwrap_or(0)
    }

    fn phrase(&self, words: &[String], is_open: bool) -> u32 {
        words.iter().map(|word| self.word(word, &stem(word), is_open)).min().unwrap_or(0)
    }

    fn clause(&self, clause: &Clause) -> u32 {
        let said = self.phrase(&clause.words, clause.is_open);
        let meant = || clause.others.iter().map(|words| self.phrase(words, false).min(SYNONYM)).max().unwrap_or(0);
        if said > 0 { said } else { meant() }
    }
}

/// A name as one word, without signs, so that `AZ 104`, `az-104` and `az104` are one.
fn run_together(text: &str) -> String {
    spoken_words(text).into_iter().map(|spoken| spoken.word).collect()
}

/// How well a document answers a query that it holds.
pub(super) fn score(entry: &Entry, query: &Query) -> Score {
    let whole = query.words.concat();
    let title = Field::of(&entry.title);
    let names = Field::of(&entry.names);
    let (mut inherited, mut summary) = (None, None);
    let mut sum = 0;
    for clause in &query.clauses {
        let mut best = (title.clause(clause) * TITLE).max(names.clause(clause) * NAMES);
        if best == 0 {
            best = inherited.get_or_insert_with(|| Field::of(&entry.inherited)).clause(clause) * INHERITED;
        }
        if best == 0 {
            best = summary.get_or_insert_with(|| Field::of(&entry.summary)).clause(clause) * SUMMARY;
        }
        sum += if best == 0 { BODY } else { best };
    }
    let said = title.0.iter().filter(|(word, _)| query.words.contains(word)).count();
    sum += FULL_TITLE * u32::try_from(said).unwrap_or(0) / u32::try_from(title.0.len().max(1)).unwrap_or(1);
    if run_together(&entry.title) == whole {
        sum += WHOLE_TITLE;
    } else if entry.names.lines().any(|name| run_together(name) == whole) {
        sum += WHOLE_NAME;
    }
    Score(sum)
}
