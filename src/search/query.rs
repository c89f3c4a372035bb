//! What a visitor means by what they typed.
use super::lexicon::Lexicon;
use crate::index::{Term, spoken_words, stem};

/// Most words of a query that count.
const MOST_WORDS: usize = 12;

/// Words that say nothing about what is wanted, at least on the site of a training provider.
const EMPTY: &[&str] = &[
    "a",
    "about",
    "am",
    "an",
    "and",
    "any",
    "are",
    "at",
    "be",
    "by",
    "can",
    "class",
    "classes",
    "course",
    "courses",
    "do",
    "does",
    "for",
    "from",
    "get",
    "how",
    "i",
    "in",
    "is",
    "it",
    "learn",
    "me",
    "my",
    "near",
    "of",
    "on",
    "or",
    "our",
    "that",
    "the",
    "there",
    "to",
    "training",
    "trainings",
    "want",
    "what",
    "when",
    "where",
    "which",
    "with",
    "you",
    "your",
];

/// What was typed, part by part; a document is found where it holds every part.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// Its words, folded, in order.
    pub words: Vec<String>,
    /// Its parts.
    pub clauses: Vec<Clause>,
}

/// A word, or several that mean one thing, with what means the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// The words as typed, folded.
    pub words: Vec<String>,
    /// Whether it may be the beginning of a word.
    pub is_open: bool,
    /// Other ways to say it.
    pub others: Vec<Vec<String>>,
}

impl Query {
    /// Reads what was typed: synonyms first, the longest before shorter ones; then words, without those that say nothing, unless there
    /// are no others. The last word may be unfinished, if no such word is known.
    pub fn parse(text: &str, lexicon: &Lexicon) -> Self {
        let words: Vec<String> = spoken_words(text).into_iter().map(|spoken| spoken.word).take(MOST_WORDS).collect();
        let mut clauses: Vec<Clause> = Vec::new();
        let mut rest = words.as_slice();
        while let Some((first, after)) = rest.split_first() {
            let (clause, behind) = match lexicon.synonym(rest) {
                Some((count, others)) => {
                    let (said, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
                    (Clause { words: said.to_vec(), is_open: false, others }, behind)
                }
                None => {
                    let is_open = after.is_empty() && first.chars().count() > 1 && !lexicon.knows(first);
                    (Clause { words: vec![first.clone()], is_open, others: Vec::new() }, after)
                }
            };
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
            rest = behind;
        }
        let says = |clause: &Clause| !clause.words.iter().all(|word| EMPTY.contains(&word.as_str()));
        if clauses.iter().any(says) {
            clauses.retain(says);
        }
        Self { words, clauses }
    }

    /// What to ask the index; nothing where nothing was typed that it could hold.
    pub fn term(&self) -> Option<Term> {
        let clauses: Vec<Term> = self.clauses.iter().map(Clause::term).collect();
        (!clauses.is_empty()).then_some(Term::All(clauses))
    }
}

impl Clause {
    fn term(&self) -> Term {
        let all = |words: &Vec<String>| Term::All(words.iter().map(|word| self.word(word)).collect());
        Term::Any([&self.words].into_iter().chain(&self.others).map(all).collect())
    }

    fn word(&self, word: &str) -> Term {
        let mut forms = vec![Term::Word(word.to_owned())];
        let root = stem(word);
        if root != word {
            forms.push(Term::Word(root));
        }
        if self.is_open {
            forms.push(Term::Prefix(word.to_owned()));
        }
        Term::Any(forms)
    }
}
