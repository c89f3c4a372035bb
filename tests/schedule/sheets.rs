//! Trainings as rows of a spreadsheet.
use lectern::access::{Actor, Permission, Role, UserId};
use lectern::db::Db;
use lectern::schedule::{
    DeliveryMode, TrainingContent, TrainingState, Verdict, load_training, read_day, read_money, read_sheet, take_sheet,
};
use lectern::site::{SaveError, Saved};
use lectern::transfer::{Report, import_trainings};

use crate::support::academy::{holding, small, today, training};
use crate::support::database::TestDatabase;

async fn academy() -> TestDatabase {
    let mut folder = small();
    folder.0.insert("trainings/RS-101-WEB-01.md".to_owned(), training("RS-101-WEB-01", "rust", "2027-02-01", ""));
    holding(&folder, today()).await
}

async fn take(db: &Db, text: &str) -> Vec<Verdict> {
    let rows = read_sheet(text).unwrap();
    db.attempt(move |conn| take_sheet(conn, &Actor::operator(), &rows, today())).await.unwrap().unwrap()
}

async fn load(db: &Db, code: &str) -> Option<TrainingContent> {
    let code = code.parse().unwrap();
    db.read(move |conn| load_training(conn, &code)).await.unwrap()
}

fn fates(verdicts: &[Verdict]) -> Vec<Result<Saved, &'static str>> {
    verdicts.iter().map(|verdict| verdict.fate.clone().map_err(|(field, _)| field)).collect()
}

const ROWS: &str = "code\tcourse\tcity\tfirst_day\tdays\thours\ttrainer\tseats\ttaken\tmin\tprice\tdecide by\n\
    RS-101-DBN-01\tRust\tDurban\t2027-03-01\t3\t08:30-15:00\tNaledi\t10\t2\t4\tR 12 500,00\t15/02/2027\n\
    RS-101-WEB-02\trust\t\t8 Mar 2027\t\t\t\t\t\t\t\t\n";

#[tokio::test]
async fn rows_become_trainings_and_taking_them_again_changes_nothing() {
    let academy = academy().await;
    assert_eq!(fates(&take(&academy.db, ROWS).await), [Ok(Saved::Created), Ok(Saved::Created)]);
    let durban = load(&academy.db, "RS-101-DBN-01").await.unwrap();
    assert_eq!((durban.mode, durban.city.unwrap().as_str()), (DeliveryMode::InPerson, "durban"));
    assert_eq!((durban.seats, durban.seats_taken, durban.seats_minimum), (10, 2, 4));
    assert_eq!(durban.price.unwrap().cents(), 1_250_000);
    assert_eq!(durban.decide_by.unwrap().to_string(), "2027-02-15");
    let first = &durban.sessions[0];
    assert_eq!((durban.sessions.len(), first.starts.to_string()), (3, "08:30:00".to_owned()));
    assert_eq!(first.trainer.as_ref().unwrap().as_str(), "naledi");
    let online = load(&academy.db, "RS-101-WEB-02").await.unwrap();
    assert_eq!(
        (online.mode, online.city, online.seats),
        (DeliveryMode::Virtual, None, 8),
        "as many as the class holds"
    );
    assert_eq!(online.sessions.len(), 2, "as many days as the course has");
    assert_eq!(fates(&take(&academy.db, ROWS).await), [Ok(Saved::Unchanged), Ok(Saved::Unchanged)]);
}

#[tokio::test]
async fn an_empty_cell_leaves_things_and_a_dash_empties_them() {
    let academy = academy().await;
    take(&academy.db, ROWS).await;
    let verdicts = take(&academy.db, "code,seats,price,trainer,venue\nRS-101-DBN-01,12,,,-\n").await;
    assert_eq!(verdicts[0].changes, ["seats: 10 → 12"]);
    let verdicts = take(&academy.db, "code,price,trainer\nRS-101-DBN-01,-,-\n").await;
    assert_eq!(verdicts[0].fate, Ok(Saved::Changed));
    let now = load(&academy.db, "RS-101-DBN-01").await.unwrap();
    assert!(now.price.is_none() && now.sessions.iter().all(|session| session.trainer.is_none()));
}

