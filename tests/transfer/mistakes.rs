//! Every mistake is named with its file and line, the rest is taken, and what was refused left no trace.
use lectern::db::prelude::*;
use lectern::db::schema::{course_items, courses, revisions, training_sessions, trainings, urls};
use lectern::transfer::{Folder, Refusal, export};

use crate::support::academy::{course, holding, small, take, today, training};
use crate::support::database::{TestDatabase, fresh};

const CITY: &str = "+++\ntitle = \"Paarl\"\ncode = \"PRL\"\nprovince = \"Western Cape\"\nposition = 2\nsummary = \"s\"\n\
    description = \"d\"\nnearest = \"durban\"\n+++\n";
const VENUE: &str = "+++\ntitle = \"House\"\ncity = \"durban\"\naddress = \"a\"\ncapacity = 10\nlandmark = \"l\"\nparking = \"p\"\n\
    transport = \"t\"\naccess = \"a\"\n+++\n";
const PATH: &str =
    "+++\ntitle = \"Path\"\nsummary = \"s\"\ndescription = \"d\"\ntopics = [\"rust\"]\nsteps = [\"rust\"]\n+++\n";
const POST: &str = "+++\ntitle = \"Post\"\nstandfirst = \"s\"\ndescription = \"d\"\nauthor = \"naledi\"\npublished = \"-1d 08:00\"\n\
    topics = [\"rust\"]\ncourses = [\"rust\"]\n+++\n\nText.\n";

fn classroom(more: &str) -> String {
    let text = training("T", "rust", "+1w mon", more);
    text.replace("\"virtual\"", "\"in-person\"")
}

/// File, text, the line of the mistake and words that its report holds.
type Mistake = (&'static str, String, usize, &'static str);

fn mistakes() -> Vec<Mistake> {
    [in_courses(), in_other_files(), in_trainings()].concat()
}

fn in_courses() -> Vec<Mistake> {
    let bare = |more: &str| course("RS-102", "New", more);
    let new = "courses/new.md";
    vec![
        (new, "title = \"x\"\n".to_owned(), 1, "does not begin with a line +++"),
        (new, String::new(), 1, "does not begin with a line +++"),
        (new, "+++title = \"x\"\n+++\n".to_owned(), 1, "does not begin with a line +++"),
        (new, bare("").replace("+++\n\nText.", "++\n\nText."), 1, "no second line +++"),
        (new, bare("").replace("days = 2", "days = "), 8, ""),
        (new, bare("").replace("level = \"beginner\"", "level = beginner"), 5, ""),
        (new, bare("colour = \"red\"\n"), 12, "colour"),
        (new, bare("").replace("summary = \"s\"\n", ""), 1, "summary"),
        (new, bare("").replace("\"beginner\"", "\"expert\""), 5, "beginner intermediate advanced"),
        (new, bare("").replace("RS-102", "rs 102"), 3, "code"),
        (new, bare("").replace("days = 2", "days = \"two\""), 8, "expected i32"),
        (new, bare("").replace("days = 2", "days = 61"), 8, "days is not a number from 1 to 60"),
        (new, bare("").replace("days = 2", "days = 0"), 8, "days"),
        (new, bare("").replace("class_size = 8", "class_size = 0"), 11, "class_size"),
        (new, bare("").replace("1000.00", "R1 000"), 9, "is not an amount"),
        (new, bare("").replace("\"1000.00\"", "1000"), 9, "expected a string"),
        (new, bare("").replace("\"1000.00\"", "\"-1.00\""), 9, "is not an amount"),
        (new, bare("").replace("\"fixed\"", "\"on-request\""), 9, "price stands beside"),
        (new, bare("").replace("price = \"1000.00\"\n", ""), 1, "price is missing"),
        (new, bare("").replace("\"software\"", "\"hardware\""), 4, "category names the category “hardware”"),
        (new, bare("topics = [\"rust\", \"iron\"]\n"), 12, "topics names the topic “iron”"),
        ("courses/compare.md", bare(""), 1, "slug is the address of the comparison"),
        (new, bare("must = [\"nothing\"]\n"), 12, "must names the course “nothing”"),
        (new, bare("should = [\"nothing\"]\n"), 12, "should names the course “nothing”"),
        (new, bare("related = [\"nothing\"]\n"), 12, "related names the course “nothing”"),
        (new, bare("related = [\"new\"]\n"), 12, "names the course itself"),
        (new, bare("related = [\"rust\", \"rust\"]\n"), 12, "names “rust” twice"),
        (new, bare("must = [\"rust\"]\nshould = [\"rust\"]\n"), 13, "stands in must too"),
        (new, bare("").replace("RS-102", "RS-101"), 3, "belongs to the course"),
    ]
}

