//! The picture that stands for a page where its address is shared (The Open Graph protocol, `og:image`).
use std::collections::{BTreeMap, BTreeSet};

use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::prelude::{LocationRef, Size};
use skrifa::{GlyphId, MetadataProvider};
use tiny_skia::{Color, FillRule, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Rect, Stroke as Pencil, Transform};

use super::drawing::{Drawing, Segment};
use super::face::{Face, Faces};
use super::line::{Line, Style};
use super::{ACCENT, BRAND, INK, Ink, PAPER, PressError, SOFT_INK, TINT};

/// Pixels from edge to edge: the size that those who show such pictures ask for.
pub const WIDTH: u32 = 1200;
/// Pixels from top to bottom.
pub const HEIGHT: u32 = 630;

const MARGIN: f32 = 64.0;
/// Where the drawing begins, on the right.
const PANEL: f32 = 760.0;
const RULE: f32 = 440.0;
const TEXT_WIDTH: f32 = PANEL - MARGIN - 40.0;

/// What a picture says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The small line above the title.
    pub eyebrow: String,
    /// What the page is about.
    pub title: String,
    /// The two or three facts that matter most, shortest first; further ones are left out.
    pub facts: Vec<String>,
    /// Whose site it is.
    pub provider: String,
    /// The line drawing beside them.
    pub drawing: Drawing,
}

impl Picture {
    /// Draws it as PNG.
    ///
    /// # Errors
    /// When the program's own parts fail; no content makes it fail.
    pub fn png(&self) -> Result<Vec<u8>, PressError> {
        let mut board = Board::new()?;
        board.panel(&self.drawing);
        let eyebrow = Style { face: Face::Strong, size: 26.0, leading: 34.0 };
        board.lines(&board.faces.cut_off(eyebrow, &self.eyebrow, TEXT_WIDTH, 1), eyebrow, 96.0, ACCENT);
        board.title(&self.title);
        board.rectangle(MARGIN, RULE, TEXT_WIDTH, 5.0, INK);
        let fact = Style { face: Face::Text, size: 29.0, leading: 40.0 };
        let mut y = RULE + 48.0;
        for one in self.facts.iter().take(2) {
            board.lines(&board.faces.cut_off(fact, one, TEXT_WIDTH, 1), fact, y, SOFT_INK);
            y += fact.leading;
        }
        let name = Style { face: Face::Heading, size: 27.0, leading: 34.0 };
        board.lines(&board.faces.cut_off(name, &self.provider, TEXT_WIDTH - 44.0, 1), name, 592.0, INK);
        board.packed()
    }
}

struct Board {
    pixels: Pixmap,
    faces: &'static Faces,
}

impl Board {
    fn new() -> Result<Self, PressError> {
        let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or(PressError::Paper)?;
        let (red, green, blue) = PAPER;
        pixels.fill(Color::from_rgba8(red, green, blue, 255));
        Ok(Self { pixels, faces: Faces::get()? })
    }

    fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Ink) {
        if let Some(rectangle) = Rect::from_xywh(x, y, width, height) {
            self.pixels.fill_rect(rectangle, &paint(ink), Transform::identity(), None);
        }
    }

    /// The drawing on its ground, as tall as the picture.
    fn panel(&mut self, drawing: &Drawing) {
        let (right, bottom) = (WIDTH as f32, HEIGHT as f32);
        self.rectangle(PANEL, 0.0, right - PANEL, bottom, TINT);
        self.rectangle(0.0, 0.0, right, 12.0, BRAND);
        let scale = ((right - PANEL) / drawing.width.max(1) as f32).max(bottom / drawing.height.max(1) as f32);
        let place = Transform::from_row(scale, 0.0, 0.0, scale, PANEL, 0.0);
        let (Some(path), Some(mut mask)) = (lines_of(drawing), Mask::new(WIDTH, HEIGHT)) else { return };
        if let Some(ground) = Rect::from_xywh(PANEL, 12.0, right - PANEL, bottom - 12.0) {
            mask.fill_path(&PathBuilder::from_rect(ground), FillRule::Winding, false, Transform::identity());
        }
        let pencil = Pencil { width: 4.0 / scale, line_join: LineJoin::Round, ..Pencil::default() };
        self.pixels.stroke_path(&path, &paint(BRAND), &pencil, place, Some(&mask));
    }

    /// The title, as large as it can be, between the eyebrow and the rule.
    fn title(&mut self, title: &str) {
        let style = |size: f32| Style { face: Face::Heading, size, leading: size * 1.1 };
        let sizes = [(84.0, 3), (72.0, 3), (64.0, 4), (54.0, 5), (46.0, 6), (38.0, 7)];
        let steps = sizes.map(|(size, most)| (style(size), most));
        if let Some((style, lines)) = self.faces.fit(&steps, title, TEXT_WIDTH) {
            self.lines(&lines, style, 120.0 + style.size * 0.86, INK);
        }
    }

    /// Lines of text, the first on the base line `y`.
    fn lines(&mut self, lines: &[Line], style: Style, y: f32, ink: Ink) {
        for (row, line) in lines.iter().enumerate() {
            self.line(line, style.size, (MARGIN, y + row as f32 * style.leading), ink);
        }
    }

    fn line(&mut self, line: &Line, size: f32, (x, y): (f32, f32), ink: Ink) {
        let outlines = self.faces.cut(line.face).font.outline_glyphs();
        let mut pen = Pen { path: PathBuilder::new(), x, y };
        for letter in &line.letters {
            let (dx, dy) = letter.offset;
            let mut here = Pen { path: pen.path, x: pen.x + dx * size, y: y - dy * size };
            if let Some(outline) = outlines.get(GlyphId::new(letter.glyph)) {
                // A glyph without an outline, such as a space, draws nothing.
                let _ = outline.draw(DrawSettings::unhinted(Size::new(size), LocationRef::default()), &mut here);
            }
            pen = Pen { path: here.path, x: pen.x + letter.advance * size, y };
        }
        if let Some(path) = pen.path.finish() {
            self.pixels.fill_path(&path, &paint(ink), FillRule::Winding, Transform::identity(), None);
        }
    }

    /// As PNG without transparency, packed hard, because it goes out often. A few inks and their edges are some hundred colours: one
    /// byte names each pixel's, unless they are more than bytes can name.
    fn packed(self) -> Result<Vec<u8>, PressError> {
        let colours: Vec<Ink> =
            self.pixels.pixels().iter().map(|pixel| (pixel.red(), pixel.green(), pixel.blue())).collect();
        // Neighbours are mostly of one colour, which is then looked up once.
        let runs = || colours.chunk_by(|one, next| one == next);
        let different: BTreeSet<Ink> = runs().filter_map(|run| run.first().copied()).collect();
        let numbers: BTreeMap<Ink, u8> = different.into_iter().zip(0..=u8::MAX).collect();
        let numbered = runs().map(|run| Some((*numbers.get(run.first()?)?, run.len())));
        let numbered: Option<Vec<(u8, usize)>> = numbered.collect();
        let named = numbered.map(|runs| -> Vec<u8> {
            runs.into_iter().flat_map(|(number, length)| std::iter::repeat_n(number, length)).collect()
        });
        let flat = |colours: &[Ink]| colours.iter().flat_map(|(red, green, blue)| [*red, *green, *blue]).collect();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        let pixels: Vec<u8> = match named {
            Some(named) => {
                encoder.set_color(png::ColorType::Indexed);
                encoder.set_palette::<Vec<u8>>(flat(&numbers.into_keys().collect::<Vec<_>>()));
                named
            }
            None => {
                encoder.set_color(png::ColorType::Rgb);
                flat(&colours)
            }
        };
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels));
        written.map_err(|error| PressError::Png(error.to_string()))?;
        Ok(bytes)
    }
}

fn paint((red, green, blue): Ink) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

fn lines_of(drawing: &Drawing) -> Option<Path> {
    let at = |(x, y): (i32, i32)| (x as f32, y as f32);
    let mut path = PathBuilder::new();
    for segment in &drawing.segments {
        match *segment {
            Segment::Start(x, y) => path.move_to(x as f32, y as f32),
            Segment::Line(x, y) => path.line_to(x as f32, y as f32),
            Segment::Curve(through, to) => {
                let ((cx, cy), (x, y)) = (at(through), at(to));
                path.quad_to(cx, cy, x, y);
            }
        }
    }
    path.finish()
}

/// Turns the outline of a letter, which grows upwards, into a path of the board, which grows downwards.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (left, top) = (self.x, self.y);
        self.path.cubic_to(left + cx0, top - cy0, left + cx1, top - cy1, left + x, top - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
