use std::collections::BTreeMap;
use std::path::Path;

use diesel::{Connection, QueryResult};
use serde::{Deserialize, Serialize};

use super::folder::Folder;
use super::front_matter::parse;
use super::import::{Import, is_in};
use super::report::Refusal;
use crate::access::Actor;
use crate::db::{Conn, Db, DbError};
use crate::media::{
    Description, Developed, Library, MediaError, Refusal as PictureRefusal, add_former_names, add_media,
    describe_media, find_by_hash, list_all_media, list_former_names,
};
use crate::site::Saved;
use crate::types::{MediaHash, Timestamp};

/// Where pictures stand: of each `HASH.webp`, and beside it `HASH.md` with what is said of it.
pub(super) const FOLDER: &str = "media";

/// The file of a picture in full, inside a content folder.
fn file_of(hash: &MediaHash) -> String {
    format!("{FOLDER}/{hash}.webp")
}

/// Whether a file is a picture, not a text.
pub(super) fn is_picture(name: &str) -> bool {
    name.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/') && rest.ends_with(".webp"))
}

/// What is said of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PictureFile {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alt: Option<String>,
    #[serde(default)]
    decorative: bool,
    /// What must stay in view, in hundredths from the left and from the top.
    focus: (i32, i32),
    /// Names of what stood in its place before, which texts may still use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    former: Vec<String>,
}

/// What is said of each picture, as files.
pub(super) fn export_pictures(conn: &mut Conn) -> QueryResult<BTreeMap<String, String>> {
    let mut former = list_former_names(conn)?;
    let mut files = BTreeMap::new();
    for media in list_all_media(conn)? {
        let fields = PictureFile {
            name: media.file_name.clone(),
            alt: media.alt_text.clone(),
            decorative: media.is_decorative,
            focus: (media.focal_x, media.focal_y),
            former: former.remove(&media.id).unwrap_or_default().iter().map(MediaHash::to_string).collect(),
        };
        files.insert(format!("{FOLDER}/{}.md", media.content_hash), super::export::file(&fields, "")?);
    }
    Ok(files)
}

impl Folder {
    /// Writes beside what is said of each picture the picture itself. Tells which the library does not have.
    ///
    /// # Errors
    /// When the library cannot be read or the folder not be written.
    pub fn write_pictures(&self, library: &Library, root: &Path) -> std::io::Result<Vec<String>> {
        let mut missing = Vec::new();
        for hash in self.hashes() {
            match library.read_full(&hash)? {
                Some(bytes) => std::fs::write(root.join(file_of(&hash)), bytes)?,
                None => missing.push(file_of(&hash)),
            }
        }
        Ok(missing)
    }

    fn hashes(&self) -> Vec<MediaHash> {
        let names = self.0.keys().filter(|name| is_in(FOLDER, name));
        names.filter_map(|name| hash_of(name)).collect()
    }
}

fn hash_of(name: &str) -> Option<MediaHash> {
    name.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".md")?.parse().ok()
}

/// The pictures of a folder that a library did not have yet, made anew in every size; and those that could not be.
#[derive(Debug, Default)]
pub struct Pictures {
    made: BTreeMap<MediaHash, Developed>,
    refused: Vec<Refusal>,
}

/// What is wrong with a picture itself.
fn refusal(file: String, why: impl ToString) -> Refusal {
    Refusal { file, line: 1, why: why.to_string() }
}

impl Pictures {
    /// Takes a folder's pictures into a library; with `dry_run` they are only looked at. The rows come with [`super::import_with`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take(
        (db, library): (&Db, &Library),
        folder: &Folder,
        root: &Path,
        dry_run: bool,
    ) -> Result<Self, DbError> {
        let mut pictures = Self::default();
        let hashes = folder.hashes();
        for hash in &hashes {
            let wanted = hash.clone();
            let known = db.read(move |conn| find_by_hash(conn, &wanted)).await?;
            let is_kept = || library.read_full(hash).is_ok_and(|kept| kept.is_some());
            // One that was replaced here is refused when its row is looked for.
            if known.is_some_and(|known| known.content_hash != *hash || is_kept()) {
                continue;
            }
            let read = std::fs::read(root.join(file_of(hash))).map_err(MediaError::from);
            match read.and_then(|bytes| library.take_again(bytes, hash, dry_run)) {
                Ok(developed) => drop(pictures.made.insert(hash.clone(), developed)),
                Err(error) => {
                    pictures.refused.push(refusal(file_of(hash), format_args!("cannot be taken: {error}")));
                }
            }
        }
        let told: Vec<String> = hashes.iter().map(file_of).collect();
        let strangers = files_in(root).into_iter().filter(|file| is_picture(file) && !told.contains(file));
        let why = "has no file beside it that says what it shows: write one, or upload it at the desk";
        pictures.refused.extend(strangers.map(|file| refusal(file, why)));
        Ok(pictures)
    }
}

