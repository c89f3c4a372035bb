//! Codes of one's phone as a second factor: set up, recovery codes, end.
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use qrcodegen::{QrCode, QrCodeEcc};

use super::gate::Access;
use super::notice::{Notice, go_on, see_other};
use super::panel::{Panel, draw};
use super::table::Table;
use crate::access::Actor;
use crate::accounts::{
    RecoveryCodes, TotpSecret, disable_totp, enable_totp, find_totp_seed, find_user, replace_recovery_codes,
};
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

const SEED_DIGITS: usize = 32;

pub(super) fn routes(table: &mut Table) {
    table.form(urls::ACCOUNT_CODES, Access::Recent(None), new, create);
    table.act(urls::ACCOUNT_CODES_REMOVAL, Access::Recent(None), remove);
    table.act(urls::ACCOUNT_RECOVERY, Access::Recent(None), renew);
}

struct CodesForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/account/codes.html")]
struct Codes {
    panel: Panel,
    form: CodesForm,
    seed: String,
    /// The secret in groups of four, to be typed.
    key: String,
    /// The drawing of the QR code, as an SVG path.
    path: String,
    /// Its side, with the quiet zone around.
    side: i32,
}

#[derive(Template)]
#[template(path = "admin/account/recovery.html")]
struct Recovery {
    panel: Panel,
    codes: RecoveryCodes,
}

/// Asks to read the secret into a phone. Looking stores nothing: the seed travels with the form.
async fn draw_setup(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    (seed, errors): (String, FormErrors),
) -> Result<HttpResponse, AppError> {
    let user = actor.user().ok_or(AppError::Forbidden)?;
    let known = context.db.read(move |conn| find_user(conn, user)).await?.ok_or(AppError::NotFound)?;
    let is_wrong = !errors.is_empty();
    let panel = Panel::new(context, request, Some(actor)).await?;
    let panel = panel.named("Codes from your phone", urls::ACCOUNT).erroneous(is_wrong);
    let secret = TotpSecret::of_seed(&seed, context.secret.expose());
    let code = QrCode::encode_text(&secret.address(&panel.provider, known.email.as_str()), QrCodeEcc::Medium)
        .map_err(|_| AppError::Unreadable)?;
    let letters: Vec<char> = secret.base32().chars().collect();
    let key = letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let form = CodesForm { typed: Fields::default(), errors };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw(request, status, &Codes { panel, form, seed, key, path: path_of(&code), side: code.size() + 8 })
}

/// The dark squares, as one path; no style is needed.
fn path_of(code: &QrCode) -> String {
    let squares = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    squares.filter(|(x, y)| code.get_module(*x, *y)).map(|(x, y)| format!("M{},{}h1v1h-1z", x + 4, y + 4)).collect()
}

async fn new(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let seed = context.tokens.hex().map_err(|_| AppError::NoRandomness)?;
    draw_setup(&context, &request, actor, (seed, FormErrors::default())).await
}

async fn create(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let fields = Fields::of_form(payload).await?;
    let seed = fields.get("seed").to_owned();
    let now = context.clock.now();
    if seed.len() != SEED_DIGITS || !seed.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(AppError::Unreadable);
    }
    let Some(step) = TotpSecret::of_seed(&seed, context.secret.expose()).step_of(fields.get("code"), now) else {
        let mut errors = FormErrors::default();
        errors.add(
            "code",
            "This is not the code that your phone shows now. Check that its clock is right and enter the next code.",
        );
        return draw_setup(&context, &request, actor, (seed, errors)).await;
    };
    let codes = RecoveryCodes::new(&context.tokens).map_err(|_| AppError::NoRandomness)?;
    let (who, kept) = (actor.clone(), codes.clone());
    context.db.write(move |conn| enable_totp(conn, &who, (&seed, step), &kept, now)).await?;
    draw_recovery(&context, &request, actor, codes).await
}

async fn draw_recovery(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    codes: RecoveryCodes,
) -> Result<HttpResponse, AppError> {
    let panel = Panel::new(context, request, Some(actor)).await?.named("Your recovery codes", urls::ACCOUNT);
    draw(request, StatusCode::OK, &Recovery { panel, codes })
}

async fn remove(actor: Actor, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let now = context.clock.now();
    context.db.write(move |conn| disable_totp(conn, &actor, now)).await?;
    Ok(go_on(urls::ACCOUNT, Notice::FactorRemoved))
}

async fn renew(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let user = actor.user().ok_or(AppError::Forbidden)?;
    if context.db.read(move |conn| find_totp_seed(conn, user)).await?.is_none() {
        return Ok(see_other(urls::ACCOUNT_CODES));
    }
    let codes = RecoveryCodes::new(&context.tokens).map_err(|_| AppError::NoRandomness)?;
    let (who, kept, now) = (actor.clone(), codes.clone(), context.clock.now());
    context.db.write(move |conn| replace_recovery_codes(conn, &who, &kept, now)).await?;
    draw_recovery(&context, &request, actor, codes).await
}
