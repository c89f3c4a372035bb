use std::fmt;
use std::str::FromStr;

/// A colour in sRGB, written `#433A93`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    /// White.
    pub const WHITE: Self = Self([255; 3]);
    /// Black.
    pub const BLACK: Self = Self([0; 3]);

    /// A colour by its parts of red, green and blue.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Its parts of red, green and blue.
    pub const fn parts(self) -> [u8; 3] {
        self.0
    }

    /// So many hundredths of the way to another colour.
    #[must_use]
    pub fn towards(self, other: Self, hundredths: u16) -> Self {
        let share = hundredths.min(100);
        let mix = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (100 - share) + u16::from(to) * share + 50) / 100;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        let ([r, g, b], [r2, g2, b2]) = (self.0, other.0);
        Self([mix(r, r2), mix(g, g2), mix(b, b2)])
    }

    /// How well one can be read on the other, 1 to 21 (WCAG 2.2, contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The first colour on the way to `goal` that is good; `goal` itself where none is.
    #[must_use]
    pub fn nearest(self, goal: Self, is_good: impl Fn(Self) -> bool) -> Self {
        (0..=100).map(|share| self.towards(goal, share)).find(|colour| is_good(*colour)).unwrap_or(goal)
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02X}{green:02X}{blue:02X}")
    }
}

impl FromStr for Colour {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "is not a colour like #433A93";
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or(WRONG)?;
        let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| all_hex).ok_or(WRONG)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}
