//! The line figure is drawn from a name: the same for everybody, small enough for a list of courses.
use std::collections::HashSet;

use lectern::catalogue::Figure;
use lectern::web::public::parts::figure::{Shape, figure};

const SHAPES: [(Shape, usize); 2] = [(Shape::Tile, 350), (Shape::Banner, 900)];
const COURSES: [&str; 6] = [
    "backend-development-with-rust",
    "data-engineering-on-postgresql",
    "azure-administrator",
    "security-operations-analyst",
    "networking-fundamentals",
    "agile-delivery-with-scrum",
];

/// Many seeds, short, long, empty and in other scripts.
fn seeds() -> impl Iterator<Item = String> {
    let odd = ["", "a", "Ḽavhengwa", "\"><script>"].map(str::to_owned);
    COURSES.map(str::to_owned).into_iter().chain(odd).chain((0..500).map(|number| format!("course-{number}")))
}

fn every_figure() -> impl Iterator<Item = (String, Figure, Shape, usize)> {
    seeds().flat_map(|seed| {
        Figure::ALL
            .iter()
            .flat_map(move |kind| SHAPES.map(|(shape, budget)| (*kind, shape, budget)))
            .map(move |(kind, shape, budget)| (seed.clone(), kind, shape, budget))
    })
}

#[test]
fn the_same_seed_gives_the_same_figure() {
    for (seed, kind, shape, _) in every_figure() {
        assert_eq!(figure(&seed, kind, shape), figure(&seed, kind, shape));
    }
}

#[test]
fn different_courses_and_different_kinds_have_different_figures() {
    let drawn: HashSet<String> = COURSES
        .iter()
        .flat_map(|seed| Figure::ALL.iter().map(|kind| figure(seed, *kind, Shape::Banner).to_string()))
        .collect();
    assert_eq!(drawn.len(), COURSES.len() * Figure::ALL.len());
}

#[test]
fn a_figure_is_small_whatever_its_seed() {
    for (seed, kind, shape, budget) in every_figure() {
        let bytes = figure(&seed, kind, shape).to_string().len();
        assert!(bytes <= budget, "{kind} {shape:?} of {seed:?} has {bytes} bytes, more than {budget}");
    }
}

#[test]
fn a_path_has_whole_numbers_and_nothing_of_its_seed() {
    for (seed, kind, shape, _) in every_figure() {
        let markup = figure(&seed, kind, shape).to_string();
        let path = markup.split(" d=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let foreign = path.chars().find(|c| !(c.is_ascii_digit() || "Mhlqt -".contains(*c)));
        assert_eq!(foreign, None, "{kind} {shape:?} of {seed:?}: {path}");
    }
}

#[test]
fn a_figure_has_as_many_strata_as_its_shape_and_is_hidden_from_screen_readers() {
    for (shape, strata) in [(Shape::Tile, 7), (Shape::Banner, 9)] {
        for kind in Figure::ALL {
            let markup = figure("git-and-code-review", *kind, shape).to_string();
            assert_eq!(markup.matches('M').count(), strata, "{kind} {shape:?}");
            assert_eq!(markup.matches("<path").count(), 1);
            assert!(markup.starts_with("<svg class=\"fig\"") && markup.contains("aria-hidden=\"true\""));
        }
    }
}