#[tokio::test]
async fn each_row_that_cannot_be_taken_says_why_and_the_others_are_taken() {
    let academy = academy().await;
    let head = "code;course;mode;city;venue;first_day;days;hours;trainer;seats;price;state";
    let good = "OK-1;rust;;;;2027-04-05;;;;;;";
    for (row, field) in [
        (";rust;;;;2027-04-05;;;;;;", "code"),
        ("bad code;rust;;;;2027-04-05;;;;;;", "code"),
        ("A-1;;;;;2027-04-05;;;;;;", "course"),
        ("A-1;cobol;;;;2027-04-05;;;;;;", "course"),
        ("A-1;rust;;Atlantis;;2027-04-05;;;;;;", "city"),
        ("A-1;rust;by post;;;2027-04-05;;;;;;", "mode"),
        ("A-1;rust;in-person;;;2027-04-05;;;;;;", "city"),
        ("A-1;rust;;Durban;The Moon;2027-04-05;;;;;;", "venue"),
        ("A-1;rust;;;;;;;;;;", "first_day"),
        ("A-1;rust;;;;soon;;;;;;", "first_day"),
        ("A-1;rust;;;;2027-04-05;0;;;;;", "days"),
        ("A-1;rust;;;;2027-04-05;;16:00-09:00;;;;", "hours"),
        ("A-1;rust;;;;2027-04-05;;;Nobody;;;", "trainer"),
        ("A-1;rust;;;;2027-04-05;;;;many;;", "seats"),
        ("A-1;rust;;;;2027-04-05;;;;-3;;", "seats"),
        ("A-1;rust;;;;2027-04-05;;;;;cheap;", "price"),
        ("A-1;rust;;;;2027-04-05;;;;;;perhaps", "state"),
    ] {
        let verdicts = take(&academy.db, &format!("{head}\n{row}\n{good}")).await;
        assert_eq!(verdicts[0].fate.as_ref().map_err(|(field, _)| *field), Err(field), "{row}: {verdicts:?}");
        assert!(verdicts[1].fate.is_ok(), "{row}");
        assert_eq!(verdicts[0].line, 2);
        assert!(load(&academy.db, "A-1").await.is_none(), "{row}");
    }
    let twice = take(&academy.db, &format!("{head}\n{good}\n{good}")).await;
    assert_eq!(fates(&twice), [Ok(Saved::Unchanged), Err("code")], "a code that stands twice");
}

#[tokio::test]
async fn a_sheet_never_calls_a_training_off_or_on_again() {
    let academy = academy().await;
    for state in ["cancelled", "postponed"] {
        let verdicts = take(&academy.db, &format!("code,state\nRS-101-WEB-01,{state}\n")).await;
        assert!(matches!(&verdicts[0].fate, Err(("state", why)) if why.contains("people are told")), "{verdicts:?}");
    }
    assert_eq!(load(&academy.db, "RS-101-WEB-01").await.unwrap().state, TrainingState::Scheduled);
    let verdicts = take(&academy.db, "code,state\nRS-101-WEB-01,Confirmed\n").await;
    assert_eq!(verdicts[0].changes, ["state: Scheduled → Confirmed"]);
}

#[tokio::test]
async fn days_that_an_editor_set_one_by_one_stay_while_the_row_says_the_same() {
    let academy = academy().await;
    let days = "[[sessions]]\nday = \"2027-02-06\"\nstarts = \"09:00:00\"\nends = \"12:00:00\"\n\
                [[sessions]]\nday = \"2027-02-13\"\nstarts = \"09:00:00\"\nends = \"12:00:00\"\n";
    let file = training("SAT-1", "rust", "2027-02-06", days).replace("first_day = \"2027-02-06\"\ndays = 2\n", "");
    let mut folder = small();
    folder.0.insert("trainings/SAT-1.md".to_owned(), file);
    crate::support::academy::take(&academy, &folder, today()).await;
    let verdicts = take(&academy.db, "code,first_day,days,seats\nSAT-1,2027-02-06,2,8\n").await;
    assert_eq!(verdicts[0].fate, Ok(Saved::Unchanged), "{verdicts:?}");
    take(&academy.db, "code,first_day\nSAT-1,2027-02-08\n").await;
    let days: Vec<String> =
        load(&academy.db, "SAT-1").await.unwrap().sessions.iter().map(|session| session.day.to_string()).collect();
    assert_eq!(days, ["2027-02-08", "2027-02-09"]);
}

