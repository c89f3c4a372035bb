use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::parts::figure::{LineFigure, Shape, figure};
use crate::blog::{PostCard, list_latest};
use crate::catalogue::{Category, Figure, Level, count_by_category};
use crate::schedule::{Listing, TrainingFilter, list_by_id, list_matching};
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::Frame;
use crate::web::linked_data::{EducationalOrganization, LinkedData};

/// A category on the start page.
struct Tile {
    category: Category,
    courses: i64,
    figure: LineFigure,
}

#[derive(Template)]
#[template(path = "public/home/show.html")]
struct Show {
    frame: Frame,
    upcoming: Vec<Listing>,
    figure: LineFigure,
    tiles: Vec<Tile>,
    latest: Vec<PostCard>,
    courses: i64,
    trainings: usize,
}

impl Draw for Show {}

impl Show {
    fn linked_data(&self) -> LinkedData {
        LinkedData::of(&EducationalOrganization::of(&self.frame))
    }
}

/// What is taught, the next dates, and where to ask.
///
/// # Errors
/// When the database fails.
pub async fn show(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, urls::HOME.to_owned(), |reading| {
        let counts = count_by_category(reading.conn, reading.now)?;
        let tiles: Vec<Tile> = reading
            .frame
            .shell
            .categories
            .clone()
            .into_iter()
            .map(|category| Tile {
                courses: counts.iter().find(|(id, _)| *id == category.id).map_or(0, |(_, count)| *count),
                figure: figure(category.slug.as_str(), category.figure, Shape::Tile),
                category,
            })
            .filter(|tile| tile.courses > 0)
            .collect();
        let ids = list_matching(reading.conn, &TrainingFilter::default(), reading.now)?;
        let soonest: Vec<_> = ids.iter().take(8).copied().collect();
        let name = reading.frame.shell.provider.name.clone();
        Ok(Some(Show {
            frame: reading.frame(&name, "", ""),
            figure: figure(&name, Figure::Arcs, Shape::Banner),
            upcoming: list_by_id(reading.conn, &soonest)?,
            latest: list_latest(reading.conn, reading.now, 3)?,
            courses: tiles.iter().map(|tile| tile.courses).sum(),
            tiles,
            trainings: ids.len(),
        }))
    })
    .await
}
