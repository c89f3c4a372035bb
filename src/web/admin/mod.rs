//! The desk: what editors and staff work with, behind a sign-in.
mod account;
mod addresses;
mod audit;
mod codes;
mod confirm;
mod dashboard;
mod entry;
mod gate;
mod links;
mod new_password;
mod notice;
mod panel;
mod passkeys;
mod second_step;
mod sign_in;
mod table;
mod users;

pub use gate::Access;
pub use table::{Rule, Table};

use actix_web::web::{Data, ServiceConfig};

use super::context::Context;
use super::session::sessions;

/// Every address of the desk with who may call it. An address cannot be added without saying so.
fn table() -> Table {
    let mut table = Table::default();
    sign_in::routes(&mut table);
    second_step::routes(&mut table);
    passkeys::routes(&mut table);
    links::routes(&mut table);
    confirm::routes(&mut table);
    dashboard::routes(&mut table);
    addresses::routes(&mut table);
    audit::routes(&mut table);
    users::routes(&mut table);
    account::routes(&mut table);
    codes::routes(&mut table);
    table
}

/// Who may call what, for whoever checks that it is so.
pub fn rules() -> Vec<Rule> {
    table().into_parts().1
}

/// Puts the desk into the site.
pub fn configure(routes: &mut ServiceConfig, context: &Data<Context>) {
    let (desk, _) = table().into_parts();
    routes.service(desk.wrap(sessions(context)));
}
