//! Text with cards in it that always show the present: a course with its next date, a path, dates in a city, a call to contact us.
use std::str::FromStr;

use diesel::QueryResult;

use super::widgets::{CourseRow, with_next_dates};
use crate::catalogue::{Path, list_cards, list_paths};
use crate::media::{MediaId, find_media, pictures_in};
use crate::schedule::{Listing, TrainingFilter, list_upcoming};
use crate::site::list_moved;
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

/// What a card names, and where that has its page.
const NAMED: [(&str, &str); 3] = [("course:", "/courses/"), ("path:", "/paths/"), ("upcoming:city=", "/locations/")];

/// Whatever the cards of some texts may show.
struct Cards {
    courses: Vec<CourseRow>,
    paths: Vec<Path>,
    dates: Vec<Listing>,
    /// Addresses that moved since a card was written, with where they lead: a card follows what it names to its present name.
    moved: Vec<(String, String)>,
}

impl Cards {
    fn read(reading: &mut Reading, pieces: &[Piece]) -> QueryResult<Self> {
        let shell = reading.frame.shell.clone();
        let is_known = |slug: &Slug| {
            shell.courses.iter().any(|one| one.slug == *slug) || shell.cities.iter().any(|one| one.slug == *slug)
        };
        let unknown = pieces.iter().filter_map(target).filter(|(_, slug)| !is_known(slug));
        let addresses: Vec<String> = unknown.map(|(begin, slug)| format!("{begin}{slug}")).collect();
        let moved = if addresses.is_empty() { Vec::new() } else { list_moved(reading.conn, &addresses)? };
        let mut cards = Self { courses: Vec::new(), paths: Vec::new(), dates: Vec::new(), moved };
        let wanted: Vec<Slug> = pieces.iter().filter_map(|piece| cards.named(piece, "course:")).collect();
        cards.courses = courses(reading, &wanted)?;
        if pieces.iter().any(|piece| cards.named(piece, "path:").is_some()) {
            cards.paths = list_paths(reading.conn)?;
        }
        // All dates at once, so that a text with many cards costs as much as a text with one.
        if pieces.iter().any(|piece| cards.named(piece, "upcoming:city=").is_some()) {
            cards.dates = list_upcoming(reading.conn, &TrainingFilter::default(), reading.now, usize::MAX)?;
        }
        Ok(cards)
    }

    /// The present name of what a card of this kind names.
    fn named(&self, piece: &Piece, kind: &str) -> Option<Slug> {
        let (begin, slug) = target(piece).filter(|(begin, _)| NAMED.contains(&(kind, *begin)))?;
        let address = format!("{begin}{slug}");
        let moved = self.moved.iter().find(|(from, _)| *from == address);
        moved.and_then(|(_, to)| to.strip_prefix(begin)?.parse().ok()).or(Some(slug))
    }

    fn part(&self, piece: Piece) -> Option<Part> {
        if let Some(slug) = self.named(&piece, "course:") {
            return self.courses.iter().find(|row| row.card.slug == slug).cloned().map(Box::new).map(Part::Course);
        }
        if let Some(slug) = self.named(&piece, "path:") {
            return self.paths.iter().find(|path| path.slug == slug).cloned().map(Box::new).map(Part::Path);
        }
        if let Some(city) = self.named(&piece, "upcoming:city=") {
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

/// Where the page of what a card names begins, and the name as it was written.
fn target(piece: &Piece) -> Option<(&'static str, Slug)> {
    let Piece::Card(card) = piece else { return None };
    let named =
        |(kind, begin): &(&str, &'static str)| Some((*begin, Slug::from_str(card.strip_prefix(kind)?.trim()).ok()?));
    NAMED.iter().find_map(named)
}

fn courses(reading: &mut Reading, wanted: &[Slug]) -> QueryResult<Vec<CourseRow>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let known = reading.frame.shell.courses.iter();
    let ids: Vec<_> = known.filter(|key| wanted.contains(&key.slug)).map(|key| key.id).collect();
    let cards = list_cards(reading.conn, &ids, reading.now)?;
    Ok(with_next_dates(reading, cards))
}
