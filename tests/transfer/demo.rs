//! The demo academy is what it is said to be, on whatever day it is taken in.
use lectern::access::Actor;
use lectern::blog::{list_post_slugs, load_post};
use lectern::catalogue::{
    PriceKind, list_categories, list_course_slugs, list_path_slugs, list_topic_slugs, load_course, load_path,
};
use lectern::db::prelude::*;
use lectern::db::schema::trainings;
use lectern::schedule::{
    DeliveryMode, TrainingFilter, list_cities, list_matching, list_trainer_slugs, list_upcoming, list_venues,
};
use lectern::site::list_pages;
use lectern::transfer::{Folder, import_into};
use lectern::types::{Markdown, Timestamp};

use crate::support::academy::{academy, noon, today};
use crate::support::database::fresh;

#[tokio::test]
async fn the_catalogue_is_whole() {
    let academy = academy().await;
    let look = |conn: &mut _| {
        let slugs = list_course_slugs(conn)?;
        let courses: Vec<_> = slugs.iter().map(|slug| load_course(conn, slug).unwrap().unwrap()).collect();
        Ok((courses, list_categories(conn)?, list_topic_slugs(conn)?))
    };
    let (courses, categories, topics) = academy.db.read(look).await.unwrap();
    assert!(courses.len() >= 28 && topics.len() >= 30, "{} courses, {} topics", courses.len(), topics.len());
    assert_eq!(categories.len(), 7);
    for category in categories {
        assert!(courses.iter().any(|course| course.category == category.slug), "{} is empty", category.title);
    }
    for course in courses {
        let lists = [&course.outcomes, &course.audience, &course.prerequisites, &course.included];
        assert!(lists.iter().all(|list| list.len() >= 3), "{}", course.title);
        assert!(course.questions.len() >= 3 && course.topics.len() >= 2, "{}", course.title);
        let parts = if course.days == 1 { 3 } else { course.days };
        assert_eq!(i32::try_from(course.outline.len()), Ok(parts), "{}", course.title);
        let asked = course.price_kind == PriceKind::OnRequest;
        assert!(course.price.is_some_and(|price| price.cents() > 0) != asked, "{}", course.title);
        assert!((60..=140).contains(&course.summary.chars().count()), "{}: {}", course.title, course.summary.len());
        assert!(!course.body.is_empty() && !course.description.is_empty(), "{}", course.title);
    }
}

#[tokio::test]
async fn five_paths_lead_through_the_catalogue() {
    let academy = academy().await;
    let look = |conn: &mut _| {
        let slugs = list_path_slugs(conn)?;
        Ok(slugs.iter().map(|slug| load_path(conn, slug).unwrap().unwrap()).collect::<Vec<_>>())
    };
    let paths = academy.db.read(look).await.unwrap();
    assert_eq!(paths.len(), 5);
    assert!(paths.iter().any(|path| path.title == "Backend developer"));
    assert!(paths.iter().all(|path| path.steps.len() >= 3 && !path.topics.is_empty()));
}

#[tokio::test]
async fn nine_cities_have_venues_and_twelve_trainers_teach() {
    let academy = academy().await;
    let look = |conn: &mut _| {
        let cities = list_cities(conn)?;
        let venues: Vec<_> = cities.iter().map(|city| list_venues(conn, city.id).unwrap().len()).collect();
        Ok((cities, venues, list_trainer_slugs(conn)?))
    };
    let (cities, venues, trainers) = academy.db.read(look).await.unwrap();
    assert_eq!((cities.len(), trainers.len()), (9, 12));
    assert!(venues.iter().all(|count| *count >= 1), "{venues:?}");
    let gqeberha = cities.iter().find(|city| city.slug.as_str() == "gqeberha").unwrap();
    assert!(gqeberha.aliases().any(|alias| alias == "Port Elizabeth"));
}

#[tokio::test]
async fn sixteen_posts_have_substance() {
    let academy = academy().await;
    let look = |conn: &mut _| {
        let slugs = list_post_slugs(conn)?;
        Ok(slugs.iter().map(|slug| load_post(conn, slug).unwrap().unwrap()).collect::<Vec<_>>())
    };
    let posts = academy.db.read(look).await.unwrap();
    assert_eq!(posts.len(), 16);
    for post in &posts {
        let words = Markdown(&post.body).render().words;
        assert!((600..=1500).contains(&words), "{}: {words} words", post.title);
        assert!(post.author.is_some() && post.published.is_some() && !post.topics.is_empty(), "{}", post.title);
    }
    let backend = posts.iter().find(|post| post.title == "What is a backend developer?").unwrap();
    let html = Markdown(&backend.body).render().html.to_string();
    for part in ["<blockquote>", "<dl>", "<ol>", "South Africa", "{{contact}}"] {
        assert!(html.contains(part), "{part}");
    }
    let list = html.split("<ol>").nth(1).unwrap().split("</ol>").next().unwrap();
    assert_eq!(list.matches("<li id=").count(), 10, "ten numbered points, each with an anchor");
}

#[tokio::test]
async fn the_law_s_pages_are_there() {
    let academy = academy().await;
    let slugs: Vec<String> =
        academy.db.read(list_pages).await.unwrap().iter().map(|(slug, _)| slug.to_string()).collect();
    for page in ["about", "privacy", "cookies", "paia", "terms"] {
        assert!(slugs.iter().any(|slug| slug == page), "{page} is not among {slugs:?}");
    }
}

#[tokio::test]
async fn dates_come_in_every_kind() {
    let academy = academy().await;
    let count = academy.db.read(|conn| trainings::table.count().get_result::<i64>(conn)).await.unwrap();
    assert!(count >= 120, "{count}");
    let all = academy.db.read(|conn| list_upcoming(conn, &TrainingFilter::default(), today(), 999)).await.unwrap();
    assert!(all.iter().any(|row| row.seats_left() == 0), "some are full");
    for mode in [DeliveryMode::Virtual, DeliveryMode::InPerson] {
        assert!(all.iter().filter(|row| row.mode() == mode).count() >= 10, "{mode}");
    }
    assert!(all.iter().all(|row| row.mode() == DeliveryMode::Virtual || row.venue().is_some()));
}

/// One database serves all days: each import is undone.
#[tokio::test]
async fn at_least_90_dates_lie_ahead_on_whatever_day_it_is_taken_in() {
    let mut days: Vec<Timestamp> = (0..7).map(|step| noon(2026, 11, 23) + chrono::Duration::days(step * 101)).collect();
    days.extend([noon(2026, 12, 24), noon(2027, 12, 24), noon(2028, 2, 29)]);
    assert_eq!(days.len(), 10);
    let database = fresh();
    for now in days {
        let take = move |conn: &mut lectern::db::Conn| {
            let mut seen = None;
            let undone = conn.transaction(|conn| {
                let report = import_into(conn, &Actor::operator(), &Folder::demo(), now)?;
                seen = Some((report, list_matching(conn, &TrainingFilter::default(), now)?.len()));
                Err::<(), _>(diesel::result::Error::RollbackTransaction)
            });
            assert_eq!(undone, Err(diesel::result::Error::RollbackTransaction));
            Ok(seen.unwrap())
        };
        let (report, ahead) = database.db.write(take).await.unwrap();
        let on = now.home_day();
        assert!(report.refused.is_empty(), "{on}: {report}");
        assert!(ahead >= 90, "{on}: {ahead} lie ahead");
    }
}
