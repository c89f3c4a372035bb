use serde::Serialize;
use serde::de::DeserializeOwned;

use super::report::Refusal;

const FENCE: &str = "+++";

/// Takes a file apart: the fields between two lines `+++`, and the Markdown after them.
pub(super) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<(T, String), Refusal> {
    let refuse = |line, why: &str| Refusal { file: file.to_owned(), line, why: why.to_owned() };
    let after = text.strip_prefix(FENCE).filter(|after| ends_line(after));
    let after = after.ok_or_else(|| refuse(1, "does not begin with a line +++"))?;
    let (fields, body) = after
        .match_indices("\n+++")
        .filter_map(|(at, fence)| Some((after.get(..=at)?, after.get(at + fence.len()..)?)))
        .find(|(_, behind)| ends_line(behind))
        .ok_or_else(|| refuse(1, "has no second line +++ after its fields"))?;
    let fields = toml::from_str(fields).map_err(|error| {
        let line = error.span().map_or(1, |span| line_at(fields, span.start));
        refuse(line, error.message())
    })?;
    Ok((fields, body.trim().to_owned()))
}

/// Whether nothing but white space stands before the end of the line.
fn ends_line(text: &str) -> bool {
    text.lines().next().is_none_or(|line| line.trim().is_empty())
}

/// Puts a file together.
pub(super) fn write(fields: &impl Serialize, body: &str) -> Result<String, toml::ser::Error> {
    let fields = toml::to_string(fields)?;
    let body = if body.is_empty() { String::new() } else { format!("\n{body}\n") };
    Ok(format!("{FENCE}\n{fields}{FENCE}\n{body}"))
}

/// The line on which a field stands, for a mistake that only the database could find.
pub(super) fn line_of(text: &str, field: &str) -> usize {
    let names = |line: &str| line.trim_start_matches(['[', ' ']).strip_prefix(field).is_some_and(ends_name);
    text.lines().position(names).map_or(1, |at| at + 1)
}

fn ends_name(rest: &str) -> bool {
    rest.trim_start().starts_with(['=', ']'])
}

fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}
