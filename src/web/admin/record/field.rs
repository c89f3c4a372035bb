/// What a field holds, and so how it is written, checked and drawn.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One line.
    Line,
    /// Some lines.
    Text,
    /// A text in Markdown.
    Markdown,
    /// A code such as `RS-101`.
    Code,
    /// An e-mail address.
    Email,
    /// A telephone number, kept as E.164.
    Phone,
    /// A colour such as `#433A93`.
    Colour,
    /// A whole number between two others.
    Number(i64, i64),
    /// Degrees, between two numbers.
    Degrees(f64, f64),
    /// Per cent, kept in hundredths of one.
    Percent,
    /// Rand and cents.
    Money,
    /// A day.
    Day,
    /// A day and a time.
    Moment,
    /// Yes or no.
    Flag(&'static str),
    /// One of a few words, each with what it is called.
    Choice(&'static [(&'static str, &'static str)]),
    /// A picture of the library, kept as the name of its content.
    Picture,
    /// One thing of a kind.
    One(Source),
    /// Any number of things of a kind, in no order.
    Many(Source),
    /// Things of a kind, in order.
    Ordered(Source, &'static str),
    /// Lines, in order; the word names one of them.
    Lines(&'static str),
    /// Rows of several fields, in order; the word names one of them.
    Rows(&'static str, &'static [Field]),
}

/// Things to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The parts of the catalogue.
    Categories,
    /// The vocabulary.
    Topics,
    /// All courses, drafts too.
    Courses,
    /// All cities.
    Cities,
}

/// What to do where nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// Ask for it in this sentence.
    Refused(&'static str),
    /// Keep an empty text.
    Kept,
    /// Leave the field out.
    LeftOut,
}

/// A field of a form, by the name it has in the noun's content.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in the content.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// One sentence of help.
    pub hint: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What to do where it is empty.
    pub empty: Empty,
    /// The most letters.
    pub most: usize,
    /// What it means where the content leaves it out.
    pub missing: &'static str,
}

impl Field {
    /// A field that may be left out.
    pub const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        let most = match kind {
            Kind::Markdown => 200_000,
            Kind::Text => 2_000,
            _ => 300,
        };
        Self { name, label, hint: "", kind, empty: Empty::LeftOut, most, missing: "" }
    }

    /// One that must be written; `ask` is the sentence that says so.
    #[must_use]
    pub const fn needed(mut self, ask: &'static str) -> Self {
        self.empty = Empty::Refused(ask);
        self
    }

    /// One whose emptiness is a value too.
    #[must_use]
    pub const fn or_empty(mut self) -> Self {
        self.empty = Empty::Kept;
        self
    }

    /// One whose absence in the content means this.
    #[must_use]
    pub const fn missing(mut self, value: &'static str) -> Self {
        self.missing = value;
        self
    }

    /// With a sentence of help.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// Whether it may be left empty.
    pub const fn is_optional(&self) -> bool {
        !matches!(self.empty, Empty::Refused(_)) && !matches!(self.kind, Kind::Flag(_))
    }

    /// Whether it is a list whose entries are added, moved and removed.
    pub const fn is_list(&self) -> bool {
        matches!(self.kind, Kind::Lines(_) | Kind::Rows(..) | Kind::Ordered(..))
    }

    /// What the values of a column of its rows are sent under.
    pub fn column_name(&self, column: &Self) -> String {
        format!("{}-{}", self.name, column.name)
    }

    /// The names under which its values are sent.
    pub fn names(&self) -> Vec<String> {
        match self.kind {
            Kind::Rows(_, columns) => columns.iter().map(|column| self.column_name(column)).collect(),
            _ => vec![self.name.to_owned()],
        }
    }
}

/// Fields that belong together, under a heading.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// The heading.
    pub title: &'static str,
    /// The fields, in order.
    pub fields: &'static [Field],
}
