use std::fmt;

use crate::site::Saved;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Things that are new.
    pub created: usize,
    /// Things that differ from before.
    pub changed: usize,
    /// Things that were the same already.
    pub unchanged: usize,
    /// What could not be taken, and why.
    pub refused: Vec<Refusal>,
}

/// A file, or a line of one, that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file's path inside the folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub why: String,
}

impl Report {
    pub(super) fn add(&mut self, other: Self) {
        self.created += other.created;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.refused.extend(other.refused);
    }

    pub(super) fn count(&mut self, saved: Saved) {
        match saved {
            Saved::Created => self.created += 1,
            Saved::Changed => self.changed += 1,
            Saved::Unchanged => self.unchanged += 1,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.why)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for refusal in &self.refused {
            writeln!(f, "{refusal}")?;
        }
        let Self { created, changed, unchanged, refused } = self;
        write!(f, "{created} new, {changed} changed, {unchanged} unchanged, {} refused", refused.len())
    }
}
