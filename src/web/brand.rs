use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Data, Path};

use super::context::Context;
use super::error::AppError;
use crate::site::{Brand, Provider, Shades};
use crate::tokens::sha256_hex;

/// The stylesheet that puts the provider's colour in the place of Lectern's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandSheet {
    /// Its address, made from its content, so that a browser may keep it for ever.
    pub address: String,
    hash: String,
    text: String,
}

impl BrandSheet {
    /// The sheet of a provider with a colour; one whose colour could not be read has none.
    pub fn of(provider: &Provider) -> Option<Self> {
        let brand = Brand::of(provider.brand.parse().ok()?).ok()?;
        let (light, dark) = (rule(brand.light), rule(brand.dark));
        // As the stylesheet has them: what the visitor chose goes before what the device wishes.
        let text = format!(
            "@layer tokens{{:root{light}@media screen and (prefers-color-scheme:dark){{:root:where(:not([data-theme=light])){dark}}}\
             @media screen{{:root:where([data-theme=dark]){dark}}}}}\n"
        );
        let hash: String = sha256_hex(text.as_bytes()).chars().take(12).collect();
        Some(Self { address: format!("/brand/{hash}.css"), hash, text })
    }
}

fn rule(shades: Shades) -> String {
    let Shades { brand, hover, on_brand, tint } = shades;
    format!("{{--brand:{brand};--brand-h:{hover};--on-brand:{on_brand};--tint:{tint}}}")
}

/// Serves the sheet. Under another content's hash it is not found, as with every file.
pub async fn show(hash: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let shell = context.shell().await?;
    let sheet = shell.brand.as_ref().filter(|sheet| sheet.hash == *hash).ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((CONTENT_TYPE, "text/css; charset=utf-8"))
        .body(sheet.text.clone()))
}
