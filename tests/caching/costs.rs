//! What a page costs that is not kept: few statements, however much it shows.
use crate::public::{EVERY_FILE, EVERY_PAGE};
use crate::support::site::{Site, academy};

/// No page may ask the database more often than this, the look at the era included.
const MOST: u64 = 32;

/// Statements of the first visit to each page, on a site whose era is known.
async fn costs(site: &Site, paths: &[&'static str]) -> Vec<(&'static str, u64)> {
    let mut all = Vec::new();
    site.get("/healthz").await;
    site.get("/cookies").await;
    for path in paths {
        let before = site.db().statements();
        assert_eq!(site.get(path).await.status, 200, "{path}");
        all.push((*path, site.db().statements() - before));
    }
    all
}

#[actix_web::test]
async fn no_page_takes_more_than_a_small_number_of_statements() {
    let site = Site::demo();
    for (path, cost) in costs(&site, &[EVERY_PAGE, EVERY_FILE].concat()).await {
        assert!(cost <= MOST, "{path} takes {cost} statements");
    }
}

/// Pages of the small academy that show lists.
const LISTS: &[&str] = &[
    "/",
    "/courses",
    "/courses?city=durban&category=software",
    "/courses?q=rust",
    "/courses?city=durban&city=gqeberha&mode=virtual&month=2026-05&length=2-3&price=10000-15000&sort=price",
    "/courses?city=durban&category=data",
    "/courses/rust-services",
    "/courses/rust-services?can=0&can=1",
    "/courses/rust-services/letter",
    "/courses/compare?course=query-tuning&course=rust-services",
    "/courses/rust-services/brochure.pdf",
    "/og/site.png",
    "/og/courses/rust-services.png",
    "/og/blog/backend-work.png",
    "/og/locations/durban.png",
    "/paths",
    "/paths/backend-developer",
    "/trainings",
    "/trainings?city=durban",
    "/trainings?category=software&category=data&month=2026-03&from=2026-03-01",
    "/trainings?page=all",
    "/trainings/RS-1-WEB-01",
    "/trainings.ics",
    "/trainings.ics?city=durban",
    "/trainings/RS-1-WEB-01.ics",
    "/locations",
    "/locations/durban",
    "/blog",
    "/blog/backend-work",
    "/blog/topics/backend",
    "/blog/archive",
    "/blog/archive/2026-02",
    "/blog/authors/thandi-zulu",
    "/blog/feed.xml",
    "/blog/topics/backend/feed.xml",
    "/search?q=rust",
    "/search?q=durban",
    "/contact?course=rust-services",
    "/about",
];

/// Every kind of thing, many times over.
fn more(times: usize) -> Vec<(String, String)> {
    let small = academy().0;
    let copy = |kind: &str, name: &str, number: usize, changes: &[(&str, &str)]| {
        let text = changes.iter().fold(small[&format!("{kind}/{name}.md")].clone(), |text, (from, to)| {
            assert!(text.contains(from), "{name}: {from}");
            text.replace(from, to)
        });
        (kind.to_owned(), number, text)
    };
    let mut files = Vec::new();
    for number in 1..=times {
        let (code, slug) = (format!("RS-1{number}"), format!("rust-services-{number}"));
        let title = format!("Rust Services {number:03}");
        let course =
            [("RS-1", &*code), ("Rust Services", &title), ("must = [\"sql-basics\"]", "must = [\"rust-services\"]")];
        files.push((format!("courses/{slug}.md"), copy("courses", "rust-services", number, &course).2));
        for (name, city) in [("RS-1-WEB-01", "WEB"), ("RS-1-DBN-01", "DBN"), ("RS-1-GQB-01", "GQB")] {
            let own = format!("{code}-{city}-01");
            let changes = [(name, &*own), ("\"rust-services\"", &format!("\"{slug}\""))];
            files.push((format!("trainings/{own}.md"), copy("trainings", name, number, &changes).2));
            let own = format!("RS-1-{city}-{}", number + 10);
            files.push((format!("trainings/{own}.md"), copy("trainings", name, number, &[(name, &own)]).2));
        }
        let post = [("Backend Work", &*format!("Backend Rust {number}")), ("\"query-tuning\"", "\"rust-services\"")];
        files.push((format!("posts/backend-rust-{number}.md"), copy("posts", "backend-work", number, &post).2));
        let about = [("About", &*format!("About Rust {number}"))];
        files.push((format!("pages/about-{number}.md"), copy("pages", "about", number, &about).2));
        files.push((format!("venues/hall-{number}.md"), copy("venues", "durban-hall", number, &[("Hall", "Aula")]).2));
    }
    let steps: Vec<String> = (1..=times).map(|number| format!("\"rust-services-{number}\"")).collect();
    let path =
        small["paths/backend-developer.md"].replace("\"sql-basics\"", &format!("\"sql-basics\", {}", steps.join(", ")));
    files.push(("paths/backend-developer.md".to_owned(), path.clone()));
    for number in 1..=times {
        files.push((
            format!("paths/developer-{number}.md"),
            path.replace("Backend developer", &format!("Path {number}")),
        ));
    }
    files
}

#[actix_web::test]
async fn the_number_of_statements_does_not_depend_on_the_number_of_rows() {
    let site = Site::academy();
    let few = costs(&site, LISTS).await;
    let shown = site.get("/trainings").await.links_below("/trainings/").len();
    site.import(more(12)).await;
    let many = costs(&site, LISTS).await;
    assert!(site.get("/trainings").await.links_below("/trainings/").len() > shown + 20, "there is more to show");
    assert_eq!(few, many);
}

#[actix_web::test]
async fn a_text_with_many_cards_costs_as_much_as_a_text_with_one_of_each() {
    let site = Site::academy();
    let cards = |times: usize| {
        let one = "{{course:rust-services}}\n\n{{path:backend-developer}}\n\n{{upcoming:city=durban}}\n\n{{upcoming:city=gqeberha}}\n\n{{contact}}\n\n";
        one.repeat(times)
    };
    site.edit("pages/about.md", "The text of About.", &cards(1)).await;
    let one = costs(&site, &["/about"]).await;
    site.edit("pages/about.md", "The text of About.", &cards(10)).await;
    assert_eq!(costs(&site, &["/about"]).await, one);
}
