use std::sync::{Arc, Mutex, PoisonError};

use diesel::{Connection, QueryResult};
use serde::de::DeserializeOwned;

use super::day;
use super::folder::Folder;
use super::front_matter::{line_of, parse};
use super::pictures::{self, Pictures};
use super::report::{Refusal, Report};
use super::single::SINGLE;
use super::training_file::TrainingFile;
use crate::access::Actor;
use crate::blog::{PostContent, save_post};
use crate::catalogue::{
    CategoryContent, CourseContent, PathContent, TopicContent, link_course, save_category, save_course, save_path,
    save_topic,
};
use crate::db::{Conn, Db, DbError};
use crate::schedule::{
    CityContent, Holidays, TrainerContent, VenueContent, link_city, save_city, save_trainer, save_training, save_venue,
};
use crate::site::{Content, PageContent, Save, SaveError, Saved, save_page};
use crate::types::{Slug, Timestamp};

/// Takes a folder in, in one transaction; with `dry_run` it only says what it would do.
///
/// # Errors
/// When the database fails. A file that is wrong is no error: it is reported, and the others are taken.
pub async fn import(db: &Db, actor: Actor, folder: Folder, now: Timestamp, dry_run: bool) -> Result<Report, DbError> {
    import_with(db, actor, (folder, Pictures::default()), now, dry_run).await
}

/// The same with the folder's pictures.
///
/// # Errors
/// When the database fails.
pub async fn import_with(
    db: &Db,
    actor: Actor,
    (folder, pictures): (Folder, Pictures),
    now: Timestamp,
    dry_run: bool,
) -> Result<Report, DbError> {
    let outcome: Arc<Mutex<Option<Report>>> = Arc::default();
    let kept = outcome.clone();
    let result = db
        .write(move |conn| {
            let report = take(conn, &actor, (&folder, &pictures), now)?;
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
            if dry_run { Err(diesel::result::Error::RollbackTransaction) } else { Ok(()) }
        })
        .await;
    let report = outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (result, report) {
        (Ok(()) | Err(DbError::Query(diesel::result::Error::RollbackTransaction)), Some(report)) => Ok(report),
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(DbError::Cancelled),
    }
}

pub(super) struct Import<'a> {
    pub(super) conn: &'a mut Conn,
    pub(super) actor: &'a Actor,
    pub(super) folder: &'a Folder,
    pub(super) now: Timestamp,
    pub(super) report: Report,
}

/// Takes a folder in, inside the caller's transaction. Things come before what refers to them.
///
/// # Errors
/// When the database fails.
pub fn import_into(conn: &mut Conn, actor: &Actor, folder: &Folder, now: Timestamp) -> QueryResult<Report> {
    take(conn, actor, (folder, &Pictures::default()), now)
}

fn take(
    conn: &mut Conn,
    actor: &Actor,
    (folder, pictures): (&Folder, &Pictures),
    now: Timestamp,
) -> QueryResult<Report> {
    let mut import = Import { conn, actor, folder, now, report: Report::default() };
    let today = now.home_day();
    import.singles()?;
    import.pictures(pictures)?;
    import
        .each("categories", |conn, slug, content: &CategoryContent| save_category(conn, actor, slug, content, now))?;
    import.each("topics", |conn, slug, content: &TopicContent| save_topic(conn, actor, slug, content, now))?;
    import.linked(
        "courses",
        |conn, slug, content: &CourseContent| save_course(conn, actor, slug, content, now),
        link_course,
    )?;
    import.each("paths", |conn, slug, content: &PathContent| save_path(conn, actor, slug, content, now))?;
    import.linked(
        "cities",
        |conn, slug, content: &CityContent| save_city(conn, actor, slug, content, now),
        link_city,
    )?;
    import.each("venues", |conn, slug, content: &VenueContent| save_venue(conn, actor, slug, content, now))?;
    import.each("trainers", |conn, slug, content: &TrainerContent| save_trainer(conn, actor, slug, content, now))?;
    import.trainings(today)?;
    import.each("posts", |conn, slug, content: &PostContent| {
        let mut content = content.clone();
        let resolve = |text: &String| day::resolve_moment(text, today).unwrap_or_else(|| text.clone());
        content.published = content.published.as_ref().map(resolve);
        save_post(conn, actor, slug, &content, now)
    })?;
    import.each("pages", |conn, slug, content: &PageContent| save_page(conn, actor, slug, content, now))?;
    import.strangers();
    Ok(import.report)
}

const FOLDERS: [&str; 11] = [
    pictures::FOLDER,
    "categories",
    "topics",
    "courses",
    "paths",
    "cities",
    "venues",
    "trainers",
    "trainings",
    "posts",
    "pages",
];

/// How a round of saving and linking ended.
enum Round {
    Again(Vec<Refusal>),
    Failed(diesel::result::Error),
}

impl From<diesel::result::Error> for Round {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error)
    }
}

/// Whether a file stands right in the folder of a kind, and is one that holds content.
pub(super) fn is_in(kind: &str, name: &str) -> bool {
    name.strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|file| file.ends_with(".md") && !file.contains('/'))
}

