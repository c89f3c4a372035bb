//! The smaller forms that are made later.
use std::time::Duration;

use lectern::db::prelude::*;
use lectern::db::schema::media;
use lectern::media::{Darkroom, Media, find_media};
use lectern::tokens::Tokens;
use lectern::types::PictureForm;

use super::uploaded;
use crate::support::pictures::jpeg;
use crate::support::site::Site;

fn darkroom(site: &Site, seed: u64) -> Darkroom {
    let context = &site.context;
    Darkroom::new(&context.db, &context.library, &context.clock, &Tokens::seeded(seed)).unwrap()
}

async fn found(site: &Site, media: &Media) -> Media {
    let id = media.id;
    site.db().read(move |conn| find_media(conn, id)).await.unwrap().unwrap()
}

#[actix_web::test]
async fn a_picture_gets_its_avif_form_once_and_pages_are_told() {
    let site = Site::empty();
    let media = uploaded(&site, "a.jpg", &jpeg(320, 240, 1)).await;
    let version = site.db().content_version();
    let worker = darkroom(&site, 1);
    assert!(worker.work().await.unwrap());
    let after = found(&site, &media).await;
    assert_eq!(after.avif_state, "made");
    let made: Vec<_> = after.variants().into_iter().filter(|form| form.form == PictureForm::Avif).collect();
    assert_eq!(made.len(), 1, "{:?}", after.variants());
    let bytes = site.context.library.read_form(&media.content_hash, 320, PictureForm::Avif).unwrap().unwrap();
    assert_eq!((&bytes[4..12], bytes.len()), (b"ftypavif".as_slice(), made[0].bytes));
    assert!(bytes.len() < after.variants()[0].bytes);
    assert!(site.db().content_version() > version);
    assert!(!worker.work().await.unwrap(), "it was made twice");
}

async fn lease(site: &Site, media: &Media, minutes: i64) {
    let (id, until) = (media.id, site.clock.now() + chrono::TimeDelta::minutes(minutes));
    let taken = (media::avif_leased_by.eq("another"), media::avif_leased_until.eq(until), media::avif_attempts.eq(1));
    let row = media::table.filter(media::id.eq(id));
    site.db().write(move |conn| diesel::update(row).set(taken).execute(conn)).await.unwrap();
}

#[actix_web::test]
async fn what_another_has_in_hand_is_left_alone_until_its_lease_runs_out() {
    let site = Site::empty();
    let media = uploaded(&site, "a.jpg", &jpeg(24, 16, 1)).await;
    lease(&site, &media, 15).await;
    let worker = darkroom(&site, 1);
    assert!(!worker.work().await.unwrap());
    site.clock.advance(Duration::from_secs(15 * 60));
    assert!(worker.work().await.unwrap());
    assert_eq!(found(&site, &media).await.avif_state, "made");
}

#[actix_web::test]
async fn a_start_frees_what_a_dead_forerunner_had_in_hand() {
    let site = Site::empty();
    let media = uploaded(&site, "a.jpg", &jpeg(24, 16, 1)).await;
    lease(&site, &media, 15).await;
    let worker = darkroom(&site, 1);
    assert_eq!(worker.release_dead_leases().await.unwrap(), 1);
    assert!(worker.work().await.unwrap());
    assert_eq!(found(&site, &media).await.avif_state, "made");
}

#[actix_web::test]
async fn a_picture_whose_file_is_gone_is_given_up_after_three_tries() {
    let site = Site::empty();
    let media = uploaded(&site, "a.jpg", &jpeg(24, 16, 1)).await;
    std::fs::remove_dir_all(site.media_folder()).unwrap();
    let worker = darkroom(&site, 1);
    for state in ["owed", "owed", "failed"] {
        assert!(worker.work().await.is_err());
        assert_eq!(found(&site, &media).await.avif_state, state);
    }
    assert!(!worker.work().await.unwrap());
}
