use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::Refusal;
use super::refusal::LONGEST_SIDE;

/// Most memory that a picture's points may take; 13 million points in three colours, a telephone's usual twelve and a little.
const MOST_MEMORY: u64 = 38 * 1024 * 1024;
/// Most memory for the points of a progressive JPEG or a GIF, which a decoder holds two or three times over while it reads.
const MOST_HELD_AGAIN: u64 = 22 * 1024 * 1024;
/// A decoder's own needs beside the points.
const WORKING_ROOM: u64 = 16 * 1024 * 1024;
/// A usual progressive JPEG has about ten passes. Each goes over the whole picture, so a small file of many passes takes minutes.
const MOST_PASSES: usize = 32;

/// Reads a picture, by its content and never by its name: upright, as its camera's note says, and without anything but its points.
///
/// # Errors
/// When it is no still JPEG, PNG, WebP or GIF, is damaged, or would take too much memory.
pub(super) fn read(bytes: &[u8]) -> Result<DynamicImage, Refusal> {
    let format = format_of(bytes)?;
    let kind = name_of(format);
    let broken = |_| Refusal::Broken(kind);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY + WORKING_ROOM);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > LONGEST_SIDE {
        return Err(Refusal::TooLarge(width, height));
    }
    let is_held_again = format == ImageFormat::Gif || (format == ImageFormat::Jpeg && check_passes(bytes)?);
    if decoder.total_bytes() > if is_held_again { MOST_HELD_AGAIN } else { MOST_MEMORY } {
        return Err(Refusal::TooMany(width, height));
    }
    if moves(bytes, format).map_err(broken)? {
        return Err(Refusal::Moves);
    }
    let upright = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(upright);
    Ok(picture)
}

/// Whether a WebP is its points and nothing else: no camera's notes, no place, no colour profile. Its chunks are named in RFC 9649.
pub(super) fn is_bare_webp(bytes: &[u8]) -> bool {
    const POINTS: [&[u8]; 4] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH"];
    let Some(mut rest) = bytes.strip_prefix(b"RIFF").and_then(|rest| rest.get(4..)?.strip_prefix(b"WEBP")) else {
        return false;
    };
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let (name, [.., a, b, c, d]) = (head.get(..4).unwrap_or_default(), *head);
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        // A chunk of an odd length is followed by a byte that means nothing.
        let Some(behind) = after.get(length.saturating_add(length % 2)..) else { return false };
        if !POINTS.contains(&name) {
            return false;
        }
        rest = behind;
    }
    rest.is_empty()
}

fn format_of(bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif)) => Ok(format),
        _ => Err(Refusal::Other(guess(bytes))),
    }
}

fn name_of(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "JPEG",
        ImageFormat::Png => "PNG",
        ImageFormat::WebP => "WebP",
        _ => "GIF",
    }
}

/// What else it is, as far as its first bytes tell, so that its owner knows what happened.
fn guess(bytes: &[u8]) -> &'static str {
    let head = String::from_utf8_lossy(bytes.get(..512).unwrap_or(bytes)).to_lowercase();
    let known = [
        ("<svg", "an SVG drawing, which can hold script"),
        ("<html", "a web page"),
        ("<!doctype html", "a web page"),
        ("<script", "a web page"),
        ("<?php", "a program"),
        ("#!", "a program"),
        ("%pdf", "a PDF"),
        ("ftypheic", "a HEIC photo"),
        ("ftypmif1", "a HEIC photo"),
        ("ftypavif", "an AVIF picture"),
        ("ftyp", "a film"),
        ("pk\u{3}\u{4}", "an archive or an office document"),
    ];
    known.iter().find(|(mark, _)| head.contains(mark)).map_or("not a picture that we can read", |(_, what)| *what)
}

/// Whether it is more than one picture. Of a GIF only the frames' heads are looked at.
fn moves(bytes: &[u8], format: ImageFormat) -> image::ImageResult<bool> {
    match format {
        ImageFormat::Png => PngDecoder::new(Cursor::new(bytes))?.is_apng(),
        ImageFormat::WebP => Ok(WebPDecoder::new(Cursor::new(bytes))?.has_animation()),
        ImageFormat::Gif => {
            let mut options = gif::DecodeOptions::new();
            options.skip_frame_decoding(true);
            let Ok(mut decoder) = options.read_info(Cursor::new(bytes)) else { return Ok(false) };
            let mut next = || decoder.next_frame_info().ok().flatten().is_some();
            Ok(next() && next())
        }
        _ => Ok(false),
    }
}

/// Whether a JPEG is progressive. Inside its data every `FF` is followed by a zero, so a mark of a pass is nothing else.
fn check_passes(bytes: &[u8]) -> Result<bool, Refusal> {
    let marks = |wanted: u8| bytes.windows(2).filter(move |pair| *pair == [0xFF, wanted]).count();
    if marks(0xDA) > MOST_PASSES { Err(Refusal::TooManyPasses) } else { Ok(marks(0xC2) > 0) }
}