/// What stands in the folder of pictures, if there is one.
fn files_in(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root.join(FOLDER)).into_iter().flatten().flatten();
    let mut files: Vec<String> =
        entries.map(|entry| format!("{FOLDER}/{}", entry.file_name().to_string_lossy())).collect();
    files.sort();
    files
}

/// What a file says of its picture, or the field that is wrong.
fn check(fields: &PictureFile) -> Result<Vec<MediaHash>, (&'static str, String)> {
    let is_inside = |at| (0..=100).contains(&at);
    if !(is_inside(fields.focus.0) && is_inside(fields.focus.1)) {
        return Err(("focus", "lies outside the picture: each number is from 0 to 100".to_owned()));
    }
    let former = fields.former.iter().map(|name| name.parse()).collect::<Result<_, _>>();
    former.map_err(|why: &str| ("former", format!("names no picture: each {why}")))
}

impl Import<'_> {
    /// Takes pictures in, before what shows them.
    pub(super) fn pictures(&mut self, pictures: &Pictures) -> QueryResult<()> {
        self.report.refused.extend(pictures.refused.iter().cloned());
        for (file, text) in self.files(FOLDER) {
            match hash_of(&file) {
                None => self.refuse(&file, &text, "name", "is none: the file is called for the content of its picture"),
                Some(hash) if pictures.refused.iter().any(|refused| refused.file == file_of(&hash)) => {}
                Some(hash) => self.picture(&file, &text, &hash, pictures.made.get(&hash))?,
            }
        }
        Ok(())
    }

    fn picture(&mut self, file: &str, text: &str, hash: &MediaHash, made: Option<&Developed>) -> QueryResult<()> {
        let fields = match parse::<PictureFile>(file, text) {
            Ok((fields, _)) => fields,
            Err(refused) => {
                self.report.refused.push(refused);
                return Ok(());
            }
        };
        let former = match check(&fields) {
            Ok(former) => former,
            Err((field, why)) => {
                self.refuse(file, text, field, &why);
                return Ok(());
            }
        };
        let (actor, now) = (self.actor, self.now);
        match self.conn.transaction(|conn| keep(conn, actor, (hash, made), (&fields, &former), now)) {
            Ok(saved) => self.report.count(saved),
            Err(MediaError::Database(error)) => return Err(error),
            Err(error) => self.report.refused.push(refusal(file_of(hash), error)),
        }
        Ok(())
    }
}

/// Keeps a picture and what is said of it.
fn keep(
    conn: &mut Conn,
    actor: &Actor,
    (hash, made): (&MediaHash, Option<&Developed>),
    (fields, former): (&PictureFile, &[MediaHash]),
    now: Timestamp,
) -> Result<Saved, MediaError> {
    let (media, is_new) = match (find_by_hash(conn, hash)?, made) {
        (Some(known), _) if known.content_hash != *hash => {
            return Err(PictureRefusal::Replaced(known.file_name).into());
        }
        (Some(known), _) => (known, false),
        (None, Some(developed)) => {
            let taken = add_media(conn, actor, developed, &fields.name, now)?;
            (taken.media, taken.is_new)
        }
        (None, None) => return Err(PictureRefusal::Missing.into()),
    };
    let said = Description { alt_text: fields.alt.clone(), is_decorative: fields.decorative, focus: fields.focus };
    let is_said_anew = describe_media(conn, actor, (media.id, media.row_version), &said, now)?;
    let has_former_names = add_former_names(conn, actor, &media, former, now)?;
    Ok(match (is_new, is_said_anew || has_former_names) {
        (true, _) => Saved::Created,
        (false, true) => Saved::Changed,
        (false, false) => Saved::Unchanged,
    })
}
