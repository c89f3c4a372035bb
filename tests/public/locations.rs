use crate::support::site::Site;

#[actix_web::test]
async fn the_cities_stand_in_their_order_with_their_dates_counted() {
    let site = Site::academy();
    let page = site.get("/locations").await;
    assert_eq!(page.links_below("/locations/"), ["durban", "gqeberha"]);
    assert!(page.html.contains("1 date ahead") && page.html.contains("2 dates ahead"));
}

#[actix_web::test]
async fn a_city_shows_its_own_dates_its_venues_and_its_other_names() {
    let site = Site::academy();
    let page = site.get("/locations/gqeberha").await;
    assert_eq!(page.h1(), "IT training in Gqeberha");
    assert!(page.html.contains("Port Elizabeth") && page.html.contains("About Gqeberha."));
    let dates = page.links_below("/trainings/");
    assert_eq!(dates[..2], ["SQ-1-GQB-01", "RS-1-GQB-01"]);
    assert_eq!(dates[2..], ["RS-1-WEB-01"], "and what can be joined online in the same months");
    let durban = site.get("/locations/durban").await;
    for words in ["Durban Hall", "2 Hall Road, Durban 4001", "Beside the station.", "Step-free.", "openstreetmap.org"] {
        assert!(durban.html.contains(words), "{words}");
    }
}

#[actix_web::test]
async fn a_city_without_a_date_asks_what_is_wanted_there() {
    let site = Site::academy();
    site.edit("trainings/RS-1-DBN-01.md", "scheduled", "cancelled").await;
    let page = site.get("/locations/durban").await;
    assert!(page.html.contains("There is no date here yet."));
    assert!(page.has_link_to("/contact?city=durban&kind=interest"));
}

#[actix_web::test]
async fn every_name_of_a_city_leads_to_its_one_address() {
    let site = Site::academy();
    let names = ["port-elizabeth", "pe", "PE", "Port%20Elizabeth", "port%20elizabeth", "GQEBERHA", "Gqeberha"];
    for name in names {
        let answer = site.get(&format!("/locations/{name}")).await;
        assert_eq!((answer.status, answer.header("location")), (301, "/locations/gqeberha"), "{name}");
    }
    for name in ["port", "elizabeth", "pe-pe", "p%E2%80%8Be", "%20", "-"] {
        assert_eq!(site.get(&format!("/locations/{name}")).await.status, 404, "{name}");
    }
    assert!(site.get("/locations/gqeberha").await.html.contains("Also known as Port Elizabeth, PE"));
}

/// A city in a file of its own.
fn city(slug: &str, more: &str) -> (String, String) {
    let title = slug[..1].to_uppercase() + &slug[1..];
    let text = format!(
        "+++\ntitle = \"{title}\"\ncode = \"{}\"\nprovince = \"Somewhere\"\nposition = 9\nsummary = \"s\"\ndescription = \"d\"\n{more}+++\n\nText.\n",
        slug[..3].to_uppercase()
    );
    (format!("cities/{slug}.md"), text)
}

#[actix_web::test]
async fn a_city_has_a_page_only_with_a_venue_or_a_date() {
    let site = Site::academy();
    site.import(vec![city("welkom", "aliases = [\"Matjhabeng\"]\n")]).await;
    let is_shown = async || {
        let (page, list) = (site.get("/locations/welkom").await.status, site.get("/locations").await);
        let alias = site.get("/locations/matjhabeng").await.status;
        (page, alias, list.links_below("/locations/").contains(&"welkom".to_owned()))
    };
    let foot = async || site.get("/about").await.has_link_to("/locations/welkom");
    assert_eq!((is_shown().await.0, is_shown().await.2, foot().await), (404, false, false));
    let hall = lectern_academy("venues/durban-hall.md").replace("\"durban\"", "\"welkom\"");
    site.import(vec![("venues/welkom-hall.md".to_owned(), hall)]).await;
    assert_eq!((is_shown().await, foot().await), ((200, 301, true), true));
    let page = site.get("/locations/welkom").await;
    assert!(page.html.contains("There is no date here yet.") && !page.html.contains("Also known as</h2>"));
}