fn in_other_files() -> Vec<Mistake> {
    let bare = |more: &str| course("RS-102", "New", more);
    vec![
        ("courses/New Course.md", bare(""), 1, "its name is not a slug"),
        ("courses/.md", bare(""), 1, "its name is not a slug"),
        ("courses/deep/new.md", bare(""), 1, "stands in no known folder"),
        ("course/new.md", bare(""), 1, "stands in no known folder"),
        ("courses/new.txt", bare(""), 1, "stands in no known folder"),
        ("notes.md", "x".to_owned(), 1, "stands in no known folder"),
        ("site.toml", "name = \"\"\n".to_owned(), 1, "name is empty"),
        ("site.toml", "name = \"K\"\nphone = \"011\"\n".to_owned(), 2, "phone is not a number"),
        ("site.toml", "name = \"K\"\nfax = \"1\"\n".to_owned(), 2, "fax"),
        ("site.toml", "name = \"K\"\nphone = \n".to_owned(), 2, ""),
        ("cities/paarl.md", CITY.replace("\"durban\"", "\"atlantis\""), 8, "nearest names the city “atlantis”"),
        ("venues/house.md", VENUE.replace("\"durban\"", "\"atlantis\""), 3, "city names the city “atlantis”"),
        (
            "trainers/new.md",
            "+++\ntitle = \"N\"\nrole = \"r\"\ntopics = [\"iron\"]\n+++\n".to_owned(),
            4,
            "topic “iron”",
        ),
        ("paths/path.md", PATH.replace("steps = [\"rust\"]", "steps = [\"iron\"]"), 6, "steps names the course “iron”"),
        ("paths/path.md", PATH.replace("steps = [\"rust\"]", "steps = [\"rust\", \"rust\"]"), 6, "twice"),
        (
            "paths/path.md",
            PATH.replace("topics = [\"rust\"]", "topics = [\"iron\"]"),
            5,
            "topics names the topic “iron”",
        ),
        ("posts/post.md", POST.replace("\"naledi\"", "\"nobody\""), 5, "author names the trainer “nobody”"),
        ("posts/post.md", POST.replace("-1d 08:00", "soon"), 6, "published is not a day and time"),
        ("posts/post.md", POST.replace("-1d 08:00", "-1d 25:00"), 6, "published is not a day and time"),
        (
            "posts/post.md",
            POST.replace("courses = [\"rust\"]", "courses = [\"iron\"]"),
            8,
            "courses names the course “iron”",
        ),
        ("posts/post.md", POST.replace("courses = [\"rust\"]", "courses = [\"rust\", \"rust\"]"), 8, "twice"),
    ]
}

fn in_trainings() -> Vec<Mistake> {
    let t = "trainings/T.md";
    let run = |more: &str| training("T", "rust", "+1w mon", more);
    let days = "[[sessions]]\nday = \"2027-02-04\"\nstarts = \"12:00:00\"\nends = \"09:00:00\"\n";
    vec![
        (t, training("T", "iron", "+1w mon", ""), 3, "course names the course “iron”"),
        (t, training("U", "rust", "+1w mon", ""), 2, "is not the name of the file"),
        (t, training("T", "rust", "+1w noday", ""), 6, "first_day is no day"),
        (t, training("T", "rust", "2027-02-30", ""), 6, "first_day is no day"),
        (t, training("T", "rust", "+99999w mon", ""), 6, "first_day is no day"),
        (t, run("").replace("09:00-16:00", "nine to four"), 8, "hours are no hours"),
        (t, run("").replace("09:00-16:00", "16:00-09:00"), 1, "ends before it starts"),
        (t, run("").replace("days = 2", "days = 0"), 1, "sessions names no day"),
        (t, run("").replace("first_day = \"+1w mon\"\n", ""), 1, "sessions names no day"),
        (t, run(days), 10, "ends before it starts"),
        (t, run("city = \"durban\"\n"), 10, "live online"),
        (t, run("trainer = \"nobody\"\n"), 10, "trainer names the trainer “nobody”"),
        (t, run("seats_taken = -1\n"), 10, "seats_taken is less than nothing"),
        (t, run("price = \"cheap\"\n"), 10, "is not an amount"),
        (t, run("time_zone = \"Africa/Atlantis\"\n"), 10, "time_zone names no time zone"),
        (t, classroom(""), 1, "city is missing"),
        (t, classroom("city = \"atlantis\"\n"), 10, "city names the city “atlantis”"),
        (t, classroom("city = \"durban\"\nvenue = \"nowhere\"\n"), 11, "venue names the venue “nowhere”"),
    ]
}

