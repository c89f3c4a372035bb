//! The provider's facts, taxes and the brand's colour.
use lectern::access::Role;

use super::records::Filled;
use crate::support::site::Site;

#[actix_web::test]
async fn the_providers_facts_are_on_every_page_at_once() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let form = Filled::at(&desk, "/admin/settings").await;
    form.filled(&[("name", "Zinc Academy"), ("phone", "011 555 0123"), ("hours", "Always")]).saved(&desk).await;
    let home = site.get("/").await;
    for text in ["Zinc Academy", "tel:+27115550123", "Always"] {
        assert!(home.html.contains(text), "{text}");
    }
    assert_eq!(Filled::at(&desk, "/admin/settings").await.all("phone"), ["+27115550123"]);
}

#[actix_web::test]
async fn vat_and_cookies_are_switched_on_and_off() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let shows = async || {
        let (course, home) = (site.get("/courses/rust-services").await.html, site.get("/").await.html);
        (course.contains("incl. VAT"), home.contains("Cookies on this site"))
    };
    assert_eq!(shows().await, (true, true));
    let form = Filled::at(&desk, "/admin/settings").await.with("vat_vendor", &[]).with("attribution", &[]);
    form.saved(&desk).await;
    assert_eq!(shows().await, (false, false));
    let form = Filled::at(&desk, "/admin/settings").await.with("vat_vendor", &["yes"]).with("attribution", &["yes"]);
    form.saved(&desk).await;
    assert_eq!(shows().await, (true, true));
}

#[actix_web::test]
async fn every_wrong_setting_is_refused_and_kept() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    for (name, value, message) in [
        ("name", "", "Enter the name on the door"),
        ("phone", "12", "Enter a phone number"),
        ("whatsapp", "call me", "Enter a phone number"),
        ("email", "nobody", "email"),
        ("information_officer_email", "x@", "email"),
        ("tax_rates-basis_points", "101", "Tax rates, rate 1: Per cent must be per cent from 0 to 100"),
        ("tax_rates-basis_points", "1.234", "Tax rates, rate 1: Per cent must be per cent"),
        ("tax_rates-from", "2018-13-01", "Tax rates, rate 1: From is not a day"),
        ("tax_rates-name", "", "Tax rates, rate 1: enter the tax"),
        ("brand", "green", "is not a colour like #433A93"),
    ] {
        let sent = Filled::at(&desk, "/admin/settings").await.with(name, &[value]);
        let answer = sent.send(&desk).await;
        assert_eq!(answer.status, 422, "{name}={value}");
        assert!(answer.html.matches(message).count() >= 2, "{name}={value}: {}", answer.html);
        assert_eq!(Filled::of(&answer, "").all(name), [value], "{name}");
    }
}

#[actix_web::test]
async fn a_tax_rate_holds_from_its_day() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let form = Filled::at(&desk, "/admin/settings").await;
    assert_eq!(form.all("tax_rates-basis_points"), ["15"]);
    let form = form.with("tax_rates-name", &["VAT", "VAT"]).with("tax_rates-basis_points", &["15", "15,5"]);
    let form = form.with("tax_rates-from", &["2018-04-01", "2026-05-01"]);
    form.saved(&desk).await;
    assert_eq!(Filled::at(&desk, "/admin/settings").await.all("tax_rates-basis_points"), ["15", "15.5"]);
    let twice = Filled::at(&desk, "/admin/settings").await.with("tax_rates-from", &["2018-04-01", "2018-04-01"]);
    let refused = twice.send(&desk).await;
    assert!(refused.status == 422 && refused.html.contains("have two rates of VAT from 2018-04-01 on"));
}

#[actix_web::test]
async fn a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let refused = Filled::at(&desk, "/admin/settings").await.with("brand", &["#FF8800"]).send(&desk).await;
    assert_eq!(refused.status, 422);
    let said = refused.html.split("nearest that passes is ").nth(1).unwrap();
    let nearest = said[..7].to_owned();
    assert_eq!(Filled::of(&refused, "").all("brand"), ["#FF8800"]);
    assert!(!site.get("/").await.html.contains("/brand/"));

    Filled::at(&desk, "/admin/settings").await.with("brand", &[&nearest]).saved(&desk).await;
    let home = site.get("/").await;
    let address = home.html.split("href=\"/brand/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let sheet = site.get(&format!("/brand/{address}")).await;
    assert_eq!((sheet.status, sheet.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(sheet.header("cache-control").contains("immutable") && sheet.html.contains(&format!("--brand:{nearest}")));
    assert!(desk.get("/admin/settings").await.html.contains(&format!("/brand/{address}")));
    assert_eq!(site.get("/brand/000000000000.css").await.status, 404);

    Filled::at(&desk, "/admin/settings").await.with("brand", &[""]).saved(&desk).await;
    assert!(!site.get("/").await.html.contains("/brand/"));
    assert_eq!(site.get(&format!("/brand/{address}")).await.status, 404);
}

#[actix_web::test]
async fn the_providers_accreditation_stands_on_every_course_while_it_holds() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let form = Filled::at(&desk, "/admin/settings").await.filled(&[
        ("accreditations-body", "QCTO"),
        ("accreditations-number", "Q-1"),
        ("accreditations-claim", "Accredited provider"),
        ("accreditations-from", "2026-01-01"),
        ("accreditations-to", "2026-03-02"),
    ]);
    form.saved(&desk).await;
    for slug in ["rust-services", "sql-basics"] {
        assert!(site.get(&format!("/courses/{slug}")).await.html.contains("QCTO, number"), "{slug}");
    }
    site.clock.advance(std::time::Duration::from_secs(24 * 60 * 60));
    assert!(!site.get("/courses/sql-basics").await.html.contains("QCTO"));
}
