//! What stands where in a brochure, and in which order it is read.
use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag};

use super::sheet::{BOTTOM, Bookmark, Column, Look, MARGIN, Mark, PAPER, Sheets, TOP};
use super::{Brochure, Date, Fact, brief};
use crate::press::face::{Face, Faces};
use crate::press::line::Style;
use crate::press::{ACCENT, BRAND, HAIRLINE, INK, Ink, SOFT_INK};

/// How much is said, and how large.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    scale: f32,
    /// Characters of one paragraph.
    characters: usize,
    /// Lines of one list.
    items: usize,
    /// Whether each day says what happens in it.
    tells_days: bool,
    /// Lines of one fact beside the text.
    fact_lines: usize,
}

/// From all that there is to what always fits two sheets.
pub(super) const MEASURES: [Measure; 4] = [
    Measure { scale: 1.0, characters: 2000, items: 40, tells_days: true, fact_lines: 4 },
    Measure { scale: 0.9, characters: 2000, items: 40, tells_days: true, fact_lines: 3 },
    Measure { scale: 0.85, characters: 300, items: 12, tells_days: true, fact_lines: 2 },
    Measure { scale: 0.85, characters: 160, items: 8, tells_days: false, fact_lines: 2 },
];

/// The first sheet's column of text, and the narrow one beside it.
const MAIN: Column = Column { sheet: 0, x: MARGIN, y: TOP, width: 332.0 };
const SIDE: Column = Column { sheet: 0, x: 412.0, y: TOP, width: 135.0 };

const SECOND: NonZeroU16 = NonZeroU16::MIN.saturating_add(1);
const THIRD: NonZeroU16 = NonZeroU16::MIN.saturating_add(2);

/// Lays a brochure out; the second value says whether it fits.
pub(super) fn lay_out(brochure: &Brochure, faces: &'static Faces, measure: Measure) -> (Sheets, bool) {
    let mut press = Press { sheets: Sheets::new(faces, MAIN), measure };
    press.title(brochure);
    let main = std::mem::replace(&mut press.sheets.column, SIDE);
    press.facts(brochure);
    let side = std::mem::replace(&mut press.sheets.column, main);
    press.list("What you will be able to do", &brochure.outcomes);
    press.outline(&brochure.outline);
    press.list("What you need before", &brochure.prerequisites);
    press.list("What the price includes", &brochure.included);
    press.dates(brochure);
    press.sheets.column = Column { y: side.y + 14.0, ..side };
    press.booking(brochure);
    let fits = !press.sheets.overflows && press.sheets.column.sheet == 0;
    press.frame(brochure);
    (press.sheets, fits)
}

struct Press {
    sheets: Sheets,
    measure: Measure,
}

impl Press {
    fn look(&self, face: Face, size: f32, leading: f32, ink: Ink) -> Look {
        let scale = self.measure.scale;
        Look { style: Style { face, size: size * scale, leading: size * leading * scale }, ink }
    }

    fn text(&self) -> Look {
        self.look(Face::Text, 9.5, 1.45, INK)
    }

