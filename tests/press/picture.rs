use std::sync::LazyLock;

use lectern::press::{HEIGHT, Picture, WIDTH};
use lectern::web::public::parts::figure::Shape;

use super::{lines, nasty_words};

fn picture(words: &str) -> Picture {
    Picture {
        eyebrow: words.to_owned(),
        title: words.to_owned(),
        facts: vec![words.to_owned(), words.to_owned(), words.to_owned()],
        provider: words.to_owned(),
        drawing: lines(Shape::Poster),
    }
}

/// Red, green and blue of every pixel, row by row.
pub fn pixels(bytes: &[u8]) -> Vec<[u8; 3]> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut buffer).unwrap();
    assert_eq!((info.width, info.height), (WIDTH, HEIGHT));
    assert_eq!(info.color_type, png::ColorType::Rgb, "without transparency");
    buffer.chunks(3).map(|one| [one[0], one[1], one[2]]).collect()
}

/// Words, the size of their picture in bytes, and its points.
type Drawn = (String, usize, Vec<[u8; 3]>);

/// Pictures of words that break what was only tried with words, with their sizes in bytes; drawn once for all tests.
static NASTY: LazyLock<Vec<Drawn>> = LazyLock::new(|| {
    let drawn = |words: String| {
        let bytes = picture(&words).png().unwrap();
        (words, bytes.len(), pixels(&bytes))
    };
    nasty_words().into_iter().map(drawn).collect()
});

#[test]
fn a_picture_is_1200_by_630_whatever_it_says() {
    for (words, bytes, pixels) in &*NASTY {
        assert_eq!(pixels.len(), 1200 * 630, "{words:.40}");
        assert!(*bytes <= 60_000, "{words:.40}: {bytes} bytes");
    }
}

#[test]
fn the_words_of_a_picture_stay_on_their_own_side() {
    let margin = |pixels: &[[u8; 3]]| -> usize {
        let beside = |at: &usize| (at % 1200) < 60 || (725..760).contains(&(at % 1200));
        (20 * 1200..630 * 1200).filter(beside).filter(|at| pixels[*at] != [0xFB, 0xFA, 0xF6]).count()
    };
    for (words, _, pixels) in &*NASTY {
        assert_eq!(margin(pixels), 0, "{words:.40}");
    }
}

#[test]
fn what_a_picture_says_is_seen() {
    let drawn = |words: &str| pixels(&picture(words).png().unwrap());
    let (blank, words) = (drawn(""), drawn("Rust Services"));
    let inked = |pixels: &[[u8; 3]]| pixels.iter().filter(|pixel| **pixel == [0x17, 0x20, 0x2A]).count();
    assert!(inked(&words) > inked(&blank) + 5_000);
    assert_ne!(drawn("Tshivenḓa"), drawn("Tshivenda"), "every letter of the official languages is set");
    assert_ne!(drawn("Šukela"), drawn("Sukela"));
    assert_eq!(drawn("e\u{301}cole"), drawn("école"), "one letter looks the same however it is written");
}

#[test]
fn the_same_facts_give_the_same_picture() {
    assert_eq!(picture("Rust Services").png().unwrap(), picture("Rust Services").png().unwrap());
}
