//! A course on one or two sheets of A4: a tagged PDF after PDF/UA-1 (ISO 14289-1).
mod content;
mod sheet;
mod writing;

use chrono::NaiveDate;

use super::drawing::Drawing;
use super::error::PressError;
use super::face::Faces;
use content::MEASURES;

/// What a brochure says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brochure {
    /// Who teaches.
    pub provider: String,
    /// The small line above the title.
    pub eyebrow: String,
    /// The course.
    pub title: String,
    /// Its outcome in one sentence.
    pub summary: String,
    /// Length, level, price and the like.
    pub facts: Vec<Fact>,
    /// What a person can do afterwards.
    pub outcomes: Vec<String>,
    /// Each day: its name and what happens in it.
    pub outline: Vec<(String, String)>,
    /// What a person should be able to say yes to before.
    pub prerequisites: Vec<String>,
    /// What the price covers.
    pub included: Vec<String>,
    /// The next dates, soonest first.
    pub dates: Vec<Date>,
    /// What stands behind a price, such as `incl. VAT`; may be empty.
    pub tax_note: String,
    /// How to book.
    pub contacts: Vec<Contact>,
    /// The whole address of the course's page.
    pub address: String,
    /// The course's line drawing.
    pub drawing: Drawing,
    /// The day on which all this was so.
    pub as_on: NaiveDate,
}

/// One fact of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub name: String,
    /// The fact.
    pub value: String,
}

/// One date on which a course runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Its days.
    pub when: String,
    /// Where.
    pub place: String,
    /// Seats, in words.
    pub seats: String,
    /// The price for one person.
    pub price: String,
}

/// One way to reach the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Which way.
    pub name: String,
    /// The number or address.
    pub value: String,
    /// What opens when it is followed, if anything does.
    pub link: Option<String>,
}

/// A text where it is not set but said in a list of contents or in the document's own description: never longer than a line or two.
fn brief(text: &str) -> String {
    const MOST_LETTERS: usize = 250;
    text.chars().take(MOST_LETTERS).collect()
}

impl Brochure {
    /// Draws it as PDF. The same facts on the same day give the same bytes.
    ///
    /// What does not fit two sheets is first set smaller, then shortened; the brochure always names the page that has it all.
    ///
    /// # Errors
    /// When the program's own parts fail; no content makes it fail.
    pub fn pdf(&self) -> Result<Vec<u8>, PressError> {
        let faces = Faces::get()?;
        let mut sheets = None;
        for measure in MEASURES {
            let (laid, fits) = content::lay_out(self, faces, measure);
            sheets = Some(laid);
            if fits {
                break;
            }
        }
        writing::write(self, &sheets.ok_or(PressError::Paper)?)
    }
}
