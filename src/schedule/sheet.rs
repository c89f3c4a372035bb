//! Trainings as the rows of a spreadsheet: read from a CSV file or from what was pasted, and taken row by row.
use std::collections::HashMap;

use diesel::Connection;

use super::names::Names;
use super::revising::{Read, find_held, hold_as_read};
use super::row::changed_content;
use super::training_content::{load_training, save_training};
use super::warnings::list_warnings;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::site::{Save, SaveError, Saved};
use crate::types::{Code, Timestamp, words};

words! {
    /// A column of a sheet, by the name that heads it.
    Column {
        /// The training's code; it says which training a row is about.
        Code = "code",
        /// The course: slug, code or name.
        Course = "course",
        /// How it is given.
        Mode = "mode",
        /// The city: slug, code or name; empty online.
        City = "city",
        /// The venue: slug or name.
        Venue = "venue",
        /// The first day.
        FirstDay = "first_day",
        /// How many days; as many as the course has unless given.
        Days = "days",
        /// From when to when, `09:00-16:00`.
        Hours = "hours",
        /// Who teaches it: slug or name.
        Trainer = "trainer",
        /// Seats in all.
        Seats = "seats",
        /// Seats that are taken.
        Taken = "seats_taken",
        /// Seats that must be taken for it to run.
        Minimum = "seats_minimum",
        /// Where it differs from the course's.
        Price = "price",
        /// The day by which it is decided whether it runs.
        DecideBy = "decide_by",
        /// How it stands.
        State = "state",
        /// The room.
        Room = "room",
    }
}

impl Column {
    /// The column that a heading names, however people write it.
    fn headed(text: &str) -> Option<Self> {
        let plain = text.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_");
        let known = match plain.as_str() {
            "training" => "code",
            "date" | "start" | "starts" | "start_date" | "first" => "first_day",
            "time" | "times" => "hours",
            "taken" | "booked" => "seats_taken",
            "minimum" | "min" => "seats_minimum",
            "total" | "seats_total" => "seats",
            "decide" | "decision" => "decide_by",
            other => other,
        };
        known.parse().ok()
    }
}

/// A row as it was written. A cell that is empty says nothing; one that holds `-` says that there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// The line it begins on, counted from 1.
    pub line: usize,
    /// What stands in its cells, trimmed; empty ones are left out.
    pub cells: HashMap<Column, String>,
}

impl SheetRow {
    /// What stands in a cell, if anything does.
    pub fn cell(&self, column: Column) -> Option<&str> {
        self.cells.get(&column).map(String::as_str)
    }
}

/// Reads a sheet: cells between tabs as spreadsheets copy them, or between commas or semicolons as they write CSV. Where the first row has no
/// heading `code`, the columns stand in the order of [`Column`].
///
/// # Errors
/// A sentence that says what is wrong with the sheet as a whole.
pub fn read_sheet(text: &str) -> Result<Vec<SheetRow>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let mark = ['\t', ';', ','].into_iter().max_by_key(|mark| (count(*mark), *mark == '\t')).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(mark).unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<Column>> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("The sheet cannot be read: {error}."))?;
        let line = line_at(text, record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0)));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(known) = &columns else {
            let has_headings = record.iter().any(|cell| Column::headed(cell) == Some(Column::Code));
            if has_headings {
                columns = Some(headings(&record)?);
            } else {
                columns = Some(Column::ALL.to_vec());
                rows.push(row(Column::ALL, &record, line));
            }
            continue;
        };
        rows.push(row(known, &record, line));
    }
    if rows.is_empty() { Err("The sheet has no rows.".to_owned()) } else { Ok(rows) }
}

/// The line on which a record begins whose reading began at a byte: ends of lines before it are passed over.
fn line_at(text: &str, byte: usize) -> usize {
    let ends = text.bytes().skip(byte).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    text.bytes().take(byte + ends).filter(|byte| *byte == b'\n').count() + 1
}

fn headings(record: &csv::StringRecord) -> Result<Vec<Column>, String> {
    let mut columns = Vec::new();
    for heading in record {
        let known = Column::ALL.iter().map(Column::as_str).collect::<Vec<_>>().join(", ");
        let column =
            Column::headed(heading).ok_or_else(|| format!("“{}” heads no known column: {known}.", heading.trim()))?;
        if columns.contains(&column) {
            return Err(format!("Two columns are headed “{column}”."));
        }
        columns.push(column);
    }
    Ok(columns)
}

