//! A form as its template draws it.
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use diesel::QueryResult;

use super::field::{Field, Kind, Section, Source};
use crate::catalogue::{list_categories, list_course_lines, list_topics};
use crate::db::Conn;
use crate::schedule::list_city_lines;
use crate::types::Timestamp;
use crate::web::admin::picture_choice::PictureChoice;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// Something to choose: its value and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value that is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
}

/// Whatever the fields of a form choose from.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    things: BTreeMap<Source, Vec<Choice>>,
    pictures: BTreeMap<&'static str, PictureChoice>,
}

impl Choices {
    /// Reads what these fields choose from, where this is typed.
    pub fn read(conn: &mut Conn, sections: &[Section], typed: &Fields, now: Timestamp) -> QueryResult<Self> {
        let mut all = Self::default();
        for field in sections.iter().flat_map(|section| section.fields) {
            if matches!(field.kind, Kind::Picture) {
                all.pictures.insert(field.name, PictureChoice::read(conn, typed, field.name)?);
            }
            let (Kind::One(source) | Kind::Many(source) | Kind::Ordered(source, _)) = field.kind else { continue };
            if let Entry::Vacant(place) = all.things.entry(source) {
                place.insert(list(conn, source, now)?);
            }
        }
        Ok(all)
    }

    fn of(&self, kind: Kind) -> Vec<Choice> {
        match kind {
            Kind::One(source) | Kind::Many(source) | Kind::Ordered(source, _) => {
                self.things.get(&source).cloned().unwrap_or_default()
            }
            Kind::Choice(words) => {
                let choice =
                    |(value, label): &(&str, &str)| Choice { value: (*value).to_owned(), label: (*label).to_owned() };
                words.iter().map(choice).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn list(conn: &mut Conn, source: Source, now: Timestamp) -> QueryResult<Vec<Choice>> {
    let choice = |value: String, label: String| Choice { value, label };
    Ok(match source {
        Source::Categories => {
            list_categories(conn)?.into_iter().map(|one| choice(one.slug.to_string(), one.title)).collect()
        }
        Source::Topics => list_topics(conn)?.into_iter().map(|one| choice(one.slug.to_string(), one.title)).collect(),
        Source::Cities => {
            list_city_lines(conn)?.into_iter().map(|one| choice(one.slug.to_string(), one.title)).collect()
        }
        Source::Courses => {
            let label = |hidden: bool, title: String| if hidden { format!("{title} (not public)") } else { title };
            let lines = list_course_lines(conn, now)?.into_iter();
            let of = |one: crate::catalogue::CourseLine| {
                choice(one.slug.to_string(), label(one.standing.address().is_none(), one.title))
            };
            lines.map(of).collect()
        }
    })
}

/// One input.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What it is called.
    pub label: String,
    /// Its id on the page.
    pub id: String,
    /// The name under which it is sent.
    pub name: String,
    /// What stands in it.
    pub text: String,
    /// What it is to be chosen from.
    pub choices: Vec<Choice>,
    /// What it holds.
    pub kind: Kind,
    /// Whether a browser may check it as a field that must not be empty.
    pub is_optional: bool,
}

impl Cell {
    /// How it is drawn: `area`, `select`, `tick`, or as an input.
    pub fn shape(&self) -> &'static str {
        match self.kind {
            Kind::Text | Kind::Markdown | Kind::Lines(_) => "area",
            Kind::Choice(_) | Kind::One(_) | Kind::Ordered(..) => "select",
            Kind::Flag(_) => "tick",
            _ => "input",
        }
    }

    /// The type of its input.
    pub fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Email => "email",
            Kind::Phone => "tel",
            Kind::Day => "date",
            Kind::Moment => "datetime-local",
            _ => "text",
        }
    }

    /// Which keys a phone shows.
    pub fn keys(&self) -> &'static str {
        match self.kind {
            Kind::Number(..) => "numeric",
            Kind::Money | Kind::Percent => "decimal",
            _ => "",
        }
    }

    /// Lines of its area.
    pub fn lines(&self) -> usize {
        match self.kind {
            Kind::Markdown => 16,
            Kind::Lines(_) => 1,
            _ => 3,
        }
    }

    /// Whether this is what stands in it. A value that cannot be chosen any more is shown as it is.
    pub fn is_chosen(&self, choice: &Choice) -> bool {
        self.text.trim() == choice.value
    }

    /// A value that is none of the choices.
    pub fn stray(&self) -> Option<&str> {
        let text = self.text.trim();
        (!text.is_empty() && !self.choices.iter().any(|choice| choice.value == text)).then_some(text)
    }
}

