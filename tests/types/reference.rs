//! References that survive a telephone: one wrong character is always noticed.
use lectern::tokens::Tokens;
use lectern::types::Reference;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn some(count: usize) -> Vec<Reference> {
    let tokens = Tokens::seeded(11);
    let mut all: Vec<_> = (0..count).map(|_| Reference::from_random(tokens.bytes().unwrap())).collect();
    all.push(Reference::from_random([0; 7]));
    all.push(Reference::from_random([31; 7]));
    all
}

fn letters(reference: &Reference) -> Vec<char> {
    reference.as_str().chars().filter(|letter| *letter != '-').collect()
}

fn reads(letters: &[char]) -> bool {
    letters.iter().collect::<String>().parse::<Reference>().is_ok()
}

#[test]
fn a_reference_is_two_groups_of_four_without_letters_that_look_alike() {
    for reference in some(500) {
        let text = reference.as_str();
        assert_eq!((text.len(), text.chars().nth(4)), (9, Some('-')), "{text}");
        assert!(letters(&reference).iter().all(|letter| ALPHABET.contains(*letter)), "{text}");
    }
}

#[test]
fn every_single_wrong_character_is_noticed() {
    for reference in some(60) {
        let right = letters(&reference);
        for at in 0..right.len() {
            for other in ALPHABET.chars().filter(|other| *other != right[at]) {
                let mut wrong = right.clone();
                wrong[at] = other;
                assert!(!reads(&wrong), "{reference}: {other} at {at}");
            }
        }
    }
}

#[test]
fn nearly_every_swap_of_neighbours_is_noticed() {
    let (mut swaps, mut noticed) = (0, 0);
    for reference in some(500) {
        let right = letters(&reference);
        for at in (1..right.len()).filter(|at| right[*at] != right[*at - 1]) {
            let mut wrong = right.clone();
            wrong.swap(at - 1, at);
            swaps += 1;
            noticed += usize::from(!reads(&wrong));
        }
    }
    assert!(noticed * 100 >= swaps * 95, "{noticed} of {swaps}");
}

#[test]
fn reading_forgives_case_hyphens_and_letters_that_look_like_digits() {
    for reference in some(200) {
        let text = reference.as_str();
        let plain: String = letters(&reference).into_iter().collect();
        let spaced: String = plain.chars().flat_map(|letter| [letter, ' ']).collect();
        let o = text.replace('0', "O");
        let (upper_i, upper_l, lower_i) = (o.replace('1', "I"), text.replace('1', "L"), text.replace('1', "i"));
        for typed in
            [plain.to_lowercase(), plain, spaced, text.to_lowercase(), o.to_lowercase(), upper_i, upper_l, lower_i]
        {
            assert_eq!(typed.parse::<Reference>().as_ref(), Ok(&reference), "{typed}");
        }
    }
}

#[test]
fn what_is_no_reference_is_refused() {
    let good = some(1).remove(0);
    let longer = format!("{good}0");
    for bad in ["", "-", "7Q4M", "7Q4M-K2X", "UUUU-UUUU", "7Q4M-K2X!", "7Q4M_K2XE", "' OR 1=1", "é", longer.as_str()] {
        assert!(bad.parse::<Reference>().is_err(), "{bad:?}");
    }
}
