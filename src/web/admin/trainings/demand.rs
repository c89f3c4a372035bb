use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;

use super::{Answer, Kit};
use crate::access::Actor;
use crate::enquiries::{Demand as Wish, WaitingList, list_demand, list_waiting_lists};
use crate::types::Timestamp;
use crate::urls;
use crate::urls::desk_trainings as at;
use crate::web::admin::panel::{Panel, page};
use crate::web::context::Context;

#[derive(Template)]
#[template(path = "admin/trainings/demand.html")]
struct Demand {
    panel: Panel,
    kit: Kit,
    wishes: Vec<Wish>,
    lists: Vec<WaitingList>,
}

impl Demand {
    fn count(&self) -> usize {
        self.wishes.iter().map(|wish| wish.people).sum()
    }

    fn since(&self, at: &Timestamp) -> String {
        at.local(Timestamp::HOME).format("%-d %b %Y").to_string()
    }

    /// The form for a new training of that course in that city.
    fn plan(&self, wish: &Wish) -> String {
        let slug = |named: &Option<(String, crate::types::Slug)>| {
            named.as_ref().map(|(_, slug)| slug.to_string()).unwrap_or_default()
        };
        let (course, city) = (slug(&wish.course), slug(&wish.city));
        let mode = if city.is_empty() { "virtual" } else { "in-person" };
        format!("{}?{}", at::NEW, urls::query(&[("course", &course), ("city", &city), ("mode", mode)]))
    }
}

/// What people wait for, by course and city, and the lines for what is full. It names nobody.
pub(super) async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Answer {
    let kit = Kit::new(&context);
    page(&context, &request, actor, move |reading| {
        let panel = reading.panel.clone().named("Who waits for a date", at::GRID);
        let (wishes, lists) = (list_demand(reading.conn)?, list_waiting_lists(reading.conn, reading.now)?);
        Ok(Some(Demand { panel, kit, wishes, lists }))
    })
    .await
}