#[actix_web::test]
async fn a_date_alone_gives_a_city_its_page() {
    let site = Site::academy();
    let training = lectern_academy("trainings/RS-1-GQB-01.md").replace("gqeberha", "welkom").replace("GQB", "WEL");
    site.import(vec![city("welkom", ""), ("trainings/RS-1-WEL-01.md".to_owned(), training)]).await;
    let page = site.get("/locations/welkom").await;
    assert_eq!((page.status, page.links_below("/trainings/")[0].as_str()), (200, "RS-1-WEL-01"));
}

fn lectern_academy(file: &str) -> String {
    crate::support::site::academy().0[file].clone()
}

#[actix_web::test]
async fn a_venue_says_how_to_find_it_and_leaves_out_what_it_does_not_know() {
    let site = Site::academy();
    let page = site.get("/locations/durban").await;
    assert!(page.has_link_to("https://www.openstreetmap.org/?mlat=-29.7&mlon=31#map=16/-29.7/31"));
    assert!(page.has_link_to("geo:-29.7,31"));
    for words in ["Look for", "Parking", "Without a car", "Access"] {
        assert!(page.html.contains(&format!("<dt>{words}</dt>")), "{words}");
    }
    site.edit("venues/durban-hall.md", "parking = \"Free.\"", "parking = \"\"").await;
    assert!(!site.get("/locations/durban").await.html.contains("<dt>Parking</dt>"));
}

#[actix_web::test]
async fn what_is_offered_online_falls_into_the_months_of_the_citys_own_dates() {
    let site = Site::academy();
    // In Durban only March is left, with a date of Rust Services.
    let online = async |city: &str| site.get(&format!("/locations/{city}")).await.under("Online in the same months");
    assert!(online("durban").await.contains("RS-1-WEB-01") && !online("durban").await.contains("SQ-2-WEB-01"));
    let june =
        lectern_academy("trainings/RS-1-DBN-01.md").replace("2026-03-24", "2026-06-09").replace("DBN-01", "DBN-09");
    site.import(vec![("trainings/RS-1-DBN-09.md".to_owned(), june)]).await;
    let both = online("durban").await;
    let at = |code: &str| both.find(code).unwrap();
    assert!(at("RS-1-WEB-01") < at("SQ-2-WEB-01"), "the same course first");
}

#[actix_web::test]
async fn the_nearest_city_is_the_one_an_editor_named_or_else_the_nearest_on_the_globe() {
    let site = Site::academy();
    let at = |slug: &str, north: f64, east: f64, more: &str| {
        city(slug, &format!("latitude = {north:.2}\nlongitude = {east:.2}\n{more}"))
    };
    // A date in each, so that each has a page.
    let mut files = vec![
        at("pretoria", -25.75, 28.19, ""),
        at("johannesburg", -26.20, 28.05, ""),
        at("kimberley", -28.74, 24.76, "nearest = \"pretoria\"\n"),
    ];
    for (slug, code) in [("pretoria", "PTA"), ("johannesburg", "JNB"), ("kimberley", "KIM")] {
        let training = lectern_academy("trainings/RS-1-GQB-01.md").replace("gqeberha", slug).replace("GQB", code);
        files.push((format!("trainings/RS-1-{code}-01.md"), training));
    }
    site.import(files).await;
    let near = async |city: &str| site.get(&format!("/locations/{city}")).await.under("Nearest other city");
    let pretoria = near("pretoria").await;
    assert!(pretoria.contains("/locations/johannesburg") && pretoria.contains("about 50 km"), "{pretoria}");
    let kimberley = near("kimberley").await;
    assert!(kimberley.contains("/locations/pretoria") && kimberley.contains("about 470 km"), "{kimberley}");
}
