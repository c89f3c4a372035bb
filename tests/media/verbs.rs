//! What editors do with pictures.
use lectern::access::{Actor, Permission, Role, UserId};
use lectern::db::prelude::*;
use lectern::db::schema::audit;
use lectern::media::{
    Choice, Description, Developed, Media, MediaError, Refusal, Turn, add_former_names, add_media, describe_media,
    list_media, list_uses, remove_media, replace_media, undecided_pictures,
};
use std::io::Write;

use super::uploaded;
use crate::support::pictures::jpeg;
use crate::support::site::Site;

async fn developed(site: &Site, bytes: &[u8]) -> (Developed, Turn) {
    let mut file = site.context.library.incoming().unwrap();
    file.write_all(bytes).unwrap();
    site.context.library.take_in(file).await.unwrap()
}

async fn replace(site: &Site, media: &Media, bytes: &[u8]) -> Result<bool, MediaError> {
    let (developed, _turn) = developed(site, bytes).await;
    let (id, now) = (media.id, site.clock.now());
    let replaced =
        site.db().attempt(move |conn| replace_media(conn, &Actor::operator(), id, &developed, now)).await.unwrap();
    replaced.map(|former| former.is_some())
}

async fn remove(site: &Site, media: &Media) -> Result<(), MediaError> {
    let (id, now) = (media.id, site.clock.now());
    site.db().attempt(move |conn| remove_media(conn, &Actor::operator(), id, now)).await.unwrap().map(|_| ())
}

async fn write_about(site: &Site, markdown: &str) {
    site.edit("pages/about.md", "The text of About.", markdown).await;
}

#[actix_web::test]
async fn a_picture_knows_where_it_is_used_and_goes_only_when_it_is_not() {
    let site = Site::academy();
    let (used, unused) =
        (uploaded(&site, "a.jpg", &jpeg(60, 40, 1)).await, uploaded(&site, "b.jpg", &jpeg(60, 40, 2)).await);
    write_about(&site, &used.markdown()).await;
    let uses = site.db().read(list_uses).await.unwrap();
    assert_eq!(uses[&used.id].iter().map(|at| (at.kind, at.slug.as_str())).collect::<Vec<_>>(), [("page", "about")]);
    assert!(!uses.contains_key(&unused.id));
    let refused = remove(&site, &used).await.unwrap_err();
    assert_eq!(refused.to_string(), "The picture is used in one place. Take it out there first.");
    remove(&site, &unused).await.unwrap();
    write_about(&site, "No picture.").await;
    remove(&site, &used).await.unwrap();
    assert!(matches!(remove(&site, &used).await, Err(MediaError::Stale)));
}

#[actix_web::test]
async fn a_replaced_picture_keeps_its_references() {
    let site = Site::academy();
    let media = uploaded(&site, "a.jpg", &jpeg(60, 40, 1)).await;
    write_about(&site, &media.markdown()).await;
    assert!(replace(&site, &media, &jpeg(90, 40, 2)).await.unwrap());
    assert!(!replace(&site, &media, &jpeg(90, 40, 2)).await.unwrap(), "the same file again changes nothing");
    let uses = site.db().read(list_uses).await.unwrap();
    assert_eq!(uses[&media.id].len(), 1);
    let page = site.get("/about").await.html;
    assert!(page.contains("width=\"90\"") && !page.contains(media.content_hash.as_str()), "{page}");
    site.context.library.forget(&site.context.library.turn().await.unwrap(), &media.content_hash).unwrap();
    let moved = site.get(&media.address()).await;
    assert_eq!((moved.status, moved.header("cache-control")), (302, "no-cache"));
    assert_eq!(site.get(moved.header("location")).await.status, 200);
}

#[actix_web::test]
async fn a_file_that_is_there_already_or_was_replaced_makes_no_second_meaning() {
    let site = Site::empty();
    let (one, other) =
        (uploaded(&site, "one.jpg", &jpeg(60, 40, 1)).await, uploaded(&site, "other.jpg", &jpeg(60, 40, 2)).await);
    let known = replace(&site, &one, &jpeg(60, 40, 2)).await.unwrap_err();
    assert!(matches!(&known, MediaError::Refused(Refusal::Known(name)) if *name == other.file_name), "{known}");
    assert!(replace(&site, &one, &jpeg(60, 40, 3)).await.unwrap());
    let again = super::upload(&site, "again.jpg", &jpeg(60, 40, 1)).await.unwrap_err();
    assert!(matches!(&again, MediaError::Refused(Refusal::Replaced(name)) if *name == one.file_name), "{again}");
    // Back to what it was first.
    assert!(replace(&site, &one, &jpeg(60, 40, 1)).await.unwrap());
    assert_eq!(site.get(&one.address()).await.status, 200);
}

