//! Whether a link within the site leads somewhere, looked up and not guessed.
use std::collections::HashSet;

use diesel::QueryResult;

use super::resolution::resolve;
use super::signposts::list_signposts;
use crate::db::Conn;
use crate::site::{Resolution, Subject, subject_at};
use crate::types::Timestamp;
use crate::urls;

/// What a visitor finds who follows a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A public page.
    Public,
    /// A redirect to there.
    Moved(String),
    /// Something that is not public at present.
    Hidden,
    /// Nothing; it was withdrawn.
    Gone,
    /// Nothing.
    Missing,
}

/// Addresses that every site has.
const FIXED: &[&str] = &[
    urls::HOME,
    urls::COURSES,
    urls::COMPARE,
    urls::PATHS,
    urls::TRAININGS,
    urls::TRAININGS_CALENDAR,
    urls::LOCATIONS,
    urls::BLOG,
    urls::BLOG_FEED,
    urls::BLOG_ARCHIVE,
    urls::SEARCH,
    urls::CONTACT,
    urls::COOKIES,
];
/// What stands below the address of a thing that is public, and is public with it.
const BELOW: &[&str] = &["/brochure.pdf", "/letter", "/feed.xml", ".ics"];

/// What stands at a path, where it is already known whether that is public.
///
/// # Errors
/// When the database fails.
pub fn look_up(conn: &mut Conn, path: &str, now: Timestamp, is_public: impl Fn(&str) -> bool) -> QueryResult<Finding> {
    let thing = BELOW.iter().find_map(|below| path.strip_suffix(below)).unwrap_or(path);
    if FIXED.contains(&path) || is_public(path) || is_public(thing) {
        return Ok(Finding::Public);
    }
    Ok(match (resolve(conn, path, now)?, subject_at(conn, thing)?) {
        (Some(Resolution::Moved(to)), _) => Finding::Moved(to),
        (Some(Resolution::Gone), _) => Finding::Gone,
        // A training keeps its page when it is over.
        (None, Some((Subject::Training, _))) => Finding::Public,
        (None, Some(_)) => Finding::Hidden,
        (None, None) => Finding::Missing,
    })
}

/// Every public address at one moment.
pub struct LinkCheck {
    public: HashSet<String>,
    now: Timestamp,
}

impl LinkCheck {
    /// Reads what is public.
    ///
    /// # Errors
    /// When the database fails.
    pub fn new(conn: &mut Conn, now: Timestamp) -> QueryResult<Self> {
        let signposts = list_signposts(conn, now)?;
        let path = |address: String| address.split('?').next().unwrap_or_default().to_owned();
        Ok(Self { public: signposts.into_iter().map(|signpost| path(signpost.address)).collect(), now })
    }

    /// What stands at a path.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find(&self, conn: &mut Conn, path: &str) -> QueryResult<Finding> {
        look_up(conn, path, self.now, |path| self.public.contains(path))
    }
}
