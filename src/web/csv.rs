/// A table for a spreadsheet (RFC 4180), safe to open: a cell that a spreadsheet would take for a formula begins with an apostrophe
/// (OWASP, CSV Injection), and the mark at its start tells Excel that it is UTF-8.
pub struct CsvText(csv::Writer<Vec<u8>>);

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl CsvText {
    /// A table with these column heads.
    pub fn new(heads: &[&str]) -> Self {
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
        let mut text = Self(writer);
        text.row(heads);
        text
    }

    /// More rows of a table that is sent in parts: neither mark nor heads.
    pub fn onward() -> Self {
        Self(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new()))
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[&str]) {
        // Writing into memory does not fail.
        let _ = self.0.write_record(cells.iter().map(|cell| harmless(cell)));
    }

    /// The whole of it.
    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}
