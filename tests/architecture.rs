//! Guards the house: where a room may look, what it may say, and what must stand beside a page.
//! Each rule takes sources as data and answers with what breaks it, so that each is also seen to refuse.
mod actors;
mod engines;
mod floors;
mod manners;
mod pages;
mod source;

use std::fs;
use std::path::Path;

use source::Source;

/// Everything under these folders, as it is in the work tree.
fn house() -> Vec<Source> {
    let mut files = Vec::new();
    for folder in ["src", "tests", "templates", "migrations", "static", "bin"] {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder, &mut files);
    }
    files
}

fn walk(folder: &Path, name: &str, files: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            walk(&path, &name, files);
        } else {
            // Pictures and fonts count by their name only.
            files.push(Source::new(&name, &fs::read_to_string(&path).unwrap_or_default()));
        }
    }
}

/// The sources of the program itself.
fn program(files: &[Source]) -> impl Iterator<Item = &Source> {
    files.iter().filter(|file| file.is_rust() && file.path.starts_with("src/"))
}

/// The house as it stands keeps the rule.
#[track_caller]
fn keeps(rule: impl Fn(&[Source]) -> Vec<String>) {
    let broken = rule(&house());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The rule refuses these files with words that contain `because`, and says so once.
#[track_caller]
fn refuses(rule: impl Fn(&[Source]) -> Vec<String>, files: &[(&str, &str)], because: &str) {
    let files: Vec<_> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
    let broken = rule(&files);
    assert!(broken.len() == 1 && broken[0].contains(because), "wanted one line with `{because}`, got {broken:?}");
}

/// The rule has nothing against these files.
#[track_caller]
fn accepts(rule: impl Fn(&[Source]) -> Vec<String>, files: &[(&str, &str)]) {
    let files: Vec<_> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
    assert_eq!(rule(&files), Vec::<String>::new());
}
