//! Text with cards in it that always show the present: a course with its next date, a path, dates in a city, a call to contact us.
use std::str::FromStr;

use diesel::QueryResult;

use super::widgets::{CourseRow, with_next_dates};
use crate::catalogue::{Path, list_cards, list_paths};
use crate::media::{MediaId, find_media, pictures_in};
use crate::schedule::{Listing, TrainingFilter, list_upcoming};
use crate::types::{Piece, SafeHtml, Slug};
use crate::web::frame::Reading;

/// A part of a text.
#[derive(Debug, Clone)]
pub enum Part {
    /// Markup.
    Html(SafeHtml),
    /// A course with its next date.
    Course(Box<CourseRow>),
    /// A career path.
    Path(Box<Path>),
    /// The next dates in a city.
    Upcoming(Vec<Listing>),
    /// A call to contact us.
    Contact,
}

/// Reads what a text's cards show; a card that names nothing public shows nothing. Pictures of ours come in the sizes that fit the screen.
pub fn read_body(reading: &mut Reading, html: &SafeHtml) -> QueryResult<Vec<Part>> {
    let pictures = pictures_in(reading.conn, &[html])?;
    let html = html.with_pictures(true, |hash| pictures.get(hash));
    Ok(read_bodies(reading, &[&html])?.pop().unwrap_or_default())
}

/// The picture at the head of a page.
pub fn read_hero(reading: &mut Reading, id: Option<MediaId>) -> QueryResult<Option<SafeHtml>> {
    let Some(id) = id else { return Ok(None) };
    Ok(find_media(reading.conn, id)?.map(|hero| hero.picture().html(true)))
}

/// What the cards of several texts show, at the price of one. Pictures stay plain, as a feed wants them.
pub fn read_bodies(reading: &mut Reading, texts: &[&SafeHtml]) -> QueryResult<Vec<Vec<Part>>> {
    let texts: Vec<Vec<Piece>> = texts.iter().map(|html| html.pieces()).collect();
    let cards = Cards::read(reading, &texts.concat())?;
    Ok(texts.into_iter().map(|pieces| pieces.into_iter().filter_map(|piece| cards.part(piece)).collect()).collect())
}

/// Whatever the cards of some texts may show.
struct Cards {
    courses: Vec<CourseRow>,
    paths: Vec<Path>,
    dates: Vec<Listing>,
}

impl Cards {
    fn read(reading: &mut Reading, pieces: &[Piece]) -> QueryResult<Self> {
        let courses = courses(reading, pieces)?;
        let wants_paths = pieces.iter().any(|piece| named(piece, "path:").is_some());
        let paths = if wants_paths { list_paths(reading.conn)? } else { Vec::new() };
        // All dates at once, so that a text with many cards costs as much as a text with one.
        let wants_dates = pieces.iter().any(|piece| named(piece, "upcoming:city=").is_some());
        let everywhere = TrainingFilter::default();
        let dates =
            if wants_dates { list_upcoming(reading.conn, &everywhere, reading.now, usize::MAX)? } else { Vec::new() };
        Ok(Self { courses, paths, dates })
    }

    fn part(&self, piece: Piece) -> Option<Part> {
        if let Some(slug) = named(&piece, "course:") {
            return self.courses.iter().find(|row| row.card.slug == slug).cloned().map(Box::new).map(Part::Course);
        }
        if let Some(slug) = named(&piece, "path:") {
            return self.paths.iter().find(|path| path.slug == slug).cloned().map(Box::new).map(Part::Path);
        }
        if let Some(city) = named(&piece, "upcoming:city=") {
            let there = self.dates.iter().filter(|training| training.place().slug == Some(&city));
            let next: Vec<Listing> = there.take(3).cloned().collect();
            return (!next.is_empty()).then_some(Part::Upcoming(next));
        }
        match piece {
            Piece::Html(html) => Some(Part::Html(html)),
            Piece::Card(card) => (card == "contact").then_some(Part::Contact),
        }
    }
}

fn named(piece: &Piece, kind: &str) -> Option<Slug> {
    match piece {
        Piece::Card(card) => card.strip_prefix(kind).and_then(|name| Slug::from_str(name.trim()).ok()),
        Piece::Html(_) => None,
    }
}

fn courses(reading: &mut Reading, pieces: &[Piece]) -> QueryResult<Vec<CourseRow>> {
    let wanted: Vec<Slug> = pieces.iter().filter_map(|piece| named(piece, "course:")).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let known = reading.frame.shell.courses.iter();
    let ids: Vec<_> = known.filter(|key| wanted.contains(&key.slug)).map(|key| key.id).collect();
    let cards = list_cards(reading.conn, &ids, reading.now)?;
    Ok(with_next_dates(reading, cards))
}
