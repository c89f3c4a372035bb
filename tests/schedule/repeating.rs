//! A training given again elsewhere or later, prices of many, seats, and what an editor is warned of.
use lectern::access::{Actor, Role, UserId};
use lectern::db::{Conn, Db};
use lectern::schedule::{
    Copy, PriceChange, Read, Repetition, change_prices, change_seats, find_held, list_warnings, load_training,
    read_amount, read_percent, repeat_training,
};
use lectern::site::{Save, SaveError};
use lectern::transfer::Folder;
use lectern::types::{Money, Timestamp};

use crate::support::academy::{holding, noon, small, today, training};

fn venue(city: &str, capacity: i32) -> String {
    format!(
        "+++\ntitle = \"{city} Hall\"\ncity = \"{city}\"\naddress = \"a\"\ncapacity = {capacity}\nlandmark = \"l\"\nparking = \"p\"\n\
         transport = \"t\"\naccess = \"a\"\n+++\n"
    )
}

/// The small academy with a second city, a hall in Durban, and these trainings: code, first day, further lines.
fn folder(trainings: &[(&str, &str, &str)]) -> Folder {
    let mut folder = small();
    let soweto = folder.0["cities/durban.md"].replace("Durban", "Soweto").replace("DBN", "SWT");
    folder.0.insert("cities/soweto.md".to_owned(), soweto);
    folder.0.insert("venues/durban-hall.md".to_owned(), venue("durban", 10));
    for (code, first_day, more) in trainings {
        let mut file = training(code, "rust", first_day, more);
        if more.contains("city") {
            file = file.replace("virtual", "in-person");
        }
        folder.0.insert(format!("trainings/{code}.md"), file);
    }
    folder
}

async fn repeat(db: &Db, code: &str, wanted: Repetition) -> Save<Vec<Copy>> {
    let code = code.parse().unwrap();
    db.attempt(move |conn| repeat_training(conn, &Actor::operator(), &code, &wanted, today())).await.unwrap()
}

fn days(copy: &Copy) -> Vec<String> {
    copy.content.sessions.iter().map(|session| session.day.to_string()).collect()
}

fn weeks(every: i64, times: i64) -> Repetition {
    Repetition { every, times, ..Repetition::default() }
}

#[tokio::test]
async fn a_training_is_repeated_in_later_weeks_and_passes_over_public_holidays() {
    // Monday 22 March 2027 is a public holiday, because Human Rights Day falls on the Sunday before.
    let academy =
        holding(&folder(&[("RS-101-WEB-01", "2027-02-22", "trainer = \"naledi\"\nseats_taken = 3\n")]), today()).await;
    let copies = repeat(&academy.db, "RS-101-WEB-01", weeks(4, 2)).await.unwrap();
    assert_eq!(
        copies.iter().map(|copy| copy.content.code.as_str()).collect::<Vec<_>>(),
        ["RS-101-WEB-02", "RS-101-WEB-03"]
    );
    assert_eq!(days(&copies[0]), ["2027-03-23", "2027-03-24"]);
    assert!(
        copies[0].notes[0].starts_with("Mon 22 Mar is Public holiday, so the class is on Tue 23 Mar"),
        "{:?}",
        copies[0].notes
    );
    assert_eq!(days(&copies[1]), ["2027-04-19", "2027-04-20"]);
    assert_eq!((copies[1].content.seats_taken, copies[1].content.sessions[0].trainer.clone()), (0, None));
    let kept = Repetition { keeps_trainer: true, ..weeks(4, 1) };
    let copies = repeat(&academy.db, "RS-101-WEB-01", kept).await.unwrap();
    assert_eq!(copies[0].content.code.as_str(), "RS-101-WEB-04");
    assert_eq!(copies[0].content.sessions[0].trainer.as_ref().unwrap().as_str(), "naledi");
}

