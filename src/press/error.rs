use std::fmt;

/// Why something could not be drawn. None of it is the content's fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PressError {
    /// A face that is built in cannot be read.
    Face,
    /// There is no paper of that size.
    Paper,
    /// The document breaks a rule of PDF/UA-1 (ISO 14289-1), or could not be written.
    Pdf(String),
    /// The picture could not be packed.
    Png(String),
    /// The work was broken off.
    Stopped,
}

impl fmt::Display for PressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Face => f.write_str("a built-in face cannot be read"),
            Self::Paper => f.write_str("there is no paper of that size"),
            Self::Pdf(why) => write!(f, "the brochure could not be written: {why}"),
            Self::Stopped => f.write_str("drawing was broken off"),
            Self::Png(why) => write!(f, "the picture could not be packed: {why}"),
        }
    }
}

impl std::error::Error for PressError {}
