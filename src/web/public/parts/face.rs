//! In which face a heading is set, so that one word is never set in two.
use std::fmt;

/// What the heading face has besides printable ASCII: the characters that `static/head.woff2` was cut to.
const BEYOND_ASCII: &str = "\u{a0}·×èéêëïôöû–—‘’“”…";

/// The class of a heading, as an attribute; nothing where the heading face has every letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Face {
    is_system: bool,
}

/// Looks which face can set `text` alone: `Tshiḓino` and `Šukela` are set in the device's own.
pub fn face(text: &str) -> Face {
    Face { is_system: text.chars().any(|c| !(' '..='~').contains(&c) && !BEYOND_ASCII.contains(c)) }
}

impl fmt::Display for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_system { r#" class="sys""# } else { "" })
    }
}

/// It is one of two constants.
impl askama::filters::HtmlSafe for Face {}
