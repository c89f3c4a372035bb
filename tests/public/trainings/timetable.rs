//! The list of dates as a timetable: by month, with the public holidays, and whole on one sheet.
use super::{dates, row};
use crate::support::site::{Answer, Site};

/// Each line of the timetables: a day of a holiday with its name, or the code of a training.
fn lines(page: &Answer) -> Vec<String> {
    let rows = page.html.split("<tr").skip(1).filter(|row| row.contains("scope=\"row\""));
    let line = |row: &str| match row.split_once("Public holiday</span> ") {
        Some((day, name)) => {
            let day = day.split_once("datetime=\"").unwrap().1.split('"').next().unwrap();
            format!("{day} {}", name.split('<').next().unwrap().replace("&#39;", "'"))
        }
        None => row.split_once("/trainings/").unwrap().1.split('"').next().unwrap().to_owned(),
    };
    rows.map(line).collect()
}

#[actix_web::test]
async fn public_holidays_stand_between_the_dates_of_their_month() {
    let site = Site::academy();
    let wanted = [
        "RS-1-WEB-01",
        "SQ-1-GQB-01",
        "2026-03-21 Human Rights Day",
        "RS-1-DBN-01",
        "2026-04-03 Good Friday",
        "2026-04-06 Family Day",
        "RS-1-DBN-02",
        "SQ-1-WEB-01",
        "2026-04-27 Freedom Day",
        "2026-05-01 Workers' Day",
        "RS-1-GQB-01",
        "SQ-2-WEB-01",
        "2026-06-16 Youth Day",
    ];
    assert_eq!(lines(&site.get("/trainings").await), wanted);
}

#[actix_web::test]
async fn a_holiday_inside_a_training_is_said_with_it_and_whether_there_is_class() {
    let site = Site::academy();
    site.edit("trainings/RS-1-GQB-01.md", "2026-05-04", "2026-04-24").await;
    let page = site.get("/trainings").await;
    assert!(row(&page, "RS-1-GQB-01").contains("No class on 27 Apr, Freedom Day"), "{}", row(&page, "RS-1-GQB-01"));
    assert!(!row(&page, "RS-1-DBN-02").contains("lass on"));
    site.edit("trainings/RS-1-DBN-01.md", "2026-03-24", "2026-03-19").await;
    let page = site.get("/trainings").await;
    assert!(!row(&page, "RS-1-DBN-01").contains("lass on"), "nobody expects a class on Saturday 21 March");
}

#[actix_web::test]
async fn each_holiday_and_each_date_of_a_long_list_stands_on_one_page_in_order() {
    let site = Site::demo();
    let whole = lines(&site.get("/trainings?page=all").await);
    let mut paged = Vec::new();
    for page in 1..=4 {
        paged.extend(lines(&site.get(&format!("/trainings?page={page}")).await));
    }
    assert_eq!(paged, whole);
    assert!(whole.iter().filter(|line| line.starts_with("2026-")).count() >= 5, "{whole:?}");
}

#[actix_web::test]
async fn all_dates_can_be_had_on_one_sheet_with_who_where_and_when() {
    let site = Site::demo();
    let first = site.get("/trainings?mode=virtual").await;
    assert!(first.has_link_to("/trainings?mode=virtual&page=all"));
    let sheet = site.get("/trainings?page=all&mode=virtual").await;
    let listed = dates(&sheet).len();
    let count = sheet.tree().by_id("count").unwrap().text.clone();
    let said = count.split(' ').filter_map(|word| word.parse::<usize>().ok()).sum::<usize>();
    assert!(listed > 30 && said == listed, "{count}");
    assert!(sheet.is_noindex() && !sheet.html.contains("aria-label=\"Pages\""));
    for words in
        ["Kgotla Training · https://academy.example/trainings?mode=virtual · 2 March 2026", "class=\"on-paper\""]
    {
        assert!(sheet.html.contains(words), "{words}");
    }
}
