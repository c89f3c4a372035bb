use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use chrono::{Days, NaiveTime};
use diesel::QueryResult;
use tokio::sync::{Mutex, OnceCell};

use super::brand::BrandSheet;
use super::signposts::{Directory, list_signposts};
use crate::catalogue::{
    Category, CourseCard, CourseId, TopicId, list_all, list_categories, list_topic_names, list_topics_of_courses,
};
use crate::db::{Conn, Db, DbError};
use crate::enquiries::usually_answered_within;
use crate::schedule::{Ahead, City, Holidays, Listing, list_ahead, list_by_id, list_cities, next_of_each};
use crate::search::Lexicon;
use crate::site::{Menus, Provider, TaxRate, find_provider, list_pages, list_tax_rates, load_menus, rate_on};
use crate::types::{Slug, Timestamp};
use crate::{blog, catalogue, schedule};

/// What stands around every page.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// The provider's facts.
    pub provider: Provider,
    /// The menus at head and foot.
    pub menus: Menus,
    /// The stylesheet with the provider's own colour, where there is one.
    pub brand: Option<BrandSheet>,
    /// The cities, for the footer.
    pub cities: Vec<City>,
    /// Address and name of static pages, for the footer.
    pub pages: Vec<(Slug, String)>,
    /// The tax that prices include, if any.
    pub tax: Option<TaxRate>,
    /// The parts of the catalogue.
    pub categories: Vec<Category>,
    /// The topics by name, each with its word in an address.
    pub topics: Vec<(TopicId, Slug, String)>,
    /// The topics of each course.
    pub topics_of: HashMap<CourseId, Vec<TopicId>>,
    /// Every public course, by name: with the trainings ahead, what lists are narrowed and counted by.
    pub courses: Vec<CourseCard>,
    /// Every training that lies ahead, soonest first.
    pub ahead: Vec<Ahead>,
    /// The next training of each course: it changes with the era, not with the page.
    pub next_dates: Vec<Listing>,
    /// The days on which no class is.
    pub holidays: Holidays,
    /// Within which office time enquiries are usually answered; nothing where that is nothing to say.
    pub usually_answered: Option<String>,
    lexicon: OnceLock<Arc<Lexicon>>,
}

impl Shell {
    /// The words that public content uses in this era; read when the first search asks for them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn lexicon(&self, conn: &mut Conn, now: Timestamp) -> QueryResult<Arc<Lexicon>> {
        if let Some(known) = self.lexicon.get() {
            return Ok(known.clone());
        }
        let read = Arc::new(Lexicon::read(conn, now)?);
        Ok(self.lexicon.get_or_init(|| read).clone())
    }

    /// What stands behind a price, such as `incl. VAT`; empty where the provider is no VAT vendor.
    pub fn tax_note(&self) -> String {
        match &self.tax {
            Some(tax) if self.provider.vat_vendor => format!("incl. {}", tax.name),
            _ => String::new(),
        }
    }
}

/// A stretch of time in which no page changes: the content has one version, and no scheduled moment falls into it.
#[derive(Debug)]
pub struct Era {
    /// Its number; pages are kept under it.
    pub number: u64,
    version: i64,
    from: Timestamp,
    until: Timestamp,
    /// What stands around every page in it.
    pub shell: Arc<Shell>,
    directory: OnceCell<Directory>,
}

impl Era {
    fn covers(&self, version: i64, now: Timestamp) -> bool {
        self.version == version && self.from <= now && now < self.until
    }

    /// Where every public page is; read when it is first asked for.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn directory(&self, db: &Db) -> Result<&Directory, DbError> {
        let now = self.from;
        let read = || async move { db.read(move |conn| list_signposts(conn, now)).await.map(Directory::of) };
        self.directory.get_or_try_init(read).await
    }

    /// The directory, where somebody asked for it already.
    pub fn known_directory(&self) -> Option<&Directory> {
        self.directory.get()
    }
}

/// Keeps the present era.
pub struct Eras {
    db: Db,
    present: RwLock<Option<Arc<Era>>>,
    renewal: Mutex<u64>,
}

impl Eras {
    /// Knows no era yet.
    pub fn new(db: Db) -> Self {
        Self { db, present: RwLock::new(None), renewal: Mutex::new(0) }
    }

    /// The era that `now` falls into, if it is known.
    pub fn known(&self, now: Timestamp) -> Option<Arc<Era>> {
        let version = self.db.content_version();
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        present.as_ref().filter(|era| era.covers(version, now)).cloned()
    }

    /// The last era that was known, for pages that must appear when the database does not answer.
    pub fn last(&self) -> Option<Arc<Era>> {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The era that `now` falls into; many may ask, one reads.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn at(&self, now: Timestamp) -> Result<Arc<Era>, DbError> {
        if let Some(era) = self.known(now) {
            return Ok(era);
        }
        let mut count = self.renewal.lock().await;
        if let Some(era) = self.known(now) {
            return Ok(era);
        }
        // Taken before the content is read: what changes meanwhile starts the next era.
        let version = self.db.look_for_new_content().await?;
        let (shell, until) = self.db.read(move |conn| Ok((read_shell(conn, now)?, next_moment(conn, now)?))).await?;
        *count += 1;
        let era = Arc::new(Era {
            number: *count,
            version,
            from: now,
            until,
            shell: Arc::new(shell),
            directory: OnceCell::new(),
        });
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = Some(era.clone());
        Ok(era)
    }
}

fn read_shell(conn: &mut Conn, now: Timestamp) -> QueryResult<Shell> {
    let rates = list_tax_rates(conn)?;
    let ahead = list_ahead(conn, now)?;
    let mut topics_of: HashMap<CourseId, Vec<TopicId>> = HashMap::new();
    for (course, topic) in list_topics_of_courses(conn)? {
        topics_of.entry(course).or_default().push(topic);
    }
    let provider = find_provider(conn)?;
    Ok(Shell {
        menus: load_menus(conn)?.unwrap_or_default(),
        brand: BrandSheet::of(&provider),
        provider,
        cities: list_cities(conn)?,
        pages: list_pages(conn)?,
        categories: list_categories(conn)?,
        topics: list_topic_names(conn)?,
        topics_of,
        courses: list_all(conn, now)?,
        next_dates: list_by_id(conn, &next_of_each(&ahead))?,
        ahead,
        holidays: Holidays::read(conn)?,
        usually_answered: usually_answered_within(conn, now)?,
        tax: rate_on(&rates, now.home_day()).cloned(),
        lexicon: OnceLock::new(),
    })
}

/// The next instant at which some page changes by itself: something is published or withdrawn, a training starts, or a day ends.
fn next_moment(conn: &mut Conn, now: Timestamp) -> QueryResult<Timestamp> {
    let midnight = Timestamp::from_local(now.home_day() + Days::new(1), NaiveTime::MIN, Timestamp::HOME);
    let moments = [
        catalogue::next_moment(conn, now)?,
        blog::next_moment(conn, now)?,
        schedule::next_moment(conn, now)?,
        midnight,
    ];
    Ok(moments.into_iter().flatten().min().unwrap_or(now))
}
