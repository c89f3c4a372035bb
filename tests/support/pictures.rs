//! Pictures made for tests: honest ones, and the parts of dishonest ones.
use std::io::{Cursor, Write};

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A picture that no other seed has, with soft shapes as a photo has them.
pub fn photo(width: u32, height: u32, seed: u32) -> DynamicImage {
    let part = |value: f32| (127.0 + 100.0 * value.sin()) as u8;
    let point = |x: u32, y: u32| {
        let (x, y, seed) = (x as f32, y as f32, seed as f32);
        Rgb([part(x / 61.0 + seed), part(y / 47.0 + x / 190.0), part((x + y) / 83.0 - seed)])
    };
    RgbImage::from_fn(width, height, point).into()
}

pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn jpeg(width: u32, height: u32, seed: u32) -> Vec<u8> {
    encoded(&photo(width, height, seed), ImageFormat::Jpeg)
}

pub fn png(width: u32, height: u32, seed: u32) -> Vec<u8> {
    encoded(&photo(width, height, seed), ImageFormat::Png)
}

/// A part of a PNG, with its sum.
pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    [&(data.len() as u32).to_be_bytes(), kind.as_slice(), data, &sum.sum().to_be_bytes()].concat()
}

pub fn packed(rows: usize, row: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    (0..rows).for_each(|_| packer.write_all(row).unwrap());
    packer.finish().unwrap()
}

/// A PNG of one colour in a few bytes, with more parts before its data. `depth` and `kind` are as in its head: 8 and 2 is RGB.
pub fn flat_png((width, height): (u32, u32), (depth, kind): (u8, u8), more: &[u8]) -> Vec<u8> {
    let parts = match kind {
        2 => 3,
        6 => 4,
        _ => 1,
    };
    let row = vec![0; 1 + width as usize * parts * usize::from(depth) / 8];
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, kind, 0, 0, 0]].concat();
    // Of what is refused for its head the data would only take time to make.
    let rows = if row.len() as u64 * u64::from(height) > 90_000_000 { 10 } else { height };
    let data = packed(rows as usize, &row);
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), more.to_vec(), chunk(b"IDAT", &data), chunk(b"IEND", b"")]
        .concat()
}

/// A GIF of so many frames of one point.
pub fn gif(width: u16, height: u16, frames: usize) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend([width.to_le_bytes(), height.to_le_bytes()].concat());
    bytes.extend([0x80, 0, 0, 9, 9, 9, 200, 200, 200]);
    for _ in 0..frames {
        bytes.extend([0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
    }
    bytes.push(0x3B);
    bytes
}

/// A JPEG whose head tells of so many points; `mark` is 0xC0 for one that is read in one pass, 0xC2 for several.
pub fn jpeg_head(width: u16, height: u16, mark: u8) -> Vec<u8> {
    let mut bytes = jpeg(16, 16, 1);
    let at = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    bytes[at + 1] = mark;
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// A JPEG with a part after its first two bytes.
pub fn jpeg_with(mark: u8, data: &[u8]) -> Vec<u8> {
    let picture = jpeg(64, 48, 3);
    let size = (data.len() as u16 + 2).to_be_bytes();
    [&picture[..2], &[0xFF, mark], &size, data, &picture[2..]].concat()
}

/// A WebP of parts.
pub fn riff(parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in parts {
        body.extend_from_slice(*name);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend_from_slice(data);
        body.extend(std::iter::repeat_n(0, data.len() % 2));
    }
    [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat()
}