#[tokio::test]
async fn a_training_is_repeated_in_other_cities_with_their_venue() {
    let academy = holding(&folder(&[("RS-101-WEB-01", "2027-02-01", "")]), today()).await;
    let places = vec![Some("durban".parse().unwrap()), Some("soweto".parse().unwrap()), None];
    let copies = repeat(&academy.db, "RS-101-WEB-01", Repetition { places, ..weeks(1, 0) }).await.unwrap();
    let said: Vec<_> = copies
        .iter()
        .map(|copy| (copy.content.code.to_string(), copy.content.venue.as_ref().map(ToString::to_string)))
        .collect();
    assert_eq!(
        said,
        [("RS-101-DBN-01".to_owned(), Some("durban-hall".to_owned())), ("RS-101-SWT-01".to_owned(), None)]
    );
}

#[tokio::test]
async fn a_repetition_of_nothing_or_far_too_much_is_refused() {
    let academy = holding(&folder(&[("RS-101-WEB-01", "2027-02-01", "")]), today()).await;
    let unknown = Repetition { places: vec![Some("atlantis".parse().unwrap())], ..weeks(1, 0) };
    for wanted in [weeks(4, 0), weeks(0, 1), weeks(53, 1), weeks(1, 53), weeks(1, -1), unknown] {
        assert!(
            matches!(repeat(&academy.db, "RS-101-WEB-01", wanted.clone()).await, Err(SaveError::Refused { .. })),
            "{wanted:?}"
        );
    }
    assert!(matches!(repeat(&academy.db, "NONE", weeks(1, 1)).await, Err(SaveError::Refused { field: "code", .. })));
}

async fn warnings(db: &Db, code: &str, now: Timestamp) -> Vec<String> {
    let code = code.parse().unwrap();
    let read = move |conn: &mut Conn| {
        let id = find_held(conn, &code)?.unwrap().id;
        Ok(list_warnings(conn, &[id], now)?.remove(&id).unwrap_or_default())
    };
    db.read(read).await.unwrap()
}

#[tokio::test]
async fn an_editor_is_warned_of_clashes_holidays_past_days_and_rooms_that_are_too_small() {
    let hall = "city = \"durban\"\nvenue = \"durban-hall\"\n";
    let session = |room: &str| {
        format!(
            "{hall}[[sessions]]\nday = \"2027-05-03\"\nstarts = \"09:00:00\"\nends = \"16:00:00\"\nroom = \"{room}\"\n"
        )
    };
    let academy = holding(
        &folder(&[
            ("T-1", "2027-02-01", "trainer = \"naledi\"\n"),
            ("T-2", "2027-02-02", "trainer = \"naledi\"\n"),
            ("T-3", "2027-02-03", "trainer = \"naledi\"\n"),
            ("V-1", "2027-04-05", hall),
            ("V-2", "2027-04-05", hall),
            ("R-1", "2027-05-04", &session("Blue")),
            ("R-2", "2027-05-05", &session("blue ")),
            ("R-3", "2027-05-06", &session("Red")),
            ("H-1", "2027-06-15", ""),
            ("C-1", "2027-07-05", &format!("{hall}seats_taken = 12\n")),
            ("D-1", "2027-08-02", "seats_minimum = 4\ndecide_by = \"2026-11-20\"\n"),
        ]),
        today(),
    )
    .await;
    let said = async |code| warnings(&academy.db, code, today()).await;
    assert_eq!(said("T-1").await, ["Naledi also teaches T-2 at that time."]);
    assert_eq!(said("T-2").await.len(), 2);
    assert_eq!(said("V-1").await, ["V-2 is also at durban Hall at that time; name the room of both."]);
    assert_eq!(said("R-1").await[0], "Blue at durban Hall is also used by R-2 at that time.");
    assert!(said("R-3").await.iter().all(|warning| !warning.starts_with("Red")), "another room is free");
    let moved = warnings(&academy.db, "H-1", today()).await;
    assert_eq!(moved, Vec::<String>::new(), "counted days pass over Youth Day");
    assert_eq!(said("C-1").await, ["12 seats are taken, and there are 8."]);
    assert_eq!(said("D-1").await, ["The day to decide is past: 0 of 4 seats are taken."]);
    assert_eq!(
        warnings(&academy.db, "T-1", noon(2027, 3, 1)).await,
        ["Its days are past: set it to completed.", "Naledi also teaches T-2 at that time."]
    );
    let rows = lectern::schedule::read_sheet("code,first_day,seats\nH-1,2027-06-16,\nC-1,,30\n").unwrap();
    let take = move |conn: &mut Conn| lectern::schedule::take_sheet(conn, &Actor::operator(), &rows, today());
    let verdicts = academy.db.attempt(take).await.unwrap().unwrap();
    assert_eq!(verdicts[0].warnings, ["Wed 16 Jun is Youth Day."]);
    assert_eq!(verdicts[1].warnings, ["durban Hall holds 10, fewer than the 30 seats."]);
}

