//! What is found first in the demo academy. Both engines answer to the same table.
use super::{addresses, find, firsts};
use crate::support::site::{Site, start};

/// What is typed, and what must stand first in its group.
pub const EXPECTED: &[(&str, &str)] = &[
    ("kubernetes", "/courses/containers-and-kubernetes"),
    ("kubernetes", "/blog/do-you-need-kubernetes"),
    ("k8s", "/courses/containers-and-kubernetes"),
    ("K8S-201", "/courses/containers-and-kubernetes"),
    ("k8s201", "/courses/containers-and-kubernetes"),
    ("kuberntes", "/courses/containers-and-kubernetes"),
    ("kubernets", "/courses/containers-and-kubernetes"),
    ("docker", "/courses/containers-and-kubernetes"),
    ("container", "/courses/containers-and-kubernetes"),
    ("kubern", "/courses/containers-and-kubernetes"),
    ("PE", "/locations/gqeberha"),
    ("port elizabeth", "/locations/gqeberha"),
    ("training in Port Elizabeth", "/locations/gqeberha"),
    ("Gqeberha", "/locations/gqeberha"),
    ("gqebera", "/locations/gqeberha"),
    ("johanesburg", "/locations/johannesburg"),
    ("Jozi", "/locations/johannesburg"),
    ("joburg", "/locations/johannesburg"),
    ("Tshwane", "/locations/pretoria"),
    ("cape town", "/locations/cape-town"),
    ("durban", "/locations/durban"),
    ("excel", "/courses/excel-for-analysis"),
    ("excell", "/courses/excel-for-analysis"),
    ("spreadsheets", "/courses/excel-for-analysis"),
    ("vlookup", "/courses/excel-for-analysis"),
    ("excel", "/blog/excel-or-python"),
    ("pyton", "/courses/python-for-beginners"),
    ("pyhton", "/courses/python-for-beginners"),
    ("python", "/courses/python-for-beginners"),
    ("python data", "/courses/data-analysis-with-python"),
    ("backend developer", "/paths/backend-developer"),
    ("backend developer", "/blog/what-is-a-backend-developer"),
    ("developers", "/courses/linux-for-developers"),
    ("rust", "/courses/backend-development-with-rust"),
    ("RS-101", "/courses/backend-development-with-rust"),
    ("rs 101", "/courses/backend-development-with-rust"),
    ("az-104", "/courses/azure-administrator"),
    ("az104", "/courses/azure-administrator"),
    ("azure", "/courses/azure-administrator"),
    ("java", "/courses/java-services-with-spring-boot"),
    ("javascript", "/courses/modern-javascript-for-the-web"),
    ("js", "/courses/modern-javascript-for-the-web"),
    ("node.js", "/courses/modern-javascript-for-the-web"),
    ("sql", "/courses/sql-fundamentals"),
    ("postgres", "/courses/data-engineering-on-postgresql"),
    ("terraform", "/courses/infrastructure-as-code"),
    ("ci/cd", "/courses/containers-and-kubernetes"),
    ("power bi", "/courses/power-bi-reporting"),
    ("powerbi", "/courses/power-bi-reporting"),
    ("machine learning", "/courses/machine-learning-foundations"),
    ("ml", "/courses/machine-learning-foundations"),
    ("chatgpt", "/courses/building-with-language-models"),
    ("ai", "/courses/ai-literacy-at-work"),
    ("popia", "/courses/popia-for-it-teams"),
    ("popia", "/blog/popia-for-developers"),
    ("privacy", "/privacy"),
    ("phishing", "/blog/teaching-staff-to-spot-phishing"),
    ("phising", "/blog/teaching-staff-to-spot-phishing"),
    ("git", "/courses/git-and-code-review"),
    ("tests", "/courses/software-testing-in-practice"),
    ("test", "/courses/software-testing-in-practice"),
    ("networking", "/courses/networking-fundamentals"),
    ("dns", "/blog/how-dns-works"),
    ("cloud engineer", "/paths/cloud-engineer"),
    ("data analyst", "/paths/data-analyst"),
    ("security analyst", "/paths/security-analyst"),
    ("execution plans", "/blog/how-to-read-an-execution-plan"),
    ("scrum", "/courses/agile-delivery-with-scrum"),
    ("power cut", "/blog/designing-for-power-cuts"),
];

