//! Which dates a visitor is shown, and how each stands.
use lectern::catalogue::{Price, list_all};
use lectern::db::Db;
use lectern::db::prelude::*;
use lectern::schedule::{
    Ahead, DeliveryMode, Listing, TrainingFilter, TrainingState, count_by_city, find_training, list_ahead, list_by_id,
    list_matching, list_sessions, list_upcoming, next_moment, next_of_each,
};
use lectern::types::{Code, Timestamp};

use crate::support::academy::{at, course, holding, noon, small, today, training};
use crate::support::database::TestDatabase;

/// The small academy with these trainings of the course `rust`: code, first day and further lines.
async fn with(trainings: &[(&str, &str, &str)]) -> TestDatabase {
    let mut folder = small();
    for (code, first_day, more) in trainings {
        folder.0.insert(format!("trainings/{code}.md"), training(code, "rust", first_day, more));
    }
    holding(&folder, today()).await
}

async fn upcoming(db: &Db, filter: TrainingFilter, now: Timestamp) -> Vec<String> {
    let rows = db.read(move |conn| list_upcoming(conn, &filter, now, 100)).await.unwrap();
    rows.iter().map(|row| row.code().to_string()).collect()
}

async fn find(db: &Db, code: &str) -> Listing {
    let code: Code = code.parse().unwrap();
    db.read(move |conn| find_training(conn, &code, today())).await.unwrap().unwrap()
}

#[tokio::test]
async fn upcoming_means_ahead_and_not_called_off() {
    let mut all = vec![("PAST", "-7d", ""), ("TODAY", "+0d", ""), ("SOON", "+1d", ""), ("LATER", "+3w mon", "")];
    all.extend([("FULL", "+8d", "seats_taken = 8\n")]);
    let database = with(&all).await;
    assert_eq!(upcoming(&database.db, TrainingFilter::default(), today()).await, ["SOON", "FULL", "LATER"]);
    for (state, stays) in [
        (TrainingState::Confirmed, true),
        (TrainingState::Full, true),
        (TrainingState::Postponed, false),
        (TrainingState::Cancelled, false),
        (TrainingState::Completed, false),
    ] {
        set_state(&database.db, "SOON", state).await;
        let shown = upcoming(&database.db, TrainingFilter::default(), today()).await;
        assert_eq!(shown.contains(&"SOON".to_owned()), stays, "{state}");
    }
}

async fn set_state(db: &Db, code: &'static str, state: TrainingState) {
    use lectern::db::schema::trainings;
    let change = move |conn: &mut _| {
        diesel::update(trainings::table.filter(trainings::code.eq(code))).set(trainings::state.eq(state)).execute(conn)
    };
    assert_eq!(db.write(change).await.unwrap(), 1);
}

#[tokio::test]
async fn a_training_leaves_the_list_in_the_minute_it_starts_and_its_page_changes_once_more_when_it_ends() {
    let database = with(&[("SOON", "+1d", "")]).await;
    let starts = at(2026, 11, 24, 9, 0);
    let before = starts - chrono::Duration::seconds(1);
    assert_eq!(upcoming(&database.db, TrainingFilter::default(), before).await, ["SOON"]);
    assert!(upcoming(&database.db, TrainingFilter::default(), starts).await.is_empty());
    let next = |now| database.db.read(move |conn| next_moment(conn, now));
    let ends = next(starts).await.unwrap().unwrap();
    assert_eq!(next(before).await.unwrap(), Some(starts));
    assert!(ends > starts);
    assert_eq!(next(ends).await.unwrap(), None);
}

#[tokio::test]
async fn a_training_without_a_free_seat_is_full() {
    let database = with(&[
        ("FREE", "+1d", "seats_taken = 5\n"),
        ("TAKEN", "+1d", "seats_taken = 8\n"),
        ("OVER", "+1d", "seats_taken = 9\n"),
        ("OFF", "+1d", "seats_taken = 8\n"),
        ("SHUT", "+1d", "seats_taken = 2\n"),
    ])
    .await;
    set_state(&database.db, "OFF", TrainingState::Cancelled).await;
    set_state(&database.db, "SHUT", TrainingState::Full).await;
    for (code, state, left) in [
        ("FREE", TrainingState::Scheduled, 3),
        ("TAKEN", TrainingState::Full, 0),
        ("OVER", TrainingState::Full, 0),
        ("OFF", TrainingState::Cancelled, 0),
        ("SHUT", TrainingState::Full, 0),
    ] {
        let listing = find(&database.db, code).await;
        assert_eq!((listing.state(), listing.seats_left()), (state, left), "{code}");
    }
}