#[tokio::test]
async fn seats_go_up_and_down_and_never_below_none_or_above_all() {
    let academy = holding(&folder(&[("T-1", "2027-02-01", "seats_taken = 7\n")]), today()).await;
    let change = async |by: i32, role: Option<Role>| {
        let actor = role.map_or_else(Actor::operator, |role| Actor::signed_in(UserId(1), "x".to_owned(), role));
        academy.db.attempt(move |conn| change_seats(conn, &actor, &"T-1".parse().unwrap(), by, today())).await.unwrap()
    };
    assert!(matches!(change(1, Some(Role::Staff)).await, Err(SaveError::Denied(_))));
    assert!(matches!(change(1, None).await, Ok(8)));
    let full = change(1, None).await;
    assert!(
        matches!(&full, Err(SaveError::Refused { field: "seats_taken", why }) if why.contains("8 seats in all")),
        "{full:?}"
    );
    for left in (0..8).rev() {
        assert!(matches!(change(-1, None).await, Ok(taken) if taken == left));
    }
    assert!(matches!(change(-1, None).await, Err(SaveError::Refused { .. })));
}

#[tokio::test]
async fn prices_change_by_percent_or_amount_or_to_one_and_only_as_they_were_read() {
    let academy =
        holding(&folder(&[("T-1", "2027-02-01", "price = \"999.00\"\n"), ("T-2", "2027-03-01", "")]), today()).await;
    let change = async |version: i64, how: PriceChange| {
        let reads: Vec<Read> = ["T-1", "T-2"].map(|code| Read { code: code.parse().unwrap(), version }).to_vec();
        let done = academy.db.attempt(move |conn| change_prices(conn, &Actor::operator(), &reads, how, today())).await;
        let cents = |money: Option<Money>| money.map(Money::cents);
        done.unwrap().unwrap().into_iter().map(|one| one.after.map(cents)).collect::<Vec<_>>()
    };
    assert_eq!(change(1, PriceChange::Percent(1_000)).await, [Ok(Some(109_900)), Ok(Some(110_000))], "to whole rand");
    let stale = change(1, PriceChange::Percent(1_000)).await;
    assert!(stale.iter().all(|one| one.as_ref().is_err_and(|why| why.contains("somebody else"))), "{stale:?}");
    assert_eq!(change(2, PriceChange::Amount(-100_000)).await, [Ok(Some(9_900)), Ok(Some(10_000))]);
    assert!(change(3, PriceChange::Amount(-100_000)).await.iter().all(Result::is_err), "less than nothing");
    assert_eq!(change(3, PriceChange::Set(Money::from_cents(5_000))).await, [Ok(Some(5_000)), Ok(Some(5_000))]);
    assert_eq!(change(4, PriceChange::AsTheCourse).await, [Ok(Some(100_000)), Ok(Some(100_000))]);
    let own = academy.db.read(|conn| load_training(conn, &"T-1".parse().unwrap())).await.unwrap().unwrap();
    assert_eq!(own.price, None);
}

#[test]
fn percentages_and_amounts_may_go_down() {
    let percents =
        [("5", Some(500)), ("-12.5", Some(-1_250)), ("+3,25 %", Some(325)), ("", None), ("ten", None), ("1.234", None)];
    for (text, wanted) in percents {
        assert_eq!(read_percent(text), wanted, "{text}");
    }
    for (text, wanted) in [("500", Some(50_000)), ("-1 250.50", Some(-125_050)), ("−R20", Some(-2_000)), ("x", None)]
    {
        assert_eq!(read_amount(text), wanted, "{text}");
    }
}
