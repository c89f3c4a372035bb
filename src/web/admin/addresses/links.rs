use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use crate::access::Actor;
use crate::site::{Named, list_links, name_of};
use crate::urls;
use crate::web::admin::panel::{Panel, Reading, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::link_check::{Finding, LinkCheck};

/// A link that is not as it should be, and where it stands.
struct Doubtful {
    path: String,
    finding: Finding,
    stands_in: Vec<Named>,
}

#[derive(Template)]
#[template(path = "admin/addresses/links.html")]
struct Links {
    panel: Panel,
    doubtful: Vec<Doubtful>,
    count: usize,
}

/// Every link of the site's own texts that does not lead straight to a public page.
pub(in crate::web::admin) async fn index(
    actor: Actor,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, |reading| read(reading).map(Some)).await
}

fn read(reading: &mut Reading<'_>) -> QueryResult<Links> {
    let check = LinkCheck::new(reading.conn, reading.now)?;
    let links = list_links(reading.conn)?;
    let count = links.len();
    let mut by_target: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    for link in links {
        by_target.entry(link.to_path).or_default().push((link.from_kind, link.from_id));
    }
    let mut doubtful = Vec::new();
    for (path, from) in by_target {
        let finding = check.find(reading.conn, &path)?;
        if finding != Finding::Public {
            let named = from.iter().map(|(kind, id)| name_of(reading.conn, kind, *id));
            doubtful.push(Doubtful { path, finding, stands_in: named.collect::<QueryResult<_>>()? });
        }
    }
    Ok(Links { panel: reading.panel.clone().named("Links that lead nowhere", urls::ADMIN_ADDRESSES), doubtful, count })
}