#[tokio::test]
async fn the_next_date_of_a_course_is_one_with_a_free_seat_if_there_is_any() {
    let mut folder = small();
    folder.0.insert("courses/other.md".to_owned(), course("RS-102", "Other", ""));
    folder.0.insert("courses/bare.md".to_owned(), course("RS-103", "Bare", ""));
    for (code, of, first, more) in [
        ("FULL", "rust", "+1d", "seats_taken = 8\n"),
        ("FREE", "rust", "+5w mon", ""),
        ("LATE", "rust", "+6w mon", ""),
        ("ONLY", "other", "+2w mon", "seats_taken = 8\n"),
        ("ALSO", "other", "+3w mon", "seats_taken = 8\n"),
    ] {
        folder.0.insert(format!("trainings/{code}.md"), training(code, of, first, more));
    }
    let database = holding(&folder, today()).await;
    let next = |conn: &mut _| {
        let ahead = list_ahead(conn, today())?;
        list_by_id(conn, &next_of_each(&ahead))
    };
    let rows = database.db.read(next).await.unwrap();
    let shown: Vec<_> = rows.iter().map(|row| (row.course_slug().as_str(), row.code().as_str())).collect();
    assert_eq!(shown, [("other", "ONLY"), ("rust", "FREE")]);
}

