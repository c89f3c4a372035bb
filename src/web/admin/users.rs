//! Who works here, as admins see and change it.
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::gate::Access;
use super::notice::{Notice, go_on};
use super::panel::{Panel, draw, page};
use super::table::Table;
use crate::access::{Actor, Permission, Role, UserId};
use crate::accounts::{
    AccountError, LinkLetter, LinkPurpose, NewUser, PendingLink, User, add_user, change_role, find_user, list_users,
    remove_second_factor, reset_user, set_disabled, sign_out_user,
};
use crate::db::Conn;
use crate::outbox::enqueue;
use crate::types::{EmailAddress, Timestamp};
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

const SITE: Access = Access::Needs(Permission::Site);
const SITE_RECENT: Access = Access::Recent(Some(Permission::Site));

pub(super) fn routes(table: &mut Table) {
    table.page(urls::USERS, SITE, index);
    table.form(urls::USERS_NEW, SITE_RECENT, new, create);
    table.form("/admin/users/{id}", SITE_RECENT, show, update);
}

#[derive(Template)]
#[template(path = "admin/users/index.html")]
struct Index {
    panel: Panel,
    users: Vec<User>,
}

#[derive(Default)]
struct UserForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/users/new.html")]
struct New {
    panel: Panel,
    form: UserForm,
}

#[derive(Template)]
#[template(path = "admin/users/show.html")]
struct Show {
    panel: Panel,
    form: UserForm,
    user: User,
    is_self: bool,
}

async fn index(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, |reading| {
        let panel = reading.panel.clone().named("Users", urls::USERS);
        Ok(Some(Index { panel, users: list_users(reading.conn)? }))
    })
    .await
}

async fn new_page(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    form: UserForm,
) -> Result<HttpResponse, AppError> {
    let is_wrong = !form.errors.is_empty();
    let panel = Panel::new(context, request, Some(actor)).await?.named("Add a user", urls::USERS).erroneous(is_wrong);
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw(request, status, &New { panel, form })
}

async fn new(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    new_page(&context, &request, actor, UserForm::default()).await
}

/// A link, and what its letter is written with.
struct Sender {
    link: PendingLink,
    from: crate::mail::Mailbox,
    site: String,
    base_url: String,
}

impl Sender {
    async fn of(context: &Data<Context>, purpose: LinkPurpose) -> Result<Self, AppError> {
        let token = context.tokens.bytes::<32>().map_err(|_| AppError::NoRandomness)?;
        Ok(Self {
            link: PendingLink { token: crate::tokens::hex(&token), purpose },
            from: context.desk.from.clone(),
            site: context.shell().await?.provider.name.clone(),
            base_url: context.base_url.clone(),
        })
    }

    /// Owes the letter, in the caller's transaction.
    fn owe(&self, conn: &mut Conn, to: &EmailAddress, name: &str, now: Timestamp) -> Result<(), AccountError> {
        let letter = LinkLetter { from: &self.from, site: &self.site, base_url: &self.base_url, to, name };
        let cannot = AccountError::Refused { field: "email", why: "No mail can be sent to this address" };
        let mail = letter.write(&self.link, now).map_err(|_| cannot)?;
        enqueue(conn, &mail, now)?;
        Ok(())
    }
}

async fn create(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let mut form = UserForm { typed: Fields::of_form(payload).await?, errors: FormErrors::default() };
    let name: String = form.typed.get("name").chars().take(120).collect();
    if name.is_empty() {
        form.errors.add("name", "Enter a name");
    }
    let email = form.errors.check("email", form.typed.get("email").parse::<EmailAddress>());
    let role = form.errors.check("role", form.typed.get("role").parse::<Role>().map_err(|_| "Choose a role"));
    let (Some(email), Some(role), true) = (email, role, form.errors.is_empty()) else {
        return new_page(&context, &request, actor, form).await;
    };
    let sender = Sender::of(&context, LinkPurpose::SetUp).await?;
    let (who, now) = (actor.clone(), context.clock.now());
    let added = context.db.attempt(move |conn| {
        let new = NewUser { email, name, role, password: None };
        add_user(conn, &who, &new, Some(&sender.link), now)?;
        sender.owe(conn, &new.email, &new.name, now)
    });
    match added.await? {
        Ok(()) => {
            context.courier.wake();
            Ok(go_on(urls::USERS, Notice::Mailed))
        }
        Err(AccountError::Refused { field, why }) => {
            form.errors.add(field, why);
            new_page(&context, &request, actor, form).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show_page(
    context: &Data<Context>,
    request: &HttpRequest,
    (actor, id): (Actor, UserId),
    form: UserForm,
) -> Result<HttpResponse, AppError> {
    let user = context.db.read(move |conn| find_user(conn, id)).await?.ok_or(AppError::NotFound)?;
    let (is_self, is_wrong) = (actor.user() == Some(id), !form.errors.is_empty());
    let panel = Panel::new(context, request, Some(actor)).await?.named(user.name.clone(), urls::USERS);
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw(request, status, &Show { panel: panel.erroneous(is_wrong), form, user, is_self })
}

async fn show(
    actor: Actor,
    id: Path<i64>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    show_page(&context, &request, (actor, UserId(id.into_inner())), UserForm::default()).await
}

/// One of the acts on a user, as its button is called.
async fn update(
    actor: Actor,
    id: Path<i64>,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let (id, typed) = (UserId(id.into_inner()), Fields::of_form(payload).await?);
    let sender = Sender::of(&context, LinkPurpose::Reset).await?;
    let (who, what, now) = (actor.clone(), typed.clone(), context.clock.now());
    let done = context.db.attempt(move |conn| act(conn, &who, id, (&what, &sender), now)).await?;
    match done {
        Ok(notice) => {
            context.courier.wake();
            Ok(go_on(&format!("{}/{}", urls::USERS, id.0), notice))
        }
        Err(AccountError::Refused { field, why }) => {
            let mut form = UserForm { typed, errors: FormErrors::default() };
            form.errors.add(field, why);
            show_page(&context, &request, (actor, id), form).await
        }
        Err(error) => Err(error.into()),
    }
}

fn act(
    conn: &mut Conn,
    actor: &Actor,
    id: UserId,
    (typed, sender): (&Fields, &Sender),
    now: Timestamp,
) -> Result<Notice, AccountError> {
    match typed.get("act") {
        "role" => {
            let role = typed.get("role").parse::<Role>();
            let role = role.map_err(|_| AccountError::Refused { field: "role", why: "Choose a role" })?;
            change_role(conn, actor, id, role, now).map(|()| Notice::Saved)
        }
        "disable" => set_disabled(conn, actor, id, true, now).map(|()| Notice::Saved),
        "enable" => set_disabled(conn, actor, id, false, now).map(|()| Notice::Saved),
        "sign-out" => sign_out_user(conn, actor, id, now).map(|()| Notice::SessionsEnded),
        "second-factor" => remove_second_factor(conn, actor, id, now).map(|()| Notice::FactorRemoved),
        "reset" => {
            let user = reset_user(conn, actor, id, &sender.link, now)?;
            sender.owe(conn, &user.email, &user.name, now).map(|()| Notice::Mailed)
        }
        _ => {
            find_user(conn, id)?.ok_or(AccountError::Missing)?;
            Err(AccountError::Refused { field: "role", why: "Choose what to do" })
        }
    }
}
