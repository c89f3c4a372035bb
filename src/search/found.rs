use std::collections::HashSet;

use diesel::QueryResult;

use super::extract::{Marker, Piece};
use super::lexicon::Lexicon;
use super::query::Query;
use super::score::{Score, Wanted, score};
use crate::blog::{self, PostCard};
use crate::catalogue::{self, CourseCard, CourseId};
use crate::db::Conn;
use crate::index::{Entry, Kind, Match, candidates, subjects, texts};
use crate::schedule::{self, Listing};
use crate::types::{Code, Timestamp};
use crate::urls;

/// Documents of a kind that are looked at, by name and by any word.
const MOST_LOOKED_AT: usize = 50;

/// Results of a kind that are shown.
fn most_shown(kind: Kind) -> usize {
    match kind {
        Kind::Course | Kind::Training | Kind::Post => 8,
        _ => 4,
    }
}

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// So many.
    pub number: usize,
    /// Or more: they were not counted further.
    pub is_least: bool,
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.number, if self.is_least { "+" } else { "" })
    }
}

/// One result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its row id among its kind.
    pub id: i64,
    /// Where it is.
    pub address: String,
    /// Its name, with what was searched for marked.
    pub title: Vec<Piece>,
    /// The words around what was found.
    pub extract: Vec<Piece>,
}

/// The results of a kind, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The kind.
    pub kind: Kind,
    /// How many there are.
    pub count: Count,
    /// The best of them.
    pub hits: Vec<Hit>,
}

impl Group {
    /// The others, where the best bet stands above them all.
    fn without(mut self, best: Option<&Hit>) -> Self {
        let all = self.hits.len();
        self.hits.retain(|hit| best.is_none_or(|best| best.address != hit.address));
        self.count.number = self.count.number.saturating_sub(all - self.hits.len());
        self
    }
}

/// What a search found.
#[derive(Debug, Default)]
pub struct Found {
    /// What was searched for instead, because nothing held what was typed.
    pub instead: Option<String>,
    /// What may have been meant: something holds what was typed, or the guess is a wild one.
    pub meant: Option<String>,
    /// The one thing whose whole name or code was typed.
    pub best: Option<Hit>,
    /// The other results, by kind; dated runs stand in `dates`.
    pub groups: Vec<Group>,
    /// The courses among the results.
    pub courses: Vec<CourseCard>,
    /// The posts among the results.
    pub posts: Vec<PostCard>,
    /// Upcoming trainings, the best first and then the soonest.
    pub dates: Vec<Listing>,
    /// How many trainings there are.
    pub dates_count: Count,
}

impl Found {
    /// How many results there are in all.
    pub fn count(&self) -> Count {
        let counts = self.groups.iter().map(|group| group.count).chain([self.dates_count]);
        let whole = counts.fold(Count::default(), |sum, one| Count {
            number: sum.number + one.number,
            is_least: sum.is_least || one.is_least,
        });
        // A training stands in the timetable too.
        let alone = self.best.as_ref().is_some_and(|hit| hit.kind != Kind::Training || self.dates.is_empty());
        Count { number: whole.number + usize::from(alone), ..whole }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.count().number == 0
    }
}

/// A document that holds what was asked for, and how well it answers.
struct Ranked {
    score: Score,
    entry: Entry,
    document: i64,
}

fn rank(conn: &mut Conn, query: &Query, kinds: &[Kind], now: Timestamp, most: usize) -> QueryResult<Vec<Ranked>> {
    let Some(term) = query.term() else { return Ok(Vec::new()) };
    let matches = candidates(conn, &term, kinds, now, most)?;
    let wanted = Wanted::of(query);
    let ranked = |Match { entry, document }| Ranked { score: score(&entry, &wanted), entry, document };
    let mut ranked: Vec<Ranked> = matches.into_iter().map(ranked).collect();
    ranked.sort_by(|one, other| {
        let key = |ranked: &Ranked| (std::cmp::Reverse(ranked.score), ranked.entry.kind);
        key(one)
            .cmp(&key(other))
            .then_with(|| (&one.entry.title, one.entry.id).cmp(&(&other.entry.title, other.entry.id)))
    });
    Ok(ranked)
}

/// Finds what holds every part of what was typed; where nothing does, what holds it with slips of the pen mended, if what they mend to is
/// a name.
pub fn search(conn: &mut Conn, lexicon: &Lexicon, text: &str, now: Timestamp) -> QueryResult<Found> {
    let mut query = Query::parse(text, lexicon);
    let mut ranked = rank(conn, &query, &Kind::FOUND, now, MOST_LOOKED_AT)?;
    let (mut instead, mut meant) = (None, None);
    if let Some(corrected) = lexicon.corrected(&query, false) {
        let other = Query::parse(&corrected.text, lexicon);
        let better = rank(conn, &other, &Kind::FOUND, now, MOST_LOOKED_AT)?;
        if !better.is_empty() && ranked.is_empty() && corrected.is_sure {
            (query, ranked, instead) = (other, better, Some(corrected.text));
        } else if !better.is_empty() {
            meant = Some(corrected.text);
        }
    }
    let mut found = fill(conn, &query, &ranked, now)?;
    if found.best.is_none() && found.is_empty() {
        found.best = run_with_code(conn, text, now)?;
    }
    Ok(Found { instead, meant, ..found })
}