fn row(columns: &[Column], record: &csv::StringRecord, line: usize) -> SheetRow {
    let cells = columns.iter().zip(record).map(|(column, cell)| (*column, cell.trim().to_owned()));
    SheetRow { line, cells: cells.filter(|(_, cell)| !cell.is_empty()).collect() }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The line it begins on.
    pub line: usize,
    /// The code as it was written.
    pub code: String,
    /// What was done, or what is wrong as the end of a sentence that begins with the column.
    pub fate: Result<Saved, (&'static str, String)>,
    /// What changed, each as `seats: 8 → 10`; what is new, in one line.
    pub changes: Vec<String>,
    /// What an editor should know about the training as it now is.
    pub warnings: Vec<String>,
}

/// Takes the rows of a sheet, each for itself: what cannot be taken leaves no trace and is told. Taking a sheet twice changes nothing.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn take_sheet(conn: &mut Conn, actor: &Actor, rows: &[SheetRow], now: Timestamp) -> Save<Vec<Verdict>> {
    actor.must(Permission::Content)?;
    let names = Names::read(conn)?;
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut verdicts = Vec::with_capacity(rows.len());
    for row in rows {
        let code = row.cell(Column::Code).unwrap_or_default().to_owned();
        let earlier = seen.insert(code.clone(), row.line).filter(|_| !code.is_empty());
        let mut verdict =
            Verdict { line: row.line, code, fate: Ok(Saved::Unchanged), changes: vec![], warnings: vec![] };
        let taken = match earlier {
            Some(line) => Err(SaveError::Refused { field: "code", why: format!("stands on line {line} already") }),
            None => conn.transaction(|conn| take_row(conn, actor, &names, row, now)),
        };
        match taken {
            Ok((saved, changes)) => (verdict.fate, verdict.changes) = (Ok(saved), changes),
            Err(error) => verdict.fate = Err(error.refusal()?),
        }
        verdicts.push(verdict);
    }
    warn(conn, &mut verdicts, now)?;
    Ok(verdicts)
}

/// Clashes may be between rows of the same sheet, so they are looked for once all are taken.
fn warn(conn: &mut Conn, verdicts: &mut [Verdict], now: Timestamp) -> Save<()> {
    for verdict in verdicts.iter_mut().filter(|verdict| verdict.fate.is_ok()) {
        let Ok(code) = verdict.code.parse::<Code>() else { continue };
        if let Some(held) = find_held(conn, &code)? {
            verdict.warnings = list_warnings(conn, &[held.id], now)?.remove(&held.id).unwrap_or_default();
        }
    }
    Ok(())
}

fn take_row(
    conn: &mut Conn,
    actor: &Actor,
    names: &Names,
    row: &SheetRow,
    now: Timestamp,
) -> Save<(Saved, Vec<String>)> {
    let code = row.cell(Column::Code).ok_or_else(|| refused("code", "is missing"))?;
    let code: Code = code.parse().map_err(|why: &str| refused("code", why))?;
    let before = load_training(conn, &code)?;
    let content = changed_content(names, &code, before.as_ref(), row)?;
    let saved = save_training(conn, actor, &content, now)?;
    Ok((saved, super::differences::say_changes(before.as_ref(), &content)))
}

/// Puts the cells that an editor changed into a training that they had read.
///
/// # Errors
/// When somebody changed it meanwhile, a cell is wrong, or the actor may not.
pub fn revise_row(
    conn: &mut Conn,
    actor: &Actor,
    names: &Names,
    read: &Read,
    row: &SheetRow,
    now: Timestamp,
) -> Save<Saved> {
    actor.must(Permission::Content)?;
    let (_, before) = hold_as_read(conn, read)?;
    let content = changed_content(names, &read.code, Some(&before), row)?;
    save_training(conn, actor, &content, now)
}

pub(super) fn refused(field: &'static str, why: impl Into<String>) -> SaveError {
    SaveError::Refused { field, why: why.into() }
}
