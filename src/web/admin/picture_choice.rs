//! A picture chosen from the library inside a form: the newest, or those with some words, and none.
use diesel::QueryResult;

use crate::db::Conn;
use crate::media::{Media, list_choices};
use crate::web::fields::Fields;

/// What can be chosen, and what is.
#[derive(Debug, Clone)]
pub struct PictureChoice {
    /// The name under which the choice is sent.
    pub name: String,
    /// What was looked for.
    pub words: String,
    /// The chosen one first, where one is.
    pub pictures: Vec<Media>,
    /// Whether one is chosen.
    pub has_chosen: bool,
}

impl PictureChoice {
    /// Reads what the form's field of this name can hold, by what is typed.
    pub fn read(conn: &mut Conn, typed: &Fields, name: &str) -> QueryResult<Self> {
        let words: String = typed.get(&words_of(name)).chars().take(100).collect();
        let chosen = typed.get(name).parse().ok();
        let (pictures, has_chosen) = list_choices(conn, chosen.as_ref(), &words)?;
        Ok(Self { name: name.to_owned(), words, pictures, has_chosen })
    }

    /// The name under which what is looked for is sent.
    pub fn words_name(&self) -> String {
        words_of(&self.name)
    }
}

fn words_of(name: &str) -> String {
    format!("{name}-words")
}