/// Everything that a refused file might have left behind.
async fn traces(database: &TestDatabase) -> (Folder, Vec<i64>) {
    let look = |conn: &mut _| {
        let counts = vec![
            courses::table.count().get_result(conn)?,
            course_items::table.count().get_result(conn)?,
            trainings::table.count().get_result(conn)?,
            training_sessions::table.count().get_result(conn)?,
            urls::table.count().get_result(conn)?,
            revisions::table.count().get_result(conn)?,
        ];
        Ok((export(conn)?, counts))
    };
    database.db.read(look).await.unwrap()
}

#[tokio::test]
async fn every_mistake_is_named_with_file_and_line_and_leaves_no_trace() {
    let database = holding(&small(), today()).await;
    let before = traces(&database).await;
    let mut wrong = Vec::new();
    for (file, text, line, words) in mistakes() {
        let mut folder = small();
        folder.0.insert(file.to_owned(), text.clone());
        let report = take(&database, &folder, today()).await;
        let named = |refusal: &Refusal| refusal.file == file && refusal.line == line && refusal.why.contains(words);
        let alone = report.refused.len() == 1 && report.refused.iter().all(named);
        let rest = (report.created, report.changed, report.unchanged) == (0, 0, small().0.len());
        if !alone || !rest || traces(&database).await != before {
            wrong.push(format!("wanted {file}:{line}: {words}\ngot {report}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[tokio::test]
async fn what_is_right_beside_a_mistake_is_taken() {
    let wrong = mistakes();
    let (mut folder, database) = (small(), fresh());
    for (at, (file, text, ..)) in wrong.iter().enumerate().filter(|(_, (file, ..))| *file == "courses/new.md") {
        folder
            .0
            .insert(format!("{}-{at}.md", file.trim_end_matches(".md")), text.replace("RS-102", &format!("X-{at}")));
    }
    let bad = folder.0.len() - small().0.len();
    let report = take(&database, &folder, today()).await;
    // A course may name itself under another file name, and a code that differs is no clash: those two are right here.
    assert!(report.refused.len() + 2 >= bad && report.created >= small().0.len(), "{report}");
    assert_eq!(report.created + report.refused.len(), folder.0.len());
}

#[tokio::test]
async fn courses_that_lean_on_a_refused_course_are_refused_with_it() {
    let database = fresh();
    let mut folder = small();
    folder.0.insert("courses/a.md".to_owned(), course("A-1", "A", "must = [\"b\"]\n"));
    folder.0.insert("courses/b.md".to_owned(), course("B-1", "B", "must = [\"c\"]\n"));
    folder.0.insert("courses/c.md".to_owned(), course("C-1", "C", "must = [\"nothing\"]\n"));
    folder.0.insert("courses/d.md".to_owned(), course("D-1", "D", "must = [\"rust\"]\n"));
    let report = take(&database, &folder, today()).await;
    let mut refused: Vec<_> = report.refused.iter().map(ToString::to_string).collect();
    refused.sort();
    assert_eq!(
        refused,
        [
            "courses/a.md:12: must names the course “b”, which does not exist",
            "courses/b.md:12: must names the course “c”, which does not exist",
            "courses/c.md:12: must names the course “nothing”, which does not exist",
        ]
    );
    let mut right = small();
    right.0.insert("courses/d.md".to_owned(), folder.0["courses/d.md"].clone());
    let alone = holding(&right, today()).await;
    assert_eq!(traces(&database).await, traces(&alone).await);
}

#[tokio::test]
async fn a_change_that_is_refused_leaves_what_was_there() {
    let database = holding(&small(), today()).await;
    let before = traces(&database).await;
    let mut folder = small();
    folder.0.insert("courses/rust.md".to_owned(), course("RS-101", "Renamed", "must = [\"nothing\"]\n"));
    assert_eq!(take(&database, &folder, today()).await.refused.len(), 1);
    assert_eq!(traces(&database).await, before);
}

/// The examples themselves: without their mistake they are taken.
#[tokio::test]
async fn the_same_files_without_a_mistake_are_taken() {
    let mut folder = small();
    for (file, text) in [
        ("courses/new.md", course("RS-102", "New", "must = [\"rust\"]\n")),
        ("cities/paarl.md", CITY.to_owned()),
        ("venues/house.md", VENUE.to_owned()),
        ("paths/path.md", PATH.to_owned()),
        ("posts/post.md", POST.to_owned()),
        ("trainings/T.md", classroom("city = \"durban\"\nvenue = \"house\"\ntrainer = \"naledi\"\n")),
    ] {
        folder.0.insert(file.to_owned(), text);
    }
    holding(&folder, today()).await;
}
