use std::fmt;

/// The heaviest file that is taken in.
pub const MOST_BYTES: u64 = 20 * 1024 * 1024;
/// The longest side, in points.
pub(super) const LONGEST_SIDE: u32 = 8_000;

/// Why a file was not taken in, as a sentence for whoever uploaded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No file was sent.
    Missing,
    /// It has no bytes.
    Empty,
    /// It has more than [`MOST_BYTES`].
    TooHeavy,
    /// It is something else than a picture that is read here.
    Other(&'static str),
    /// A side is too long.
    TooLarge(u32, u32),
    /// Its points would take too much memory.
    TooMany(u32, u32),
    /// It is more than one picture.
    Moves,
    /// It is drawn over and over, which only wears a machine out.
    TooManyPasses,
    /// Its bytes do not make a picture.
    Broken(&'static str),
    /// It is not what the name says that a library wrote.
    Changed,
    /// Reading it took too long.
    TooSlow,
    /// Too many others are being read.
    Busy,
    /// The same picture is there already, as this.
    Known(String),
    /// It was replaced by this.
    Replaced(String),
    /// It is used, so often.
    Used(usize),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("Choose a picture to upload."),
            Self::Empty => f.write_str("The file is empty. Choose it again, and check that it opens on your own machine."),
            Self::TooHeavy => f.write_str("The file is larger than 20 MB. Save it smaller, 3,000 pixels wide or less, and upload that."),
            Self::Other(what) => write!(f, "The file is {what}. Upload a JPEG, PNG, WebP or GIF; we look at the content, not at the name."),
            Self::TooLarge(width, height) => write!(
                f,
                "The picture is {width} × {height} pixels, and no side may be longer than {LONGEST_SIDE}. Save it smaller, 3,000 pixels wide or less."
            ),
            Self::TooMany(width, height) => write!(
                f,
                "The picture is {width} × {height} pixels, more than can be worked on at once. Save it smaller, 3,000 pixels wide or less."
            ),
            Self::Moves => f.write_str("The picture moves, and only still pictures are shown here. Save one frame of it as a PNG and upload that."),
            Self::TooManyPasses => f.write_str("The picture is stored in too many passes. Export it again as a usual JPEG."),
            Self::Broken(kind) => write!(f, "The file begins as a {kind} but is damaged or incomplete. Export it again and upload that."),
            Self::Changed => f.write_str(
                "The file is not what was exported under this name: it was changed, or holds more than a picture. Upload the picture at the desk."
            ),
            Self::TooSlow => f.write_str("The picture took too long to read, so we stopped. Save it smaller, 3,000 pixels wide or less."),
            Self::Busy => f.write_str("Many pictures are being taken in at the moment. Upload this one again in a minute."),
            Self::Known(name) => write!(f, "This very picture is in the library already, as “{name}”. Use that one."),
            Self::Replaced(name) => {
                write!(f, "This picture was replaced by “{name}”. To have it back, open “{name}” and replace its file with this one.")
            }
            Self::Used(1) => f.write_str("The picture is used in one place. Take it out there first."),
            Self::Used(times) => write!(f, "The picture is used in {times} places. Take it out there first."),
        }
    }
}
