//! A room imports only from floors below its own, so there is no cycle and every room can be read from the ground up.
use super::source::Source;
use super::{accepts, keeps, program, refuses};

/// Lowest first; a name covers everything beneath it that has no longer name here. Rooms on one floor do not know each other.
const FLOORS: &[&[&str]] = &[
    &["types"],
    &["urls", "clock", "tokens"],
    &["db", "mail", "press"],
    &["access", "index"],
    &["outbox", "media"],
    &["accounts", "site"],
    &["catalogue"],
    &["schedule", "blog"],
    &["enquiries", "privacy", "search", "transfer"],
    &["config"], // only the top reads settings; rooms below are given what they need
    &["web"],    // the kit: error, form, html, headers, assets, cache …
    &["web::public", "web::admin", "web::seo"],
    &["web::routes"],
    &["app"],
    &["cli"],
    &["main"],
];

/// The room that a module belongs to, and its floor.
fn room_of(module: &[String]) -> Option<(&'static str, usize)> {
    let rooms = FLOORS.iter().enumerate().flat_map(|(floor, rooms)| rooms.iter().map(move |room| (*room, floor)));
    rooms.filter(|(room, _)| is_in(module, room)).max_by_key(|(room, _)| room.len())
}

fn is_in(module: &[String], room: &str) -> bool {
    room.split("::").enumerate().all(|(at, name)| module.get(at).is_some_and(|word| word == name))
}

fn room_of_file(file: &Source) -> Option<(&'static str, usize)> {
    if file.path == "src/main.rs" { room_of(&["main".to_owned()]) } else { room_of(&file.module()) }
}

fn imports_point_down(files: &[Source]) -> Vec<String> {
    let mut broken = Vec::new();
    for file in program(files) {
        let Some((room, floor)) = room_of_file(file) else { continue };
        for import in file.imports() {
            let Some((other, below)) = room_of(&import) else { continue };
            if other != room && below >= floor {
                broken.push(format!("{}: `{room}` may not import `{}`", file.path, import.join("::")));
            }
        }
    }
    broken
}

fn every_room_has_a_floor(files: &[Source]) -> Vec<String> {
    let homeless = program(files).filter(|file| file.path != "src/lib.rs" && room_of_file(file).is_none());
    homeless.map(|file| format!("{}: say in tests/architecture/floors.rs where it stands", file.path)).collect()
}

/// `lib.rs` is read as the list of floors, so it lists them lowest first.
fn lib_lists_the_floors_in_order(files: &[Source]) -> Vec<String> {
    let declared = files.iter().filter(|file| file.path == "src/lib.rs").flat_map(declared_modules);
    let floors: Vec<_> = declared.filter_map(|name| Some((room_of(std::slice::from_ref(&name))?.1, name))).collect();
    let pairs = floors.iter().zip(floors.iter().skip(1));
    let wrong = pairs.filter(|((before, _), (after, _))| before > after);
    wrong.map(|((_, high), (_, low))| format!("src/lib.rs: `{low}` stands below `{high}`")).collect()
}

/// A file that no parent declares is not compiled, and its tests pass by never running.
fn every_file_is_declared(files: &[Source]) -> Vec<String> {
    let rust = files.iter().filter(|file| file.is_rust());
    let roots = ["src/lib.rs", "src/main.rs", "tests/main.rs"];
    rust.clone()
        .filter(|file| !roots.contains(&file.path.as_str()))
        .filter(|file| {
            let module = file.module();
            let (name, parent) = module.split_last().unwrap();
            let tree = file.path.split('/').next();
            let mut parents = rust.clone().filter(|other| other.path.split('/').next() == tree);
            !parents.any(|other| other.module() == parent && declared_modules(other).contains(name))
        })
        .map(|file| format!("{}: no parent says `mod`", file.path))
        .collect()
}

fn declared_modules(file: &Source) -> Vec<String> {
    let tokens = file.plain_tokens();
    let words: Vec<_> = tokens.iter().map(|token| token.to_string()).collect();
    words.windows(3).filter(|next| next[0] == "mod" && next[2] == ";").map(|next| next[1].clone()).collect()
}