fn said(alt: Option<&str>, is_decorative: bool) -> Description {
    Description { alt_text: alt.map(str::to_owned), is_decorative, focus: (50, 50) }
}

async fn describe(site: &Site, media: &Media, version: i64, description: Description) -> Result<bool, MediaError> {
    let (id, now) = (media.id, site.clock.now());
    site.db()
        .attempt(move |conn| describe_media(conn, &Actor::operator(), (id, version), &description, now))
        .await
        .unwrap()
}

#[actix_web::test]
async fn a_description_that_somebody_else_changed_meanwhile_is_not_overwritten() {
    let site = Site::empty();
    let media = uploaded(&site, "a.jpg", &jpeg(60, 40, 1)).await;
    assert!(describe(&site, &media, 1, said(Some("A room"), false)).await.unwrap());
    assert!(matches!(describe(&site, &media, 1, said(Some("A hall"), false)).await, Err(MediaError::Stale)));
    assert!(!describe(&site, &media, 2, said(Some("A room"), false)).await.unwrap());
}

#[actix_web::test]
async fn pictures_without_a_decision_and_without_a_use_are_found() {
    let site = Site::empty();
    let (plain, told, adorning) = (
        uploaded(&site, "plain.jpg", &jpeg(60, 40, 1)).await,
        uploaded(&site, "100%_told.jpg", &jpeg(60, 40, 2)).await,
        uploaded(&site, "adorning.jpg", &jpeg(60, 40, 3)).await,
    );
    describe(&site, &told, 1, said(Some("Ten people in a Hall"), false)).await.unwrap();
    describe(&site, &adorning, 1, said(None, true)).await.unwrap();
    let list = async |choice, words: &'static str| {
        let (found, count) = site.db().read(move |conn| list_media(conn, choice, words, (1, 2))).await.unwrap();
        (found.into_iter().map(|media| media.id).collect::<Vec<_>>(), count)
    };
    assert_eq!(list(Choice::All, "").await, (vec![adorning.id, told.id], 3));
    assert_eq!(list(Choice::WithoutAlt, "").await, (vec![plain.id], 1));
    assert_eq!(list(Choice::Unused, "").await, (vec![adorning.id, told.id], 3));
    assert_eq!(list(Choice::All, "hall").await, (vec![told.id], 1));
    assert_eq!(list(Choice::All, "told").await, (vec![told.id], 1));
    assert_eq!(list(Choice::All, "%").await, (vec![], 0));
    let body = format!("![]({}) ![Words]({}) ![]({})", plain.address(), plain.address(), adorning.address());
    let undecided = site.db().read(move |conn| undecided_pictures(conn, &body)).await.unwrap();
    assert_eq!(undecided.iter().map(|media| media.id).collect::<Vec<_>>(), [plain.id]);
    let said = format!("![Words]({})", plain.address());
    assert!(site.db().read(move |conn| undecided_pictures(conn, &said)).await.unwrap().is_empty());
}

#[actix_web::test]
async fn every_verb_asks_for_the_permission_to_write_content_and_is_audited() {
    let site = Site::empty();
    let media = uploaded(&site, "a.jpg", &jpeg(60, 40, 1)).await;
    let (developed, turn) = developed(&site, &jpeg(60, 40, 2)).await;
    drop(turn);
    let (id, now, media_of_id) = (media.id, site.clock.now(), media.clone());
    let refused = site.db().write(move |conn| {
        let staff = Actor::signed_in(UserId(1), "Staff".to_owned(), Role::Staff);
        assert!(!staff.may(Permission::Content));
        let errors = [
            add_media(conn, &staff, &developed, "b", now).map(|_| ()),
            replace_media(conn, &staff, id, &developed, now).map(|_| ()),
            describe_media(conn, &staff, (id, 1), &said(None, true), now).map(|_| ()),
            remove_media(conn, &staff, id, now).map(|_| ()),
            add_former_names(conn, &staff, &media_of_id, &[], now).map(|_| ()),
        ];
        Ok(errors.iter().filter(|error| matches!(error, Err(MediaError::Denied(_)))).count())
    });
    assert_eq!(refused.await.unwrap(), 5);
    describe(&site, &media, 1, said(Some("A room"), false)).await.unwrap();
    replace(&site, &media, &jpeg(60, 40, 3)).await.unwrap();
    remove(&site, &media).await.unwrap();
    let acts = site.db().read(|conn| {
        audit::table.filter(audit::subject_kind.eq("media")).order(audit::id).select(audit::action).load::<String>(conn)
    });
    assert_eq!(acts.await.unwrap(), ["create", "change", "replace", "delete"]);
}
