//! How two versions of a thing differ, field by field and line by line.
use std::collections::BTreeSet;

use serde_json::Value;
use similar::{ChangeTag, TextDiff};

/// Lines around a change that are shown with it.
const AROUND: usize = 2;

/// How a line stands between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is in both.
    Kept,
    /// It is in the earlier one only.
    Removed,
    /// It is in the later one only.
    Added,
    /// Lines that both have are left out here.
    Gap,
}

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub mark: Mark,
    /// Its words.
    pub text: String,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name.
    pub field: String,
    /// Its lines, with what did not change left out.
    pub lines: Vec<Line>,
}

/// The fields in which two versions differ, the text last.
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let keys = |value: &Value| value.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>());
    let fields: BTreeSet<String> = [before, after].into_iter().filter_map(keys).flatten().collect();
    let (texts, others): (Vec<_>, Vec<_>) = fields.into_iter().partition(|field| field == "body");
    let differs = |field: &String| before.get(field) != after.get(field);
    let lines = |field: &str| differing_lines(&text(before.get(field)), &text(after.get(field)));
    let difference = |field: String| Difference { lines: lines(&field), field };
    others.into_iter().chain(texts).filter(differs).map(difference).collect()
}

fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().map(|item| text(Some(item))).collect::<Vec<_>>().join("\n"),
        Some(value) => value.to_string(),
    }
}

/// The lines in which two texts differ, with a few around them.
pub fn differing_lines(before: &str, after: &str) -> Vec<Line> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for (at, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if at > 0 {
            lines.push(Line { mark: Mark::Gap, text: String::new() });
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let mark = match change.tag() {
                ChangeTag::Equal => Mark::Kept,
                ChangeTag::Delete => Mark::Removed,
                ChangeTag::Insert => Mark::Added,
            };
            lines.push(Line { mark, text: change.value().trim_end_matches('\n').to_owned() });
        }
    }
    lines
}
