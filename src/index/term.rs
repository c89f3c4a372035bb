/// What is asked of the index. A word is never more than letters, digits and marks of no meaning to an engine (see
/// [`super::index_words`]), so that input does not reach its query language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// This very word.
    Word(String),
    /// A word that begins so.
    Prefix(String),
    /// One of these.
    Any(Vec<Term>),
    /// Each of these.
    All(Vec<Term>),
}

/// How an engine writes a term.
pub(super) struct Notation {
    pub quote: char,
    pub prefix: &'static str,
    pub and: &'static str,
    pub or: &'static str,
}

impl Term {
    /// The term as an engine reads it.
    pub(super) fn write(&self, notation: &Notation) -> String {
        let quoted = |word: &str| {
            let word: String = word.chars().filter(|c| !c.is_ascii() || c.is_ascii_alphanumeric()).collect();
            format!("{0}{word}{0}", notation.quote)
        };
        let joined = |terms: &[Self], with: &str| {
            let parts: Vec<String> = terms.iter().map(|term| term.write(notation)).collect();
            format!("({})", parts.join(with))
        };
        match self {
            Self::Word(word) => quoted(word),
            Self::Prefix(word) => format!("{}{}", quoted(word), notation.prefix),
            Self::Any(terms) => joined(terms, notation.or),
            Self::All(terms) => joined(terms, notation.and),
        }
    }
}
