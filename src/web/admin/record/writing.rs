//! Content as it stands in a form.
use serde_json::{Map, Value};

use super::field::{Field, Kind, Section};
use crate::site::Content;
use crate::web::fields::Fields;

/// The values of a form that shows this content.
pub fn write<T: Content>(sections: &[Section], content: &T) -> Fields {
    let whole = match serde_json::to_value(content) {
        Ok(Value::Object(whole)) => whole,
        _ => Map::new(),
    };
    let mut fields = write_whole(sections, &whole);
    fields.set("body", content.body());
    fields
}

/// The same of all of it, as a revision keeps it.
pub fn write_whole(sections: &[Section], whole: &Map<String, Value>) -> Fields {
    let mut fields = Fields::default();
    for field in sections.iter().flat_map(|section| section.fields) {
        let value = whole.get(field.name).unwrap_or(&Value::Null);
        match field.kind {
            Kind::Many(_) | Kind::Ordered(..) | Kind::Lines(_) => {
                fields.set_all(field.name, entries(value).map(|entry| text(Kind::Line, entry)).collect());
            }
            Kind::Rows(_, columns) => {
                for column in columns {
                    let cell = |row: &Value| text(column.kind, row.get(column.name).unwrap_or(&Value::Null));
                    fields.set_all(&field.column_name(column), entries(value).map(cell).collect());
                }
            }
            _ if value.is_null() => fields.set(field.name, field.missing),
            kind => fields.set(field.name, &text(kind, value)),
        }
    }
    fields
}

fn entries(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(kind: Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Percent, Value::Number(points)) => {
            let points = points.as_i64().unwrap_or_default();
            match points % 100 {
                0 => (points / 100).to_string(),
                part if part % 10 == 0 => format!("{}.{}", points / 100, part / 10),
                part => format!("{}.{part:02}", points / 100),
            }
        }
        (_, Value::String(text)) => text.clone(),
        (_, Value::Bool(true)) => "yes".to_owned(),
        (_, Value::Null | Value::Bool(false)) => String::new(),
        (_, other) => other.to_string(),
    }
}

/// A field as one text, for whoever compares two states of it.
pub fn flat(field: &Field, fields: &Fields) -> String {
    let trimmed = |values: &[String]| {
        values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect::<Vec<_>>().join("\n")
    };
    match field.kind {
        Kind::Rows(_, columns) => {
            let names: Vec<String> = columns.iter().map(|column| field.column_name(column)).collect();
            let count = names.iter().map(|name| fields.all(name).len()).max().unwrap_or(0);
            let row = |at: usize| {
                let cells = names.iter().map(|name| fields.all(name).get(at).map_or("", |text| text.trim()));
                cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" – ")
            };
            trimmed(&(0..count).map(row).collect::<Vec<_>>())
        }
        Kind::Many(_) => {
            let mut values = fields.all(field.name).to_vec();
            values.sort();
            trimmed(&values)
        }
        Kind::Moment => trimmed(fields.all(field.name)).replace('T', " "),
        _ => trimmed(fields.all(field.name)),
    }
}
