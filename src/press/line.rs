//! Sets text in lines.
use std::ops::Range;

use harfrust::{Direction, Feature, ShapeOptions, Tag, UnicodeBuffer};
use icu_normalizer::ComposingNormalizerBorrowed;

use super::face::{Cut, Face, Faces};

/// What stands for a character that no face has.
const MISSING: char = '□';
const CUT_OFF: &str = "…";

/// One letter and its place, in ems.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) glyph: u32,
    pub(super) advance: f32,
    pub(super) offset: (f32, f32),
    /// The bytes of the line's text that it stands for.
    pub(super) range: Range<usize>,
}

/// One line of text.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) face: Face,
    pub(super) text: String,
    pub(super) letters: Vec<Letter>,
    /// Ems from its first letter to its last.
    pub(super) width: f32,
}

/// How text is set: its face, its size and the distance of its lines, in the units of the paper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: f32,
    pub(super) leading: f32,
}

impl Faces {
    /// Sets a text in lines no wider than `width`. A word that is wider than that is broken.
    pub(super) fn wrap(&self, style: Style, text: &str, width: f32) -> Vec<Line> {
        let text = self.settable(text);
        let face = self.that_sets(style.face, &text);
        let cut = self.cut(face);
        let widest = (width / style.size).max(1.0);
        let space = cut.width(" ");
        let (mut rows, mut row, mut used): (Vec<String>, String, f32) = (Vec::new(), String::new(), 0.0);
        let words = text.split(' ').filter(|word| !word.is_empty());
        for (number, piece) in words.flat_map(|word| broken(cut, word, widest).into_iter().enumerate()) {
            // Only a whole word or the first piece of one has a space before it.
            let gap = if number == 0 && !row.is_empty() { space } else { 0.0 };
            let wide = cut.width(&piece);
            // The space stays at the end of the line, so that whoever copies or hears the text meets two words and not one.
            if gap > 0.0 {
                row.push(' ');
            }
            if !row.is_empty() && used + gap + wide > widest {
                rows.push(std::mem::take(&mut row));
                used = 0.0;
            } else {
                used += gap;
            }
            row.push_str(&piece);
            used += wide;
        }
        if !row.is_empty() {
            rows.push(row);
        }
        rows.into_iter().map(|row| self.line(face, row)).collect()
    }

    /// As [`Faces::wrap`], with lines of nearly the same length.
    fn balance(&self, style: Style, text: &str, width: f32) -> Vec<Line> {
        let mut best = self.wrap(style, text, width);
        let narrowest = self.widest_word(style, text);
        for width in (55..100).rev().step_by(3).map(|percent| width * percent as f32 / 100.0) {
            let narrower = self.wrap(style, text, width);
            if narrower.len() > best.len() || width < narrowest {
                break;
            }
            best = narrower;
        }
        best
    }

    fn widest_word(&self, style: Style, text: &str) -> f32 {
        let text = self.settable(text);
        let cut = self.cut(self.that_sets(style.face, &text));
        text.split(' ').map(|word| cut.width(word) * style.size).fold(0.0, f32::max)
    }

    /// Sets a heading in the first style in which no word is broken and its lines are at most so many; else cut off in the last.
    pub(super) fn fit(&self, steps: &[(Style, usize)], text: &str, width: f32) -> Option<(Style, Vec<Line>)> {
        let fits = |style: Style, most: usize| {
            let text = may_fit(style, text, width, most);
            self.widest_word(style, text) <= width && self.wrap(style, text, width).len() <= most
        };
        match (steps.iter().find(|(style, most)| fits(*style, *most)), steps.last()?) {
            (Some((style, _)), _) => Some((*style, self.balance(*style, text, width))),
            (None, (style, most)) => Some((*style, self.cut_off(*style, text, width, *most))),
        }
    }

