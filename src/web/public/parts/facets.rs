//! A list narrowed by several filters at once, with the number of entries that every further choice would leave.
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// Most values of one filter that count. Each stands in the address, and most links of the page carry the address.
pub const MOST_CHOSEN: usize = 24;

/// Something that a filter can be set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the address says.
    pub value: String,
    /// What the visitor reads.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// Adds to the list the numbers of the choices that a row has.
type Fits<'a, R> = Box<dyn Fn(&R, &mut Vec<usize>) + 'a>;

/// One filter over rows of type `R`. Of its chosen values a row needs one; without a chosen value it lets everything through.
pub struct Facet<'a, R> {
    /// Its name in the address.
    pub name: &'static str,
    /// What the visitor reads above it.
    pub legend: &'static str,
    /// Whether the visitor types its value, so that there is nothing to choose from.
    pub is_typed: bool,
    /// What it can be set to.
    pub choices: Vec<Choice>,
    is_on: bool,
    fits: Fits<'a, R>,
}

impl<'a, R> Facet<'a, R> {
    /// A filter with known choices: of each its key, its word in the address and its label. `keys` says which of them a row has.
    pub fn new<K, Keys>(
        name: &'static str,
        legend: &'static str,
        all: impl IntoIterator<Item = (K, String, String)>,
        keys: impl Fn(&R) -> Keys + 'a,
    ) -> Self
    where
        K: Eq + Hash + 'a,
        Keys: IntoIterator<Item = K>,
    {
        let mut numbers = HashMap::new();
        let mut choices = Vec::new();
        for (key, value, label) in all {
            numbers.insert(key, choices.len());
            choices.push(Choice { value, label, is_chosen: false });
        }
        let fits = move |row: &R, found: &mut Vec<usize>| {
            found.extend(keys(row).into_iter().filter_map(|key| numbers.get(&key)));
        };
        Self { name, legend, is_typed: false, choices, is_on: false, fits: Box::new(fits) }
    }

    /// A filter that the visitor fills in: its value as the address says it, empty where nothing was asked, and its label.
    pub fn typed(name: &'static str, value: String, label: String, fits: impl Fn(&R) -> bool + 'a) -> Self {
        let choices = if value.is_empty() { Vec::new() } else { vec![Choice { value, label, is_chosen: false }] };
        let fits = move |row: &R, found: &mut Vec<usize>| found.extend(fits(row).then_some(0));
        Self { name, legend: "", is_typed: true, choices, is_on: false, fits: Box::new(fits) }
    }

    /// The values that are chosen.
    pub fn chosen(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(|choice| choice.is_chosen)
    }

    /// Chooses what was asked for, as far as it exists.
    fn choose(&mut self, asked: &[String]) {
        let numbers: HashMap<&str, usize> =
            self.choices.iter().enumerate().map(|(number, choice)| (choice.value.as_str(), number)).collect();
        let mut wanted: Vec<usize> = asked.iter().filter_map(|value| numbers.get(value.trim())).copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted.truncate(MOST_CHOSEN);
        for number in &wanted {
            if let Some(choice) = self.choices.get_mut(*number) {
                choice.is_chosen = true;
            }
        }
        self.is_on = !wanted.is_empty();
    }

    fn lets_through(&self, found: &[usize]) -> bool {
        !self.is_on || found.iter().any(|number| self.choices.get(*number).is_some_and(|choice| choice.is_chosen))
    }
}

/// All filters of a list, with what is chosen of each.
pub struct Facets<'a, R>(Vec<Facet<'a, R>>);

