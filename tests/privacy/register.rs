use lectern::access::Role;
use lectern::privacy::{NewRightsRequest, Right, add_request, count_open_requests};

use crate::support::site::{Site, start};

#[actix_web::test]
async fn a_request_is_due_in_thirty_days_and_is_closed_with_what_came_of_it() {
    let site = Site::academy();
    let request = NewRightsRequest {
        right: Right::Delete,
        email: "mpho@example.org".parse().unwrap(),
        details: "Forget me.".to_owned(),
        reference: lectern::types::Reference::from_random([1, 2, 3, 4, 5, 6, 7]),
    };
    let reference = request.reference.clone();
    site.db().write(move |conn| add_request(conn, &request, start())).await.unwrap();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    for (by, expected) in [("2026-03-31", (1, 0)), ("2026-04-01", (1, 1))] {
        assert_eq!(site.db().read(move |conn| count_open_requests(conn, day(by))).await.unwrap(), expected, "{by}");
    }
    let desk = site.desk(Role::Staff).await;
    let page = desk.get("/admin/privacy").await;
    assert!(
        page.html.contains("1 Apr 2026") && page.html.contains("Forget me.") && page.html.contains("mpho@example.org")
    );
    let address = format!("/admin/privacy/requests/{reference}/closure");
    assert_eq!(desk.post(&address, &[("state", "done"), ("outcome", " ")]).await.status, 400);
    assert_eq!(desk.post(&address, &[("state", "done"), ("outcome", "Erased.")]).await.status, 303);
    assert_eq!(desk.post(&address, &[("state", "done"), ("outcome", "Again.")]).await.status, 404, "it is closed");
    assert_eq!(site.db().read(move |conn| count_open_requests(conn, day("2027-01-01"))).await.unwrap(), (0, 0));
}