    /// Sets a text in at most so many lines; what is left out is said by an ellipsis.
    pub(super) fn cut_off(&self, style: Style, text: &str, width: f32, most: usize) -> Vec<Line> {
        let mut lines = self.wrap(style, may_fit(style, text, width, most), width);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.pop() {
                let mut kept = last.text.trim_end().to_owned();
                let too_wide = |kept: &str| self.line(last.face, format!("{kept}{CUT_OFF}")).width * style.size > width;
                while too_wide(&kept) && kept.pop().is_some() {}
                lines.push(self.line(last.face, kept.trim_end().to_owned() + CUT_OFF));
            }
        }
        lines
    }

    /// One line of a text, however long.
    pub(super) fn single(&self, face: Face, text: &str) -> Line {
        let text = self.settable(text);
        self.line(self.that_sets(face, &text), text)
    }

    fn line(&self, face: Face, text: String) -> Line {
        let (letters, width) = shape(self.cut(face), &text);
        Line { face, letters, width, text }
    }

    /// The text in letters that can be set: composed (`e` and an accent become `é`), without marks that only steer its
    /// direction or looks, and with a sign for each character that no face has.
    fn settable(&self, text: &str) -> String {
        let widest = self.cut(Face::Text);
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(text);
        let letter = |letter: char| match letter {
            '\u{a0}' => Some(letter),
            _ if letter.is_whitespace() => Some(' '),
            _ if letter.is_control() || is_unseen(letter) => None,
            _ if widest.has(letter) => Some(letter),
            _ => Some(MISSING),
        };
        composed.chars().filter_map(letter).collect()
    }
}

/// The beginning of a text that is certain to fill so many lines and one more; so that a text of any length costs no more than that.
fn may_fit(style: Style, text: &str, width: f32, most: usize) -> &str {
    const LETTERS_IN_AN_EM: f32 = 8.0;
    let letters = (most + 1) as f32 * width / style.size * LETTERS_IN_AN_EM;
    text.char_indices().nth(letters as usize).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Joiners, direction marks, variation selectors and tags: they change how others look and are nothing themselves.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// A word in pieces no wider than a line: behind its slashes, hyphens and the like, else behind any letter.
fn broken(cut: &Cut, word: &str, widest: f32) -> Vec<String> {
    let fits = |piece: &str| cut.width(piece) <= widest;
    if fits(word) {
        return vec![word.to_owned()];
    }
    let (mut pieces, mut piece, mut used) = (Vec::new(), String::new(), 0.0);
    for part in word.split_inclusive(['/', '-', '–', '@', '.', '_']) {
        let letters = part.chars().map(String::from);
        let parts: Vec<String> = if fits(part) { vec![part.to_owned()] } else { letters.collect() };
        for part in parts {
            let wide = cut.width(&part);
            if used + wide > widest && !piece.is_empty() {
                pieces.push(std::mem::take(&mut piece));
                used = 0.0;
            }
            piece.push_str(&part);
            used += wide;
        }
    }
    pieces.push(piece);
    pieces
}

/// The letters of a text with their kerning, and the width of all; figures are of one width.
fn shape(cut: &Cut, text: &str) -> (Vec<Letter>, f32) {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(Direction::LeftToRight);
    // Not on all of the text, because it would widen hyphens too.
    let figures = text.char_indices().filter(|(_, letter)| letter.is_ascii_digit());
    let figures: Vec<Feature> = figures.map(|(at, _)| Feature::new(Tag::new(b"tnum"), 1, at..=at)).collect();
    let shaper = cut.shaping.shaper(&cut.font).build();
    let shaped = shaper.shape(buffer, ShapeOptions::new().features(&figures));
    let starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let ems = |units: i32| units as f32 / cut.units;
    let letters: Vec<Letter> = shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .zip(starts.iter().zip(ends))
        .map(|((info, place), (start, end))| Letter {
            glyph: info.glyph_id,
            advance: ems(place.x_advance),
            offset: (ems(place.x_offset), ems(place.y_offset)),
            range: *start..end,
        })
        .collect();
    let width = letters.iter().map(|letter| letter.advance).sum();
    (letters, width)
}
