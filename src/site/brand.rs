use std::fmt;

use crate::types::Colour;

/// The least contrast of text (WCAG 2.2, 1.4.3).
const LEAST: f64 = 4.5;
/// The grounds of the stylesheet, light and dark: paper, and what is sunk into it.
const LIGHT: [Colour; 2] = [Colour::new(0xFB, 0xFA, 0xF6), Colour::new(0xF1, 0xEF, 0xE8)];
const DARK: [Colour; 2] = [Colour::new(0x12, 0x15, 0x1C), Colour::new(0x1A, 0x1F, 0x29)];
/// What stands on the brand's colour where the page is dark.
const INK: Colour = Colour::new(0x15, 0x12, 0x2E);

/// One set of shades: links and buttons, the same under the pointer, text on them, and a ground for what is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shades {
    /// Links and buttons.
    pub brand: Colour,
    /// The same under the pointer.
    pub hover: Colour,
    /// Text on them.
    pub on_brand: Colour,
    /// A ground for what is marked.
    pub tint: Colour,
}

/// The shades that are made of an owner's colour, for light and for dark pages. Every pair can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brand {
    /// On light pages.
    pub light: Shades,
    /// On dark pages.
    pub dark: Shades,
}

/// The refusal of a colour that could not be read, with the nearest that can.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PoorContrast {
    /// The contrast it would have where it is worst.
    pub contrast: f64,
    /// The nearest shade that passes.
    pub nearest: Colour,
}

impl fmt::Display for PoorContrast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (contrast, nearest) = (self.contrast, self.nearest);
        write!(
            f,
            "has a contrast of only {contrast:.2} to 1 against the page; text needs 4.5. The nearest that passes is {nearest}"
        )
    }
}

impl Brand {
    /// Makes the shades of a colour.
    ///
    /// # Errors
    /// When links in it could not be read on a light page, or white text on it.
    pub fn of(colour: Colour) -> Result<Self, PoorContrast> {
        let tint_of = |colour: Colour| Colour::WHITE.towards(colour, 9);
        let worst = |colour: Colour| {
            let grounds = LIGHT.into_iter().chain([Colour::WHITE, tint_of(colour)]);
            grounds.map(|ground| colour.contrast(ground)).fold(f64::MAX, f64::min)
        };
        if worst(colour) < LEAST {
            let nearest = colour.nearest(Colour::BLACK, |shade| worst(shade) >= LEAST);
            return Err(PoorContrast { contrast: worst(colour), nearest });
        }
        let hover = colour.towards(Colour::BLACK, 30);
        let light = Shades { brand: colour, hover, on_brand: Colour::WHITE, tint: tint_of(colour) };
        Ok(Self { light, dark: dark(colour) })
    }
}

fn dark(colour: Colour) -> Shades {
    let [paper, surface] = DARK;
    let tint = paper.towards(colour, 25);
    let is_read = |shade: Colour| [paper, surface, tint, INK].iter().all(|ground| shade.contrast(*ground) >= 7.0);
    let brand = colour.nearest(Colour::WHITE, is_read);
    Shades { brand, hover: brand.towards(Colour::WHITE, 45), on_brand: INK, tint }
}
