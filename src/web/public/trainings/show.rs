use crate::schedule::{
    Listing, SessionDay, TrainingFilter, TrainingState, find_training, list_sessions, list_upcoming,
};
use crate::types::Code;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::{Frame, Reading};
use crate::web::linked_data::{EducationEvent, LinkedData};
use crate::web::public::parts::enquiry_form::EnquiryForm;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "public/trainings/show.html")]
struct Show {
    frame: Frame,
    training: Listing,
    days: Vec<Day>,
    others: Vec<Listing>,
    has_begun: bool,
    is_over: bool,
    form: EnquiryForm,
}

/// A day of a training as the page says it.
struct Day {
    name: String,
    hours: String,
    room: Option<String>,
}

impl Draw for Show {}

impl Show {
    fn linked_data(&self) -> LinkedData {
        LinkedData::of(&EducationEvent::of(&self.frame, &self.training, self.can_be_joined()))
    }

    fn can_be_joined(&self) -> bool {
        !self.has_begun && !matches!(self.training.state(), TrainingState::Cancelled | TrainingState::Completed)
    }

    fn can_run(&self) -> bool {
        !matches!(self.training.state(), TrainingState::Cancelled | TrainingState::Postponed)
    }

    fn whatsapp(&self) -> Option<String> {
        let provider = &self.frame.shell.provider;
        let (title, when) = (self.training.course_title(), self.training.when());
        let message = format!("Hello, I have a question about {title}, {when} ({}).", self.training.code());
        (!provider.whatsapp.is_empty()).then(|| urls::whatsapp(&provider.whatsapp, &message))
    }
}

/// One dated training. Its address stays good after it is over.
///
/// # Errors
/// Not found where there is no such training of a public course; else when the database fails.
pub async fn show(code: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let code: Code = code.parse().map_err(|_| AppError::NotFound)?;
    page(&context, &request, urls::training(&code), move |reading| read_show(reading, &code)).await
}

fn read_show(reading: &mut Reading, code: &Code) -> diesel::QueryResult<Option<Show>> {
    let now = reading.now;
    let Some(training) = find_training(reading.conn, code, now)? else { return Ok(None) };
    let same_course = TrainingFilter { course: Some(training.course_slug().clone()), ..TrainingFilter::default() };
    let mut others = list_upcoming(reading.conn, &same_course, now, 7)?;
    others.retain(|other| other.id() != training.id());
    others.truncate(6);
    let place = training.place().title;
    let title = format!("{}, {}, {place}", training.course_title(), training.when());
    let description =
        format!("{} {}, {place}: days, seats, price and how to book.", training.course_title(), training.when());
    // Who asks for what is full stands in line for a seat.
    let kind = if training.seats_left() == 0 { "interest" } else { "training" };
    let zone = training.time_zone();
    let day = |session: SessionDay| {
        let (starts, ends) = (session.starts_at.local(zone), session.ends_at.local(zone));
        Day {
            name: starts.format("%a %-d %b %Y").to_string(),
            hours: format!("{}–{}", starts.format("%H:%M"), ends.format("%H:%M")),
            room: session.room,
        }
    };
    Ok(Some(Show {
        frame: reading.frame(&title, &description, urls::TRAININGS).pictured(urls::og_course(training.course_slug())),
        days: list_sessions(reading.conn, training.id())?.into_iter().map(day).collect(),
        has_begun: training.starts_at() <= now,
        is_over: training.ends_at() <= now || training.state() == TrainingState::Completed,
        form: EnquiryForm::about(reading, &[("kind", kind), ("training", code.as_str())], Some(training.clone())),
        others,
        training,
    }))
}