#[tokio::test]
async fn who_may_not_write_content_takes_no_sheet() {
    let academy = academy().await;
    let rows = read_sheet(ROWS).unwrap();
    let staff = Actor::signed_in(UserId(1), "Staff".to_owned(), Role::Staff);
    let refused = academy.db.attempt(move |conn| take_sheet(conn, &staff, &rows, today())).await.unwrap();
    assert!(matches!(refused, Err(SaveError::Denied(denied)) if denied.0 == Permission::Content));
    assert!(load(&academy.db, "RS-101-DBN-01").await.is_none());
}

#[test]
fn a_sheet_is_read_however_it_was_written() {
    let cells = |text: &str| {
        let rows = read_sheet(text).unwrap();
        rows.iter().map(|row| (row.line, row.cells.values().map(String::len).sum::<usize>())).collect::<Vec<_>>()
    };
    let semicolons = "\u{feff}Code;Course\r\nA-1;\"Rust; the book\"\r\n\r\nA-2;SQL\r\n";
    assert_eq!(cells(semicolons), [(2, 17), (4, 6)]);
    assert_eq!(cells("code\tcourse\nA-1\t\"two\nlines\"\nA-2\tb\n"), [(2, 12), (4, 4)]);
    assert_eq!(cells("A-1\trust\tvirtual\n"), [(1, 14)], "without headings, in the order of the columns");
    assert!(read_sheet("code,colour\nA,red").unwrap_err().contains("“colour” heads no known column"));
    assert!(read_sheet("code,seats,total\nA,1,2").unwrap_err().contains("Two columns"));
    for empty in ["", " \n\n", "code,course\n"] {
        assert_eq!(read_sheet(empty).unwrap_err(), "The sheet has no rows.");
    }
}

#[test]
fn days_and_amounts_are_read_as_spreadsheets_write_them() {
    for text in
        ["2027-02-01", "2027/02/01", "1/2/2027", "01-02-2027", "1 Feb 2027", "1-Feb-2027", "2027-02-01 00:00:00"]
    {
        assert_eq!(read_day(text).map(|day| day.to_string()), Some("2027-02-01".to_owned()), "{text}");
    }
    for text in ["", "2/1", "2027-02-30", "46054", "1/2/27"] {
        assert_eq!(read_day(text), None, "{text}");
    }
    for text in ["18900", "R18 900", "R 18\u{a0}900.00", "18 900,00", "18,900", "18,900.00", "18900.0"] {
        assert_eq!(read_money(text).map(lectern::types::Money::cents), Ok(1_890_000), "{text}");
    }
    assert!(["", "-5", "free", "1.234.5", "R"].into_iter().all(|text| read_money(text).is_err()));
}

#[tokio::test]
async fn a_csv_file_is_imported_once_and_a_dry_run_keeps_nothing() {
    let academy = academy().await;
    let import = async |dry_run| -> Report {
        let file = ("new.csv".to_owned(), format!("{ROWS}A-9\tcobol\t\t2027-03-01\n"));
        import_trainings(&academy.db, Actor::operator(), file, today(), dry_run).await.unwrap()
    };
    let dry = import(true).await;
    assert_eq!((dry.created, dry.refused.len()), (2, 1));
    assert_eq!(dry.refused[0].to_string(), "new.csv:4: course “cobol” is not known");
    assert!(load(&academy.db, "RS-101-DBN-01").await.is_none());
    assert_eq!(import(false).await, dry);
    let again = import(false).await;
    assert_eq!((again.created, again.changed, again.unchanged), (0, 0, 2));
}
