//! Writes laid-out sheets as PDF.
use chrono::Datelike;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TagGroup, TagTree};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::sheet::{Bookmark, Child, Mark, PAPER, Sheets};
use super::{Brochure, brief};
use crate::press::drawing::{Drawing, Segment};
use crate::press::face::Face;
use crate::press::line::Line;
use crate::press::{BRAND, INK, Ink, PressError, TINT};

/// The fonts of one document.
struct Fonts([Font; 3]);

impl Fonts {
    fn new(sheets: &Sheets) -> Option<Self> {
        let font = |face| Font::new(sheets.faces.cut(face).data.into(), 0);
        Some(Self([font(Face::Heading)?, font(Face::Text)?, font(Face::Strong)?]))
    }

    fn of(&self, face: Face) -> Font {
        let [heading, text, strong] = &self.0;
        match face {
            Face::Heading => heading.clone(),
            Face::Text => text.clone(),
            Face::Strong => strong.clone(),
        }
    }
}

/// Writes the sheets with their structure.
pub(super) fn write(brochure: &Brochure, sheets: &Sheets) -> Result<Vec<u8>, PressError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PressError::Pdf(format!("{error:?}")))?;
    let fonts = Fonts::new(sheets).ok_or(PressError::Face)?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut names: Vec<Option<Identifier>> = vec![None; sheets.marks.len()];
    for sheet in 0..sheets.count() {
        write_sheet(&mut document, sheets, sheet, &fonts, &mut names)?;
    }
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
    for root in &sheets.roots {
        if let Some(group) = group(sheets, *root, &names) {
            tree.push(group);
        }
    }
    document.set_tag_tree(tree);
    document.set_outline(outline(&sheets.bookmarks));
    document.set_metadata(metadata(brochure));
    document.finish().map_err(|error| PressError::Pdf(error.to_string()))
}

/// English as written in South Africa (BCP 47).
const LANGUAGE: &str = "en-ZA";

fn metadata(brochure: &Brochure) -> Metadata {
    let day = brochure.as_on;
    let number = |number: u32| u8::try_from(number).unwrap_or(1);
    let written =
        DateTime::new(u16::try_from(day.year()).unwrap_or(0)).month(number(day.month())).day(number(day.day()));
    Metadata::new()
        .title(format!("{} – {}", brief(&brochure.title), brief(&brochure.provider)))
        .description(brief(&brochure.summary))
        .authors(vec![brief(&brochure.provider)])
        .creator("Lectern".to_owned())
        .language(LANGUAGE.to_owned())
        .creation_date(written)
}

fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    for bookmark in bookmarks {
        let there = XyzDestination::new(bookmark.sheet, Point::from_xy(0.0, bookmark.y));
        outline.push_child(OutlineNode::new(bookmark.text.clone(), there));
    }
    outline
}

/// An element with all that stands in it; nothing where nothing does.
fn group(sheets: &Sheets, id: usize, names: &[Option<Identifier>]) -> Option<TagGroup> {
    let element = sheets.elements.get(id)?;
    let mut children: Vec<Node> = Vec::new();
    for child in &element.children {
        match *child {
            Child::Element(id) => children.extend(group(sheets, id, names).map(Node::from)),
            Child::Mark(id) => children.extend(names.get(id).copied().flatten().map(Node::from)),
        }
    }
    (!children.is_empty()).then(|| TagGroup::with_children(element.tag.clone(), children))
}

fn write_sheet(
    document: &mut Document,
    sheets: &Sheets,
    sheet: usize,
    fonts: &Fonts,
    names: &mut [Option<Identifier>],
) -> Result<(), PressError> {
    let (width, height) = PAPER;
    let mut page = document.start_page_with(PageSettings::from_wh(width, height).ok_or(PressError::Paper)?);
    let mut surface = page.surface();
    let here = || sheets.marks.iter().enumerate().filter(move |(_, placed)| placed.sheet == sheet);
    for (id, placed) in here() {
        if matches!(placed.mark, Mark::Link { .. }) {
            continue;
        }
        let tag = match &placed.mark {
            _ if !placed.is_read => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
            Mark::Text { .. } => ContentTag::Span(SpanTag::empty()),
            _ => ContentTag::Other,
        };
        let name = surface.start_tagged(tag);
        draw(&mut surface, &placed.mark, fonts)?;
        surface.end_tagged();
        if let Some(slot) = names.get_mut(id).filter(|_| placed.is_read) {
            *slot = Some(name);
        }
    }
    surface.finish();
    for (id, placed) in here() {
        if let Mark::Link { to, name, at: (x, y, width, height) } = &placed.mark
            && let (Some(place), Some(slot)) = (Rect::from_xywh(*x, *y, *width, *height), names.get_mut(id))
        {
            let link = LinkAnnotation::new(place, Target::Action(Action::Link(LinkAction::new(to.clone()))));
            *slot = Some(page.add_tagged_annotation(Annotation::new_link(link, Some(name.clone()))));
        }
    }
    page.finish();
    Ok(())
}

