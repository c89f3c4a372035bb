//! What one-time links open: a new password, and the very first user.
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::entry::network_of;
use super::gate::Access;
use super::new_password::choose;
use super::notice::{Notice, go_on};
use super::panel::{Panel, draw};
use super::table::Table;
use crate::accounts::{
    AccountError, Admission, Caller, LinkLetter, LinkPurpose, Opened, PendingLink, admit, find_credentials, find_link,
    find_user, make_first_user, new_link, set_password_by_link,
};
use crate::db::Conn;
use crate::outbox::enqueue;
use crate::types::EmailAddress;
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

pub(super) fn routes(table: &mut Table) {
    table.form(urls::FORGOTTEN, Access::Open, forgotten, send_link);
    table.form(urls::SET_PASSWORD, Access::Open, new, create);
    table.form(urls::FIRST_USER, Access::Open, new, create);
}

#[derive(Default)]
struct LinkForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/sign_in/forgotten.html")]
struct Forgotten {
    panel: Panel,
    form: LinkForm,
    is_sent: bool,
}

#[derive(Template)]
#[template(path = "admin/sign_in/password.html")]
struct Password {
    panel: Panel,
    form: LinkForm,
    /// Whom the link is for; nobody where it does not work any more.
    opened: Option<Opened>,
    token: String,
}

async fn forgotten(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let panel = Panel::new(&context, &request, None).await?.named("Choose a new password", "");
    draw(&request, StatusCode::OK, &Forgotten { panel, form: LinkForm::default(), is_sent: false })
}

/// Owes a letter with a link to whoever works here. The answer is the same for every address.
async fn send_link(request: HttpRequest, payload: Payload, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let panel = Panel::new(&context, &request, None).await?.named("Choose a new password", "");
    let email: EmailAddress = match typed.get("email").parse() {
        Ok(email) => email,
        Err(why) => {
            let mut form = LinkForm { typed, ..LinkForm::default() };
            form.errors.add("email", why);
            let panel = panel.erroneous(true);
            return draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &Forgotten { panel, form, is_sent: false });
        }
    };
    let token = context.tokens.bytes::<32>().map_err(|_| AppError::NoRandomness)?;
    let link = PendingLink { token: crate::tokens::hex(&token), purpose: LinkPurpose::Reset };
    let (site, base_url) = (panel.provider.clone(), context.base_url.clone());
    let (from, now) = (context.desk.from.clone(), context.clock.now());
    let caller = Caller { network: network_of(&context, &request), device: None };
    let owe = move |conn: &mut Conn| {
        let admission = admit(conn, &format!("reset of {email}"), &caller, now)?;
        let known = find_credentials(conn, email.as_str())?;
        let user = known.and_then(|known| find_user(conn, known.user).transpose()).transpose()?;
        let (to, name) = user.as_ref().map_or((&email, ""), |user| (&user.email, user.name.as_str()));
        // Written for nobody too, so that both take as long.
        let letter = LinkLetter { from: &from, site: &site, base_url: &base_url, to, name }.write(&link, now);
        if let (Some(user), Admission::Go(_), Ok(letter)) = (&user, admission, letter) {
            new_link(conn, Some(user.id), &link, now)?;
            enqueue(conn, &letter, now)?;
        }
        Ok(())
    };
    context.db.write(owe).await?;
    context.courier.wake();
    draw(&request, StatusCode::OK, &Forgotten { panel, form: LinkForm { typed, ..LinkForm::default() }, is_sent: true })
}

async fn show(
    context: &Data<Context>,
    request: &HttpRequest,
    (token, opened): (String, Option<Opened>),
    form: LinkForm,
) -> Result<HttpResponse, AppError> {
    let title = match opened.as_ref().map(|opened| opened.purpose) {
        None => "This link does not work any more",
        Some(LinkPurpose::First) => "Make the first user",
        Some(_) => "Choose your password",
    };
    let status = match (&opened, form.errors.is_empty()) {
        (None, _) => StatusCode::NOT_FOUND,
        (Some(_), true) => StatusCode::OK,
        (Some(_), false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let panel = Panel::new(context, request, None).await?.named(title, "").erroneous(!form.errors.is_empty());
    draw(request, status, &Password { panel, form, opened, token })
}

async fn opened(context: &Data<Context>, token: &str) -> Result<Option<Opened>, AppError> {
    let (token, now) = (token.to_owned(), context.clock.now());
    Ok(context.db.read(move |conn| find_link(conn, &token, now)).await?)
}

/// Opening changes nothing: programs that check mail open every link.
async fn new(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let token = fields.get("token").to_owned();
    let opened = opened(&context, &token).await?;
    show(&context, &request, (token, opened), LinkForm::default()).await
}

async fn create(request: HttpRequest, payload: Payload, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let token = typed.get("token").to_owned();
    let Some(found) = opened(&context, &token).await? else {
        return show(&context, &request, (token, None), LinkForm::default()).await;
    };
    let mut form = LinkForm { typed, ..LinkForm::default() };
    let (mut email, mut name) = (found.email.parse::<EmailAddress>().ok(), found.name.clone());
    if found.user.is_none() {
        name = form.typed.get("name").chars().take(120).collect();
        if name.is_empty() {
            form.errors.add("name", "Enter your name");
        }
        email = form.errors.check("email", form.typed.get("email").parse::<EmailAddress>());
    }
    let own = [email.as_ref().map_or("", EmailAddress::as_str), &name];
    let chosen = choose(&context, &form.typed, &own, &mut form.errors).await?;
    let (Some(email), Some(password), true) = (email, chosen, form.errors.is_empty()) else {
        form.typed.set("new_password", "");
        return show(&context, &request, (token, Some(found)), form).await;
    };
    let (now, used) = (context.clock.now(), token.clone());
    let done = context.db.attempt(move |conn| match found.user {
        Some(_) => set_password_by_link(conn, &used, &password, now).map(|_| ()),
        None => make_first_user(conn, &used, (email, name), password, now).map(|_| ()),
    });
    match done.await? {
        Ok(()) => Ok(go_on(urls::SIGN_IN, Notice::PasswordSet)),
        Err(AccountError::Missing) => show(&context, &request, (token, None), LinkForm::default()).await,
        Err(error) => Err(error.into()),
    }
}
