//! Draws brochures (PDF) and pictures for sharing (PNG) from plain facts; it knows no database and no HTTP.
mod brochure;
mod drawing;
mod error;
mod face;
mod line;
mod picture;

pub use brochure::{Brochure, Contact, Date, Fact};
pub use drawing::{Drawing, Segment};
pub use error::PressError;
pub use picture::{HEIGHT, Picture, WIDTH};

/// A colour of the site's light theme, as red, green and blue.
type Ink = (u8, u8, u8);

const PAPER: Ink = (0xFB, 0xFA, 0xF6);
const TINT: Ink = (0xEE, 0xEC, 0xF8);
const INK: Ink = (0x17, 0x20, 0x2A);
const SOFT_INK: Ink = (0x4A, 0x54, 0x64);
const BRAND: Ink = (0x43, 0x3A, 0x93);
const ACCENT: Ink = (0xA6, 0x3C, 0x17);
const HAIRLINE: Ink = (0xD9, 0xD5, 0xC9);
