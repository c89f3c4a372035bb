use std::collections::HashSet;

use super::narrowing::{Order, best_of_each, facets, offers, query};
use crate::catalogue::CourseId;
use crate::schedule::list_by_id;
use crate::search::course_ids_matching;
use crate::urls;
use crate::web::caching::{Draw, page, passing_page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use crate::web::linked_data::{ItemList, LinkedData};
use crate::web::pager::Pager;
use crate::web::public::parts::filter::{Filter, list_address};
use crate::web::public::parts::widgets::{CourseRow, course_row};
use crate::web::renamed::lead_on;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

const PAGE_SIZE: usize = 12;

#[derive(Template)]
#[template(path = "public/courses/index.html")]
struct Index {
    frame: Frame,
    rows: Vec<CourseRow>,
    count: usize,
    filter: Filter,
    q: String,
    order: Order,
    orders: Vec<OrderLink>,
    pager: Pager,
}

impl Draw for Index {}

impl Index {
    fn linked_data(&self) -> LinkedData {
        ItemList::of(&self.frame, self.rows.iter().map(|row| urls::course(&row.card.slug))).data()
    }
}

/// The same list in some order.
struct OrderLink {
    order: Order,
    address: String,
}

/// The catalogue.
///
/// # Errors
/// When the database fails.
pub async fn index(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let shell = context.shell().await?;
    if let Some(moved) = lead_on(&context, &request, &shell).await? {
        return Ok(moved);
    }
    let facets = facets(&shell, &fields, HashSet::new());
    let list = list_address(urls::COURSES, facets.chosen(), &Order::of(&fields).value());
    let key = Pager::new(list, usize::MAX, PAGE_SIZE, fields.page()).here();
    // Read from its own address, so that the page depends on nothing that its address does not say.
    let asked = Fields::of_address(&key);
    if query(&asked).is_empty() {
        page(&context, &request, key, move |reading| read_index(reading, &asked).map(Some)).await
    } else {
        passing_page(&context, &request, key, move |reading| read_index(reading, &asked).map(Some)).await
    }
}

fn read_index(reading: &mut Reading, asked: &Fields) -> diesel::QueryResult<Index> {
    let shell = reading.frame.shell.clone();
    let q = query(asked);
    let found = if q.is_empty() { HashSet::new() } else { found_by(reading, &q)? };
    let facets = facets(&shell, asked, found);
    let order = Order::of(asked);
    let sifted = facets.sift(offers(&shell), |offer| offer.course.id);
    let address = |order: Order| list_address(urls::COURSES, facets.chosen(), &order.value());
    let pager = Pager::new(address(order), sifted.count(), PAGE_SIZE, asked.page());
    let mut shown = best_of_each(&sifted.kept);
    order.put(&mut shown);
    let shown = shown.iter().skip(pager.offset(PAGE_SIZE)).take(PAGE_SIZE);
    let dates: Vec<_> = shown.clone().filter_map(|offer| offer.date.map(|date| date.id)).collect();
    let dates = list_by_id(reading.conn, &dates)?;
    let next = |course| dates.iter().find(|date| date.course_id() == course).cloned();
    let rows = shown.map(|offer| course_row(&shell, offer.course.clone(), next(offer.course.id))).collect();
    let filter = Filter::new(urls::COURSES, &facets, &sifted, &order.value());
    let frame = reading.frame(&title(&filter, &pager), "", urls::COURSES).canonical(pager.here());
    let is_variant = !q.is_empty() || order != Order::Soonest;
    Ok(Index {
        frame: frame.listed(filter.applied.len(), sifted.count(), is_variant),
        rows,
        count: sifted.count(),
        orders: Order::ALL.iter().map(|order| OrderLink { order: *order, address: address(*order) }).collect(),
        filter,
        q,
        order,
        pager,
    })
}

/// The courses that a search for these words finds, so that both say the same number.
fn found_by(reading: &mut Reading, words: &str) -> diesel::QueryResult<HashSet<CourseId>> {
    let lexicon = reading.lexicon()?;
    course_ids_matching(reading.conn, &lexicon, words, reading.now)
}

fn title(filter: &Filter, pager: &Pager) -> String {
    let mut title = "Courses".to_owned();
    if let Some(label) = filter.only_label() {
        title.push_str(&format!(": {label}"));
    }
    if pager.page > 1 {
        title.push_str(&format!(", page {} of {}", pager.page, pager.pages));
    }
    title
}
