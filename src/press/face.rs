use std::sync::LazyLock;

use harfrust::{FontRef, ShaperData};
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;

use super::PressError;

/// In what text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Headings, as long as it has every letter of them.
    Heading,
    /// Running text.
    Text,
    /// What must stand out in it.
    Strong,
}

/// A face that is built in; how each file was made stands in `assets/fonts/README.md`.
pub(super) struct Cut {
    pub(super) data: &'static [u8],
    pub(super) font: FontRef<'static>,
    pub(super) shaping: ShaperData,
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    /// Font units that make one em.
    pub(super) units: f32,
}

impl Cut {
    fn read(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        let (letters, widths) = (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        Some(Self { data, shaping: ShaperData::new(&font), letters, widths, units: f32::from(units), font })
    }

    /// How wide a text is, in ems, before kerning, which is a little less.
    pub(super) fn width(&self, text: &str) -> f32 {
        // Figures are all set as wide as the widest.
        let letters = text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter });
        let advances = letters.filter_map(|letter| self.widths.advance_width(self.letters.map(letter)?));
        advances.sum::<f32>() / self.units
    }

    pub(super) fn has(&self, letter: char) -> bool {
        self.letters.map(letter).is_some()
    }
}

/// All of them.
pub(super) struct Faces([Cut; 3]);

impl Faces {
    fn read() -> Option<Self> {
        Some(Self([
            Cut::read(include_bytes!("../../assets/fonts/FamiljenGrotesk-Bold.ttf"))?,
            Cut::read(include_bytes!("../../assets/fonts/Inter-Regular.ttf"))?,
            Cut::read(include_bytes!("../../assets/fonts/Inter-SemiBold.ttf"))?,
        ]))
    }

    /// Reads them once.
    pub(super) fn get() -> Result<&'static Self, PressError> {
        static FACES: LazyLock<Option<Faces>> = LazyLock::new(Faces::read);
        FACES.as_ref().ok_or(PressError::Face)
    }

    pub(super) fn cut(&self, face: Face) -> &Cut {
        let [heading, text, strong] = &self.0;
        match face {
            Face::Heading => heading,
            Face::Text => text,
            Face::Strong => strong,
        }
    }

    /// The face that can set all of a text: no word is set in two.
    pub(super) fn that_sets(&self, face: Face, text: &str) -> Face {
        let stays = face != Face::Heading || text.chars().all(|letter| self.cut(face).has(letter));
        if stays { face } else { Face::Strong }
    }
}
