//! A site whose every text is an attack, served by the real program.
use std::path::Path;

use super::vectors::vectors;
use crate::browser::program::Program;
use crate::support::site::academy;

/// The attacks are spread over so many copies of everything, so that pages stay small enough to look at.
pub const COPIES: usize = 6;
/// Fields that are no text of anybody's own: names, words of a list, numbers, dates, addresses.
const NOT_TEXT: &[&str] = &[
    "code",
    "category",
    "level",
    "price",
    "price_kind",
    "topics",
    "must",
    "should",
    "related",
    "courses",
    "steps",
    "author",
    "published",
    "city",
    "venue",
    "trainer",
    "course",
    "mode",
    "state",
    "first_day",
    "hours_a_day",
    "figure",
    "nearest",
    "phone",
    "whatsapp",
    "email",
    "information_officer_email",
    "name",
    "from",
    "language",
];

/// Names that other files refer to.
const NAMES: &[&str] = &[
    "query-tuning",
    "rust-services",
    "sql-basics",
    "unix-tools",
    "durban-hall",
    "durban",
    "gqeberha",
    "thandi-zulu",
    "backend-developer",
    "backend-work",
    "old-news",
    "rust-errors",
    "sql-joins",
    "unfinished",
    "about",
    "cookies",
    "privacy",
    "software",
    "data",
    "backend",
    "careers",
    "rust",
    "sql",
];

/// Puts the attacks of one copy into every text of a file.
fn poisoned(file: &str, text: &str, copy: usize) -> (String, String) {
    let attacks: Vec<String> = vectors().into_iter().skip(copy).step_by(COPIES).collect();
    let line = attacks.join(" ").replace(['\n', '\r'], " ");
    let (_, rest) = text.split_once("+++\n").unwrap();
    let (fields, _) = rest.split_once("+++").unwrap();
    let mut fields: toml::Table = named_apart(fields, copy).parse().unwrap();
    let is_training = file.starts_with("trainings/");
    poison(&mut fields, &line, is_training);
    let name = if is_training {
        format!("trainings/{}.md", fields["code"].as_str().unwrap())
    } else {
        file.replace(".md", &format!("-{copy}.md"))
    };
    let text = format!("+++\n{}+++\n\n{}\n", toml::to_string(&fields).unwrap(), attacks.join("\n\n"));
    (name, text)
}

/// The same fields under names of the copy's own.
fn named_apart(fields: &str, copy: usize) -> String {
    let renamed = NAMES
        .iter()
        .fold(fields.to_owned(), |fields, name| fields.replace(&format!("\"{name}\""), &format!("\"{name}-{copy}\"")));
    let line = |line: &str| match line.strip_prefix("code = \"").and_then(|code| code.strip_suffix('"')) {
        Some(code) => format!("code = \"{code}-{copy}\"\n"),
        None => format!("{line}\n"),
    };
    renamed.lines().map(line).collect()
}

fn poison(fields: &mut toml::Table, attack: &str, is_training: bool) {
    for (name, value) in fields.iter_mut() {
        let is_text = !(NOT_TEXT.contains(&name.as_str()) || is_training && name == "hours");
        match value {
            toml::Value::String(text) if is_text => attack.clone_into(text),
            toml::Value::Array(all) if is_text => all.iter_mut().for_each(|one| match one {
                toml::Value::String(text) => attack.clone_into(text),
                toml::Value::Table(inner) => poison(inner, attack, false),
                _ => {}
            }),
            _ => {}
        }
    }
}

/// The small academy, six times over, with nothing but attacks for its texts.
fn write_content(folder: &Path) {
    for (file, text) in &academy().0 {
        if file == "site.toml" {
            let mut fields: toml::Table = text.parse().unwrap();
            poison(
                &mut fields,
                &vectors().into_iter().take(40).collect::<Vec<_>>().join(" ").replace('\n', " "),
                false,
            );
            std::fs::write(folder.join(file), toml::to_string(&fields).unwrap()).unwrap();
            continue;
        }
        for copy in 0..COPIES {
            let (name, text) = poisoned(file, text, copy);
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
}

/// Imports the attacks and serves them.
pub fn serve() -> Program {
    Program::serve("127.0.0.1", write_content)
}