impl Import<'_> {
    pub(super) fn files(&self, kind: &str) -> Vec<(String, String)> {
        let files = self.folder.0.iter().filter(|(name, _)| is_in(kind, name));
        files.map(|(name, text)| (name.clone(), text.clone())).collect()
    }

    /// Saves each file of a kind, and tells which of them changed anything.
    fn each<T: DeserializeOwned + Content>(
        &mut self,
        kind: &str,
        save: impl Fn(&mut Conn, &Slug, &T) -> Save,
    ) -> QueryResult<Vec<(Slug, T)>> {
        let mut changed = Vec::new();
        for (file, text) in self.files(kind) {
            let Some((slug, content)) = self.read::<T>(&file, &text) else { continue };
            if self
                .save(&file, &text, |conn| save(conn, &slug, &content))?
                .is_some_and(|saved| saved != Saved::Unchanged)
            {
                changed.push((slug, content));
            }
        }
        Ok(changed)
    }

    fn read<T: DeserializeOwned + Content>(&mut self, file: &str, text: &str) -> Option<(Slug, T)> {
        let name = file.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).unwrap_or_default();
        let parsed = parse::<T>(file, text).and_then(|(mut content, body)| {
            let refuse = |why: &str| Refusal { file: file.to_owned(), line: 1, why: format!("its name {why}") };
            content.set_body(body);
            Ok((name.parse().map_err(refuse)?, content))
        });
        parsed.map_err(|refusal| self.report.refused.push(refusal)).ok()
    }

    /// One file is one savepoint: what is refused leaves no trace.
    pub(super) fn save(
        &mut self,
        file: &str,
        text: &str,
        work: impl FnOnce(&mut Conn) -> Save,
    ) -> QueryResult<Option<Saved>> {
        match self.conn.transaction(work) {
            Ok(saved) => {
                self.report.count(saved);
                Ok(Some(saved))
            }
            Err(SaveError::Database(error @ diesel::result::Error::DatabaseError(..))) => {
                self.refuse(file, text, "code", &format!("cannot be stored: {error}"));
                Ok(None)
            }
            Err(error) => {
                let (field, why) = error.refusal()?;
                self.refuse(file, text, field, &why);
                Ok(None)
            }
        }
    }

    pub(super) fn refuse(&mut self, file: &str, text: &str, field: &str, why: &str) {
        let line = line_of(text, field);
        self.report.refused.push(Refusal { file: file.to_owned(), line, why: format!("{field} {why}") });
    }

    /// Things that name others of their kind are linked once all of them are saved. What cannot be linked is left out and the rest
    /// is saved again without it, so that a refusal leaves no trace here either.
    fn linked<T: DeserializeOwned + Content>(
        &mut self,
        kind: &str,
        save: impl Fn(&mut Conn, &Slug, &T) -> Save,
        link: impl Fn(&mut Conn, &Slug, &T) -> Save<()>,
    ) -> QueryResult<()> {
        let mut folder = self.folder.clone();
        let mut left_out = Vec::new();
        loop {
            let attempt = self.conn.transaction(|conn| {
                let mut round =
                    Import { conn, actor: self.actor, folder: &folder, now: self.now, report: Report::default() };
                let changed = round.each(kind, &save)?;
                let refused = round.link(kind, &changed, &link)?;
                if refused.is_empty() { Ok(round.report) } else { Err(Round::Again(refused)) }
            });
            match attempt {
                Ok(report) => {
                    self.report.add(report);
                    self.report.refused.extend(left_out);
                    return Ok(());
                }
                Err(Round::Again(refused)) => {
                    folder.0.retain(|name, _| !refused.iter().any(|refusal| refusal.file == *name));
                    left_out.extend(refused);
                }
                Err(Round::Failed(error)) => return Err(error),
            }
        }
    }

    fn link<T>(
        &mut self,
        kind: &str,
        changed: &[(Slug, T)],
        link: impl Fn(&mut Conn, &Slug, &T) -> Save<()>,
    ) -> QueryResult<Vec<Refusal>> {
        let mut refused = Vec::new();
        for (slug, content) in changed {
            match self.conn.transaction(|conn| link(conn, slug, content)) {
                Ok(()) => {}
                Err(error) => {
                    let (field, why) = error.refusal()?;
                    let file = format!("{kind}/{slug}.md");
                    let line = self.folder.0.get(&file).map_or(1, |text| line_of(text, field));
                    refused.push(Refusal { file, line, why: format!("{field} {why}") });
                }
            }
        }
        Ok(refused)
    }

    fn trainings(&mut self, today: chrono::NaiveDate) -> QueryResult<()> {
        let (actor, now) = (self.actor, self.now);
        let holidays = Holidays::read(self.conn)?;
        for (file, text) in self.files("trainings") {
            let content = match parse::<TrainingFile>(&file, &text) {
                Ok((fields, _)) => fields.content(&holidays, today),
                Err(refusal) => {
                    self.report.refused.push(refusal);
                    continue;
                }
            };
            match content {
                Ok(content) if file != format!("trainings/{}.md", content.code) => {
                    self.refuse(&file, &text, "code", "is not the name of the file");
                }
                Ok(content) => self.save(&file, &text, |conn| save_training(conn, actor, &content, now)).map(|_| ())?,
                Err((field, why)) => self.refuse(&file, &text, field, &why),
            }
        }
        Ok(())
    }

    /// Files that stand where nothing is looked for.
    fn strangers(&mut self) {
        for name in self.folder.0.keys() {
            if !SINGLE.contains(&name.as_str()) && !FOLDERS.iter().any(|kind| is_in(kind, name)) {
                let (folders, files) = (FOLDERS.join(", "), SINGLE.join(", "));
                let why = format!("stands in no known folder; those are {folders}, and at the top the files {files}");
                self.report.refused.push(Refusal { file: name.clone(), line: 1, why });
            }
        }
    }
}