#[actix_web::test]
async fn the_right_thing_stands_first_in_its_group() {
    let site = Site::demo();
    let mut wrong = Vec::new();
    for (text, expected) in EXPECTED {
        let found = find(site.db(), text, start()).await;
        if !firsts(&found).iter().any(|address| address == expected) {
            wrong.push(format!("{text}: {expected} is not among {:?}; instead {:?}", firsts(&found), found.instead));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn a_whole_name_or_code_is_the_best_bet_and_a_part_of_one_is_none() {
    let site = Site::demo();
    let code =
        site.get("/trainings").await.links_below("/trainings/").into_iter().find(|code| code.contains("-")).unwrap();
    let address = format!("/trainings/{code}");
    for (text, expected) in [
        ("K8S-201", Some("/courses/containers-and-kubernetes")),
        ("az 104", Some("/courses/azure-administrator")),
        ("gqeberha", Some("/locations/gqeberha")),
        ("pe", Some("/locations/gqeberha")),
        ("Backend Developer", Some("/paths/backend-developer")),
        ("privacy", Some("/privacy")),
        (code.as_str(), Some(address.as_str())),
        ("rust", None),
        ("learn", None),
    ] {
        let best = find(site.db(), text, start()).await.best;
        assert_eq!(best.as_ref().map(|hit| hit.address.as_str()), expected, "{text}");
    }
}

#[actix_web::test]
async fn a_training_that_is_over_is_still_found_by_its_code() {
    let site = Site::academy();
    let found = find(site.db(), "RS-1-WEB-00", start()).await;
    assert_eq!(found.best.unwrap().address, "/trainings/RS-1-WEB-00");
    assert!(find(site.db(), "RS-1-WEB-77", start()).await.best.is_none());
}

#[actix_web::test]
async fn dates_are_found_by_course_and_place_and_month_and_come_soonest_first() {
    let site = Site::demo();
    let found = find(site.db(), "kubernetes gqeberha", start()).await;
    assert!(!found.dates.is_empty() && found.dates.iter().all(|run| run.place().title == "Gqeberha"));
    let found = find(site.db(), "rust online", start()).await;
    assert!(
        !found.dates.is_empty()
            && found.dates.iter().all(|run| run.mode() != lectern::schedule::DeliveryMode::InPerson)
    );
    let found = find(site.db(), "python", start()).await;
    let starts: Vec<_> = found.dates.iter().map(|run| run.starts_at()).collect();
    assert!(starts.len() > 3 && starts.is_sorted(), "{starts:?}");
}

#[actix_web::test]
async fn accents_and_case_and_forms_of_letters_make_no_difference() {
    let site = Site::academy();
    site.edit("pages/about.md", "The text of About.", "Tshivenḓa résumé ＦＵＬＬ C++ and C# and node.").await;
    for text in ["tshivenda", "TSHIVENḒA", "resume", "Résumé", "re\u{301}sume\u{301}", "full", "c++", "C#"] {
        assert!(addresses(&find(site.db(), text, start()).await).contains(&"/about".to_owned()), "{text}");
    }
    for text in ["c--", "tshivendb"] {
        let found = find(site.db(), text, start()).await;
        assert!(found.instead.is_some() || !addresses(&found).contains(&"/about".to_owned()), "{text}");
    }
}

#[actix_web::test]
async fn every_part_of_what_was_typed_is_held_by_what_is_found() {
    let site = Site::demo();
    let both = find(site.db(), "rust kubernetes", start()).await;
    let one = find(site.db(), "kubernetes", start()).await;
    assert!(both.count().number < one.count().number);
    assert!(find(site.db(), "kubernetes zebra", start()).await.is_empty());
}

#[actix_web::test]
async fn what_was_mended_is_said_and_what_was_meant_is_offered() {
    let site = Site::demo();
    let found = find(site.db(), "pyton for beginers", start()).await;
    assert_eq!(found.instead.as_deref(), Some("python for beginners"));
    let page = site.get("/search?q=pyton").await;
    assert!(page.html.contains("Nothing was found for “pyton”."), "{}", page.html);
    assert!(page.html.contains("for “python”"));
}

#[actix_web::test]
async fn a_slip_that_a_text_has_too_is_found_and_what_was_meant_is_offered() {
    let site = Site::academy();
    site.edit("pages/about.md", "The text of About.", "We love sevices.").await;
    let page = site.get("/search?q=sevices").await;
    assert!(page.has_link_to("/about") && page.has_link_to("/search?q=services"), "{}", page.html);
}

#[actix_web::test]
async fn the_extract_shows_the_words_that_were_found() {
    let site = Site::academy();
    let body = "Nothing here.\n\nSome & <b>words</b> before the gallant giraffe eats.";
    site.edit("pages/about.md", "The text of About.", body).await;
    let page = site.get("/search?q=giraffes").await;
    assert!(page.html.contains("before the gallant <mark>giraffe</mark> eats."), "{}", page.html);
    assert!(page.html.contains("Some &#38; &#60;b&#62;words"), "{}", page.html);
    assert_eq!(page.tree().all("b").filter(|b| b.text.contains("words")).count(), 0);
}
