//! The words that public content uses, in memory for an era: synonyms, spelling and suggestions come from it, so none of them can give
//! away a draft.
use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::QueryResult;

use super::suggest::Offer;
use crate::db::Conn;
use crate::index::{Kind, index_words, list_visible, spoken_words, stem};
use crate::types::Timestamp;

/// What public content calls things.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// The words of names and summaries, in order, with how many documents bear each.
    pub(super) words: BTreeMap<String, u32>,
    /// Those of names alone.
    pub(super) named: HashSet<String>,
    stems: HashSet<String>,
    /// By the words of a synonym: the ways to say the same.
    synonyms: HashMap<String, Vec<Vec<String>>>,
    /// Words of the longest synonym.
    longest: usize,
    /// What can be offered while somebody types.
    pub(super) offers: Vec<Offer>,
}

impl Lexicon {
    /// Reads what can be found now.
    pub fn read(conn: &mut Conn, now: Timestamp) -> QueryResult<Self> {
        let mut lexicon = Self::default();
        for entry in list_visible(conn, now)? {
            match entry.kind {
                Kind::Topic | Kind::City => lexicon.add_synonyms(&entry.title, &entry.names),
                _ => {}
            }
            if entry.kind != Kind::Training {
                lexicon.add_words(&[&entry.title, &entry.names, &entry.summary]);
                lexicon.named.extend([&entry.title, &entry.names].into_iter().flat_map(|text| index_words(text)));
            }
            lexicon.offers.extend(Offer::of(&entry));
        }
        lexicon.stems = lexicon.words.keys().map(|word| stem(word)).collect();
        Ok(lexicon)
    }

    fn add_words(&mut self, texts: &[&str]) {
        let words: HashSet<String> = texts.iter().flat_map(|text| index_words(text)).collect();
        for word in words {
            *self.words.entry(word).or_default() += 1;
        }
    }

    fn add_synonyms(&mut self, title: &str, names: &str) {
        let said = |text: &str| -> Vec<String> { spoken_words(text).into_iter().map(|spoken| spoken.word).collect() };
        let meant = said(title);
        for name in names.lines() {
            let name = said(name);
            if name.is_empty() || name == meant {
                continue;
            }
            self.longest = self.longest.max(name.len());
            let others = self.synonyms.entry(name.join(" ")).or_default();
            if !others.contains(&meant) {
                others.push(meant.clone());
            }
        }
    }

    /// The longest synonym that some words begin with: how many words it has, and the other ways to say it.
    pub(super) fn synonym(&self, words: &[String]) -> Option<(usize, Vec<Vec<String>>)> {
        let longest = self.longest.min(words.len());
        (1..=longest).rev().find_map(|count| {
            let others = self.synonyms.get(&words.get(..count)?.join(" "))?;
            Some((count, others.clone()))
        })
    }

    /// Whether content uses this word, in any form.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word) || self.stems.contains(&stem(word))
    }
}