/// A field with all that is drawn of it.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Its description.
    pub field: &'static Field,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Its input, where it has one.
    pub cell: Cell,
    /// The pictures, where one is to be chosen.
    pub picture: Option<PictureChoice>,
    /// Its rows, where it is a list.
    pub rows: Vec<Vec<Cell>>,
    /// Which of its choices are ticked, where it has many.
    pub ticked: Vec<String>,
}

impl Drawn {
    /// How it is drawn: `list`, `ticks`, `pictures`, or as its cell.
    pub fn shape(&self) -> &'static str {
        match self.field.kind {
            Kind::Many(_) => "ticks",
            Kind::Picture => "pictures",
            _ if self.field.is_list() => "list",
            _ => self.cell.shape(),
        }
    }

    /// What one entry of the list is called.
    pub fn one(&self) -> &'static str {
        match self.field.kind {
            Kind::Lines(one) | Kind::Rows(one, _) | Kind::Ordered(_, one) => one,
            _ => "",
        }
    }

    /// What the button says that looks for pictures.
    pub fn find(&self) -> String {
        format!("find:{}", self.field.name)
    }

    /// The words beside a box that is ticked.
    pub fn tick(&self) -> &'static str {
        if let Kind::Flag(words) = self.field.kind { words } else { "" }
    }

    /// Whether a choice is among those that are ticked.
    pub fn is_ticked(&self, choice: &Choice) -> bool {
        self.ticked.contains(&choice.value)
    }
}

/// A section with its fields.
#[derive(Debug, Clone)]
pub struct DrawnSection {
    /// The heading.
    pub title: &'static str,
    /// The fields.
    pub fields: Vec<Drawn>,
}

/// Draws a form with what stands in it and what is wrong with it.
pub fn draw_sections(
    sections: &'static [Section],
    typed: &Fields,
    errors: &FormErrors,
    choices: &Choices,
) -> Vec<DrawnSection> {
    let field = |field: &'static Field| Drawn {
        error: errors.get(field.name).map(str::to_owned),
        cell: cell(
            field,
            (field.label.to_owned(), field.name.to_owned(), field.name.to_owned()),
            typed.get(field.name),
            choices,
        ),
        picture: choices.pictures.get(field.name).cloned(),
        rows: rows(field, typed, choices),
        ticked: typed.all(field.name).to_vec(),
        field,
    };
    let section = |section: &'static Section| DrawnSection {
        title: section.title,
        fields: section.fields.iter().map(field).collect(),
    };
    sections.iter().map(section).collect()
}

fn cell(field: &Field, (label, id, name): (String, String, String), text: &str, choices: &Choices) -> Cell {
    let text = if matches!(field.kind, Kind::Moment) { text.replace(' ', "T") } else { text.to_owned() };
    Cell { label, id, name, text, choices: choices.of(field.kind), kind: field.kind, is_optional: field.is_optional() }
}

/// The rows of a list; one empty row where there is none, so that there is something to write into.
fn rows(field: &'static Field, typed: &Fields, choices: &Choices) -> Vec<Vec<Cell>> {
    let columns: Vec<(&Field, String)> = match field.kind {
        Kind::Rows(_, columns) => columns.iter().map(|column| (column, field.column_name(column))).collect(),
        _ if field.is_list() => vec![(field, field.name.to_owned())],
        _ => return Vec::new(),
    };
    let count = columns.iter().map(|(_, name)| typed.all(name).len()).max().unwrap_or(0).max(1);
    let row = |at: usize| {
        let cell = |(column, name): &(&Field, String)| {
            let text = typed.all(name).get(at).map_or("", String::as_str);
            cell(column, (column.label.to_owned(), format!("{name}-{}", at + 1), name.clone()), text, choices)
        };
        columns.iter().map(cell).collect()
    };
    (0..count).map(row).collect()
}