/// A training keeps its page after it is over, and its code leads there.
fn run_with_code(conn: &mut Conn, text: &str, now: Timestamp) -> QueryResult<Option<Hit>> {
    let Ok(code) = text.trim().parse::<Code>() else { return Ok(None) };
    Ok(schedule::find_training(conn, &code, now)?.map(|training| hit_of_run(&training)))
}

fn hit_of_run(training: &Listing) -> Hit {
    let plain = |text: String| vec![Piece { text, is_match: false }];
    Hit {
        kind: Kind::Training,
        id: training.id().0,
        address: urls::training(training.code()),
        title: plain(format!("{} {}", training.code(), training.course_title())),
        extract: plain(format!("{}, {}", training.when(), training.place().title)),
    }
}

/// Reads what the results show. It asks the rooms that know what is public, so that nothing else is shown even were the index wrong.
fn fill(conn: &mut Conn, query: &Query, ranked: &[Ranked], now: Timestamp) -> QueryResult<Found> {
    let of = |kind: Kind| ranked.iter().filter(move |one| one.entry.kind == kind);
    let count = |kind: Kind| {
        let number = of(kind).count();
        Count { number: number.min(MOST_LOOKED_AT), is_least: number >= MOST_LOOKED_AT }
    };
    let shown = |kind: Kind| of(kind).take(most_shown(kind));
    let exact = ranked.first().filter(|one| one.score.is_exact());
    let documents: Vec<i64> = Kind::FOUND.into_iter().flat_map(shown).map(|one| one.document).collect();
    let texts = texts(conn, &documents)?;
    let courses: Vec<CourseId> = shown(Kind::Course).map(|one| CourseId(one.entry.id)).collect();
    let courses = catalogue::list_cards(conn, &courses, now)?;
    let posts: Vec<_> = shown(Kind::Post).map(|one| blog::PostId(one.entry.id)).collect();
    let posts = blog::list_cards(conn, &posts, now)?;
    let runs: Vec<_> = of(Kind::Training).map(|one| schedule::TrainingId(one.entry.id)).collect();
    let mut dates = schedule::list_upcoming_by_id(conn, &runs, now)?;
    let score_of =
        |training: &Listing| of(Kind::Training).find(|one| one.entry.id == training.id().0).map(|one| one.score);
    dates.sort_by_key(|training| std::cmp::Reverse(score_of(training)));
    let marker = Marker::of(query);
    let hit = |one: &Ranked| {
        let body = texts.iter().find(|text| text.document == one.document).map_or("", |text| text.body.as_str());
        Hit {
            kind: one.entry.kind,
            id: one.entry.id,
            address: one.entry.address.clone(),
            title: marker.mark(&one.entry.title),
            extract: marker.extract(&one.entry.summary, body),
        }
    };
    let is_public = |hit: &Hit| match hit.kind {
        Kind::Course => courses.iter().any(|card| card.id.0 == hit.id),
        Kind::Post => posts.iter().any(|card| card.id.0 == hit.id),
        Kind::Training => dates.iter().any(|training| training.id().0 == hit.id),
        _ => true,
    };
    let group = |kind: Kind| {
        let all: Vec<Hit> = shown(kind).map(hit).collect();
        let hits: Vec<Hit> = all.iter().filter(|hit| is_public(hit)).cloned().collect();
        let whole = count(kind);
        Group { kind, count: Count { number: whole.number.saturating_sub(all.len() - hits.len()), ..whole }, hits }
    };
    let best = exact.map(hit).filter(is_public).map(|hit| {
        let run = dates.iter().find(|training| hit.kind == Kind::Training && training.id().0 == hit.id);
        run.map_or(hit, hit_of_run)
    });
    let kinds = Kind::FOUND.into_iter().filter(|kind| *kind != Kind::Training);
    let groups = kinds.map(group).map(|group| group.without(best.as_ref()));
    let groups = groups.filter(|group| !group.hits.is_empty()).collect();
    let dates_count = Count { number: dates.len().min(MOST_LOOKED_AT), ..count(Kind::Training) };
    dates.truncate(most_shown(Kind::Training));
    Ok(Found { best, groups, courses, posts, dates_count, dates, ..Found::default() })
}

/// The public courses that hold every part of what was typed; where none does, those that hold it with slips of the pen mended.
pub fn course_ids_matching(
    conn: &mut Conn,
    lexicon: &Lexicon,
    text: &str,
    now: Timestamp,
) -> QueryResult<HashSet<CourseId>> {
    let query = Query::parse(text, lexicon);
    let mut found = courses_that_hold(conn, &query, now)?;
    if found.is_empty()
        && let Some(corrected) = lexicon.corrected(&query, false).filter(|corrected| corrected.is_sure)
    {
        found = courses_that_hold(conn, &Query::parse(&corrected.text, lexicon), now)?;
    }
    Ok(found)
}

fn courses_that_hold(conn: &mut Conn, query: &Query, now: Timestamp) -> QueryResult<HashSet<CourseId>> {
    let Some(term) = query.term() else { return Ok(HashSet::new()) };
    Ok(subjects(conn, &term, Kind::Course, now)?.into_iter().map(CourseId).collect())
}
