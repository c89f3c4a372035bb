//! What was meant where no such word is known.
use strsim::osa_distance;

use super::lexicon::Lexicon;
use super::query::Query;

/// What was typed, with the slips of the pen mended.
pub(super) struct Correction {
    /// The words.
    pub text: String,
    /// Whether each new word is a name's. A word that only texts use is asked about: who types `zither` hardly means `either`.
    pub is_sure: bool,
}

impl Lexicon {
    /// What was typed with each unknown word replaced by the nearest known one; nothing where there is none to replace.
    pub(super) fn corrected(&self, query: &Query, is_unfinished: bool) -> Option<Correction> {
        let mut words = query.words.clone();
        let unknown = |word: &String| {
            query.clauses.iter().any(|clause| clause.others.is_empty() && clause.words == [word.clone()])
                && !self.knows(word)
        };
        let last = words.len().saturating_sub(1);
        let (mut is_changed, mut is_sure) = (false, true);
        for (at, word) in words.iter_mut().enumerate().filter(|(_, word)| unknown(word)) {
            if let Some(near) = self.nearest(word, is_unfinished && at == last) {
                is_sure &= self.named.contains(near);
                near.clone_into(word);
                is_changed = true;
            }
        }
        is_changed.then(|| Correction { text: words.join(" "), is_sure })
    }

    /// The known word with the fewest slips between it and this one; of several, one with the same first letter, then a name's, then the
    /// most used.
    /// Two slips are mended only behind a right first letter: people seldom miss that one, and guesses would be wild.
    fn nearest(&self, word: &str, is_unfinished: bool) -> Option<&str> {
        let length = word.chars().count();
        let most = match length {
            0..=2 => return None,
            3..=5 => 1,
            _ => 2,
        };
        let first = word.chars().next();
        let near = self.words.iter().filter_map(|(known, count)| {
            let is_apart = known.chars().next() != first;
            let known_length = known.chars().count();
            let slips = if is_unfinished && known_length > length {
                (length.saturating_sub(1)..=length + 1).map(|cut| osa_distance(word, prefix(known, cut))).min()?
            } else if known_length.abs_diff(length) > most || known_length <= 2 {
                return None;
            } else if is_apart {
                // Most words begin otherwise; for them one question is enough, and much quicker.
                begins_with_a_slip(word, known).then_some(1)?
            } else {
                osa_distance(word, known)
            };
            let is_word = known.chars().all(char::is_alphabetic);
            let is_near = slips <= if is_apart { 1 } else { most };
            (is_near && is_word)
                .then(|| ((slips, is_apart, !self.named.contains(known), u32::MAX - count), known.as_str()))
        });
        near.min().map(|(_, known)| known)
    }
}

/// Whether two words that begin with different letters differ by one slip: it is then the first letter, or the first two in the wrong
/// order.
fn begins_with_a_slip(word: &str, known: &str) -> bool {
    fn split(word: &str) -> (Option<char>, &str) {
        let mut letters = word.chars();
        (letters.next(), letters.as_str())
    }
    let ((first, rest), (known_first, known_rest)) = (split(word), split(known));
    let ((second, tail), (known_second, known_tail)) = (split(rest), split(known_rest));
    let is_swapped = first == known_second && second == known_first && tail == known_tail;
    rest == known_rest || rest == known || word == known_rest || is_swapped
}

fn prefix(word: &str, letters: usize) -> &str {
    word.char_indices().nth(letters).and_then(|(at, _)| word.get(..at)).unwrap_or(word)
}
