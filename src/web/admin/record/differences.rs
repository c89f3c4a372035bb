use similar::{ChangeTag, TextDiff};

use super::field::Section;
use super::writing::flat;
use crate::web::fields::Fields;

/// A field that differs between two states of a thing.
pub struct Difference {
    /// What the field is called.
    pub label: &'static str,
    /// Its lines: those that went, those that came, and a few around them.
    pub lines: Vec<Line>,
}

/// A line of a difference.
pub enum Line {
    /// It went.
    Gone(String),
    /// It came.
    New(String),
    /// It stayed.
    Same(String),
}

/// What changed from one state of a form to another.
pub fn differences(sections: &[Section], before: &Fields, after: &Fields) -> Vec<Difference> {
    let mut found = Vec::new();
    for field in sections.iter().flat_map(|section| section.fields) {
        let (before, after) = (flat(field, before), flat(field, after));
        if before != after {
            found.push(Difference { label: field.label, lines: lines(&before, &after) });
        }
    }
    found
}

fn lines(before: &str, after: &str) -> Vec<Line> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(1) {
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let text = change.value().trim_end_matches('\n').to_owned();
            lines.push(match change.tag() {
                ChangeTag::Delete => Line::Gone(text),
                ChangeTag::Insert => Line::New(text),
                ChangeTag::Equal => Line::Same(text),
            });
        }
    }
    lines
}
