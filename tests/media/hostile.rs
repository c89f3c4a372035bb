//! Files that somebody sends to harm: each is refused in a sentence, or nothing of its own bytes is kept.
use image::ImageFormat;
use lectern::media::{MOST_BYTES, MediaError};

use super::upload;
use crate::support::pictures::{chunk, encoded, flat_png, gif, jpeg, jpeg_head, jpeg_with, packed, photo, png, riff};
use crate::support::site::Site;

const CANARY: &[u8] = b"<script>lectern_canary()</script>";

enum Fate {
    /// A sentence with these words.
    Refused(&'static str),
    /// A picture without the canary.
    Clean,
    /// Either.
    Harmless,
}
use Fate::{Clean, Harmless, Refused};

type Case = (&'static str, Vec<u8>, Fate);

fn with_tail(picture: Vec<u8>) -> Vec<u8> {
    [picture, b"PK\x03\x04".to_vec(), CANARY.to_vec()].concat()
}

fn half(bytes: Vec<u8>) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

fn disguised() -> Vec<Case> {
    vec![
        ("nothing", vec![], Refused("The file is empty.")),
        ("one byte", vec![0xFF], Refused("not a picture")),
        ("noise", (0..9_000_u32).map(|at| ((at * 7919) >> 3) as u8).collect(), Refused("not a picture")),
        ("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(), Refused("an SVG drawing")),
        ("an SVG with a prologue", b"<?xml version='1.0'?><!-- --><svg/>".to_vec(), Refused("an SVG drawing")),
        ("a page", b"<!DOCTYPE html><script>1</script>".to_vec(), Refused("a web page")),
        ("a bare page", b"\n\n<html><body onload=alert(1)>".to_vec(), Refused("a web page")),
        ("a script", b"<script>alert(1)</script>".to_vec(), Refused("a web page")),
        ("PHP", b"<?php system($_GET[0]);".to_vec(), Refused("a program")),
        ("a shell script", b"#!/bin/sh\nid".to_vec(), Refused("a program")),
        ("a PDF", b"%PDF-1.7\n".to_vec(), Refused("a PDF")),
        ("an archive", b"PK\x03\x04\x14\x00".to_vec(), Refused("an archive")),
        ("a HEIC photo", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), Refused("a HEIC photo")),
        ("an AVIF", b"\0\0\0\x18ftypavif\0\0\0\0".to_vec(), Refused("an AVIF picture")),
        ("a film", b"\0\0\0\x18ftypisom\0\0\0\0".to_vec(), Refused("a film")),
        ("a BMP", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".to_vec(), Refused("not a picture")),
        ("a TIFF", b"II*\0\x08\0\0\0\0\0".to_vec(), Refused("not a picture")),
        ("an icon", b"\0\0\x01\0\x01\0".to_vec(), Refused("not a picture")),
        ("a comment that begins as a GIF", b"GIF89a/*\xff\xff*/=1;alert(1)".to_vec(), Refused("")),
    ]
}

fn bombs() -> Vec<Case> {
    let frames = chunk(b"acTL", &[0, 0, 0, 9, 0, 0, 0, 0]);
    let zeros = packed(20_000, &[0; 1024]);
    let text = chunk(b"zTXt", &[b"a\0\0".as_slice(), &zeros].concat());
    let profile = chunk(b"iCCP", &[b"a\0\0".as_slice(), &zeros].concat());
    let canvas = [&[0x02, 0, 0, 0][..], &[0xFF, 0x3F, 0], &[0xFF, 0x3F, 0]].concat();
    let lossless = [0x2F, 0xFF, 0xFF, 0xFF, 0x0F];
    let passes = [jpeg_head(3000, 3000, 0xC2), [0xFF, 0xDA].repeat(1000)].concat();
    vec![
        ("a PNG of 20,000²", flat_png((20_000, 20_000), (8, 0), &[]), Refused("20000 × 20000")),
        ("a PNG of 8,001 points", flat_png((8_001, 1), (8, 2), &[]), Refused("8001 × 1")),
        ("a PNG of 8,000²", flat_png((8_000, 8_000), (8, 2), &[]), Refused("more than can be worked on")),
        ("a deep PNG", flat_png((6_000, 4_000), (16, 6), &[]), Refused("more than can be worked on")),
        ("a PNG with a text of 20 MB", flat_png((8, 8), (8, 2), &text), Harmless),
        ("a PNG with a profile of 20 MB", flat_png((8, 8), (8, 2), &profile), Harmless),
        ("a PNG that moves", flat_png((8, 8), (8, 2), &frames), Refused("The picture moves")),
        ("a JPEG of 65,535²", jpeg_head(65_535, 65_535, 0xC0), Refused("65535 × 65535")),
        ("a JPEG of 8,000²", jpeg_head(8_000, 8_000, 0xC0), Refused("more than can be worked on")),
        ("a JPEG without height", jpeg_head(800, 0, 0xC0), Refused("damaged")),
        ("a large JPEG in passes", jpeg_head(7_000, 4_000, 0xC2), Refused("more than can be worked on")),
        ("a JPEG of 1,000 passes", passes, Refused("too many passes")),
        ("a GIF of 65,535²", gif(65_535, 65_535, 1), Refused("65535 × 65535")),
        ("a GIF of 8,000²", gif(8_000, 8_000, 1), Refused("more than can be worked on")),
        ("a GIF of 10,000 frames", gif(800, 600, 10_000), Refused("The picture moves")),
        ("a GIF of two frames", gif(8, 8, 2), Refused("The picture moves")),
        ("a WebP of 16,384²", riff(&[(b"VP8X", &canvas), (b"VP8L", &lossless)]), Refused("")),
        ("a lossless WebP of 16,384²", riff(&[(b"VP8L", &lossless)]), Refused("")),
        ("21 MB behind a JPEG", [jpeg(32, 32, 1), vec![0; MOST_BYTES as usize]].concat(), Harmless),
    ]
}

fn broken() -> Vec<Case> {
    let mut sum = png(64, 48, 2);
    let at = sum.len() - 6;
    sum[at] ^= 0xFF;
    let mut wrong = png(64, 48, 2);
    wrong[30] ^= 0xFF;
    vec![
        ("half a PNG", half(png(200, 100, 1)), Refused("begins as a PNG")),
        ("half a JPEG", half(jpeg(200, 100, 1)), Harmless),
        ("half a GIF", half(encoded(&photo(64, 64, 1), ImageFormat::Gif)), Refused("begins as a GIF")),
        ("half a WebP", half(encoded(&photo(64, 64, 1), ImageFormat::WebP)), Refused("begins as a WebP")),
        ("the first bytes of a PNG", png(9, 9, 1)[..8].to_vec(), Refused("begins as a PNG")),
        ("the first bytes of a JPEG", jpeg(9, 9, 1)[..3].to_vec(), Refused("begins as a JPEG")),
        ("a PNG whose head has another sum", wrong, Refused("begins as a PNG")),
        ("a PNG whose end has another sum", sum, Harmless),
    ]
}

fn polyglots() -> Vec<Case> {
    let text = chunk(b"tEXt", &[b"Comment\0".as_slice(), CANARY].concat());
    let place = [b"Exif\0\0II*\0\x08\0\0\0\0\0".as_slice(), CANARY].concat();
    let words = [b"http://ns.adobe.com/xap/1.0/\0".as_slice(), CANARY].concat();
    vec![
        ("a PNG and a page", with_tail(png(64, 48, 4)), Clean),
        ("a JPEG and an archive", with_tail(jpeg(64, 48, 5)), Clean),
        ("a GIF and an archive (GIFAR)", with_tail(gif(8, 8, 1)), Clean),
        ("a WebP and a script", with_tail(encoded(&photo(64, 48, 6), ImageFormat::WebP)), Clean),
        ("a PNG with script in its text", flat_png((64, 48), (8, 2), &text), Clean),
        ("a JPEG with script in its comment", jpeg_with(0xFE, CANARY), Clean),
        ("a JPEG with script in its camera's note", jpeg_with(0xE1, &place), Clean),
        ("a JPEG with script in its words", jpeg_with(0xE1, &words), Clean),
    ]
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|part| part == needle)
}

/// Every file that is kept of an upload, or the sentence that refuses it.
async fn fate(site: &Site, bytes: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    match upload(site, "../../etc/passwd\0.png", bytes).await {
        Ok(taken) => {
            let (library, media) = (&site.context.library, taken.media);
            let forms =
                media.variants().into_iter().map(|form| library.read_form(&media.content_hash, form.width, form.form));
            let all = forms.chain([library.read_full(&media.content_hash)]);
            Ok(all.map(|file| file.unwrap().unwrap()).collect())
        }
        Err(MediaError::Refused(refusal)) => Err(refusal.to_string()),
        Err(other) => panic!("{other}"),
    }
}

#[actix_web::test]
async fn a_hostile_file_is_refused_in_a_sentence_or_leaves_nothing_of_itself() {
    let site = Site::empty();
    let cases: Vec<Case> = [disguised(), bombs(), broken(), polyglots()].into_iter().flatten().collect();
    assert!(cases.len() >= 40, "{}", cases.len());
    for (what, bytes, expected) in cases {
        let found = fate(&site, &bytes).await;
        match (&found, expected) {
            (Err(why), Refused(words)) => assert!(why.contains(words), "{what}: {why}"),
            (Err(why), Harmless) => assert!(why.ends_with('.'), "{what}: {why}"),
            (Ok(files), Clean | Harmless) => {
                for file in files {
                    assert_eq!((&file[..4], &file[8..12]), (b"RIFF".as_slice(), b"WEBP".as_slice()), "{what}");
                    assert!(!holds(file, CANARY) && !holds(file, b"PK\x03\x04"), "{what}");
                }
            }
            (Ok(_), Refused(_)) => panic!("{what} was taken"),
            (Err(why), Clean) => panic!("{what}: {why}"),
        }
        if let Err(why) = &found {
            assert!(why.ends_with('.') && !why.contains("nvalid") && !why.contains("orry"), "{what}: {why}");
        }
    }
    let left = std::fs::read_dir(site.media_folder()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| name.len() == 2), "an upload left a file of its own");
}

#[test]
fn the_canary_would_be_seen() {
    assert!(polyglots().iter().all(|(.., bytes, _)| holds(bytes, CANARY)));
    assert!(!holds(b"RIFF", CANARY));
}
