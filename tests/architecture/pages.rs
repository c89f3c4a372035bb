//! What belongs together stands side by side: a page, its templates and its test; a migration and its twin.
use std::collections::BTreeSet;

use super::source::Source;
use super::{accepts, keeps, refuses};

/// Modules of `web::public` that show no page of their own, and why.
const WITHOUT_TEMPLATES: &[(&str, &str)] = &[
    ("parts", "what several pages are made of"),
    ("health", "machines read one word"),
    ("pictures", "drawn, not written: PNG has no markup"),
];

/// The first name below `folder` of every file in it, `mod.rs` left out: `courses.rs` and `courses/show.rs` are both `courses`.
fn names_in(files: &[Source], folder: &str) -> BTreeSet<String> {
    let inside = files.iter().filter_map(|file| file.path.strip_prefix(folder));
    inside.filter(|path| *path != "mod.rs").map(|path| path.split(['/', '.']).next().unwrap().to_owned()).collect()
}

fn every_page_has_its_templates(files: &[Source]) -> Vec<String> {
    let exempt = |page: &String| WITHOUT_TEMPLATES.iter().any(|(name, _)| name == page);
    let folder = |page: &String| format!("templates/public/{page}/");
    let pages = names_in(files, "src/web/public/");
    let bare =
        pages.iter().filter(|page| !exempt(page) && !files.iter().any(|file| file.path.starts_with(&folder(page))));
    bare.map(|page| format!("src/web/public/{page}: no templates in {}", folder(page))).collect()
}

fn every_page_has_its_test(files: &[Source]) -> Vec<String> {
    let pages = names_in(files, "src/web/public/");
    let tests = names_in(files, "tests/public/");
    pages.difference(&tests).map(|page| format!("src/web/public/{page}: no tests/public/{page}.rs")).collect()
}

/// Diesel numbers migrations by their names, so that both engines are at the same version only if the names are the same.
fn migrations_are_twins(files: &[Source]) -> Vec<String> {
    let steps = |tree: &str| -> BTreeSet<String> {
        files.iter().filter_map(|file| file.path.strip_prefix(tree)).map(str::to_owned).collect()
    };
    let (sqlite, postgres) = (steps("migrations/sqlite/"), steps("migrations/postgres/"));
    let alone = sqlite.symmetric_difference(&postgres);
    alone.map(|step| format!("{step}: is in one of migrations/sqlite and migrations/postgres only")).collect()
}

#[test]
fn every_public_page_has_a_template_folder() {
    keeps(every_page_has_its_templates);
}

#[test]
fn a_page_without_templates_is_refused() {
    let (page, templates) = (("src/web/public/courses.rs", ""), ("templates/public/courses/show.html", ""));
    let folder = ("src/web/public/paths/show.rs", "");
    refuses(every_page_has_its_templates, &[page, ("templates/public/courses.html", "")], "courses");
    refuses(every_page_has_its_templates, &[page, templates, folder], "templates/public/paths/");
    accepts(
        every_page_has_its_templates,
        &[page, templates, ("src/web/public/mod.rs", ""), ("src/web/public/health.rs", "")],
    );
}

#[test]
fn every_public_page_has_a_test_file() {
    keeps(every_page_has_its_test);
}

#[test]
fn a_page_without_a_test_is_refused() {
    let (page, test) = (("src/web/public/courses.rs", ""), ("tests/public/courses.rs", ""));
    refuses(every_page_has_its_test, &[page, ("tests/courses.rs", "")], "tests/public/courses.rs");
    refuses(every_page_has_its_test, &[page, test, ("src/web/public/health.rs", "")], "tests/public/health.rs");
    accepts(every_page_has_its_test, &[page, test]);
}

#[test]
fn both_engines_have_the_same_migrations() {
    keeps(migrations_are_twins);
}

#[test]
fn a_migration_without_its_twin_is_refused() {
    let (one, two) = (("migrations/sqlite/0001_a/up.sql", ""), ("migrations/postgres/0001_a/up.sql", ""));
    refuses(migrations_are_twins, &[one], "0001_a/up.sql");
    refuses(migrations_are_twins, &[one, two, ("migrations/postgres/0001_a/down.sql", "")], "0001_a/down.sql");
    accepts(migrations_are_twins, &[one, two]);
}
