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
    assert_eq!(dates[2..], ["RS-1-WEB-01", "SQ-2-WEB-01"], "and what can be joined online");
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
