//! The desk: what editors and staff work with, behind a sign-in.
mod addresses;
mod audit;
mod dashboard;
mod gate;
mod notice;
mod panel;
mod sign_in;
mod table;
mod trainings;

pub use gate::Access;
pub use table::{Rule, Table};

use actix_web::web::{Data, ServiceConfig};

use super::context::Context;
use super::session::sessions;

/// Every address of the desk with who may call it. An address cannot be added without saying so.
fn table() -> Table {
    let mut table = Table::default();
    sign_in::routes(&mut table);
    dashboard::routes(&mut table);
    trainings::routes(&mut table);
    addresses::routes(&mut table);
    audit::routes(&mut table);
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
