use std::fmt;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// HTML that may stand in a page as it is: only [`super::Markdown`] makes it, and the database keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct SafeHtml(String);

impl SafeHtml {
    pub(super) fn trusted(html: String) -> Self {
        Self(html)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A stretch of text, or the place of a card that stays current.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Markup to show as it is.
    Html(SafeHtml),
    /// What stood between `{{` and `}}`, alone in its paragraph.
    Card(String),
}

impl SafeHtml {
    /// Takes the markup apart at its cards.
    pub fn pieces(&self) -> Vec<Piece> {
        const OPEN: &str = "<p>{{";
        const CLOSE: &str = "}}</p>";
        let mut pieces = Vec::new();
        let mut parts = self.0.split(OPEN);
        let mut html = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once(CLOSE).filter(|(card, _)| !card.contains(['<', '{', '}'])) {
                Some((card, behind)) => {
                    pieces.push(Piece::Html(Self(std::mem::replace(&mut html, behind.to_owned()))));
                    pieces.push(Piece::Card(card.trim().to_owned()));
                }
                None => html.extend([OPEN, part]),
            }
        }
        pieces.push(Piece::Html(Self(html)));
        pieces.retain(|piece| !matches!(piece, Piece::Html(html) if html.0.trim().is_empty()));
        pieces
    }
}

/// A heading of the second level, which a table of contents can lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its anchor.
    pub id: String,
    /// Its words, without markup of their own.
    pub words: SafeHtml,
}

impl SafeHtml {
    /// The headings of the second level, in order.
    pub fn headings(&self) -> Vec<Heading> {
        let heading = |part: &str| {
            let (id, rest) = part.split_once("\">")?;
            let (words, _) = rest.split_once("</h2>")?;
            Some(Heading { id: id.to_owned(), words: Self(without_tags(words)) })
        };
        self.0.split("<h2 id=\"").skip(1).filter_map(heading).collect()
    }
}

/// What is left of markup is text that is escaped already.
fn without_tags(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Templates print it without escaping it again.
impl askama::filters::HtmlSafe for SafeHtml {}

/// Reads a column that was written from a [`SafeHtml`]; there is no other way to make one from text.
impl<DB: Backend> FromSql<Text, DB> for SafeHtml
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes).map(Self)
    }
}

impl<DB: Backend> ToSql<Text, DB> for SafeHtml
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.as_str().to_sql(out)
    }
}
