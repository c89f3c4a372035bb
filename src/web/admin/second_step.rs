//! The second factor at sign-in: a code of the phone, or a recovery code.
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::Duration;

use super::entry::{let_in, network_of, too_many};
use super::gate::Access;
use super::notice::see_other;
use super::panel::{Panel, draw};
use super::table::Table;
use crate::access::{Actor, UserId};
use crate::accounts::{
    Admission, Caller, KnownDevice, admit, find_totp_seed, note_success, use_recovery_code, use_totp, welcome,
};
use crate::db::Conn;
use crate::types::Timestamp;
use crate::urls;
use crate::web::context::Context;
use crate::web::device;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;
use crate::web::session::{PENDING, PENDING_AT};

/// How long a right password waits for its second factor.
const PATIENCE: Duration = Duration::minutes(10);

pub(super) fn routes(table: &mut Table) {
    table.form(urls::SIGN_IN_CODE, Access::Open, new, create);
}

struct CodeForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/sign_in/code.html")]
struct Code {
    panel: Panel,
    form: CodeForm,
    /// Whether they use codes of a phone; passkeys are offered in any case.
    has_totp: bool,
    script: String,
}

/// How a second step ended.
enum Step {
    Passed(Actor),
    Refused,
    TooMany(Duration),
}

/// Remembers whose password was right, under a new token, and asks for the second factor. It is not a sign-in yet.
pub(super) async fn ask_for_second(
    context: &Data<Context>,
    request: &HttpRequest,
    session: &Session,
    user: UserId,
    fields: &Fields,
) -> Result<HttpResponse, AppError> {
    session.clear();
    session.renew();
    session.insert(PENDING, user.0).map_err(|_| AppError::Unreadable)?;
    session.insert(PENDING_AT, context.clock.now().micros()).map_err(|_| AppError::Unreadable)?;
    let mut typed = fields.clone();
    typed.set("password", "");
    show(context, request, user, CodeForm { typed, errors: FormErrors::default() }).await
}

/// Who gave the right password a short while ago.
pub(super) fn pending(context: &Context, session: &Session) -> Option<UserId> {
    let at: i64 = session.get(PENDING_AT).ok().flatten()?;
    let is_fresh = at > (context.clock.now() - PATIENCE).micros();
    is_fresh.then(|| session.get(PENDING).ok().flatten().map(UserId)).flatten()
}

async fn show(
    context: &Data<Context>,
    request: &HttpRequest,
    user: UserId,
    form: CodeForm,
) -> Result<HttpResponse, AppError> {
    let has_totp = context.db.read(move |conn| find_totp_seed(conn, user)).await?.is_some();
    let is_wrong = !form.errors.is_empty();
    let panel = Panel::new(context, request, None).await?.named("Show that it is you", "").erroneous(is_wrong);
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let script = context.assets.address("passkeys.js");
    draw(request, status, &Code { panel, form, has_totp, script })
}

async fn new(session: Session, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let Some(user) = pending(&context, &session) else { return Ok(see_other(urls::SIGN_IN)) };
    show(&context, &request, user, CodeForm { typed: Fields::default(), errors: FormErrors::default() }).await
}

async fn create(
    session: Session,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let fields = Fields::of_long_form(payload).await?;
    let Some(user) = pending(&context, &session) else { return Ok(see_other(urls::SIGN_IN)) };
    let key = context.secret.expose().to_owned();
    let known = device::of(&request).and_then(|value| KnownDevice::of_cookie(&value, user, &key));
    let caller =
        Caller { network: network_of(&context, &request), device: known.map(|device| device.name().to_owned()) };
    let (code, now) = (fields.get("code").to_owned(), context.clock.now());
    let step = context.db.write(move |conn| try_code(conn, user, (&key, &code), &caller, now)).await?;
    let why = match step {
        Step::Passed(actor) => return let_in(&context, &request, &session, actor, &fields).await,
        Step::Refused => {
            "This code is not right, or it was used before. Wait for the next one and enter that.".to_owned()
        }
        Step::TooMany(time) => too_many(time),
    };
    let mut errors = FormErrors::default();
    errors.add("code", why);
    show(&context, &request, user, CodeForm { typed: fields, errors }).await
}

fn try_code(
    conn: &mut Conn,
    user: UserId,
    (key, code): (&str, &str),
    caller: &Caller,
    now: Timestamp,
) -> diesel::QueryResult<Step> {
    let attempt = match admit(conn, &format!("second step of {}", user.0), caller, now)? {
        Admission::Go(attempt) => attempt,
        Admission::Wait(time) => return Ok(Step::TooMany(time)),
    };
    let by = if use_totp(conn, user, key, code, now)? {
        "password and code"
    } else if use_recovery_code(conn, user, code, now)? {
        "password and recovery code"
    } else {
        return Ok(Step::Refused);
    };
    note_success(conn, attempt)?;
    Ok(welcome(conn, user, by, now)?.map_or(Step::Refused, Step::Passed))
}
