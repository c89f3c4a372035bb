//! Addresses whose query names a thing by a name that it bears no more: they lead to the same address with its present name.
use actix_web::http::header::LOCATION;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use url::form_urlencoded::{Serializer, parse};

use super::context::Context;
use super::era::Shell;
use super::error::AppError;
use crate::site::list_moved;
use crate::types::Slug;

/// What a query may name, and the beginning of the address under which the registry knows it.
const NAMED: [(&str, &str); 3] = [("category", "/courses?category="), ("city", "/locations/"), ("course", "/courses/")];

/// Names that are looked up; a list is narrowed by no more that are unknown.
const MOST: usize = 5;

/// Whether something public bears this name. Only names that nothing bears are worth a look at the registry.
fn is_borne(shell: &Shell, kind: &str, name: &str) -> bool {
    let is_it = |slug: &Slug| slug.as_str() == name;
    match kind {
        "category" => shell.categories.iter().any(|one| is_it(&one.slug)),
        "city" => shell.cities.iter().any(|one| is_it(&one.slug)),
        _ => shell.courses.iter().any(|one| is_it(&one.slug)),
    }
}

/// The address of a value of the query in the registry, with where that begins.
fn known_as(shell: &Shell, name: &str, value: &str) -> Option<(&'static str, String)> {
    let (_, begin) = NAMED.iter().find(|(kind, _)| *kind == name)?;
    let slug: Slug = value.parse().ok()?;
    (!is_borne(shell, name, slug.as_str())).then(|| (*begin, format!("{begin}{slug}")))
}

/// Leads on whoever asks by a former name; nothing where every name is a present one, or none at all.
///
/// # Errors
/// When the database fails.
pub async fn lead_on(
    context: &Data<Context>,
    request: &HttpRequest,
    shell: &Shell,
) -> Result<Option<HttpResponse>, AppError> {
    let asked: Vec<(String, String)> = parse(request.query_string().as_bytes()).into_owned().collect();
    let unknown = asked.iter().filter_map(|(name, value)| known_as(shell, name, value));
    let addresses: Vec<String> = unknown.map(|(_, address)| address).take(MOST).collect();
    if addresses.is_empty() {
        return Ok(None);
    }
    let moved = context.db.read(move |conn| list_moved(conn, &addresses)).await?;
    if moved.is_empty() {
        return Ok(None);
    }
    let present = |name: &str, value: &str| {
        let (begin, address) = known_as(shell, name, value)?;
        let (from, to) = moved.iter().find(|(from, _)| *from == address)?;
        context.tally.note_moved(from);
        to.strip_prefix(begin)?.parse::<Slug>().ok()
    };
    let named = |(name, value): &(String, String)| {
        let value = present(name, value).map_or_else(|| value.clone(), |slug| slug.to_string());
        (name.clone(), value)
    };
    let wanted: Vec<(String, String)> = asked.iter().map(named).collect();
    if wanted == asked {
        return Ok(None);
    }
    let to = format!("{}?{}", request.path(), Serializer::new(String::new()).extend_pairs(wanted).finish());
    Ok(Some(HttpResponse::MovedPermanently().insert_header((LOCATION, to)).finish()))
}