#[test]
fn rooms_import_only_from_floors_below() {
    keeps(imports_point_down);
}

#[test]
fn an_import_upwards_or_sideways_is_refused() {
    let refused = |path, text, because| refuses(imports_point_down, &[(path, text)], because);
    refused("src/types/slug.rs", "use crate::db::Conn;", "`types` may not import `db::Conn`");
    refused("src/catalogue/course.rs", "use crate::{db::Conn, blog::{self}};", "`blog`");
    refused("src/catalogue/mod.rs", "use crate::{types::{Slug, Code}, schedule::Training};", "`schedule::Training`");
    refused("src/schedule/mod.rs", "fn f() { crate::blog::store::list() }", "`blog::store::list`");
    refused("src/search/mod.rs", "#[diesel(table_name = crate::enquiries::x)] struct Row;", "`enquiries::x`");
    refused("src/db/mod.rs", "fn f() { vec![format!(\"{}\", crate::mail::NAME)]; }", "`mail::NAME`");
    refused("src/web/public/courses.rs", "use crate::web::admin::posts;", "`web::admin::posts`");
    refused("src/web/public/courses.rs", "use super::super::seo::sitemap;", "`web::seo::sitemap`");
    refused("src/web/admin/mod.rs", "use crate::web::{error::Error, public::{courses::Card as C}};", "Card");
    refused(
        "src/web/error.rs",
        "use super::public::layout::Layout;",
        "`web` may not import `web::public::layout::Layout`",
    );
    refused("src/web/mod.rs", "mod public; pub use public::courses;", "`web::public::courses`");
    refused("src/web/seo/mod.rs", "use crate::web::routes;", "`web::routes`");
    refused("src/web/routes.rs", "use crate::app::App;", "`app::App`");
    refused("src/clock.rs", "use super::db;", "`clock` may not import `db`");
    refused("src/app.rs", "mod inner { use super::super::cli; }", "`app` may not import `cli`");
}

#[test]
fn imports_downwards_and_within_a_room_are_accepted() {
    accepts(
        imports_point_down,
        &[
            ("src/main.rs", "fn main() { lectern::cli::run() }"),
            ("src/web/routes.rs", "use crate::web::{admin, public::{self, courses}, seo};"),
            (
                "src/web/public/courses.rs",
                "use super::layout; use crate::web::error::Error; use crate::{blog, site::{a, b}};",
            ),
            ("src/web/form.rs", "use super::error::Error; use crate::catalogue::Course;"),
            (
                "src/blog/post.rs",
                "//! Not `crate::web::html`.\n/// Nor crate::web::form.\npub(crate) struct P(\"crate::web::x\");",
            ),
            ("src/mail/mod.rs", "mod db { } fn f() { other::db::x(); self::g() }"),
        ],
    );
}

#[test]
fn every_room_stands_on_a_floor() {
    keeps(every_room_has_a_floor);
}

#[test]
fn a_room_without_a_floor_is_refused() {
    refuses(every_room_has_a_floor, &[("src/billing/invoice.rs", ""), ("src/lib.rs", "")], "src/billing/invoice.rs");
}

#[test]
fn lib_reads_as_the_list_of_floors() {
    keeps(lib_lists_the_floors_in_order);
}

#[test]
fn a_lib_that_starts_upstairs_is_refused() {
    refuses(lib_lists_the_floors_in_order, &[("src/lib.rs", "pub mod db; pub mod types; pub mod app;")], "`types`");
}

#[test]
fn every_file_is_part_of_the_build() {
    keeps(every_file_is_declared);
}

#[test]
fn a_forgotten_file_is_refused() {
    let main = ("tests/main.rs", "mod blog; mod public;");
    refuses(every_file_is_declared, &[main, ("tests/blog.rs", ""), ("tests/outbox.rs", "")], "tests/outbox.rs");
    refuses(every_file_is_declared, &[("src/lib.rs", "// mod blog;"), ("src/blog/mod.rs", "")], "src/blog/mod.rs");
    let folder = [main, ("tests/public/mod.rs", "mod home;"), ("tests/public/paths.rs", ""), ("tests/blog.rs", "")];
    refuses(every_file_is_declared, &folder, "tests/public/paths.rs");
}
