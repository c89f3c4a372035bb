//! The shades of an owner's colour: all of them can be read.
use lectern::site::Brand;
use lectern::types::Colour;

const LIGHT: [&str; 2] = ["#FBFAF6", "#FFFFFF"];
const DARK: [&str; 2] = ["#12151C", "#1A1F29"];

fn colour(text: &str) -> Colour {
    text.parse().unwrap()
}

/// Colours all over the cube.
fn many() -> impl Iterator<Item = Colour> {
    let steps = || (0..=255).step_by(51);
    steps().flat_map(move |red| steps().flat_map(move |green| steps().map(move |blue| Colour::new(red, green, blue))))
}

#[test]
fn every_pair_of_shades_that_is_made_can_be_read() {
    let mut taken = 0;
    for asked in many() {
        let Ok(brand) = Brand::of(asked) else { continue };
        taken += 1;
        for (shades, grounds) in [(brand.light, LIGHT), (brand.dark, DARK)] {
            for shade in [shades.brand, shades.hover] {
                assert!(shade.contrast(shades.on_brand) >= 4.5, "{asked}: {shade} under its text");
                assert!(shade.contrast(shades.tint) >= 4.5, "{asked}: {shade} on {}", shades.tint);
                for ground in grounds {
                    assert!(shade.contrast(colour(ground)) >= 4.5, "{asked}: {shade} on {ground}");
                }
            }
        }
    }
    assert!(taken > 50, "{taken}");
}

#[test]
fn a_refusal_names_a_shade_that_is_taken_and_no_nearer_one_is() {
    for asked in many() {
        let Err(poor) = Brand::of(asked) else { continue };
        assert!(poor.contrast < 4.5 && Brand::of(poor.nearest).is_ok(), "{asked}: {poor}");
        let nearer =
            (0..=100).map(|share| asked.towards(Colour::BLACK, share)).take_while(|shade| *shade != poor.nearest);
        for shade in nearer {
            assert!(Brand::of(shade).is_err(), "{asked}: {shade} would do");
        }
    }
}

#[test]
fn contrast_is_what_the_guidelines_say() {
    assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
    assert!((colour("#767676").contrast(Colour::WHITE) - 4.54).abs() < 0.005);
    assert!((colour("#433A93").contrast(colour("#FBFAF6")) - 8.88).abs() < 0.005);
}

#[test]
fn only_six_digits_are_a_colour() {
    for text in ["", "#", "433A93", "#433A9", "#433A933", "#GGGGGG", "#+12345", "red", "#€€"] {
        assert!(text.parse::<Colour>().is_err(), "{text}");
    }
    assert_eq!(colour("#433a93").to_string(), "#433A93");
}
