//! The counts beside the choices of a list: each is the length of the list that it leads to.
use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use lectern::catalogue::{CourseCard, Topic, list_all, list_course_topics};
use lectern::schedule::{Listing, TrainingFilter, list_upcoming};
use lectern::types::Slug;

use crate::support::site::{Answer, Site};

type Counts = BTreeMap<(String, String), usize>;

/// Each choice of the page's filters with the count beside it.
fn counts(page: &Answer) -> Counts {
    let tree = page.tree();
    let mut counts = Counts::new();
    let (mut name, mut value) = (String::new(), String::new());
    for element in tree.0.iter().filter(|element| element.inside.iter().any(|around| around == "form")) {
        let get = |attribute: &str| element.get(attribute).unwrap_or_default().to_owned();
        match element.name.as_str() {
            "input" if element.get("type") == Some("checkbox") => (name, value) = (get("name"), get("value")),
            "small" if element.get("data-count").is_some() => {
                let count = element.text.parse().unwrap();
                assert!(counts.insert((name.clone(), value.clone()), count).is_none(), "{name}={value} stands twice");
            }
            "select" => name = get("name"),
            "option" if !get("value").is_empty() => {
                let count = element.text.rsplit('(').next().unwrap().trim_end_matches(')').parse().unwrap();
                assert!(counts.insert((name.clone(), get("value")), count).is_none(), "{name} stands twice");
            }
            _ => {}
        }
    }
    counts
}

/// How many entries the list says that it has.
fn length(page: &Answer) -> usize {
    page.tree().by_id("count").unwrap().text.split(' ').next().unwrap().parse().unwrap()
}

#[actix_web::test]
async fn every_count_is_the_length_of_the_list_with_that_choice_alone_in_its_filter() {
    let site = Site::demo();
    let bases = ["", "mode=in-person&category=software&category=cloud", "city=johannesburg&city=durban&mode=virtual"];
    let mut compared = 0;
    for path in ["/courses", "/trainings"] {
        for base in bases {
            let shown = counts(&site.get(&format!("{path}?{base}")).await);
            assert!(shown.len() > 8, "{path}?{base}: {shown:?}");
            for ((name, value), count) in shown {
                let others = base.split('&').filter(|pair| !pair.starts_with(&format!("{name}=")));
                let alone = format!("{path}?{}&{name}={value}", others.collect::<Vec<_>>().join("&"));
                assert_eq!(length(&site.get(&alone).await), count, "{alone}, beside {base}");
                compared += 1;
            }
        }
    }
    assert!(compared > 150, "{compared}");
}

/// What of a course can be chosen, with the dates that can still be joined.
fn choices_of(
    (course, topics): &(CourseCard, Vec<Topic>),
    dates: &[Listing],
    categories: &BTreeMap<i64, Slug>,
) -> BTreeSet<(String, String)> {
    let mut choices = BTreeSet::new();
    let mut add = |name: &str, value: String| {
        choices.insert((name.to_owned(), value));
    };
    add("category", categories[&course.category_id.0].to_string());
    add("level", course.level.to_string());
    topics.iter().for_each(|topic| add("topic", topic.slug.to_string()));
    let length = match course.days {
        1 => "1",
        2 | 3 => "2-3",
        4 | 5 => "4-5",
        _ => "over-5",
    };
    add("length", length.to_owned());
    let price = match course.price().amount().map(|amount| amount.cents() / 100) {
        None => "on-request",
        Some(0..5_000) => "under-5000",
        Some(5_000..10_000) => "5000-10000",
        Some(10_000..15_000) => "10000-15000",
        Some(_) => "from-15000",
    };
    add("price", price.to_owned());
    for date in dates.iter().filter(|date| date.course_id() == course.id) {
        add("month", format!("{:04}-{:02}", date.first_day().year(), date.first_day().month()));
        match date.mode().as_str() {
            "hybrid" => ["virtual", "in-person"].map(|mode| add("mode", mode.to_owned())).len(),
            mode => [add("mode", mode.to_owned())].len(),
        };
        if let Some(city) = date.place().slug {
            add("city", city.to_string());
        }
    }
    choices
}

