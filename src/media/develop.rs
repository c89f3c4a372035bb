use std::time::Instant;

use image::DynamicImage;

use super::encode::{Points, file_of, widths_for};
use super::{Refusal, Variant, inspect};
use crate::tokens::sha256_hex;
use crate::types::{Colour, MediaHash, PictureForm};

/// No page shows a picture wider than this, even where two points of a screen make one.
const LONGEST_KEPT: u32 = 2_880;
/// The file of a picture in full, in its folder.
pub(super) const FULL: &str = "full.webp";

/// An uploaded picture after it was read and written anew: nothing of the upload's own bytes is in it.
#[derive(Debug, Clone)]
pub struct Developed {
    /// The name of its content.
    pub hash: MediaHash,
    /// Its width in points.
    pub width: u32,
    /// Its height in points.
    pub height: u32,
    /// Bytes of the picture in full.
    pub byte_size: u64,
    /// Its prevailing colour.
    pub colour: Colour,
    /// Its smaller forms.
    pub variants: Vec<Variant>,
    /// Every file, by its name in the picture's folder.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// Makes of an upload what is kept of it, or stops at `deadline`.
pub(super) fn develop(upload: Vec<u8>, deadline: Instant) -> Result<Developed, Refusal> {
    let picture = inspect::read(&upload)?;
    drop(upload);
    in_time(deadline)?;
    let full = Points::of(shrunk(picture));
    let unwritable = || Refusal::Broken("picture");
    let bytes = full.full().ok_or_else(unwritable)?;
    let hash = MediaHash::of_sha256(&sha256_hex(&bytes)).ok_or_else(unwritable)?;
    in_every_size(&full, (hash, bytes), deadline)
}

/// Makes what is kept of a picture that another library exported. In full it stays as it is, under the name that texts know it by, so it must
/// be what a library writes.
pub(super) fn develop_again(bytes: Vec<u8>, hash: &MediaHash, deadline: Instant) -> Result<Developed, Refusal> {
    let is_so_named = MediaHash::of_sha256(&sha256_hex(&bytes)).as_ref() == Some(hash);
    if !is_so_named || !inspect::is_bare_webp(&bytes) {
        return Err(Refusal::Changed);
    }
    let picture = inspect::read(&bytes)?;
    if picture.width().max(picture.height()) > LONGEST_KEPT {
        return Err(Refusal::Changed);
    }
    in_every_size(&Points::of(picture), (hash.clone(), bytes), deadline)
}

fn in_every_size(full: &Points, (hash, bytes): (MediaHash, Vec<u8>), deadline: Instant) -> Result<Developed, Refusal> {
    let (width, height) = full.size();
    let byte_size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let (mut variants, mut files) = (Vec::new(), vec![(FULL.to_owned(), bytes)]);
    for (wanted, most_bytes) in widths_for(width) {
        in_time(deadline)?;
        let small = full.narrowed(wanted);
        let bytes = small.light(most_bytes).ok_or(Refusal::Broken("picture"))?;
        let (width, height) = small.size();
        variants.push(Variant { form: PictureForm::Webp, width, height, bytes: bytes.len() });
        files.push((file_of(width, PictureForm::Webp), bytes));
    }
    Ok(Developed { hash, width, height, byte_size, colour: full.colour(), variants, files })
}

fn in_time(deadline: Instant) -> Result<(), Refusal> {
    if Instant::now() > deadline { Err(Refusal::TooSlow) } else { Ok(()) }
}

/// The picture no larger than it is kept. The large one is gone when this returns, before the next step needs its memory.
fn shrunk(picture: DynamicImage) -> DynamicImage {
    if picture.width().max(picture.height()) > LONGEST_KEPT {
        picture.thumbnail(LONGEST_KEPT, LONGEST_KEPT)
    } else {
        picture
    }
}
