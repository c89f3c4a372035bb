//! Slugs and codes: the parts of addresses.
use lectern::types::{Code, Slug};

#[test]
fn a_slug_is_lower_case_letters_digits_and_single_hyphens() {
    let longest = "a".repeat(120);
    for good in ["a", "7", "data-analysis-with-python", "2026", "a-1-b", longest.as_str()] {
        assert_eq!(good.parse::<Slug>().map(|slug| slug.to_string()), Ok(good.to_owned()));
    }
    let too_long = "a".repeat(121);
    let wrong = ["", "-", "a-", "-a", "a--b", "A", "a b", "a_b", "a/b", "..", "a.md", "é", "a\n", "a%20b", &too_long];
    for bad in wrong {
        assert!(bad.parse::<Slug>().is_err(), "{bad:?}");
    }
}

#[test]
fn a_code_is_capital_letters_digits_and_single_hyphens() {
    let longest = "A".repeat(40);
    for good in ["A", "RS-101", "RS-101-CPT-01", "K8S-201", longest.as_str()] {
        assert_eq!(good.parse::<Code>().map(|code| code.to_string()), Ok(good.to_owned()));
    }
    let too_long = "A".repeat(41);
    for bad in ["", "-", "RS-", "-RS", "RS--1", "rs-101", "RS 101", "RS/101", "RS_1", "É", "RS\n", &too_long] {
        assert!(bad.parse::<Code>().is_err(), "{bad:?}");
    }
}
