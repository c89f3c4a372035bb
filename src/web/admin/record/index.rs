use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::noun::{About, Listed, Noun};
use crate::access::Actor;
use crate::urls;
use crate::web::admin::panel::{Panel, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::pager::Pager;

/// Records on one page of the list.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "admin/record/index.html")]
struct Index {
    panel: Panel,
    stylesheet: String,
    about: &'static About,
    lines: Vec<Listed>,
    /// How many the filter leaves.
    count: usize,
    /// How many there are.
    all: usize,
    pager: Pager,
    words: String,
    seen: String,
}

/// The list of a noun's records.
pub async fn show<N: Noun>(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let about = N::ABOUT;
    let stylesheet = context.assets.address("record.css");
    page(&context, &request, actor, move |reading| {
        let mut lines = N::list(reading.conn, reading.now)?;
        let all = lines.len();
        let (words, seen) = (fields.get("q").to_owned(), fields.get("seen").to_owned());
        lines.retain(|line| is_wanted(line, &words.to_lowercase(), &seen));
        let count = lines.len();
        let pairs: Vec<_> =
            [("q", words.as_str()), ("seen", &seen)].into_iter().filter(|(_, v)| !v.is_empty()).collect();
        let mark = if pairs.is_empty() { "" } else { "?" };
        let address = format!("{}{mark}{}", about.at.index, urls::query(&pairs));
        let pager = Pager::new(address, count, PAGE, fields.page());
        let lines = lines.into_iter().skip(pager.offset(PAGE)).take(PAGE).collect();
        let panel = reading.panel.clone().named(about.many, about.at.index);
        Ok(Some(Index { panel, stylesheet, about, lines, count, all, pager, words, seen }))
    })
    .await
}

fn is_wanted(line: &Listed, words: &str, seen: &str) -> bool {
    let text = format!("{} {} {}", line.title, line.slug, line.cells.join(" ")).to_lowercase();
    let is_visible = line.standing.address().is_some();
    words.split_whitespace().all(|word| text.contains(word))
        && match seen {
            "yes" => is_visible,
            "no" => !is_visible,
            _ => true,
        }
}
