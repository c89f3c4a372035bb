//! What becomes of an honest upload.
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use lectern::types::PictureForm;

use super::{upload, uploaded};
use crate::support::pictures::{encoded, flat_png, jpeg, jpeg_with, photo, png};
use crate::support::site::Site;

fn decoded(site: &Site, media: &lectern::media::Media, width: Option<u32>) -> DynamicImage {
    let library = &site.context.library;
    let bytes = match width {
        Some(width) => library.read_form(&media.content_hash, width, PictureForm::Webp),
        None => library.read_full(&media.content_hash),
    };
    image::load_from_memory_with_format(&bytes.unwrap().unwrap(), ImageFormat::WebP).unwrap()
}

#[actix_web::test]
async fn each_kind_of_picture_is_kept_as_webp_in_the_widths_it_has() {
    let site = Site::empty();
    for (format, seed) in [(ImageFormat::Jpeg, 1), (ImageFormat::Png, 2), (ImageFormat::WebP, 3), (ImageFormat::Gif, 4)]
    {
        let media = uploaded(&site, "a.png", &encoded(&photo(1000, 500, seed), format)).await;
        let sizes: Vec<_> = media.variants().iter().map(|form| (form.form, form.width, form.height)).collect();
        assert_eq!(
            sizes,
            [(PictureForm::Webp, 480, 240), (PictureForm::Webp, 960, 480), (PictureForm::Webp, 1000, 500)]
        );
        assert_eq!((media.width, media.height), (1000, 500));
        let small = decoded(&site, &media, Some(480));
        assert_eq!((small.width(), small.height()), (480, 240));
    }
}

#[actix_web::test]
async fn a_small_picture_is_never_made_larger_and_a_huge_one_is_kept_smaller() {
    let site = Site::empty();
    let small = uploaded(&site, "small.png", &png(30, 20, 1)).await;
    assert_eq!(small.variants().iter().map(|form| form.width).collect::<Vec<_>>(), [30]);
    let huge = uploaded(&site, "huge.png", &flat_png((5_000, 2_500), (8, 2), &[])).await;
    assert_eq!((huge.width, huge.height), (2_880, 1_440));
    assert_eq!(huge.variants().iter().map(|form| form.width).collect::<Vec<_>>(), [480, 960, 1440]);
}

/// A camera's note that says only how the camera was held: 6 is a quarter to the right.
fn turned() -> Vec<u8> {
    let note = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    jpeg_with(0xE1, note)
}

#[actix_web::test]
async fn a_picture_stands_upright_and_its_cameras_note_is_gone() {
    let site = Site::empty();
    let flat = decoded(&site, &uploaded(&site, "a.jpg", &jpeg(64, 48, 3)).await, None);
    let media = uploaded(&site, "b.jpg", &turned()).await;
    assert_eq!((media.width, media.height), (48, 64));
    let mut expected = flat;
    expected.apply_orientation(Orientation::Rotate90);
    let found = decoded(&site, &media, None);
    let difference = |one: &DynamicImage, other: &DynamicImage| {
        let pairs = one.to_rgb8().into_raw().into_iter().zip(other.to_rgb8().into_raw());
        pairs.map(|(a, b)| u64::from(a.abs_diff(b))).sum::<u64>() / (64 * 48 * 3)
    };
    assert!(difference(&found, &expected) < 6, "{}", difference(&found, &expected));
    let full = site.context.library.read_full(&media.content_hash).unwrap().unwrap();
    assert!(!full.windows(4).any(|part| part == b"Exif" || part == b"EXIF"));
}

#[actix_web::test]
async fn clear_places_stay_clear() {
    let site = Site::empty();
    let mut picture = photo(200, 100, 9).to_rgba8();
    picture.pixels_mut().take(200 * 50).for_each(|point| point.0[3] = 0);
    let media = uploaded(&site, "a.png", &encoded(&picture.into(), ImageFormat::Png)).await;
    let kept = decoded(&site, &media, Some(200)).to_rgba8();
    assert_eq!((kept.get_pixel(100, 10).0[3], kept.get_pixel(100, 90).0[3]), (0, 255));
}

#[actix_web::test]
async fn its_prevailing_colour_is_known() {
    let site = Site::empty();
    let mostly = RgbImage::from_fn(300, 200, |x, _| if x < 220 { Rgb([200, 40, 30]) } else { Rgb([0, 0, 255]) });
    let media = uploaded(&site, "a.png", &encoded(&mostly.into(), ImageFormat::Png)).await;
    let [red, green, blue] = media.colour().unwrap().parts();
    assert!(red > 180 && green < 60 && blue < 50, "{red} {green} {blue}");
}

#[actix_web::test]
async fn the_same_picture_is_there_once_whatever_its_file_is_called() {
    let site = Site::empty();
    let first = upload(&site, "Räum 3 (final).JPG", &jpeg(100, 80, 1)).await.unwrap();
    let again = upload(&site, "other.png", &jpeg(100, 80, 1)).await.unwrap();
    assert!(first.is_new && !again.is_new);
    assert_eq!(again.media.id, first.media.id);
    assert_eq!(first.media.file_name, "raum-3-final.webp");
}

#[actix_web::test]
async fn a_name_that_leads_elsewhere_leads_nowhere() {
    let site = Site::empty();
    let names =
        ["../../etc/passwd.png", "C:\\boot.ini", "480.webp", "", "\0\u{202e}gnp.", &"x".repeat(5000), "%2e%2e%2f"];
    let mut kept = Vec::new();
    for (seed, name) in names.into_iter().enumerate() {
        kept.push(uploaded(&site, name, &jpeg(40, 30, seed as u32)).await.file_name);
    }
    assert_eq!(kept[..5], ["passwd.webp", "boot.webp", "picture-480.webp", "picture.webp", "gnp.webp"]);
    assert!(kept.iter().all(|name| name.len() < 70 && !name.contains(['/', '.', '%']) || name.ends_with(".webp")));
}
