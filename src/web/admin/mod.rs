//! The desk: what editors and staff work with, behind a sign-in.
mod account;
mod addresses;
mod alarm;
mod answered;
mod audit;
mod categories;
mod cities;
mod codes;
mod confirm;
mod courses;
mod dashboard;
mod enquiries;
mod entry;
mod gate;
mod holidays;
mod links;
mod media;
mod menu;
mod menus;
mod new_password;
mod notice;
mod office;
mod outbox;
mod pages;
mod panel;
mod passkeys;
mod paths;
mod picture_choice;
mod posts;
mod privacy;
mod record;
mod replies;
mod routing;
mod second_step;
mod settings;
mod sign_in;
mod switch;
mod table;
mod topics;
mod trainers;
mod trainings;
mod users;
mod venues;

pub use gate::Access;
pub use table::{Rule, Table};

use actix_web::web::{Data, ServiceConfig};

use super::context::Context;
use super::session::sessions;

/// Every address of the desk with who may call it. An address cannot be added without saying so. Previews are drawn by the public pages,
/// which this room does not know.
fn table(previews: fn(&mut Table)) -> Table {
    let mut table = Table::default();
    sign_in::routes(&mut table);
    second_step::routes(&mut table);
    passkeys::routes(&mut table);
    links::routes(&mut table);
    confirm::routes(&mut table);
    dashboard::routes(&mut table);
    enquiries::routes(&mut table);
    answered::routes(&mut table);
    outbox::routes(&mut table);
    routing::routes(&mut table);
    office::routes(&mut table);
    replies::routes(&mut table);
    posts::routes(&mut table);
    trainings::routes(&mut table);
    addresses::routes(&mut table);
    privacy::routes(&mut table);
    audit::routes(&mut table);
    courses::routes(&mut table);
    paths::routes(&mut table);
    categories::routes(&mut table);
    topics::routes(&mut table);
    cities::routes(&mut table);
    venues::routes(&mut table);
    trainers::routes(&mut table);
    pages::routes(&mut table);
    menus::routes(&mut table);
    holidays::routes(&mut table);
    settings::routes(&mut table);
    previews(&mut table);
    media::routes(&mut table);
    users::routes(&mut table);
    account::routes(&mut table);
    codes::routes(&mut table);
    table
}

/// Who may call what, for whoever checks that it is so.
pub fn rules(previews: fn(&mut Table)) -> Vec<Rule> {
    table(previews).rules()
}

/// Puts the desk into the site.
pub fn configure(routes: &mut ServiceConfig, context: &Data<Context>, previews: fn(&mut Table)) {
    routes.service(table(previews).into_scope().wrap(sessions(context)));
}
