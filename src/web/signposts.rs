//! Where every public page is: for search engines, and for visitors who took a wrong turn.
use diesel::QueryResult;

use crate::db::Conn;
use crate::site::Signpost;
use crate::types::Timestamp;
use crate::{blog, catalogue, schedule, site};

/// Signposts to every public thing, in a fixed number of statements.
pub fn list_signposts(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Signpost>> {
    let mut all = site::list_signposts(conn)?;
    all.extend(catalogue::list_signposts(conn, now)?);
    all.extend(schedule::list_signposts(conn, now)?);
    all.extend(blog::list_signposts(conn, now)?);
    Ok(all)
}

/// Letters in threes: what two names have in common whatever the order of their words.
type Threes = Vec<[char; 3]>;

/// The signposts with what it takes to compare them.
#[derive(Debug)]
pub struct Directory(Vec<(Signpost, Threes)>);

/// How alike a page must be to be worth a look.
const LEAST_LIKENESS: f64 = 0.25;
/// What it counts that a page stands in the same part of the site.
const SAME_PART: f64 = 0.1;

impl Directory {
    /// Prepares signposts for comparing.
    pub fn of(signposts: Vec<Signpost>) -> Self {
        let known = |signpost: Signpost| {
            let name = signpost.address.rsplit(['/', '=']).next().unwrap_or_default();
            let threes = threes_of(&format!("{name} {}", signpost.title));
            (signpost, threes)
        };
        Self(signposts.into_iter().map(known).collect())
    }

    /// Whether a page stands at a path, whatever is asked of it behind a `?`.
    pub fn has(&self, path: &str) -> bool {
        self.0.iter().any(|(signpost, _)| signpost.address.split('?').next() == Some(path))
    }

    /// The pages most like `words`, best first; `part` is the first part of the address that was asked for.
    pub fn nearest(&self, part: &str, words: &str, most: usize) -> Vec<Signpost> {
        let wanted = threes_of(words);
        let likeness = |(signpost, threes): &(Signpost, Threes)| {
            let same_part = signpost.address.split(['/', '?']).nth(1) == Some(part);
            let alike = likeness(&wanted, threes);
            if same_part && alike > 0.0 { alike + SAME_PART } else { alike }
        };
        let scored = self.0.iter().map(|known| (likeness(known), &known.0));
        let mut near: Vec<(f64, &Signpost)> = scored.filter(|(alike, _)| *alike >= LEAST_LIKENESS).collect();
        near.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.address.cmp(&other.address)));
        near.into_iter().take(most).map(|(_, signpost)| signpost.clone()).collect()
    }
}

/// The threes of each word, which begins with two blanks, so that how words begin counts most.
fn threes_of(text: &str) -> Threes {
    let mut threes = Threes::new();
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let (mut a, mut b) = (' ', ' ');
        for c in word.chars().chain([' ']) {
            threes.push([a, b, c]);
            (a, b) = (b, c);
        }
    }
    threes.sort_unstable();
    threes.dedup();
    threes
}

/// From 0, nothing in common, to 1, the same words (Dice's coefficient). Both lists are sorted.
fn likeness(one: &[[char; 3]], other: &[[char; 3]]) -> f64 {
    let (mut one_rest, mut other_rest, mut common) = (one, other, 0u32);
    while let (Some((a, after_a)), Some((b, after_b))) = (one_rest.split_first(), other_rest.split_first()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => one_rest = after_a,
            std::cmp::Ordering::Greater => other_rest = after_b,
            std::cmp::Ordering::Equal => {
                common += 1;
                (one_rest, other_rest) = (after_a, after_b);
            }
        }
    }
    let all = u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX).max(1);
    f64::from(2 * common) / f64::from(all)
}
