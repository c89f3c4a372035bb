use super::field::Section;
use super::writing::flat;
use crate::site::{Line, differing_lines};
use crate::web::fields::Fields;

/// A field that differs between two states of a thing.
pub struct Difference {
    /// What the field is called.
    pub label: &'static str,
    /// Its lines: those that went, those that came, and a few around them.
    pub lines: Vec<Line>,
}

/// What changed from one state of a form to another.
pub fn differences(sections: &[Section], before: &Fields, after: &Fields) -> Vec<Difference> {
    let mut found = Vec::new();
    for field in sections.iter().flat_map(|section| section.fields) {
        let (before, after) = (flat(field, before), flat(field, after));
        if before != after {
            found.push(Difference { label: field.label, lines: differing_lines(&before, &after) });
        }
    }
    found
}
