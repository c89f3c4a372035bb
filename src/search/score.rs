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

/// What was typed, with the stem of each word, so that a thousand documents are compared with it and not a thousand times it is taken
/// apart.
pub(super) struct Wanted<'q> {
    query: &'q Query,
    /// All of it as one word.
    whole: String,
    clauses: Vec<WantedClause<'q>>,
}

struct WantedClause<'q> {
    said: WantedPhrase<'q>,
    meant: Vec<WantedPhrase<'q>>,
}

/// Words with their stems.
struct WantedPhrase<'q> {
    words: Vec<(&'q str, String)>,
    is_open: bool,
}

impl<'q> Wanted<'q> {
    pub fn of(query: &'q Query) -> Self {
        let phrase = |words: &'q [String], is_open| WantedPhrase {
            words: words.iter().map(|word| (word.as_str(), stem(word))).collect(),
            is_open,
        };
        let clause = |clause: &'q Clause| WantedClause {
            said: phrase(&clause.words, clause.is_open),
            meant: clause.others.iter().map(|words| phrase(words, false)).collect(),
        };
        Self { query, whole: query.words.concat(), clauses: query.clauses.iter().map(clause).collect() }
    }

    /// Whether a text says just this, whatever stands between its letters: `AZ 104`, `az-104` and `az104` are one.
    fn is_whole(&self, text: &str) -> bool {
        let first = text.chars().find(|c| c.is_alphanumeric());
        // Most texts begin with another letter and need not be taken apart.
        let may_be = first.is_some_and(|c| !c.is_ascii() || self.whole.starts_with(c.to_ascii_lowercase()));
        may_be && spoken_words(text).into_iter().map(|spoken| spoken.word).collect::<String>() == self.whole
    }
}

/// The words of a text.
struct Field(Vec<String>);

impl Field {
    fn of(text: &str) -> Self {
        Self(index_words(text))
    }

    fn word(&self, (wanted, root): &(&str, String), is_open: bool) -> u32 {
        let first = root.chars().next();
        let level = |word: &String| match () {
            () if word == wanted => SAME_WORD,
            // A stem begins as its word does.
            () if word.chars().next() == first && stem(word) == *root => SAME_STEM,
            () if is_open && word.starts_with(wanted) => BEGINS_SO,
            () => 0,
        };
        self.0.iter().map(level).max().unwrap_or(0)
    }

    fn phrase(&self, phrase: &WantedPhrase) -> u32 {
        phrase.words.iter().map(|word| self.word(word, phrase.is_open)).min().unwrap_or(0)
    }

    fn clause(&self, clause: &WantedClause) -> u32 {
        let said = self.phrase(&clause.said);
        let meant = || clause.meant.iter().map(|phrase| self.phrase(phrase).min(SYNONYM)).max().unwrap_or(0);
        if said > 0 { said } else { meant() }
    }
}

/// How well a document answers a query that it holds.
pub(super) fn score(entry: &Entry, wanted: &Wanted) -> Score {
    let title = Field::of(&entry.title);
    let names = Field::of(&entry.names);
    let (mut inherited, mut summary) = (None, None);
    let mut sum = 0;
    for clause in &wanted.clauses {
        let mut best = (title.clause(clause) * TITLE).max(names.clause(clause) * NAMES);
        if best == 0 {
            best = inherited.get_or_insert_with(|| Field::of(&entry.inherited)).clause(clause) * INHERITED;
        }
        if best == 0 {
            best = summary.get_or_insert_with(|| Field::of(&entry.summary)).clause(clause) * SUMMARY;
        }
        sum += if best == 0 { BODY } else { best };
    }
    let said = title.0.iter().filter(|word| wanted.query.words.contains(word)).count();
    sum += FULL_TITLE * u32::try_from(said).unwrap_or(0) / u32::try_from(title.0.len().max(1)).unwrap_or(1);
    if wanted.is_whole(&entry.title) {
        sum += WHOLE_TITLE;
    } else if entry.names.lines().any(|name| wanted.is_whole(name)) {
        sum += WHOLE_NAME;
    }
    Score(sum)
}