    /// A paragraph, shortened where the measure is short.
    fn shortened(&self, text: &str) -> String {
        match text.char_indices().nth(self.measure.characters) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
            None => text.to_owned(),
        }
    }

    fn title(&mut self, brochure: &Brochure) {
        let (width, faces) = (self.sheets.column.width, self.sheets.faces);
        let eyebrow = self.look(Face::Strong, 8.5, 1.5, ACCENT);
        let paragraph = self.sheets.element(None, Tag::P);
        let lines = faces.cut_off(eyebrow.style, &brochure.eyebrow, width, 2);
        self.sheets.lines(paragraph, eyebrow, lines, 0.0);
        self.sheets.space(3.0);
        let step = |size: f32| (Style { face: Face::Heading, size, leading: size * 1.1 }, 4);
        let heading = self.sheets.element(None, Tag::Hn(NonZeroU16::MIN, Some(brief(&brochure.title))));
        self.bookmark(&brochure.title);
        if let Some((style, lines)) = faces.fit(&[30.0, 26.0, 22.0, 18.0].map(step), &brochure.title, width) {
            self.sheets.lines(heading, Look { style, ink: INK }, lines, 0.0);
        }
        self.sheets.space(10.0);
        let lede = self.look(Face::Text, 12.5, 1.4, SOFT_INK);
        let paragraph = self.sheets.element(None, Tag::P);
        let lines = faces.cut_off(lede.style, &brochure.summary, width, 6);
        self.sheets.lines(paragraph, lede, lines, 0.0);
    }

    fn bookmark(&mut self, text: &str) {
        let Column { sheet, y, .. } = self.sheets.column;
        self.sheets.bookmarks.push(Bookmark { text: brief(text), sheet, y });
    }

    /// A heading that stays with what follows it, which is `next` points tall.
    fn heading(&mut self, text: &str, next: f32) {
        let look = self.look(Face::Heading, 14.0, 1.2, INK);
        self.sheets.space(14.0 * self.measure.scale);
        self.sheets.room(look.style.leading + 4.0 + next);
        let heading = self.sheets.element(None, Tag::Hn(SECOND, Some(text.to_owned())));
        self.bookmark(text);
        self.sheets.write(heading, look, text, 0.0);
        self.sheets.space(4.0 * self.measure.scale);
    }

    fn list(&mut self, heading: &str, items: &[String]) {
        let look = self.text();
        let Some(first) = items.first() else { return };
        self.heading(heading, self.sheets.height(look, &self.shortened(first), 11.0));
        let list = self.sheets.element(None, Tag::L(ListNumbering::Disc));
        for item in items.iter().take(self.measure.items) {
            let text = self.shortened(item);
            self.sheets.room(self.sheets.height(look, &text, 11.0));
            let entry = self.sheets.element(Some(list), Tag::LI);
            let (label, body) =
                (self.sheets.element(Some(entry), Tag::Lbl), self.sheets.element(Some(entry), Tag::LBody));
            let Column { x, y, .. } = self.sheets.column;
            let at = (x, y + look.style.size);
            let line = self.sheets.faces.single(Face::Strong, "•");
            self.sheets.mark(label, Mark::Text { line, size: look.style.size, ink: BRAND, at });
            self.sheets.write(body, look, &text, 11.0);
            self.sheets.space(2.5 * self.measure.scale);
        }
    }

    fn outline(&mut self, days: &[(String, String)]) {
        let (name, text) = (self.look(Face::Strong, 9.5, 1.45, INK), self.text());
        let says = |press: &Self, (number, (title, _)): (usize, &(String, String))| {
            let title = press.shortened(title);
            if days.len() > 1 { format!("Day {}: {title}", number + 1) } else { title }
        };
        let all = |press: &Self, day: &(String, String)| {
            if press.measure.tells_days { press.shortened(&day.1) } else { String::new() }
        };
        for (number, day) in days.iter().enumerate().take(self.measure.items) {
            let (title, contents) = (says(self, (number, day)), all(self, day));
            let tall = self.sheets.height(name, &title, 0.0) + self.sheets.height(text, &contents, 0.0);
            if number == 0 {
                self.heading("Outline", tall);
            }
            self.sheets.room(tall);
            let heading = self.sheets.element(None, Tag::Hn(THIRD, Some(brief(&title))));
            self.sheets.write(heading, name, &title, 0.0);
            if !contents.is_empty() {
                let paragraph = self.sheets.element(None, Tag::P);
                self.sheets.write(paragraph, text, &contents, 0.0);
            }
            self.sheets.space(5.0 * self.measure.scale);
        }
    }

    /// The facts beside the title, below the drawing.
    fn facts(&mut self, brochure: &Brochure) {
        let Column { x, y, width, .. } = self.sheets.column;
        self.sheets.ornament(0, Mark::Drawing { drawing: brochure.drawing.clone(), at: (x, y, width) });
        self.sheets.space(width * brochure.drawing.height as f32 / brochure.drawing.width.max(1) as f32 + 12.0);
        let list = self.sheets.element(None, Tag::L(ListNumbering::None));
        for Fact { name, value } in &brochure.facts {
            self.fact(list, (name, value), INK, None);
        }
    }

    /// A name above its value, and a hairline; the value may be a link.
    fn fact(&mut self, list: usize, (name, value): (&str, &str), ink: Ink, link: Option<&str>) {
        let label_look = self.look(Face::Text, 7.5, 1.4, SOFT_INK);
        let look = self.look(Face::Strong, 9.0, 1.35, ink);
        let width = self.sheets.column.width;
        let entry = self.sheets.element(Some(list), Tag::LI);
        let (label, body) = (self.sheets.element(Some(entry), Tag::Lbl), self.sheets.element(Some(entry), Tag::LBody));
        let lines = self.sheets.faces.cut_off(label_look.style, name, width, 1);
        self.sheets.lines(label, label_look, lines, 0.0);
        let holder = if link.is_some() { self.sheets.element(Some(body), Tag::Link) } else { body };
        let top = self.sheets.column.y;
        let lines = self.sheets.faces.cut_off(look.style, value, width, self.measure.fact_lines);
        self.sheets.lines(holder, look, lines, 0.0);
        let Column { x, y, .. } = self.sheets.column;
        if let Some(link) = link {
            let (to, name) = (link.to_owned(), format!("{}: {}", brief(name), brief(value)));
            self.sheets.mark(holder, Mark::Link { to, name, at: (x, top, width, y - top) });
        }
        self.sheets.bar((x, y + 3.0, width, 0.5), HAIRLINE);
        self.sheets.space(7.0 * self.measure.scale);
    }

    fn dates(&mut self, brochure: &Brochure) {
        if brochure.dates.is_empty() {
            let look = self.text();
            let text = "There is no date yet. Tell us where you would like to learn, or ask for a private class.";
            self.heading("Dates", self.sheets.height(look, text, 0.0));
            let paragraph = self.sheets.element(None, Tag::P);
            return self.sheets.write(paragraph, look, text, 0.0);
        }
        self.heading("Dates", 48.0);
        let table =
            self.sheets.element(None, Tag::Table.with_summary(Some("Dates with place, seats and price".to_owned())));
        let price =
            if brochure.tax_note.is_empty() { "Price".to_owned() } else { format!("Price {}", brochure.tax_note) };
        let (head, body) = (self.sheets.element(Some(table), Tag::THead), self.sheets.element(Some(table), Tag::TBody));
        self.row(head, ["When", "Where", "Seats", &price], true);
        for Date { when, place, seats, price } in &brochure.dates {
            self.row(body, [when, place, seats, price], false);
        }
    }

    /// A row of the timetable; the last cell stands at the right edge.
    fn row(&mut self, part: usize, cells: [&str; 4], is_head: bool) {
        let look = if is_head { self.look(Face::Strong, 8.0, 1.4, SOFT_INK) } else { self.text() };
        let shares = [0.32, 0.27, 0.17, 0.24];
        let set = |sheets: &Sheets| {
            let width = sheets.column.width;
            let lines = |(text, share): (&str, f32)| sheets.faces.cut_off(look.style, text, width * share - 6.0, 2);
            cells.into_iter().zip(shares).map(lines).collect::<Vec<_>>()
        };
        let lines_of = |sheets: &Sheets| set(sheets).iter().map(Vec::len).max().unwrap_or(1) as f32;
        self.sheets.room(lines_of(&self.sheets) * look.style.leading + 6.0);
        let tall = lines_of(&self.sheets) * look.style.leading;
        let start = self.sheets.column;
        let row = self.sheets.element(Some(part), Tag::TR);
        let mut x = start.x;
        for (number, (lines, share)) in set(&self.sheets).into_iter().zip(shares).enumerate() {
            let cell = match (is_head, number) {
                (true, _) => self.sheets.element(Some(row), Tag::TH(TableHeaderScope::Column)),
                (false, 0) => self.sheets.element(Some(row), Tag::TH(TableHeaderScope::Row)),
                _ => self.sheets.element(Some(row), Tag::TD),
            };
            let right = start.x + start.width;
            for (down, line) in lines.into_iter().enumerate() {
                let left = if number == 3 { right - line.width * look.style.size } else { x };
                let at = (left, start.y + 2.0 + look.style.size + down as f32 * look.style.leading);
                self.sheets.mark(cell, Mark::Text { line, size: look.style.size, ink: look.ink, at });
            }
            x += start.width * share;
        }
        let (thickness, ink) = if is_head { (1.5, INK) } else { (0.5, HAIRLINE) };
        self.sheets.bar((start.x, start.y + tall + 4.0, start.width, thickness), ink);
        self.sheets.space(tall + 6.0);
    }

    /// How to reach the provider, beside the text.
    fn booking(&mut self, brochure: &Brochure) {
        let look = self.look(Face::Heading, 14.0, 1.2, INK);
        let heading = self.sheets.element(None, Tag::Hn(SECOND, Some("How to book".to_owned())));
        self.bookmark("How to book");
        self.sheets.write(heading, look, "How to book", 0.0);
        self.sheets.space(4.0);
        let list = self.sheets.element(None, Tag::L(ListNumbering::None));
        let page = ("Dates, seats and the enquiry form", brochure.address.as_str());
        self.fact(list, page, BRAND, Some(&brochure.address));
        for contact in &brochure.contacts {
            let ink = if contact.link.is_some() { BRAND } else { INK };
            self.fact(list, (&contact.name, &contact.value), ink, contact.link.as_deref());
        }
        self.sheets.space(8.0);
        self.sheets.room(84.0);
        let alt = format!("QR code that leads to {}", brochure.address);
        let figure = self.sheets.element(None, Tag::Figure(Some(alt)));
        let Column { x, y, .. } = self.sheets.column;
        self.sheets.mark(figure, Mark::Code { text: brochure.address.clone(), at: (x, y, 84.0) });
    }

    /// Head and foot of every sheet: seen, not read, because the text says it too.
    fn frame(&mut self, brochure: &Brochure) {
        let (right, all) = (PAPER.0 - MARGIN, self.sheets.count());
        let name = Style { face: Face::Heading, size: 13.0, leading: 15.0 };
        let small = Style { face: Face::Text, size: 7.5, leading: 10.0 };
        let faces = self.sheets.faces;
        let day = brochure.as_on.format("%-d %B %Y");
        let foot = format!("Dates, seats and prices as on {day}. The course’s page always has the latest.");
        for sheet in 0..all {
            let mut write = |style: Style, text: &str, width: f32, y: f32, is_right: bool| {
                for line in faces.cut_off(style, text, width, 1) {
                    let x = if is_right { right - line.width * style.size } else { MARGIN };
                    let ink = if style.size > 10.0 { INK } else { SOFT_INK };
                    self.sheets.ornament(sheet, Mark::Text { line, size: style.size, ink, at: (x, y) });
                }
            };
            write(name, &brochure.provider, 380.0, 50.0, false);
            write(small, "Course brochure", 110.0, 50.0, true);
            write(small, &foot, 430.0, BOTTOM + 24.0, false);
            write(small, &format!("{} of {all}", sheet + 1), 50.0, BOTTOM + 24.0, true);
            self.sheets.ornament(sheet, Mark::Bar { at: (MARGIN, 60.0, right - MARGIN, 2.0), ink: INK });
            self.sheets.ornament(sheet, Mark::Bar { at: (MARGIN, BOTTOM + 12.0, right - MARGIN, 0.5), ink: HAIRLINE });
        }
    }
}