#[actix_web::test]
async fn the_counts_of_the_catalogue_are_those_of_the_rows_in_the_database() {
    let site = Site::demo();
    let now = site.clock.now();
    let read = move |conn: &mut _| {
        let categories = lectern::catalogue::list_categories(conn)?;
        let courses = list_all(conn, now)?.into_iter();
        let courses = courses.map(|course| Ok((course.clone(), list_course_topics(conn, course.id)?)));
        let courses = courses.collect::<diesel::QueryResult<Vec<_>>>()?;
        Ok((courses, list_upcoming(conn, &TrainingFilter::default(), now, usize::MAX)?, categories))
    };
    let (courses, dates, categories) = site.db().read(read).await.unwrap();
    let categories: BTreeMap<_, _> = categories.into_iter().map(|one| (one.id.0, one.slug)).collect();
    let mut wanted = Counts::new();
    for course in &courses {
        for choice in choices_of(course, &dates, &categories) {
            *wanted.entry(choice).or_default() += 1;
        }
    }
    assert_eq!(counts(&site.get("/courses").await), wanted);
    assert_eq!(courses.len(), 31);
}

#[actix_web::test]
async fn a_choice_that_leaves_nothing_is_not_offered_unless_it_is_chosen() {
    let site = Site::academy();
    let shown = counts(&site.get("/courses?city=durban&category=data").await);
    let count = |name: &str, value: &str| shown.get(&(name.to_owned(), value.to_owned())).copied();
    assert_eq!(count("city", "durban"), Some(0));
    assert_eq!(count("city", "gqeberha"), Some(1));
    assert_eq!((count("category", "data"), count("category", "software")), (Some(0), Some(1)));
    assert_eq!(count("level", "beginner"), None);
    assert!(!site.get("/courses").await.html.contains("over-5"));
}

#[actix_web::test]
async fn very_many_values_are_the_list_of_those_that_are_known_and_it_is_kept_once() {
    let site = Site::demo();
    for (path, name, known) in [("/courses", "city", "durban"), ("/trainings", "course", "sql-fundamentals")] {
        let plain = site.get(&format!("{path}?{name}={known}")).await;
        let before = site.db().statements();
        let nonsense: Vec<String> = (0..1_500).map(|number| format!("{name}=x{number}")).collect();
        for query in [
            format!("{name}={known}&").repeat(20_000 / (name.len() + known.len() + 2)),
            format!("{}&{name}={known}", nonsense.join("&")),
            format!("{name}=%FF%FE&{name}=%zz&{name}={}&{name}={known}&page=%00&sort=%", "a".repeat(20_000)),
            format!("{}{name}={known}", "&".repeat(5_000)),
            format!("{}{name}={known}", "x[]=1&".repeat(3_000)),
        ] {
            let page = site.get(&format!("{path}?{query}")).await;
            assert_eq!((page.status, page.body == plain.body), (200, true), "{}", &query[..40]);
        }
        // That an unknown name is no former one had to be asked for one of the five; nothing was read anew.
        assert_eq!(site.db().statements(), before + 1);
    }
}

#[actix_web::test]
async fn however_many_courses_are_chosen_the_page_stays_small() {
    let site = Site::demo();
    let all = site.get("/courses?sort=name").await.links_below("/courses/");
    let more = [2, 3].map(|page| format!("/courses?sort=name&page={page}"));
    let mut query: Vec<String> = all.iter().map(|slug| format!("course={slug}")).collect();
    for page in more {
        query.extend(site.get(&page).await.links_below("/courses/").iter().map(|slug| format!("course={slug}")));
    }
    assert_eq!(query.len(), 31);
    let page = site.get(&format!("/trainings?{}", query.join("&"))).await;
    let chosen = page.tree().all("input").filter(|input| input.get("checked").is_some()).count();
    assert_eq!((page.status, chosen), (200, lectern::web::public::parts::facets::MOST_CHOSEN));
}