impl<'a, R> Facets<'a, R> {
    /// Filters as somebody set them; `asked` gives the values for a name. What is not understood is ignored.
    pub fn new<'f>(mut all: Vec<Facet<'a, R>>, asked: impl Fn(&str) -> &'f [String]) -> Self {
        for facet in &mut all {
            match &*facet.choices {
                // Its one choice was made from what was typed.
                [_] if facet.is_typed => {
                    facet.choices.iter_mut().for_each(|choice| choice.is_chosen = true);
                    facet.is_on = true;
                }
                _ => facet.choose(asked(facet.name)),
            }
        }
        Self(all)
    }

    /// The filters.
    pub fn iter(&self) -> impl Iterator<Item = &Facet<'a, R>> {
        self.0.iter()
    }

    /// What is chosen, as name and value, in the one order that an address has.
    pub fn chosen(&self) -> Vec<(&'static str, &str)> {
        let each = self.0.iter().flat_map(|facet| facet.chosen().map(|choice| (facet.name, choice.value.as_str())));
        let mut pairs: Vec<_> = each.collect();
        pairs.sort_unstable();
        pairs
    }

    /// Goes through the rows once. Neighbours of one group, such as the dates of a course, are one entry of the list: it is there
    /// when any of its rows gets through all filters.
    pub fn sift<K: PartialEq>(&self, rows: impl IntoIterator<Item = R>, group_of: impl Fn(&R) -> K) -> Sifted<R> {
        let tallies = self.0.iter().map(|facet| vec![Tally::default(); facet.choices.len()]).collect();
        let mut sifted = Sifted { kept: Vec::new(), entries: Tally::default(), tallies, misses: BTreeMap::new() };
        let (mut group, mut entry) = (None, 0);
        let (mut found, mut marks) = (Vec::new(), Vec::new());
        for row in rows {
            let key = group_of(&row);
            if group.as_ref() != Some(&key) {
                (group, entry) = (Some(key), entry + 1);
            }
            let mut stopped_by = Stops::default();
            marks.clear();
            for (at, facet) in self.0.iter().enumerate() {
                (facet.fits)(&row, &mut found);
                if !facet.lets_through(&found) {
                    stopped_by.add(at);
                }
                marks.extend(found.drain(..).map(|number| (at, number)));
            }
            for (at, number) in &marks {
                if stopped_by.is_at_most(*at)
                    && let Some(tally) = sifted.tallies.get_mut(*at).and_then(|facet| facet.get_mut(*number))
                {
                    tally.add(entry);
                }
            }
            if stopped_by == Stops::default() {
                sifted.entries.add(entry);
                sifted.kept.push(row);
            } else {
                sifted.misses.entry(stopped_by).or_default().add(entry);
            }
        }
        sifted
    }
}

/// Which filters stop a row, one bit a filter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stops(u64);

impl Stops {
    fn add(&mut self, facet: usize) {
        self.0 |= Self::bit(facet);
    }

    /// Whether the filter is one of them.
    pub fn holds(self, facet: usize) -> bool {
        self.0 & Self::bit(facet) != 0
    }

    fn is_at_most(self, facet: usize) -> bool {
        self.0 & !Self::bit(facet) == 0
    }

    fn len(self) -> u32 {
        self.0.count_ones()
    }

    fn bit(facet: usize) -> u64 {
        u32::try_from(facet).ok().and_then(|facet| 1_u64.checked_shl(facet)).unwrap_or_default()
    }
}

/// Counts entries, each once however many of its rows count.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    count: usize,
    last: Option<usize>,
}

impl Tally {
    fn add(&mut self, entry: usize) {
        if self.last.replace(entry) != Some(entry) {
            self.count += 1;
        }
    }
}

/// What filters leave of a list.
#[derive(Debug, Clone)]
pub struct Sifted<R> {
    /// The rows that get through, in their order.
    pub kept: Vec<R>,
    entries: Tally,
    tallies: Vec<Vec<Tally>>,
    misses: BTreeMap<Stops, Tally>,
}

impl<R> Sifted<R> {
    /// Entries that are left.
    pub fn count(&self) -> usize {
        self.entries.count
    }

    /// Entries that would be left if of this filter only this choice were chosen, and all others stayed as they are.
    pub fn count_with(&self, facet: usize, choice: usize) -> usize {
        self.tallies.get(facet).and_then(|choices| choices.get(choice)).map_or(0, |tally| tally.count)
    }

    /// Where nothing is left: the fewest filters that must go so that something is, with the number of entries that then are; the
    /// most promising first. Where something is left, nothing.
    pub fn ways_out(&self) -> Vec<(Stops, usize)> {
        let fewest = self.misses.keys().map(|stops| stops.len()).min();
        let shortest = self.misses.iter().filter(|(stops, _)| self.count() == 0 && Some(stops.len()) == fewest);
        let mut ways: Vec<_> = shortest.map(|(stops, tally)| (*stops, tally.count)).collect();
        ways.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        ways
    }
}
