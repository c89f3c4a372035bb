//! Sheets of A4 on which marks are placed, in the order in which they are read. All lengths are points (1/72 inch).
use krilla::tagging::TagKind;

use crate::press::face::Faces;
use crate::press::line::{Line, Style};
use crate::press::{Ink, drawing::Drawing};

/// A4 (ISO 216).
pub(super) const PAPER: (f32, f32) = (595.0, 842.0);
pub(super) const MARGIN: f32 = 48.0;
/// Where text begins on every sheet, below its head.
pub(super) const TOP: f32 = 84.0;
/// Where text ends on every sheet, above its foot.
pub(super) const BOTTOM: f32 = 786.0;
/// A brochure has so many sheets at most.
const MOST_SHEETS: usize = 2;

/// Something that is seen.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// A line of text; its base line starts here.
    Text { line: Line, size: f32, ink: Ink, at: (f32, f32) },
    /// A filled rectangle: left, top, width, height.
    Bar { at: (f32, f32, f32, f32), ink: Ink },
    /// A line drawing: left, top, width.
    Drawing { drawing: Drawing, at: (f32, f32, f32) },
    /// A QR code: left, top, width.
    Code { text: String, at: (f32, f32, f32) },
    /// What opens when this rectangle is followed, and what it is called.
    Link { to: String, name: String, at: (f32, f32, f32, f32) },
}

/// A mark on its sheet.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) sheet: usize,
    pub(super) mark: Mark,
    /// Whether it belongs to what is read, or only to how it looks.
    pub(super) is_read: bool,
}

/// What stands in an element of the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Child {
    Element(usize),
    Mark(usize),
}

/// An element of the structure that readers follow.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) tag: TagKind,
    pub(super) children: Vec<Child>,
}

/// A heading, for the list of contents beside the sheets.
#[derive(Debug, Clone)]
pub(super) struct Bookmark {
    pub(super) text: String,
    pub(super) sheet: usize,
    pub(super) y: f32,
}

/// Where the next mark goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) sheet: usize,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) style: Style,
    pub(super) ink: Ink,
}

/// All sheets of a brochure.
pub(super) struct Sheets {
    pub(super) faces: &'static Faces,
    pub(super) marks: Vec<Placed>,
    pub(super) elements: Vec<Element>,
    pub(super) roots: Vec<usize>,
    pub(super) bookmarks: Vec<Bookmark>,
    pub(super) column: Column,
    /// Whether something passed the end of the last sheet.
    pub(super) overflows: bool,
}

impl Sheets {
    pub(super) fn new(faces: &'static Faces, column: Column) -> Self {
        let (marks, elements, roots, bookmarks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { faces, marks, elements, roots, bookmarks, column, overflows: false }
    }

    /// How many sheets are written on.
    pub(super) fn count(&self) -> usize {
        self.marks.iter().map(|placed| placed.sheet + 1).max().unwrap_or(1)
    }

    /// A new element, after all that its parent has.
    pub(super) fn element(&mut self, parent: Option<usize>, tag: impl Into<TagKind>) -> usize {
        let id = self.elements.len();
        self.elements.push(Element { tag: tag.into(), children: Vec::new() });
        match parent.and_then(|parent| self.elements.get_mut(parent)) {
            Some(parent) => parent.children.push(Child::Element(id)),
            None => self.roots.push(id),
        }
        id
    }

    /// Places a mark that is read as part of an element.
    pub(super) fn mark(&mut self, element: usize, mark: Mark) {
        let id = self.marks.len();
        self.marks.push(Placed { sheet: self.column.sheet, mark, is_read: true });
        if let Some(element) = self.elements.get_mut(element) {
            element.children.push(Child::Mark(id));
        }
    }

    /// Places a mark that is only seen.
    pub(super) fn ornament(&mut self, sheet: usize, mark: Mark) {
        self.marks.push(Placed { sheet, mark, is_read: false });
    }

    pub(super) fn bar(&mut self, at: (f32, f32, f32, f32), ink: Ink) {
        self.ornament(self.column.sheet, Mark::Bar { at, ink });
    }

    /// Turns to the next sheet, whose column is as wide as the paper, unless so much room is left.
    pub(super) fn room(&mut self, height: f32) {
        if self.column.y + height <= BOTTOM {
            return;
        }
        if self.column.sheet + 1 >= MOST_SHEETS || height > BOTTOM - TOP {
            self.overflows = true;
        }
        let sheet = (self.column.sheet + 1).min(MOST_SHEETS - 1);
        self.column = Column { sheet, x: MARGIN, y: TOP, width: PAPER.0 - 2.0 * MARGIN };
    }

    pub(super) fn space(&mut self, height: f32) {
        self.column.y += height;
    }

    /// How tall a text is in the present column.
    pub(super) fn height(&self, look: Look, text: &str, indent: f32) -> f32 {
        self.faces.wrap(look.style, text, self.column.width - indent).len() as f32 * look.style.leading
    }

    /// Writes a text as lines of an element, and goes on below it.
    pub(super) fn write(&mut self, element: usize, look: Look, text: &str, indent: f32) {
        self.room(self.height(look, text, indent));
        let lines = self.faces.wrap(look.style, text, self.column.width - indent);
        self.lines(element, look, lines, indent);
    }

    /// Writes lines one below the other, and goes on below them.
    pub(super) fn lines(&mut self, element: usize, look: Look, lines: Vec<Line>, indent: f32) {
        for line in lines {
            let at = (self.column.x + indent, self.column.y + look.style.size);
            self.mark(element, Mark::Text { line, size: look.style.size, ink: look.ink, at });
            self.space(look.style.leading);
        }
    }
}
