//! Pictures as browsers fetch them: an address is made from the content, so it is kept for ever.
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH,
    LOCATION,
};
use actix_web::web::{Data, Path, block};
use actix_web::{HttpRequest, HttpResponse};

use super::caching::names;
use super::context::Context;
use super::error::AppError;
use super::finish::protect_file;
use crate::media::current_address;
use crate::types::{MediaHash, PictureForm};

/// Even if a browser took the bytes for a page, nothing in it would run or be fetched.
const POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");

/// Which of a picture's files an address means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Full,
    Form(u32, PictureForm),
}

impl Wanted {
    /// `480.avif` is a form; any other name that ends in `.webp` is for people, and means the picture in full.
    fn read(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        let form = [PictureForm::Avif, PictureForm::Webp].into_iter().find(|form| form.extension() == extension)?;
        match stem.parse::<u32>() {
            Ok(width) if stem == width.to_string() => Some(Self::Form(width, form)),
            Ok(_) => None,
            Err(_) => (form == PictureForm::Webp).then_some(Self::Full),
        }
    }

    fn form(self) -> PictureForm {
        match self {
            Self::Full => PictureForm::Webp,
            Self::Form(_, form) => form,
        }
    }
}

/// Serves one file of a picture. Where the picture was replaced, its former addresses lead to what it shows now.
///
/// # Errors
/// Not found where there is no such picture; else when the folder or the database fails.
pub async fn show(
    path: Path<(String, String)>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let (hash, name) = path.into_inner();
    let hash: MediaHash = hash.parse().map_err(|_| AppError::NotFound)?;
    let wanted = Wanted::read(&name).ok_or(AppError::NotFound)?;
    let (library, of) = (context.library.clone(), hash.clone());
    let read = block(move || match wanted {
        Wanted::Full => library.read_full(&of),
        Wanted::Form(width, form) => library.read_form(&of, width, form),
    });
    let read = read.await.map_err(|_| AppError::Storage(std::io::Error::other("reading broke off")))?;
    match read.map_err(AppError::Storage)? {
        Some(bytes) => Ok(answer(&context, &request, (&hash, wanted), bytes)),
        None => moved(&context, hash).await,
    }
}

fn answer(
    context: &Context,
    request: &HttpRequest,
    (hash, wanted): (&MediaHash, Wanted),
    bytes: Vec<u8>,
) -> HttpResponse {
    let mark = match wanted {
        Wanted::Full => "full".to_owned(),
        Wanted::Form(width, form) => format!("{width}-{}", form.extension()),
    };
    let etag = HeaderValue::from_str(&format!("\"{hash}-{mark}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|known| names(known, &etag));
    let mut response = if known { HttpResponse::NotModified().finish() } else { HttpResponse::Ok().body(bytes) };
    let head = response.headers_mut();
    protect_file(head, context.is_https());
    head.insert(ETAG, etag);
    head.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    head.insert(CONTENT_SECURITY_POLICY, POLICY);
    head.insert(CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    if !known {
        head.insert(CONTENT_TYPE, HeaderValue::from_static(wanted.form().media_type()));
    }
    response
}

async fn moved(context: &Context, hash: MediaHash) -> Result<HttpResponse, AppError> {
    let former = hash.clone();
    let address = context.db.read(move |conn| current_address(conn, &former)).await?;
    let elsewhere =
        address.filter(|address| !address.starts_with(&format!("/media/{hash}/"))).ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Found()
        .insert_header((LOCATION, elsewhere))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .finish())
}
