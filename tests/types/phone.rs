//! Telephone numbers, as people in South Africa type them.
use lectern::types::Phone;

#[test]
fn every_usual_way_to_type_a_number_gives_the_same_one() {
    for typed in [
        "011 123 4567",
        "0111234567",
        "(011) 123-4567",
        "011.123.4567",
        "011/123 4567",
        "+27 11 123 4567",
        "+27111234567",
        "+27 (0)11 123 4567",
        "+27(0)111234567",
        "0027 11 123 4567",
        "27 11 123 4567",
        "  011\u{a0}123\u{a0}4567 ",
    ] {
        assert_eq!(
            typed.parse::<Phone>().map(|phone| phone.e164().to_owned()),
            Ok("+27111234567".to_owned()),
            "{typed:?}"
        );
    }
}

#[test]
fn a_number_of_any_other_country_is_taken_in_international_form() {
    for (typed, e164) in [
        ("+1 202 555 0123", "+12025550123"),
        ("0044 20 7946 0958", "+442079460958"),
        ("+267 71 234 567", "+26771234567"),
        ("+29012345", "+29012345"),
        ("+123456789012345", "+123456789012345"),
    ] {
        assert_eq!(typed.parse::<Phone>().map(|phone| phone.e164().to_owned()), Ok(e164.to_owned()), "{typed:?}");
    }
}

#[test]
fn what_was_typed_is_kept_beside_the_number() {
    assert_eq!(" (082) 123-4567 ".parse::<Phone>().unwrap().typed(), "(082) 123-4567");
}

#[test]
fn what_is_no_number_is_refused() {
    let padded = format!("011{}1234567", " ".repeat(40));
    for bad in [
        "",
        "+",
        "123",
        "011 123 456",
        "011 123 45678",
        "111 123 4567",
        "+27 11 123 456",
        "+27 11 123 45678",
        "+27 011 123 4567",
        "+0 11 123 4567",
        "+1234567",
        "+1234567890123456",
        "011 123 456x",
        "tel:+27111234567",
        "011 123 4567 ext 3",
        "+٢٧١١١٢٣٤٥٦٧",
        "+27+111234567",
        padded.as_str(),
    ] {
        assert!(bad.parse::<Phone>().is_err(), "{bad:?}");
    }
}

#[test]
fn whatsapp_is_likely_on_mobile_numbers_only() {
    for (typed, likely) in [
        ("060 123 4567", true),
        ("066 123 4567", true),
        ("071 123 4567", true),
        ("079 123 4567", true),
        ("081 123 4567", true),
        ("082 123 4567", true),
        ("084 123 4567", true),
        ("080 012 3456", false),
        ("086 012 3456", false),
        ("010 123 4567", false),
        ("011 123 4567", false),
        ("021 123 4567", false),
        ("031 123 4567", false),
        ("041 123 4567", false),
        ("051 123 4567", false),
        ("+267 71 234 567", true),
    ] {
        assert_eq!(typed.parse::<Phone>().unwrap().may_have_whatsapp(), likely, "{typed}");
    }
}
