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
    Description, Developed, Library, Media, MediaError, Refusal as PictureRefusal, add_former_names, add_media,
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
    name.starts_with("media/") && name.ends_with(".webp")
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
    refused: BTreeMap<MediaHash, String>,
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
        for hash in folder.hashes() {
            let wanted = hash.clone();
            let is_known = db.read(move |conn| find_by_hash(conn, &wanted)).await?.is_some();
            if is_known && library.read_full(&hash).is_ok_and(|kept| kept.is_some()) {
                continue;
            }
            let read = std::fs::read(root.join(file_of(&hash))).map_err(MediaError::from);
            match read.and_then(|bytes| library.take_again(bytes, &hash, dry_run)) {
                Ok(developed) => drop(pictures.made.insert(hash, developed)),
                Err(error) => drop(pictures.refused.insert(hash, format!("cannot be taken: {error}"))),
            }
        }
        Ok(pictures)
    }
}

impl Import<'_> {
    /// Takes pictures in, before what shows them.
    pub(super) fn pictures(&mut self, pictures: &Pictures) -> QueryResult<()> {
        for (file, text) in self.files(FOLDER) {
            let Some(hash) = hash_of(&file) else {
                self.refuse(&file, &text, "name", "is none: the file is called for the content of its picture");
                continue;
            };
            let fields = match parse::<PictureFile>(&file, &text) {
                Ok((fields, _)) => fields,
                Err(refusal) => {
                    self.report.refused.push(refusal);
                    continue;
                }
            };
            let former = match fields.former.iter().map(|name| name.parse()).collect::<Result<Vec<MediaHash>, _>>() {
                Ok(former) => former,
                Err(why) => {
                    self.refuse(&file, &text, "former", &format!("names no picture: each {why}"));
                    continue;
                }
            };
            let refuse = |why: String| Refusal { file: file_of(&hash), line: 1, why };
            if let Some(why) = pictures.refused.get(&hash) {
                self.report.refused.push(refuse(why.clone()));
                continue;
            }
            let (actor, now) = (self.actor, self.now);
            let picture = (&hash, pictures.made.get(&hash));
            let kept = self.conn.transaction(|conn| keep(conn, actor, picture, (&fields, &former), now));
            match kept {
                Ok(saved) => self.report.count(saved),
                Err(MediaError::Database(error)) => return Err(error),
                Err(error) => self.report.refused.push(refuse(error.to_string())),
            }
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
        (Some(known), _) => (known, false),
        (None, Some(developed)) => {
            let taken = add_media(conn, actor, developed, &fields.name, now)?;
            (taken.media, taken.is_new)
        }
        (None, None) => return Err(PictureRefusal::Missing.into()),
    };
    let Media { id, row_version, .. } = media;
    let said = Description { alt_text: fields.alt.clone(), is_decorative: fields.decorative, focus: fields.focus };
    let is_said_anew = describe_media(conn, actor, (id, row_version), &said, now)?;
    let has_former_names = add_former_names(conn, id, former, now)?;
    Ok(match (is_new, is_said_anew || has_former_names) {
        (true, _) => Saved::Created,
        (false, true) => Saved::Changed,
        (false, false) => Saved::Unchanged,
    })
}