#[tokio::test]
async fn a_filter_leaves_what_it_names() {
    let mut folder = small();
    let in_city = |code: &str, mode: &str| {
        let text = training(code, "rust", "+2w mon", "city = \"durban\"\n");
        text.replace("mode = \"virtual\"", &format!("mode = \"{mode}\""))
    };
    folder.0.insert("trainings/WEB.md".to_owned(), training("WEB", "rust", "+1w mon", ""));
    folder.0.insert("trainings/ROOM.md".to_owned(), in_city("ROOM", "in-person"));
    folder.0.insert("trainings/BOTH.md".to_owned(), in_city("BOTH", "hybrid"));
    let database = holding(&folder, today()).await;
    let slug = |word: &str| Some(word.parse().unwrap());
    let none = TrainingFilter::default;
    let on = |month, day| chrono::NaiveDate::from_ymd_opt(2026, month, day);
    for (filter, left) in [
        (none(), vec!["WEB", "BOTH", "ROOM"]),
        (TrainingFilter { city: slug("durban"), ..none() }, vec!["BOTH", "ROOM"]),
        (TrainingFilter { mode: Some(DeliveryMode::Virtual), ..none() }, vec!["WEB", "BOTH"]),
        (TrainingFilter { mode: Some(DeliveryMode::InPerson), ..none() }, vec!["BOTH", "ROOM"]),
        (TrainingFilter { course: slug("rust"), category: slug("software"), ..none() }, vec!["WEB", "BOTH", "ROOM"]),
        (TrainingFilter { course: slug("other"), ..none() }, vec![]),
        (TrainingFilter { category: slug("other"), ..none() }, vec![]),
        (TrainingFilter { city: slug("other"), ..none() }, vec![]),
        (TrainingFilter { to: on(11, 30), ..none() }, vec!["WEB"]),
        (TrainingFilter { to: on(11, 29), ..none() }, vec![]),
        (TrainingFilter { from: on(11, 30), to: on(11, 30), ..none() }, vec!["WEB"]),
        (TrainingFilter { from: on(12, 1), ..none() }, vec!["BOTH", "ROOM"]),
        (TrainingFilter { from: on(12, 31), to: on(1, 1), ..none() }, vec![]),
    ] {
        let what = format!("{filter:?}");
        assert_eq!(upcoming(&database.db, filter, today()).await, left, "{what}");
    }
    let counts = database.db.read(|conn| count_by_city(conn, today())).await.unwrap();
    assert_eq!(counts.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn days_are_counted_past_weekends_and_said_in_short() {
    let database =
        with(&[("FRI", "2026-12-04", ""), ("EVE", "2026-12-31", ""), ("MID", "2026-12-15", "price = \"500.00\"\n")])
            .await;
    assert_eq!(find(&database.db, "FRI").await.when(), "4–7 Dec 2026");
    assert_eq!(find(&database.db, "EVE").await.when(), "31 Dec 2026 – 4 Jan 2027");
    let listing = find(&database.db, "MID").await;
    assert_eq!(listing.when(), "15–17 Dec 2026");
    assert_eq!(listing.price(), Price::Fixed("500.00".parse().unwrap()), "its own price");
    assert_eq!(find(&database.db, "FRI").await.price().to_string(), "R1\u{a0}000", "its course's price");
    let days = database.db.read(move |conn| list_sessions(conn, listing.id())).await.unwrap();
    assert_eq!(
        days.iter().map(|day| day.starts_at).collect::<Vec<_>>(),
        [at(2026, 12, 15, 9, 0), at(2026, 12, 17, 9, 0)]
    );
    assert_eq!(days[1].ends_at, at(2026, 12, 17, 16, 0));
}

#[tokio::test]
async fn dates_of_a_withdrawn_course_are_not_shown() {
    use lectern::db::schema::courses;
    let database = with(&[("SOON", "+1d", "")]).await;
    let withdraw = |conn: &mut _| diesel::update(courses::table).set(courses::state.eq("draft")).execute(conn);
    database.db.write(withdraw).await.unwrap();
    assert!(upcoming(&database.db, TrainingFilter::default(), today()).await.is_empty());
    let code: Code = "SOON".parse().unwrap();
    assert!(database.db.read(move |conn| find_training(conn, &code, today())).await.unwrap().is_none());
    let ids = database.db.read(|conn| list_matching(conn, &TrainingFilter::default(), noon(2026, 1, 1))).await.unwrap();
    assert!(ids.is_empty());
    let read = |conn: &mut _| Ok((list_ahead(conn, noon(2026, 1, 1))?, list_all(conn, today())?));
    let (ahead, courses) = database.db.read(read).await.unwrap();
    assert!(ahead.is_empty() && courses.is_empty());
}

#[tokio::test]
async fn what_lies_ahead_is_what_has_not_begun_with_what_was_called_off() {
    let all = [
        ("PAST", "-7d", ""),
        ("TODAY", "+0d", ""),
        ("SOON", "+1d", "seats_taken = 8\n"),
        ("OFF", "+2d", ""),
        ("LATER", "+9d", ""),
    ];
    let database = with(&all).await;
    set_state(&database.db, "OFF", TrainingState::Cancelled).await;
    let read =
        |conn: &mut _| Ok((list_ahead(conn, today())?, list_matching(conn, &TrainingFilter::default(), today())?));
    let (ahead, matching) = database.db.read(read).await.unwrap();
    let ids: Vec<_> = ahead.iter().map(|one| one.id).collect();
    let rows = database.db.read(move |conn| list_by_id(conn, &ids)).await.unwrap();
    let codes: Vec<_> = rows.iter().map(|row| row.code().to_string()).collect();
    assert_eq!(codes, ["SOON", "OFF", "LATER"]);
    assert_eq!(ahead, rows.iter().map(Ahead::from).collect::<Vec<_>>(), "both ways to it say the same");
    let open: Vec<_> = ahead.iter().filter(|one| !one.state.is_off()).map(|one| one.id).collect();
    assert_eq!(open, matching);
    assert_eq!(next_of_each(&ahead), [rows[2].id()], "one with a free seat");
    assert_eq!(next_of_each(&ahead[..2]), [rows[0].id()], "a full one where there is no other");
    set_state(&database.db, "LATER", TrainingState::Completed).await;
    assert_eq!(database.db.read(|conn| list_ahead(conn, today())).await.unwrap().len(), 2);
}
