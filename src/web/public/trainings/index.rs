use super::months::{Entry, Month, by_month, end_of_month};
use super::narrowing::{day_of, facets, sift};
use crate::schedule::{Ahead, list_by_id, list_class_days};
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use crate::web::linked_data::{ItemList, LinkedData};
use crate::web::pager::Pager;
use crate::web::public::parts::filter::{Filter, list_address};
use crate::web::renamed::lead_on;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;
use std::ops::RangeInclusive;

const PAGE_SIZE: usize = 30;
/// Most dates on one sheet: more is no timetable for a wall.
const SHEET_SIZE: usize = 500;
/// The value of `page` that asks for all dates on one sheet.
const SHEET: &str = "all";

#[derive(Template)]
#[template(path = "public/trainings/index.html")]
struct Index {
    frame: Frame,
    months: Vec<Month>,
    /// Dates that will be given as planned.
    count: usize,
    /// Others of the list: cancelled or postponed.
    off: usize,
    filter: Filter,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    pager: Pager,
    is_sheet: bool,
    /// The address of the list as a calendar.
    calendar: String,
    /// The address of the list on one sheet, to print.
    sheet: String,
    /// The day on which the sheet is true.
    day: NaiveDate,
}

impl Draw for Index {}

impl Index {
    fn linked_data(&self) -> LinkedData {
        let trainings = self.months.iter().flat_map(|month| &month.entries).filter_map(Entry::training);
        ItemList::of(&self.frame, trainings.map(|training| urls::training(training.code()))).data()
    }
}

/// Upcoming trainings.
///
/// # Errors
/// When the database fails.
pub async fn index(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let shell = context.shell().await?;
    if let Some(moved) = lead_on(&context, &request, &shell).await? {
        return Ok(moved);
    }
    let facets = facets(&shell, &fields);
    let key = if fields.get("page") == SHEET {
        list_address(urls::TRAININGS, facets.chosen(), &[("page", SHEET)])
    } else {
        let list = list_address(urls::TRAININGS, facets.chosen(), &[]);
        Pager::new(list, usize::MAX, PAGE_SIZE, fields.page()).here()
    };
    // Read from its own address, so that the page depends on nothing that its address does not say.
    let asked = Fields::of_address(&key);
    page(&context, &request, key, move |reading| read_index(reading, &asked).map(Some)).await
}

fn read_index(reading: &mut Reading, asked: &Fields) -> diesel::QueryResult<Index> {
    let shell = reading.frame.shell.clone();
    let facets = facets(&shell, asked);
    let sifted = sift(&facets, &shell.ahead);
    // What is called off stands in the list, but is no date to choose.
    let on = sift(&facets, shell.ahead.iter().filter(|training| !training.state.is_off()));
    let is_sheet = asked.get("page") == SHEET;
    let list = |path, others: &[(&'static str, &'static str)]| list_address(path, facets.chosen(), others);
    let size = if is_sheet { SHEET_SIZE } else { PAGE_SIZE };
    let pager = Pager::new(list(urls::TRAININGS, &[]), sifted.count(), size, asked.page());
    let ids: Vec<_> = sifted.kept.iter().skip(pager.offset(size)).take(size).map(|training| training.id).collect();
    let rows = list_by_id(reading.conn, &ids)?;
    let classes = list_class_days(reading.conn, &ids)?;
    let day = reading.now.home_day();
    let days = days_of_page(&sifted.kept, pager.offset(size), size, day);
    let filter = Filter::new(urls::TRAININGS, &facets, &on, &[]);
    let description = "Upcoming IT trainings, live online and in classrooms: dates, seats and prices.";
    let frame = reading.frame(&title(&filter, &pager), description, urls::TRAININGS).canonical(pager.here());
    Ok(Index {
        frame: frame.listed(filter.applied.len(), sifted.count(), is_sheet),
        months: by_month(rows, &classes, &days, &shell.holidays),
        count: on.count(),
        off: sifted.count() - on.count(),
        filter,
        from: day_of(asked, "from"),
        to: day_of(asked, "to"),
        pager,
        is_sheet,
        calendar: list(urls::TRAININGS_CALENDAR, &[]),
        sheet: list(urls::TRAININGS, &[("page", SHEET)]),
        day,
    })
}

/// The days that a page of the list covers, so that each holiday stands on one page: from the day after the last page's last training, or
/// from today on, to its own last training, or to the end of the last month.
fn days_of_page(kept: &[&Ahead], offset: usize, size: usize, today: NaiveDate) -> RangeInclusive<NaiveDate> {
    let day = |at: usize| kept.get(at).map(|training| training.first_day);
    let from = offset.checked_sub(1).and_then(day).and_then(|day| day.succ_opt()).unwrap_or(today);
    let last = offset.saturating_add(size).saturating_sub(1);
    let is_last_page = kept.len() <= last.saturating_add(1);
    let end = kept.last().and_then(|training| end_of_month(training.first_day));
    from..=if is_last_page { end } else { day(last) }.unwrap_or(today)
}

fn title(filter: &Filter, pager: &Pager) -> String {
    let mut title = "Dates".to_owned();
    if let Some(label) = filter.only_label() {
        title.push_str(&format!(": {label}"));
    }
    if pager.page > 1 {
        title.push_str(&format!(", page {} of {}", pager.page, pager.pages));
    }
    title
}