fn draw(surface: &mut Surface, mark: &Mark, fonts: &Fonts) -> Result<(), PressError> {
    match mark {
        Mark::Text { line, size, ink, at: (x, y) } => {
            surface.set_fill(Some(fill(*ink)));
            let font = fonts.of(line.face);
            surface.draw_glyphs(Point::from_xy(*x, *y), &letters(line), font, &line.text, *size, false);
        }
        Mark::Bar { at, ink } => bar(surface, *at, *ink),
        Mark::Drawing { drawing, at } => draw_lines(surface, drawing, *at),
        Mark::Code { text, at } => draw_code(surface, text, *at)?,
        Mark::Link { .. } => {}
    }
    Ok(())
}

fn letters(line: &Line) -> Vec<KrillaGlyph> {
    let letter = |letter: &crate::press::line::Letter| {
        let ((x, y), range) = (letter.offset, letter.range.clone());
        KrillaGlyph::new(GlyphId::new(letter.glyph), letter.advance, x, y, 0.0, range, None)
    };
    line.letters.iter().map(letter).collect()
}

fn color((red, green, blue): Ink) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: color(ink).into(), ..Fill::default() }
}

fn rectangle((x, y, width, height): (f32, f32, f32, f32)) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

fn bar(surface: &mut Surface, at: (f32, f32, f32, f32), ink: Ink) {
    if let Some(path) = rectangle(at) {
        surface.set_fill(Some(fill(ink)));
        surface.set_stroke(None);
        surface.draw_path(&path);
    }
}

fn draw_lines(surface: &mut Surface, drawing: &Drawing, (x, y, width): (f32, f32, f32)) {
    let scale = width / drawing.width.max(1) as f32;
    let ground = (x, y, width, drawing.height as f32 * scale);
    bar(surface, ground, TINT);
    let (Some(edge), Some(path)) = (rectangle(ground), lines_of(drawing)) else { return };
    surface.push_clip_path(&edge, &FillRule::NonZero);
    surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, x, y));
    surface.set_fill(None);
    let pencil = Stroke { paint: color(BRAND).into(), width: 1.5, line_join: LineJoin::Round, ..Stroke::default() };
    surface.set_stroke(Some(pencil));
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.pop();
    surface.pop();
}

fn lines_of(drawing: &Drawing) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in &drawing.segments {
        match *segment {
            Segment::Start(x, y) => path.move_to(x as f32, y as f32),
            Segment::Line(x, y) => path.line_to(x as f32, y as f32),
            Segment::Curve((cx, cy), (x, y)) => path.quad_to(cx as f32, cy as f32, x as f32, y as f32),
        }
    }
    path.finish()
}

/// A QR code (ISO/IEC 18004) with medium error correction: a print may be creased.
fn draw_code(surface: &mut Surface, text: &str, (x, y, width): (f32, f32, f32)) -> Result<(), PressError> {
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium)
        .map_err(|error| PressError::Pdf(format!("{error:?}")))?;
    let module = width / code.size() as f32;
    let mut path = PathBuilder::new();
    for row in 0..code.size() {
        for column in (0..code.size()).filter(|column| code.get_module(*column, row)) {
            let (left, top) = (x + column as f32 * module, y + row as f32 * module);
            if let Some(square) = Rect::from_xywh(left, top, module, module) {
                path.push_rect(square);
            }
        }
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(INK)));
        surface.draw_path(&path);
    }
    Ok(())
}
