//! Lists narrowed by several filters: what is left, what each choice would leave, and the way out of an empty list.
use std::collections::{BTreeSet, HashMap};

use lectern::web::public::parts::facets::{Facet, Facets, MOST_CHOSEN};
use lectern::web::public::parts::filter::{Filter, list_address};

/// A row of a list: an entry may have several, as a course has dates.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    entry: usize,
    colour: Option<usize>,
    sizes: Vec<usize>,
    shape: usize,
}

const NAMES: [&str; 3] = ["colour", "size", "shape"];
type Asked = HashMap<&'static str, Vec<String>>;

fn asked(values: &[(&'static str, &str)]) -> Asked {
    let mut asked = Asked::new();
    for (name, value) in values {
        asked.entry(name).or_default().push((*value).to_owned());
    }
    asked
}

fn facets(asked: &Asked, most_size: Option<usize>) -> Facets<'static, Row> {
    let numbered = |of: usize| (0..of).map(|number| (number, number.to_string(), format!("No. {number}")));
    let typed = most_size.map(|most| most.to_string()).unwrap_or_default();
    let all = vec![
        Facet::new("colour", "Colour", numbered(4), |row: &Row| row.colour),
        Facet::new("size", "Size", numbered(5), |row: &Row| row.sizes.clone()),
        Facet::new("shape", "Shape", numbered(3), |row: &Row| [row.shape]),
        Facet::typed("most", typed.clone(), format!("At most {typed}"), move |row: &Row| {
            most_size.is_none_or(|most| row.sizes.iter().all(|size| *size <= most))
        }),
    ];
    Facets::new(all, |name| asked.get(name).map_or(&[], Vec::as_slice))
}

/// The same sequence on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn rows(dice: &mut Dice, entries: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for entry in 0..entries {
        let shape = dice.roll(3);
        for _ in 0..=dice.roll(4) {
            let colour = Some(dice.roll(5)).filter(|colour| *colour < 4);
            let sizes = (0..dice.roll(3)).map(|_| dice.roll(5)).collect();
            rows.push(Row { entry, colour, sizes, shape });
        }
    }
    rows
}

fn some_values(dice: &mut Dice) -> Vec<(&'static str, String)> {
    let mut values = Vec::new();
    for _ in 0..dice.roll(5) {
        values.push((NAMES[dice.roll(3)], dice.roll(6).to_string()));
    }
    values
}

/// How many entries are left, told the slow way.
fn brute_force(rows: &[Row], asked: &Asked, most_size: Option<usize>) -> usize {
    let wants = |name: &str, most: usize, has: &dyn Fn(usize) -> bool| {
        let known: Vec<usize> = asked
            .get(name)
            .into_iter()
            .flatten()
            .map(|value| value.parse().unwrap())
            .filter(|value| *value < most)
            .collect();
        known.is_empty() || known.into_iter().any(has)
    };
    let fits = |row: &&Row| {
        wants("colour", 4, &|value| row.colour == Some(value))
            && wants("size", 5, &|value| row.sizes.contains(&value))
            && wants("shape", 3, &|value| row.shape == value)
            && most_size.is_none_or(|most| row.sizes.iter().all(|size| *size <= most))
    };
    rows.iter().filter(fits).map(|row| row.entry).collect::<BTreeSet<_>>().len()
}

#[test]
fn the_count_of_a_choice_is_what_is_left_when_it_is_chosen_alone_beside_the_other_filters() {
    let mut dice = Dice(1);
    let mut compared = 0;
    for round in 0..300 {
        let rows = rows(&mut dice, 1 + round % 40);
        let values = some_values(&mut dice);
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let most_size = Some(dice.roll(6)).filter(|most| *most < 5);
        let wanted = asked(&values);
        let all = facets(&wanted, most_size);
        let sifted = all.sift(rows.iter().cloned(), |row| row.entry);
        assert_eq!(sifted.count(), brute_force(&rows, &wanted, most_size), "{values:?} of {rows:?}");
        for (at, facet) in all.iter().enumerate().filter(|(_, facet)| !facet.is_typed) {
            for (number, choice) in facet.choices.iter().enumerate() {
                let mut alone = wanted.clone();
                alone.insert(facet.name, vec![choice.value.clone()]);
                let left = brute_force(&rows, &alone, most_size);
                assert_eq!(sifted.count_with(at, number), left, "{}={} beside {values:?}", facet.name, choice.value);
                compared += 1;
            }
        }
    }
    assert!(compared > 3_000);
}

#[test]
fn what_gets_through_stays_in_its_order_with_the_rows_that_fit_only() {
    let row = |entry, colour, size| Row { entry, colour: Some(colour), sizes: vec![size], shape: 0 };
    let rows = [row(7, 0, 1), row(7, 1, 2), row(3, 1, 1), row(5, 1, 2), row(5, 0, 2)];
    let all = facets(&asked(&[("colour", "1"), ("size", "2")]), None);
    let sifted = all.sift(rows.clone(), |row| row.entry);
    assert_eq!(sifted.kept, [rows[1].clone(), rows[3].clone()]);
    assert_eq!(sifted.count(), 2);
    let all = facets(&asked(&[("colour", "0"), ("size", "2")]), None);
    let left = all.sift(rows.clone(), |row| row.entry).kept;
    assert_eq!(left, [rows[4].clone()], "one row has to fit all that is asked: entry 7 has each, but not in one row");
}

