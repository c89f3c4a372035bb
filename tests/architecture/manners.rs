//! How a file is written: short, named for what it holds, and without a way round the compiler or the lints.
use proc_macro2::TokenTree;

use super::source::{Source, children, ident, is_attribute, is_punct};
use super::{accepts, keeps, program, refuses};

const LONGEST: usize = 300;
/// diesel writes it, a line a column.
const GENERATED: &str = "src/db/schema.rs";
/// What several rooms need has a name of its own; these say only that nobody looked for it.
const NOT_NAMES: &[&str] = &["util", "common", "helper", "core", "misc", "service", "manager"];

fn no_file_is_too_long(files: &[Source]) -> Vec<String> {
    let long = |file: &&Source| file.is_rust() && file.path != GENERATED && file.text.lines().count() > LONGEST;
    let lines = |file: &Source| format!("{}: {} lines, {LONGEST} at most", file.path, file.text.lines().count());
    files.iter().filter(long).map(lines).collect()
}

fn every_name_says_something(files: &[Source]) -> Vec<String> {
    let empty = |path: &str| path.split('/').any(|part| NOT_NAMES.contains(&singular(part.split('.').next().unwrap())));
    files.iter().filter(|file| empty(&file.path)).map(|file| format!("{}: name what it holds", file.path)).collect()
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// `#[expect(.., reason)]` complains when it is no longer needed; `#[allow]` stays for ever.
fn nothing_is_allowed(files: &[Source]) -> Vec<String> {
    let allowing = program(files).filter(|file| has_allow(&file.tokens(), false));
    allowing.map(|file| format!("{}: `#[expect(.., reason = \"..\")]` instead of `allow`", file.path)).collect()
}

fn has_allow(tokens: &[TokenTree], in_attribute: bool) -> bool {
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) => has_allow(&children(group), in_attribute || is_attribute(tokens, at)),
        TokenTree::Ident(word) => {
            in_attribute && word == "allow" && matches!(tokens.get(at + 1), Some(TokenTree::Group(_)))
        }
        _ => false,
    })
}

/// A panic in a request is an answer nobody wrote.
fn nothing_is_unwrapped(files: &[Source]) -> Vec<String> {
    let guarded = program(files).filter(|file| file.path != "src/main.rs");
    let found = guarded.filter(|file| has_unwrap(&file.tokens()));
    found.map(|file| format!("{}: `unwrap` and `expect` are for tests", file.path)).collect()
}

fn has_unwrap(tokens: &[TokenTree]) -> bool {
    let mut test = false; // between `#[cfg(test)]` and the end of its item
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) if is_attribute(tokens, at) => {
            test |= group.stream().to_string().replace(' ', "") == "cfg(test)";
            false
        }
        TokenTree::Group(group) => {
            let asks = ["unwrap", "expect"].map(str::to_owned);
            let unwraps = at >= 2
                && is_punct(tokens.get(at - 2), '.')
                && ident(tokens.get(at - 1)).is_some_and(|word| asks.contains(&word));
            let skipped = test;
            test &= group.delimiter() != proc_macro2::Delimiter::Brace;
            !skipped && (unwraps || has_unwrap(&children(group)))
        }
        TokenTree::Punct(punct) if punct.as_char() == ';' => {
            test = false;
            false
        }
        _ => false,
    })
}

/// One sentence tells what a room is for before its first line of code.
fn every_folder_opens_with_a_sentence(files: &[Source]) -> Vec<String> {
    let folders = program(files).filter(|file| file.path.ends_with("/mod.rs") || file.path == "src/lib.rs");
    let silent = folders.filter(|file| !file.text.starts_with("//! "));
    silent.map(|file| format!("{}: open with a `//!` sentence", file.path)).collect()
}

#[test]
fn no_file_has_more_than_300_lines() {
    keeps(no_file_is_too_long);
}

#[test]
fn a_file_of_301_lines_is_refused() {
    refuses(no_file_is_too_long, &[("src/blog/post.rs", &"\n".repeat(301))], "301 lines");
    refuses(no_file_is_too_long, &[("tests/blog.rs", &"\n".repeat(999))], "999 lines");
    accepts(no_file_is_too_long, &[("src/blog/post.rs", &"\n".repeat(300)), (GENERATED, &"\n".repeat(999))]);
}

#[test]
fn every_file_and_folder_is_named_for_what_it_holds() {
    keeps(every_name_says_something);
}

#[test]
fn a_name_that_says_nothing_is_refused() {
    for path in
        ["src/utils.rs", "src/util/date.rs", "tests/common/mod.rs", "src/web/helpers/a.rs", "src/mail/manager.rs"]
    {
        refuses(every_name_says_something, &[(path, "")], path);
    }
    accepts(every_name_says_something, &[("src/types/score.rs", ""), ("src/commons_licence.rs", "")]);
}

#[test]
fn no_lint_is_allowed_away() {
    keeps(nothing_is_allowed);
}

#[test]
fn an_allow_is_refused() {
    for text in [
        "#![allow(dead_code)]",
        "mod a { #[allow(clippy::panic, reason = \"x\")] fn f() {} }",
        "macro_rules! m { () => { #[allow(unused)] fn f() {} } }",
        "#[cfg_attr(test, allow(unused))] fn f() {}",
    ] {
        refuses(nothing_is_allowed, &[("src/blog/mod.rs", text)], "src/blog/mod.rs");
    }
    accepts(
        nothing_is_allowed,
        &[("src/a.rs", "//! No #[allow(x)].\n#[expect(unused, reason = \"x\")] fn f() { allow(1) }")],
    );
}

#[test]
fn nothing_outside_tests_unwraps() {
    keeps(nothing_is_unwrapped);
}

#[test]
fn an_unwrap_or_expect_is_refused() {
    for text in [
        "fn f() { a.b().unwrap(); }",
        "fn f() { vec![g(x.expect(\"y\"))]; }",
        "#[cfg(test)] mod tests { } fn f() { x.unwrap() }",
        "#[cfg(test)] use a; fn f() { x.unwrap() }",
    ] {
        refuses(nothing_is_unwrapped, &[("src/blog/mod.rs", text)], "src/blog/mod.rs");
    }
    let harmless =
        "/// `x.unwrap()`\n#[expect(unused)] fn f() { x.unwrap_or(1) } #[cfg(test)] mod t { fn g() { x.unwrap() } }";
    accepts(nothing_is_unwrapped, &[("src/a.rs", harmless), ("src/main.rs", "fn main() { x.unwrap() }")]);
}

#[test]
fn every_room_opens_with_a_sentence() {
    keeps(every_folder_opens_with_a_sentence);
}

#[test]
fn a_silent_room_is_refused() {
    refuses(every_folder_opens_with_a_sentence, &[("src/blog/mod.rs", "mod post; //! late")], "src/blog/mod.rs");
    accepts(
        every_folder_opens_with_a_sentence,
        &[("src/blog/mod.rs", "//! Posts."), ("src/blog/post.rs", "use a::b;")],
    );
}
