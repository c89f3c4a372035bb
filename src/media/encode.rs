use image::DynamicImage;
use image::imageops::FilterType;
use ravif::{Img, RGB8, RGBA8};

use crate::types::{Colour, PictureForm};

/// The widths in which a picture is offered, each with the bytes that it should not exceed: mobile data is dear.
pub(super) const WIDTHS: [(u32, usize); 3] = [(480, 18_000), (960, 45_000), (1440, 90_000)];
/// From good to just good enough; the first whose file is light enough is taken.
const QUALITIES: [f32; 5] = [76.0, 66.0, 56.0, 46.0, 36.0];
/// For the picture in full, from which the others are made.
const FULL_QUALITY: f32 = 90.0;
const AVIF_QUALITY: f32 = 55.0;
/// Of 10; slower ones save little and take many times as long.
const AVIF_SPEED: u8 = 8;

/// Points without anything around them: of three colours, or of four values where some are seen through.
pub(super) struct Points(DynamicImage);

impl Points {
    pub(super) fn of(picture: DynamicImage) -> Self {
        let is_seen_through = picture.color().has_alpha();
        Self(if is_seen_through { picture.into_rgba8().into() } else { picture.into_rgb8().into() })
    }

    pub(super) fn size(&self) -> (u32, u32) {
        (self.0.width(), self.0.height())
    }

    /// The same, `width` points wide.
    pub(super) fn narrowed(&self, width: u32) -> Self {
        let (from_width, from_height) = self.size();
        let height = (u64::from(from_height) * u64::from(width)).div_ceil(u64::from(from_width.max(1)));
        let height = u32::try_from(height).unwrap_or(from_height).max(1);
        Self(self.0.resize_exact(width, height, FilterType::CatmullRom))
    }

    fn webp(&self, quality: f32) -> Option<Vec<u8>> {
        let (width, height) = self.size();
        let points = self.0.as_bytes();
        let encoder = if self.0.color().has_alpha() {
            webp::Encoder::from_rgba(points, width, height)
        } else {
            webp::Encoder::from_rgb(points, width, height)
        };
        let mut config = webp::WebPConfig::new().ok()?;
        config.quality = quality;
        // A little slower, and a third of the memory.
        config.low_memory = 1;
        encoder.encode_advanced(&config).ok().map(|memory| memory.to_vec())
    }

    /// The picture in full.
    pub(super) fn full(&self) -> Option<Vec<u8>> {
        self.webp(FULL_QUALITY)
    }

    /// As good as `most_bytes` allow, and at least just good enough.
    pub(super) fn light(&self, most_bytes: usize) -> Option<Vec<u8>> {
        let mut last = None;
        for quality in QUALITIES {
            let bytes = self.webp(quality)?;
            if bytes.len() <= most_bytes {
                return Some(bytes);
            }
            last = Some(bytes);
        }
        last
    }

    pub(super) fn avif(&self) -> Option<Vec<u8>> {
        let (width, height) = self.size();
        let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
        let encoder = ravif::Encoder::new().with_quality(AVIF_QUALITY).with_speed(AVIF_SPEED);
        let made = if let Some(points) = self.0.as_rgba8() {
            let points: Vec<RGBA8> =
                points.pixels().map(|image::Rgba([r, g, b, a])| RGBA8::new(*r, *g, *b, *a)).collect();
            encoder.encode_rgba(Img::new(points.as_slice(), width, height))
        } else {
            let points = self.0.as_rgb8()?;
            let points: Vec<RGB8> = points.pixels().map(|image::Rgb([r, g, b])| RGB8::new(*r, *g, *b)).collect();
            encoder.encode_rgb(Img::new(points.as_slice(), width, height))
        };
        made.ok().map(|made| made.avif_file)
    }

    /// The colour that most of it has, roughly: the mean of the fullest of 512 boxes of colours.
    pub(super) fn colour(&self) -> Colour {
        let small = self.0.thumbnail_exact(24, 24).into_rgb8();
        let mut boxes = std::collections::BTreeMap::<[u8; 3], (u32, [u32; 3])>::new();
        for image::Rgb(point) in small.pixels() {
            let (count, sums) = boxes.entry(point.map(|part| part >> 5)).or_default();
            *count += 1;
            sums.iter_mut().zip(point).for_each(|(sum, part)| *sum += u32::from(*part));
        }
        let fullest = boxes.into_values().max_by_key(|(count, _)| *count);
        let (count, sums) = fullest.unwrap_or((1, [0; 3]));
        let [red, green, blue] = sums.map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX));
        Colour::new(red, green, blue)
    }
}

/// The widths that a picture of this width is offered in: none wider than it is, and its own where it is narrow.
pub(super) fn widths_for(width: u32) -> Vec<(u32, usize)> {
    let mut widths: Vec<_> = WIDTHS.into_iter().filter(|(wanted, _)| *wanted < width).collect();
    if let Some((wanted, bytes)) = WIDTHS.into_iter().find(|(wanted, _)| *wanted >= width) {
        widths.push((width.min(wanted), bytes));
    }
    widths
}

/// The name of a form's file.
pub(super) fn file_of(width: u32, form: PictureForm) -> String {
    format!("{width}.{}", form.extension())
}
