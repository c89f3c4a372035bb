//! Pictures leave with the content that shows them, and come in again under the same names.
use std::fs;
use std::io::Write;
use std::path::Path;

use lectern::access::Actor;
use lectern::db::Db;
use lectern::media::{
    Description, Developed, Library, add_media, describe_media, find_by_hash, list_former_names, replace_media,
};
use lectern::tokens::{Tokens, sha256_hex};
use lectern::transfer::{Folder, Pictures, Report, export, import_with};
use lectern::types::MediaHash;
use tempfile::TempDir;

use crate::support::academy::{course, small, take, today};
use crate::support::database::fresh;
use crate::support::pictures::jpeg;

fn library(folder: &TempDir) -> Library {
    Library::new(folder.path().join("media"), Tokens::seeded(1))
}

async fn taken(library: &Library, seed: u32) -> Developed {
    let mut upload = library.incoming().unwrap();
    upload.write_all(&jpeg(600, 400, seed)).unwrap();
    library.take_in(upload).await.unwrap().0
}

/// A site with a picture that replaced another and is shown by a course, as its editors see it and as files.
async fn exported() -> (Folder, TempDir, MediaHash, MediaHash) {
    let (database, place) = (fresh(), TempDir::new().unwrap());
    let library = library(&place);
    let (first, second) = (taken(&library, 1).await, taken(&library, 2).await);
    let (former, present) = (first.hash.clone(), second.hash.clone());
    let work = move |conn: &mut _| {
        let actor = Actor::operator();
        let media = add_media(conn, &actor, &first, "Our room.jpg", today()).unwrap().media;
        replace_media(conn, &actor, media.id, &second, today()).unwrap();
        let said = Description { alt_text: Some("Ten desks".to_owned()), is_decorative: false, focus: (10, 90) };
        describe_media(conn, &actor, (media.id, 2), &said, today()).unwrap();
        Ok(())
    };
    database.db.write(work).await.unwrap();
    let mut files = small();
    let shown = format!("hero = \"{present}\"\n");
    files.0.insert("courses/rust.md".to_owned(), course("RS-101", "Rust", &shown));
    assert!(take(&database, &files, today()).await.refused.is_empty());
    let folder = database.db.read(export).await.unwrap();
    let out = TempDir::new().unwrap();
    folder.write(out.path()).unwrap();
    assert!(folder.write_pictures(&library, out.path()).unwrap().is_empty());
    (folder, out, former, present)
}

async fn import_from(db: &Db, library: &Library, root: &Path, dry_run: bool) -> Report {
    let folder = Folder::read(root).unwrap();
    let pictures = Pictures::take((db, library), &folder, root, dry_run).await.unwrap();
    import_with(db, Actor::operator(), (folder, pictures), today(), dry_run).await.unwrap()
}

