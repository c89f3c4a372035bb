use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Actor;
use crate::enquiries::{WeekOfAnswers, list_weeks_of_answers, say_minutes};
use crate::urls::inbox;
use crate::web::admin::panel::{Panel, page};
use crate::web::context::Context;
use crate::web::error::AppError;

const WEEKS: u64 = 12;
const WIDTH: i64 = 720;
const HEIGHT: i64 = 200;

/// A week's two bars in the picture.
struct Bars {
    x: i64,
    median: i64,
    ninetieth: i64,
}

#[derive(Template)]
#[template(path = "admin/enquiries/pace.html")]
struct Pace {
    panel: Panel,
    weeks: Vec<WeekOfAnswers>,
    bars: Vec<Bars>,
    longest: String,
}

impl Pace {
    fn say(&self, minutes: &i64) -> String {
        say_minutes(*minutes)
    }

    fn is_empty(&self) -> bool {
        self.weeks.iter().all(|week| week.answered == 0)
    }
}

/// How quickly enquiries were answered first, week by week.
pub(super) async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, |reading| {
        let weeks = list_weeks_of_answers(reading.conn, WEEKS, reading.now)?;
        let longest = weeks.iter().filter_map(|week| week.ninetieth).max().unwrap_or_default();
        let height = |minutes: Option<i64>| minutes.unwrap_or_default() * HEIGHT / longest.max(1);
        let step = WIDTH / i64::try_from(WEEKS).unwrap_or(1);
        let bars = weeks.iter().zip(0_i64..).map(|(week, number)| Bars {
            x: number * step,
            median: height(week.median),
            ninetieth: height(week.ninetieth),
        });
        let bars = bars.collect();
        let panel = reading.panel.clone().named("First answers", inbox::ENQUIRIES);
        Ok(Some(Pace { panel, bars, longest: say_minutes(longest), weeks }))
    })
    .await
}
