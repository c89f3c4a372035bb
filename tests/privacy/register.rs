use lectern::access::Role;
use lectern::privacy::count_open_requests;

use crate::support::site::Site;

#[actix_web::test]
async fn a_request_is_due_in_thirty_days_and_is_closed_with_what_came_of_it() {
    let site = Site::academy();
    let desk = site.desk(Role::Staff).await;
    let asked = [("right", "delete"), ("email", "mpho@example.org"), ("details", "Forget me.")];
    assert_eq!(desk.post("/admin/privacy", &asked).await.status, 303);
    let wrong = desk.post("/admin/privacy", &[("right", "delete"), ("email", "mpho"), ("details", "Forget me.")]).await;
    assert!(wrong.status == 422 && wrong.html.contains("Forget me."), "what was typed is kept");
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    for (by, expected) in [("2026-03-31", (1, 0)), ("2026-04-01", (1, 1))] {
        assert_eq!(site.db().read(move |conn| count_open_requests(conn, day(by))).await.unwrap(), expected, "{by}");
    }
    let page = desk.get("/admin/privacy").await;
    assert!(
        page.html.contains("1 Apr 2026") && page.html.contains("Forget me.") && page.html.contains("mpho@example.org")
    );
    let forms = page.links_of_forms();
    let reference = forms.iter().find_map(|to| to.strip_suffix("/closure")?.rsplit('/').next()).unwrap();
    let address = format!("/admin/privacy/requests/{reference}/closure");
    assert_eq!(desk.post(&address, &[("state", "done"), ("outcome", " ")]).await.status, 400);
    assert_eq!(desk.post(&address, &[("state", "done"), ("outcome", "Erased.")]).await.status, 303);
    assert_eq!(desk.post(&address, &[("state", "done"), ("outcome", "Again.")]).await.status, 404, "it is closed");
    assert_eq!(site.db().read(move |conn| count_open_requests(conn, day("2027-01-01"))).await.unwrap(), (0, 0));
}
