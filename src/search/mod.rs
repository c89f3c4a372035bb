//! One query over everything public: courses, trainings, posts, pages and cities.
use diesel::QueryResult;

use crate::blog;
use crate::catalogue::{self, CourseCard, CourseFilter};
use crate::db::Conn;
use crate::schedule::{self, City, Listing};
use crate::site;
use crate::types::{Slug, Timestamp};

/// Most words of a query that count.
const MOST_WORDS: usize = 8;
/// Most results of a group.
const MOST_RESULTS: usize = 10;

/// What a search found, by group.
#[derive(Debug, Default)]
pub struct Found {
    /// Courses.
    pub courses: Vec<CourseCard>,
    /// Upcoming trainings of those courses, or in the city that was named.
    pub trainings: Vec<Listing>,
    /// Posts.
    pub posts: Vec<blog::PostCard>,
    /// Address and name of pages.
    pub pages: Vec<(Slug, String)>,
    /// Cities, by any of their names.
    pub cities: Vec<City>,
}

impl Found {
    /// How many results there are in all.
    pub fn count(&self) -> usize {
        self.courses.len() + self.trainings.len() + self.posts.len() + self.pages.len() + self.cities.len()
    }
}

/// The words of a query that count: in lower case, without signs, each once.
pub fn words_of(query: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in query.to_lowercase().split(|c: char| !(c.is_alphanumeric() || c == '+' || c == '#')) {
        if !word.is_empty() && !words.iter().any(|known| known == word) && words.len() < MOST_WORDS {
            words.push(word.to_owned());
        }
    }
    words
}

/// Finds what holds every word of a query.
pub fn search(conn: &mut Conn, query: &str, now: Timestamp) -> QueryResult<Found> {
    let words = words_of(query);
    if words.is_empty() {
        return Ok(Found::default());
    }
    let cities: Vec<City> =
        schedule::list_cities(conn)?.into_iter().filter(|city| names_city(city, query, &words)).collect();
    let filter = CourseFilter { words: words.clone(), ..CourseFilter::default() };
    let most = MOST_RESULTS as i64;
    let courses = catalogue::list_published(conn, &filter, now, (most, 0))?;
    let ids: Vec<_> = courses.iter().map(|course| course.id).collect();
    let trainings = match cities.first() {
        Some(city) => {
            let there = schedule::TrainingFilter { city: Some(city.slug.clone()), ..Default::default() };
            schedule::list_upcoming(conn, &there, now, MOST_RESULTS)?
        }
        None => schedule::list_next_per_course(conn, &ids, now)?,
    };
    let posts = blog::search_published(conn, &words, now, most)?;
    let holds = |(_, title): &(Slug, String)| words.iter().all(|word| title.to_lowercase().contains(word));
    let pages = site::list_pages(conn)?.into_iter().filter(holds).collect();
    Ok(Found { courses, trainings, posts, pages, cities })
}

fn names_city(city: &City, query: &str, words: &[String]) -> bool {
    let query = query.trim().to_lowercase();
    let mut names = std::iter::once(city.title.as_str()).chain(city.aliases()).map(str::to_lowercase);
    names.any(|name| name == query || words.contains(&name) || (name.contains(' ') && query.contains(&name)))
}