#[tokio::test]
async fn an_empty_site_gets_the_same_pictures_under_the_same_names() {
    let (folder, out, former, present) = exported().await;
    let (database, place) = (fresh(), TempDir::new().unwrap());
    let library = library(&place);
    let dry = import_from(&database.db, &library, out.path(), true).await;
    assert_eq!((dry.created, &dry.refused[..]), (folder.0.len(), &[][..]), "{dry}");
    assert!(library.read_full(&present).unwrap().is_none(), "a dry run keeps nothing");
    let first = import_from(&database.db, &library, out.path(), false).await;
    assert_eq!((first.created, &first.refused[..]), (folder.0.len(), &[][..]), "{first}");
    assert_eq!(database.db.read(export).await.unwrap(), folder);
    let file = fs::read(out.path().join(format!("media/{present}.webp"))).unwrap();
    assert_eq!(library.read_full(&present).unwrap(), Some(file));
    let media =
        database.db.read(move |conn| find_by_hash(conn, &former)).await.unwrap().expect("its former name leads");
    assert_eq!(
        (media.content_hash.clone(), media.alt(), media.file_name.as_str()),
        (present, "Ten desks", "our-room.webp")
    );
    for form in media.variants() {
        assert!(library.read_form(&media.content_hash, form.width, form.form).unwrap().is_some());
    }
    let again = import_from(&database.db, &library, out.path(), false).await;
    assert_eq!((again.created, again.changed, again.unchanged), (0, 0, folder.0.len()), "{again}");
    assert_eq!(database.db.read(list_former_names).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_picture_that_was_replaced_here_keeps_what_is_said_of_its_successor() {
    let (_, out, former, present) = exported().await;
    let (database, place) = (fresh(), TempDir::new().unwrap());
    let library = library(&place);
    import_from(&database.db, &library, out.path(), false).await;
    let third = taken(&library, 3).await;
    let hash = third.hash.clone();
    let replace = move |conn: &mut _| {
        let id = find_by_hash(conn, &former)?.unwrap().id;
        replace_media(conn, &Actor::operator(), id, &third, today()).unwrap();
        let said = Description { alt_text: Some("Twelve desks".to_owned()), is_decorative: false, focus: (50, 50) };
        describe_media(conn, &Actor::operator(), (id, 3), &said, today()).unwrap();
        Ok(())
    };
    database.db.write(replace).await.unwrap();
    let report = import_from(&database.db, &library, out.path(), false).await;
    let refused: Vec<&str> = report.refused.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(refused, [format!("media/{present}.webp")], "{report}");
    let media = database.db.read(move |conn| find_by_hash(conn, &hash)).await.unwrap().unwrap();
    assert_eq!(media.alt(), "Twelve desks");
}

#[tokio::test]
async fn a_picture_without_words_and_words_out_of_bounds_are_told() {
    let (_, out, _, present) = exported().await;
    let words = out.path().join(format!("media/{present}.md"));
    let text = fs::read_to_string(&words).unwrap();
    fs::write(&words, text.replace("focus = [10, 90]", "focus = [10, 900]")).unwrap();
    fs::write(out.path().join("media/holiday.webp"), b"RIFF").unwrap();
    let (database, place) = (fresh(), TempDir::new().unwrap());
    let report = import_from(&database.db, &library(&place), out.path(), false).await;
    let told: Vec<String> = report.refused.iter().map(|one| one.to_string()).collect();
    assert!(told[0].starts_with("media/holiday.webp:1: has no file beside it"), "{told:?}");
    assert!(told[1].starts_with(&format!("media/{present}.md:")) && told[1].contains("from 0 to 100"), "{told:?}");
}

/// The bytes with another part behind them, as a camera's notes stand in a WebP.
fn with_notes(webp: &[u8]) -> Vec<u8> {
    let mut notes = b"EXIF".to_vec();
    notes.extend_from_slice(&4u32.to_le_bytes());
    notes.extend_from_slice(b"here");
    let length = u32::try_from(webp.len() - 8 + notes.len()).unwrap();
    [b"RIFF", &length.to_le_bytes()[..], &webp[8..], &notes].concat()
}

#[tokio::test]
async fn a_picture_that_is_missing_changed_or_holds_more_is_refused_and_so_is_what_shows_it() {
    let (folder, out, _, present) = exported().await;
    let file = out.path().join(format!("media/{present}.webp"));
    let whole = fs::read(&file).unwrap();
    let changed = [&whole[..whole.len() - 1], b"!"].concat();
    let upload = "Upload the picture at the desk.";
    for (bytes, words) in [(None, "No such file"), (Some(changed), upload), (Some(jpeg(60, 40, 1)), upload)] {
        let (database, place) = (fresh(), TempDir::new().unwrap());
        match bytes {
            Some(bytes) => fs::write(&file, bytes).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        let report = import_from(&database.db, &library(&place), out.path(), false).await;
        let told: Vec<(&str, usize)> = report.refused.iter().map(|one| (one.file.as_str(), one.line)).collect();
        let picture = format!("media/{present}.webp");
        assert_eq!(told.iter().map(|one| one.0).collect::<Vec<_>>(), [picture.as_str(), "courses/rust.md"], "{report}");
        assert!(report.refused[0].why.contains(words), "{report}");
        assert_eq!(report.created, folder.0.len() - 2);
    }
    // Under the name of its own content, so that only what it holds is against it.
    let noted = with_notes(&whole);
    let hash = MediaHash::of_sha256(&sha256_hex(&noted)).unwrap();
    let place = TempDir::new().unwrap();
    let refused = library(&place).take_again(noted, &hash, false).unwrap_err().to_string();
    assert!(refused.contains(upload), "{refused}");
    assert!(library(&place).take_again(whole, &present, false).is_ok(), "without its notes it is taken");
}
