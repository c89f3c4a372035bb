//! The filters of a list as its page shows them: choices with counts, what is on as links that take it off, and the way out of an
//! empty list. `templates/components/filter.html` draws it.
use super::facets::{Facets, Sifted, Stops};
use super::query::address;

/// Most ways out of an empty list that are offered.
const MOST_WAYS: usize = 5;
/// More choices than this stand in a drop-down list.
const MOST_BOXES: usize = 12;

/// The filters of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The filters to choose from; one that has nothing to offer is left out.
    pub groups: Vec<Group>,
    /// What is on.
    pub applied: Vec<Applied>,
    /// What to take off where nothing is left.
    pub ways_out: Vec<WayOut>,
    /// The address of the whole list.
    pub all: &'static str,
}

/// A filter to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name in the address.
    pub name: &'static str,
    /// What the visitor reads above it.
    pub legend: &'static str,
    /// Its choices: those that would leave something, and those that are chosen.
    pub choices: Vec<Counted>,
}

impl Group {
    /// Whether it has too many choices to show them all at once.
    pub fn is_long(&self) -> bool {
        self.choices.len() > MOST_BOXES
    }
}

/// A choice with the number of entries it would leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// What the address says.
    pub value: String,
    /// What the visitor reads.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// How many entries it would leave.
    pub count: usize,
}

/// A value that is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// What it says.
    pub label: String,
    /// The address of the list without it.
    pub without: String,
}

/// What to take off an empty list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayOut {
    /// What is taken off: `“Durban” or “Pretoria”`.
    pub what: String,
    /// The address of the list without it.
    pub without: String,
    /// How many entries are on it.
    pub count: usize,
}

impl Filter {
    /// What the page shows of the filters over the list at `path`; `others` are further values of its address, such as its order.
    pub fn new<R>(path: &'static str, facets: &Facets<R>, sifted: &Sifted<R>, others: &[(&str, &str)]) -> Self {
        let chosen = facets.chosen();
        let without = |is_off: &dyn Fn(&str, &str) -> bool| {
            list_address(path, chosen.iter().copied().filter(|(name, value)| !is_off(name, value)), others)
        };
        let applied = facets.iter().flat_map(|facet| {
            facet.chosen().map(|choice| Applied {
                label: choice.label.clone(),
                without: without(&|name, value| name == facet.name && value == choice.value),
            })
        });
        let way_out = |(stops, count): (Stops, usize)| {
            let off: Vec<_> =
                facets.iter().enumerate().filter(|(at, _)| stops.holds(*at)).map(|(_, facet)| facet).collect();
            let values =
                off.iter().map(|facet| joined(facet.chosen().map(|choice| format!("“{}”", choice.label)), " or "));
            let what = joined(values, " and ");
            WayOut { what, without: without(&|name, _| off.iter().any(|facet| facet.name == name)), count }
        };
        Self {
            groups: groups(facets, sifted),
            applied: applied.collect(),
            ways_out: sifted.ways_out().into_iter().take(MOST_WAYS).map(way_out).collect(),
            all: path,
        }
    }

    /// The label of the one value that is on; nothing where none is, or more.
    pub fn only_label(&self) -> Option<&str> {
        match &*self.applied {
            [one] => Some(&one.label),
            _ => None,
        }
    }
}

fn groups<R>(facets: &Facets<R>, sifted: &Sifted<R>) -> Vec<Group> {
    let group = |(at, facet): (usize, &super::facets::Facet<R>)| {
        let choices = facet.choices.iter().enumerate().map(|(number, choice)| Counted {
            value: choice.value.clone(),
            label: choice.label.clone(),
            is_chosen: choice.is_chosen,
            count: sifted.count_with(at, number),
        });
        let worth_showing = choices.filter(|choice| choice.is_chosen || choice.count > 0).collect();
        Group { name: facet.name, legend: facet.legend, choices: worth_showing }
    };
    let choosable = facets.iter().enumerate().filter(|(_, facet)| !facet.is_typed);
    choosable.map(group).filter(|group| !group.choices.is_empty()).collect()
}

fn joined(words: impl Iterator<Item = String>, between: &str) -> String {
    words.collect::<Vec<_>>().join(between)
}

/// The one address of a list: names in order, and the values of each.
pub fn list_address<'p>(
    path: &str,
    chosen: impl IntoIterator<Item = (&'p str, &'p str)>,
    others: &[(&'p str, &'p str)],
) -> String {
    let mut pairs: Vec<_> = chosen.into_iter().chain(others.iter().copied()).collect();
    pairs.sort_unstable();
    address(path, &pairs)
}
