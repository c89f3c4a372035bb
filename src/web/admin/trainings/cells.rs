//! A training as a row of fields, and a posted row of fields as what was changed in it.
use std::collections::HashMap;

use crate::schedule::{Column, GridRow, Names, Read, SheetRow};
use crate::types::Code;
use crate::web::fields::Fields;

/// The columns that are edited in the table, in their order.
pub(super) const EDITABLE: [Column; 8] = [
    Column::FirstDay,
    Column::Venue,
    Column::Trainer,
    Column::Taken,
    Column::Seats,
    Column::Minimum,
    Column::DecideBy,
    Column::Price,
];

/// A field of the table.
pub(super) struct Cell {
    pub column: Column,
    /// Its name in the form, and its id.
    pub name: String,
    /// What it is, for whoever does not see the table's head.
    pub label: String,
    pub value: String,
    /// The list of names to choose from.
    pub list: Option<&'static str>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What somebody else wrote meanwhile.
    pub theirs: Option<String>,
    /// Why it cannot be changed here.
    pub is_fixed: bool,
}

/// What was wrong with a row that was posted.
#[derive(Debug, Clone)]
pub(super) struct Trouble {
    /// The field's name, where it is one field; nothing where somebody else changed the row meanwhile.
    pub refused: Option<(&'static str, String)>,
    /// What was typed, by column.
    pub typed: HashMap<Column, String>,
}

/// What the cells of a training hold, in the order of [`EDITABLE`].
pub(super) fn values(row: &GridRow, names: &Names) -> Vec<String> {
    let trainer = |slug| names.trainers.iter().find(|(known, _)| known == slug).map(|(_, title)| title.clone());
    let trainers: Vec<String> = row.trainers.iter().filter_map(trainer).collect();
    let day = |day: chrono::NaiveDate| day.format("%Y-%m-%d").to_string();
    EDITABLE
        .iter()
        .map(|column| match column {
            Column::FirstDay => day(row.listing.first_day()),
            Column::Venue => row.listing.venue().map(|(title, _)| title.to_owned()).unwrap_or_default(),
            Column::Trainer => trainers.join(", "),
            Column::Taken => row.taken.to_string(),
            Column::Seats => row.listing.seats_total().to_string(),
            Column::Minimum => row.minimum.to_string(),
            Column::DecideBy => row.decide_by.map(day).unwrap_or_default(),
            Column::Price => row.price.map(crate::types::Money::decimal).unwrap_or_default(),
            _ => String::new(),
        })
        .collect()
}

/// The fields of a row; what was typed and could not be saved stands in them again.
pub(super) fn cells(row: &GridRow, names: &Names, trouble: Option<&Trouble>) -> Vec<Cell> {
    let code = row.listing.code();
    let cell = |(column, now): (&Column, String)| {
        let typed = trouble.and_then(|trouble| trouble.typed.get(column));
        let refused = trouble.and_then(|trouble| trouble.refused.as_ref());
        let error = refused.filter(|(field, _)| *field == column.as_str()).map(|(_, why)| why.clone());
        let is_fixed = (*column == Column::Trainer && row.trainers.len() > 1)
            || (*column == Column::Venue && row.listing.city_id().is_none());
        Cell {
            column: *column,
            name: format!("{code}.{column}"),
            label: format!("{} of {code}", heading(*column)),
            theirs: typed
                .filter(|typed| trouble.is_some_and(|trouble| trouble.refused.is_none()) && **typed != now)
                .map(|_| now.clone()),
            value: typed.cloned().unwrap_or(now),
            list: match column {
                Column::Venue => Some("venues"),
                Column::Trainer => Some("trainers"),
                _ => None,
            },
            error,
            is_fixed,
        }
    };
    EDITABLE.iter().zip(values(row, names)).map(cell).collect()
}

/// A column's name at the head of the table.
pub(super) fn heading(column: Column) -> &'static str {
    match column {
        Column::FirstDay => "First day",
        Column::Venue => "Venue",
        Column::Trainer => "Trainer",
        Column::Taken => "Taken",
        Column::Seats => "Seats",
        Column::Minimum => "Minimum",
        Column::DecideBy => "Decide by",
        Column::Price => "Price",
        _ => "",
    }
}

/// A row in which something was typed that was not there when it was read.
#[derive(Debug, Clone)]
pub(super) struct ChangedRow {
    pub read: Read,
    pub row: SheetRow,
    pub typed: HashMap<Column, String>,
}

/// The rows of the posted table in which something was changed.
pub(super) fn changed_rows(fields: &Fields) -> Vec<ChangedRow> {
    fields.all("row").iter().filter_map(|code| changed_row(fields, code)).collect()
}

fn changed_row(fields: &Fields, code: &str) -> Option<ChangedRow> {
    let known: Code = code.parse().ok()?;
    let version = fields.parsed(&format!("{code}.version"))?;
    let was: Vec<String> = serde_json::from_str(fields.get(&format!("{code}.was"))).ok()?;
    let mut typed = HashMap::new();
    for (column, was) in EDITABLE.iter().zip(&was) {
        let name = format!("{code}.{column}");
        if !fields.all(&name).is_empty() && fields.get(&name) != was {
            typed.insert(*column, fields.get(&name).to_owned());
        }
    }
    // In the table an empty field is one that was emptied.
    let cell =
        |(column, text): (&Column, &String)| (*column, if text.is_empty() { "-".to_owned() } else { text.clone() });
    let row = SheetRow { line: 0, cells: typed.iter().map(cell).collect() };
    (!typed.is_empty()).then_some(ChangedRow { read: Read { code: known, version }, row, typed })
}
