use diesel::QueryResult;

use super::frame::Reading;
use crate::types::SafeHtml;

/// How the text of a page is drawn, with the cards in it: the page and its preview ask the same function, so the preview cannot lie.
#[derive(Clone, Copy)]
pub struct BodyRenderer(pub fn(&mut Reading<'_>, &SafeHtml) -> QueryResult<askama::Result<String>>);
