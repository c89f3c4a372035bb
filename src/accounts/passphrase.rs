use zxcvbn::{Score, zxcvbn};

/// Characters that a password must have at least (OWASP ASVS 5.0, 6.2.1, asks for 8 and recommends 15).
pub const SHORTEST_PASSPHRASE: usize = 12;
/// Characters that a password may have at most; ASVS 6.2.9 asks for 64 at least.
pub const LONGEST_PASSPHRASE: usize = 128;
/// Words of the context shorter than this are in too many passphrases by chance.
const SHORTEST_WORD: usize = 4;

/// Checks a password that somebody chooses: its length, that it is not a common one, and that it is more than words which anybody knows
/// of this site. It asks for no kinds of characters (ASVS 6.2.5). `known` holds the site's name and the user's own address and name.
///
/// # Errors
/// A sentence for whoever chose it.
pub fn check_passphrase(password: &str, known: &[&str]) -> Result<(), &'static str> {
    let length = password.chars().count();
    if length < SHORTEST_PASSPHRASE {
        return Err("Use at least 12 characters. Three or four words that do not belong together are easy to remember");
    }
    if length > LONGEST_PASSPHRASE {
        return Err("Use at most 128 characters");
    }
    let words = context_words(known);
    let rest = words.iter().fold(password.to_lowercase(), |rest, word| rest.replace(word.as_str(), ""));
    if rest.chars().count() < SHORTEST_PASSPHRASE && rest.len() < password.to_lowercase().len() {
        return Err(
            "Leave out the name of the site and your own name and address: they are the first things to be guessed",
        );
    }
    let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
    if zxcvbn(password, &inputs).score() < Score::Three {
        return Err(
            "This password is one of the first that would be guessed. Use several words that do not belong together",
        );
    }
    Ok(())
}

/// The parts of the known words, the longest first, so that a part never hides the whole.
fn context_words(known: &[&str]) -> Vec<String> {
    let is_part = |part: &&str| part.chars().count() >= SHORTEST_WORD;
    let parts = known.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).filter(is_part));
    let mut words: Vec<String> = parts.chain(known.iter().copied().filter(is_part)).map(str::to_lowercase).collect();
    words.push("lectern".to_owned());
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}