#[test]
fn an_empty_list_names_the_fewest_filters_to_take_off() {
    let mut dice = Dice(7);
    let mut empty = 0;
    for _ in 0..4_000 {
        let rows = rows(&mut dice, 3);
        let values = some_values(&mut dice);
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let wanted = asked(&values);
        let all = facets(&wanted, None);
        let sifted = all.sift(rows.iter().cloned(), |row| row.entry);
        let ways = sifted.ways_out();
        assert_eq!(ways.is_empty(), sifted.count() > 0, "{values:?}");
        empty += usize::from(!ways.is_empty());
        let taken_off = |off: &[&str]| {
            let mut rest = wanted.clone();
            rest.retain(|name, _| !off.contains(name));
            brute_force(&rows, &rest, None)
        };
        for (stops, count) in &ways {
            let off: Vec<_> =
                all.iter().enumerate().filter(|(at, _)| stops.holds(*at)).map(|(_, facet)| facet.name).collect();
            assert_eq!(*count, taken_off(&off), "without {off:?} of {values:?}");
            assert!(*count > 0);
            for fewer in &off {
                let rest: Vec<_> = off.iter().copied().filter(|name| name != fewer).collect();
                assert_eq!(taken_off(&rest), 0, "{fewer} need not go from {values:?}");
            }
        }
        assert!(ways.is_sorted_by(|one, next| one.1 >= next.1), "the most promising first");
    }
    assert!(empty > 200, "{empty}");
}

fn address(values: &[(&'static str, &str)]) -> String {
    list_address("/list", facets(&asked(values), None).chosen(), &[("sort", "name")])
}

#[test]
fn the_same_choice_has_one_address_however_it_was_asked_for() {
    let wanted = "/list?colour=1&colour=3&shape=2&sort=name";
    assert_eq!(address(&[("colour", "1"), ("colour", "3"), ("shape", "2")]), wanted);
    assert_eq!(
        address(&[("shape", "2"), ("colour", "3"), ("colour", "1"), ("colour", "3"), ("colour", " 1 ")]),
        wanted
    );
    assert_eq!(address(&[("shape", "2"), ("colour", "3"), ("colour", "9"), ("colour", ""), ("colour", "1")]), wanted);
    assert_eq!(address(&[("size", "-1"), ("size", "x"), ("no", "1")]), "/list?sort=name");
}

#[test]
fn of_very_many_values_only_the_first_count() {
    let all: Vec<usize> = (0..1_000).collect();
    let numbered = || all.iter().map(|number| (*number, number.to_string(), number.to_string()));
    let one = || vec![Facet::new("n", "N", numbered(), |row: &usize| [*row])];
    let forwards: Vec<String> = all.iter().map(usize::to_string).collect();
    let backwards: Vec<String> = all.iter().rev().map(usize::to_string).collect();
    let few = Facets::new(one(), |_| &forwards);
    assert_eq!(few.chosen().len(), MOST_CHOSEN);
    assert_eq!(few.chosen(), Facets::new(one(), |_| &backwards).chosen(), "whichever came first");
}

#[test]
fn a_page_shows_choices_that_leave_something_and_those_that_are_chosen() {
    let row = |entry, colour, shape| Row { entry, colour: Some(colour), sizes: Vec::new(), shape };
    let rows = [row(1, 0, 0), row(2, 1, 0), row(3, 1, 1)];
    let all = facets(&asked(&[("colour", "0"), ("colour", "3"), ("shape", "0")]), Some(4));
    let sifted = all.sift(rows.clone(), |row| row.entry);
    let filter = Filter::new("/list", &all, &sifted, &[("sort", "")]);
    let shown: Vec<_> = filter.groups.iter().map(|group| (group.name, group.choices.len())).collect();
    assert_eq!(shown, [("colour", 3), ("shape", 1)], "no group without a choice, none for what is typed");
    let colours: Vec<_> =
        filter.groups[0].choices.iter().map(|one| (one.value.as_str(), one.is_chosen, one.count)).collect();
    assert_eq!(colours, [("0", true, 1), ("1", false, 1), ("3", true, 0)]);
    let labels: Vec<_> = filter.applied.iter().map(|on| (on.label.as_str(), on.without.as_str())).collect();
    let rest = [
        ("No. 0", "/list?colour=3&most=4&shape=0"),
        ("No. 3", "/list?colour=0&most=4&shape=0"),
        ("No. 0", "/list?colour=0&colour=3&most=4"),
        ("At most 4", "/list?colour=0&colour=3&shape=0"),
    ];
    assert_eq!(labels, rest);
    assert!(filter.ways_out.is_empty() && filter.only_label().is_none());
    let all = facets(&asked(&[("colour", "2"), ("colour", "3"), ("shape", "2")]), None);
    let filter = Filter::new("/list", &all, &all.sift(rows, |row| row.entry), &[]);
    let ways: Vec<_> = filter.ways_out.iter().map(|way| (way.what.as_str(), way.without.as_str(), way.count)).collect();
    assert_eq!(ways, [("“No. 2” or “No. 3” and “No. 2”", "/list", 3)]);
}
