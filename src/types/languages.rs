//! The languages that articles show code in.

/// As much of a language as it takes to tell its words apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Language {
    /// What an editor may call it.
    names: &'static [&'static str],
    /// Its own words.
    keywords: &'static str,
    /// Whether `SELECT` and `select` are one word.
    ignores_case: bool,
    /// What begins a comment that ends with the line.
    pub line_comment: &'static str,
    /// What begins and ends a comment.
    pub block_comment: (&'static str, &'static str),
    /// What a text stands in, the longest first.
    pub quotes: &'static [&'static str],
    /// Whether a backslash takes the next character's meaning away.
    pub has_escapes: bool,
    /// Whether a text may go on in the next line.
    pub texts_span_lines: bool,
    /// Whether `'a` is a lifetime.
    pub has_lifetimes: bool,
    /// What stands behind the name of a value, where names are all there is.
    key_mark: Option<char>,
    /// What belongs to a word besides letters, digits and `_`.
    in_word: &'static str,
    /// Whether it is HTML or its like.
    pub is_markup: bool,
}

impl Language {
    /// Whether a character belongs to a word.
    pub fn is_in_word(&self, c: char) -> bool {
        c.is_alphanumeric() || c == '_' || self.in_word.contains(c)
    }

    /// Whether what stands before `behind` is the name of a value; `https://` is none.
    pub fn is_key_before(&self, behind: &str) -> bool {
        let behind = behind.trim_start_matches(' ');
        self.key_mark.is_some_and(|mark| behind.starts_with(mark)) && !behind.starts_with("://")
    }

    /// Whether a word is one of the language's own.
    pub fn has_keyword(&self, word: &str) -> bool {
        self.keywords
            .split_ascii_whitespace()
            .any(|known| if self.ignores_case { known.eq_ignore_ascii_case(word) } else { known == word })
    }
}

/// A language by one of its names.
pub(super) fn language(name: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.names.contains(&name))
}

const PLAIN: Language = Language {
    names: &[],
    keywords: "",
    ignores_case: false,
    line_comment: "",
    block_comment: ("", ""),
    quotes: &["\""],
    has_escapes: true,
    texts_span_lines: false,
    has_lifetimes: false,
    key_mark: None,
    in_word: "",
    is_markup: false,
};

const LANGUAGES: &[Language] = &[
    Language {
        names: &["rust", "rs"],
        keywords: "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move \
                   mut pub ref return self Self static struct super trait true type unsafe use where while",
        line_comment: "//",
        block_comment: ("/*", "*/"),
        texts_span_lines: true,
        has_lifetimes: true,
        ..PLAIN
    },
    Language {
        names: &["python", "py"],
        keywords: "and as assert async await break class continue def del elif else except False finally for from global if import \
                   in is lambda None nonlocal not or pass raise return True try while with yield match case",
        line_comment: "#",
        quotes: &["\"\"\"", "'''", "\"", "'"],
        ..PLAIN
    },
    Language {
        names: &["sql"],
        keywords: "add all alter analyze and any as asc begin between by case cast check column commit concurrently constraint create \
                   cross default delete desc distinct drop else end exists explain false fetch filter first for foreign from full \
                   function grant group having if in index inner insert intersect into is join key last lateral left like limit \
                   materialized not null nulls offset on or order outer over partition primary references returning revoke right \
                   rollback row rows select set statistics table then to transaction true truncate union unique update using \
                   values view when where window with",
        ignores_case: true,
        line_comment: "--",
        block_comment: ("/*", "*/"),
        quotes: &["'", "\""],
        has_escapes: false,
        texts_span_lines: true,
        ..PLAIN
    },
    Language {
        names: &["bash", "sh", "shell", "console"],
        keywords: "case do done elif else esac exit export fi for function if in local return set then until while",
        line_comment: "#",
        quotes: &["\"", "'"],
        texts_span_lines: true,
        in_word: "-",
        ..PLAIN
    },
    Language {
        names: &["powershell", "ps1"],
        keywords: "begin break catch continue do else elseif end exit filter finally for foreach function if in param process return \
                   switch throw try until while",
        ignores_case: true,
        line_comment: "#",
        block_comment: ("<#", "#>"),
        quotes: &["\"", "'"],
        has_escapes: false,
        in_word: "-",
        ..PLAIN
    },
    Language {
        names: &["javascript", "js", "typescript", "ts"],
        keywords: "async await break case catch class const continue default delete do else export extends false finally for from \
                   function if import in instanceof interface let new null of return static super switch this throw true try type \
                   typeof undefined var void while yield",
        line_comment: "//",
        block_comment: ("/*", "*/"),
        quotes: &["\"", "'", "`"],
        in_word: "$",
        ..PLAIN
    },
    Language {
        names: &["java"],
        keywords: "abstract boolean break byte case catch char class continue default do double else enum extends false final finally \
                   float for if implements import instanceof int interface long new null package private protected public record \
                   return short static super switch this throw throws true try var void while",
        line_comment: "//",
        block_comment: ("/*", "*/"),
        quotes: &["\"\"\"", "\"", "'"],
        ..PLAIN
    },
    Language { names: &["html", "xml", "svg"], is_markup: true, ..PLAIN },
    Language {
        names: &["css"],
        block_comment: ("/*", "*/"),
        quotes: &["\"", "'"],
        key_mark: Some(':'),
        in_word: "-",
        ..PLAIN
    },
    Language {
        names: &["yaml", "yml"],
        keywords: "true false null",
        line_comment: "#",
        quotes: &["\"", "'"],
        key_mark: Some(':'),
        in_word: "-",
        ..PLAIN
    },
    Language { names: &["json"], keywords: "true false null", key_mark: Some(':'), ..PLAIN },
    Language {
        names: &["toml", "ini", "hcl", "terraform", "properties"],
        keywords: "true false null resource variable module output provider data locals",
        line_comment: "#",
        quotes: &["\"\"\"", "\"", "'"],
        key_mark: Some('='),
        in_word: "-",
        ..PLAIN
    },
];
