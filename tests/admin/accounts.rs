//! Passwords, second factors, one-time links, sessions and limits, as staff meet them.
use std::time::Duration;

use lectern::access::Role;
use lectern::accounts::{TotpSecret, check_passphrase};
use lectern::db::prelude::*;
use lectern::db::schema::{account_links, sessions, users};

use crate::support::site::{Answer, Ask, PASSWORD, SignedIn, Site, own_post};

const KEY: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const ANOTHER: &str = "nine-patient-kudus-singing";

async fn try_password(site: &Site, email: &str, password: &str) -> Answer {
    site.send(own_post("/admin/login", &[("email", email), ("password", password)])).await
}

/// Sets codes up; the secret and the recovery codes.
async fn with_codes(site: &Site, desk: &SignedIn<'_>) -> (TotpSecret, Vec<String>) {
    let seed = desk.get("/admin/account/codes").await.field("seed").unwrap();
    let secret = TotpSecret::of_seed(&seed, KEY);
    let code = secret.code_at(site.clock.now());
    let shown = desk.post("/admin/account/codes", &[("seed", &seed), ("code", &code)]).await;
    let codes: Vec<String> = shown.tree().all("code").map(|code| code.text.clone()).collect();
    assert_eq!((shown.status, codes.len()), (200, 10), "{}", shown.html);
    site.clock.advance(Duration::from_secs(60));
    (secret, codes)
}

async fn show_code(site: &Site, cookie: &str, code: &str) -> Answer {
    site.send(own_post("/admin/login/code", &[("code", code)]).with("Cookie", cookie)).await
}

/// The address in the one letter to somebody, without scheme and host.
async fn mailed_link(site: &Site, to: &str) -> String {
    let text = site.mail_to(to).await.text();
    let at = text.find("/admin/login/password?token=").unwrap();
    text[at..].split_whitespace().next().unwrap().to_owned()
}

fn token(link: &str) -> &str {
    link.split_once("token=").unwrap().1
}

#[test]
fn a_password_is_refused_for_what_makes_it_easy_to_guess_and_for_nothing_else() {
    let known = ["thandi.nkosi@academy.example", "Thandi Nkosi", "Test Academy"];
    for password in
        ["short-one", "password1234", "aaaaaaaaaaaaaa", "thandi.nkosi12", "TestAcademy2026", &"x y".repeat(60)]
    {
        assert!(check_passphrase(password, &known).is_err(), "{password}");
    }
    for password in [PASSWORD, ANOTHER, "correct zebra pudding", "ḓorobo mulambo vhusiku", &"kudu drift ".repeat(11)]
    {
        assert_eq!(check_passphrase(password, &known), Ok(()), "{password}");
    }
}

#[actix_web::test]
async fn a_code_opens_the_desk_once() {
    let site = Site::academy();
    let email = site.employ(Role::Admin).await;
    let desk = site.sign_in(&email, PASSWORD).await.unwrap();
    let (secret, recovery) = with_codes(&site, &desk).await;
    let asked = try_password(&site, &email, PASSWORD).await;
    let cookie = asked.session_cookie().unwrap();
    assert_eq!((asked.status, asked.h1().as_str()), (200, "Show that it is you"));
    let shut = site.send(Ask::get("/admin").with("Cookie", &cookie)).await;
    assert_eq!(shut.status, 303, "a password alone opens nothing");
    let code = secret.code_at(site.clock.now());
    let sends = (0..50).map(|_| show_code(&site, &cookie, &code));
    let answers = futures_util::future::join_all(sends).await;
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 303 && answer.header("location") == "/admin").count(),
        1
    );

    site.clock.advance(Duration::from_secs(3600));
    let again = async || try_password(&site, &email, PASSWORD).await.session_cookie().unwrap();
    assert_eq!(show_code(&site, &again().await, &code).await.status, 422, "an old code");
    assert_eq!(show_code(&site, &again().await, &recovery[3].to_lowercase()).await.status, 303);
    assert_eq!(show_code(&site, &again().await, &recovery[3]).await.status, 422, "a used recovery code");
    let code = secret.code_at(site.clock.now());
    assert_eq!(show_code(&site, &again().await, &code).await.status, 303);
    assert_eq!(show_code(&site, &again().await, &code).await.status, 422, "a used code within its own step");
}

#[actix_web::test]
async fn a_reset_by_mail_works_once_and_skips_no_second_factor() {
    let site = Site::academy();
    let email = site.employ(Role::Editor).await;
    let desk = site.sign_in(&email, PASSWORD).await.unwrap();
    with_codes(&site, &desk).await;
    let known = site.send(own_post("/admin/login/forgotten", &[("email", &email)])).await;
    let unknown = site.send(own_post("/admin/login/forgotten", &[("email", "nobody@academy.example")])).await;
    assert_eq!(known.html.replace(&email, ""), unknown.html.replace("nobody@academy.example", ""));
    let link = mailed_link(&site, &email).await;
    let stored: Vec<String> =
        site.db().read(|conn| account_links::table.select(account_links::token_hash).load(conn)).await.unwrap();
    assert!(stored.len() == 1 && !stored.contains(&token(&link).to_owned()), "only the hash is kept");
    for _ in 0..2 {
        assert_eq!(site.get(&link).await.status, 200, "looking changes nothing");
    }
    let set = |password: &'static str| {
        site.send(own_post("/admin/login/password", &[("token", token(&link)), ("new_password", password)]))
    };
    assert_eq!(set("password1234").await.status, 422);
    assert_eq!(set(ANOTHER).await.status, 303);
    assert_eq!((set(ANOTHER).await.status, site.get(&link).await.status), (404, 404));
    assert_eq!(desk.get("/admin").await.status, 303, "every session ended");
    assert_eq!(try_password(&site, &email, ANOTHER).await.h1(), "Show that it is you");
}

#[actix_web::test]
async fn a_link_lapses() {
    let site = Site::academy();
    let email = site.employ(Role::Editor).await;
    site.send(own_post("/admin/login/forgotten", &[("email", &email)])).await;
    let link = mailed_link(&site, &email).await;
    site.clock.advance(Duration::from_secs(3601));
    assert_eq!(site.get(&link).await.status, 404);
}

#[actix_web::test]
async fn a_new_password_asks_for_the_old_one_and_ends_all_other_sessions() {
    let site = Site::academy();
    let email = site.employ(Role::Staff).await;
    let elsewhere = site.sign_in(&email, PASSWORD).await.unwrap();
    let desk = site.sign_in(&email, PASSWORD).await.unwrap();
    let change = async |old: &str, new: &str| {
        desk.post("/admin/account/password", &[("password", old), ("new_password", new)]).await
    };
    assert_eq!(change("wrong", ANOTHER).await.status, 422);
    assert_eq!(change(PASSWORD, "staff@academy.example").await.status, 422);
    assert_eq!(elsewhere.get("/admin").await.status, 200);
    let changed = change(PASSWORD, ANOTHER).await;
    assert_eq!(changed.status, 303);
    assert_eq!(elsewhere.get("/admin").await.status, 303);
    assert_eq!(desk.get("/admin").await.status, 303, "the token is renewed");
    let renewed = changed.session_cookie().unwrap();
    assert_eq!(site.send(Ask::get("/admin").with("Cookie", &renewed)).await.status, 200);
    assert!(site.sign_in(&email, PASSWORD).await.is_none() && site.sign_in(&email, ANOTHER).await.is_some());
}

#[actix_web::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_others() {
    let site = Site::academy();
    let email = site.employ(Role::Staff).await;
    let desk = site.sign_in(&email, PASSWORD).await.unwrap();
    let (one, two) = (site.sign_in(&email, PASSWORD).await.unwrap(), site.sign_in(&email, PASSWORD).await.unwrap());
    let page = desk.get("/admin/account").await;
    assert_eq!(page.html.matches("network 203.0.113.9").count(), 3, "{}", page.html);
    let id = page.field("session").unwrap();
    assert_eq!(desk.post("/admin/account/sessions/end", &[("session", &id)]).await.status, 303);
    let open = [one.get("/admin").await.status, two.get("/admin").await.status];
    assert_eq!(open.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(desk.post("/admin/account/sessions/others", &[]).await.status, 303);
    assert_eq!([one.get("/admin").await.status, two.get("/admin").await.status], [303, 303]);
    assert_eq!(desk.get("/admin").await.status, 200);
}

#[actix_web::test]
async fn what_matters_asks_for_the_password_again_after_a_quarter_of_an_hour() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    assert_eq!(desk.get("/admin/users/new").await.status, 200);
    site.clock.advance(Duration::from_secs(16 * 60));
    assert_eq!(desk.get("/admin/users/new").await.header("location"), "/admin/confirm?next=%2Fadmin%2Fusers%2Fnew");
    let sent = desk.post("/admin/account/codes/removal", &[]).await;
    assert!(sent.h1() == "Enter your password again" && sent.html.contains("/admin/account/codes/removal"));
    assert_eq!(desk.post("/admin/confirm", &[("password", "wrong")]).await.status, 422);
    let confirmed = desk.post("/admin/confirm", &[("password", PASSWORD), ("next", "/admin/users/new")]).await;
    assert_eq!(confirmed.header("location"), "/admin/users/new");
    let renewed = confirmed.session_cookie().unwrap();
    assert_eq!(site.send(Ask::get("/admin/users/new").with("Cookie", &renewed)).await.status, 200);
}

#[actix_web::test]
async fn guesses_become_slow_whatever_address_they_claim_to_come_from() {
    let site = Site::academy();
    let email = site.employ(Role::Admin).await;
    let mut evaluated = 0;
    for guess in 0..60 {
        let forged = format!("198.51.100.{guess}");
        let ask =
            own_post("/admin/login", &[("email", &email), ("password", "wrong")]).with("X-Forwarded-For", &forged);
        let answer = site.send(ask).await;
        evaluated += i32::from(answer.status == 422);
        assert!(answer.status == 422 || (answer.status == 429 && !answer.header("retry-after").is_empty()));
    }
    assert_eq!(evaluated, 5);
}

#[actix_web::test]
async fn whoever_guesses_at_an_account_does_not_keep_its_owner_out() {
    let site = Site::academy();
    let email = site.employ(Role::Admin).await;
    let first = try_password(&site, &email, PASSWORD).await;
    let cookies = first.cookies();
    let device = cookies.iter().find(|cookie| cookie.starts_with("lectern_device=")).unwrap();
    let device = device.split(';').next().unwrap();
    for guess in 0..30 {
        let ask =
            own_post("/admin/login", &[("email", &email), ("password", "wrong")]).from(&format!("198.51.100.{guess}"));
        site.send(ask).await;
    }
    let ask = || own_post("/admin/login", &[("email", &email), ("password", PASSWORD)]).from("192.0.2.77");
    assert_eq!(site.send(ask()).await.status, 429, "from a browser that nobody knows, not now");
    assert_eq!(site.send(ask().with("Cookie", device)).await.status, 303, "from the owner's own");
    assert_eq!(site.send(ask().with("Cookie", "lectern_device=00.00")).await.status, 429, "a forged one is none");
    site.clock.advance(Duration::from_secs(46));
    assert_eq!(site.send(ask()).await.status, 303, "nobody is locked out, only slowed");
}

/// The median time of signing in wrongly, known and unknown addresses in turn.
async fn medians(site: &Site, email: &str) -> (Duration, Duration) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for turn in 0..60 {
        site.clock.advance(Duration::from_secs(360));
        for (email, times) in [(email, &mut known), ("nobody@academy.example", &mut unknown)] {
            let ask = own_post("/admin/login", &[("email", email), ("password", "wrong")]).from(&format!(
                "10.0.{}.{}",
                turn / 100,
                turn % 100
            ));
            let began = std::time::Instant::now();
            let answer = site.send(ask).await;
            times.push(began.elapsed());
            assert_eq!(answer.status, 422);
        }
    }
    known.sort_unstable();
    unknown.sort_unstable();
    (known[30], unknown[30])
}

#[actix_web::test]
async fn known_and_unknown_addresses_take_the_same_time() {
    let site = Site::academy();
    let email = site.employ(Role::Admin).await;
    let (known, unknown) = medians(&site, &email).await;
    let apart = known.as_secs_f64() / unknown.as_secs_f64();
    assert!((0.75..1.33).contains(&apart), "{known:?} and {unknown:?}");
    // Without a hash to check against, as if nobody's were missing, the difference shows.
    let spoil =
        |conn: &mut lectern::db::Conn| diesel::update(users::table).set(users::password_hash.eq("none")).execute(conn);
    site.db().write(spoil).await.unwrap();
    let (known, unknown) = medians(&site, &email).await;
    assert!(known.as_secs_f64() / unknown.as_secs_f64() < 0.75, "{known:?} and {unknown:?}");
}

#[actix_web::test]
async fn a_session_is_kept_as_a_hash_and_over_after_half_a_day() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let stored: Vec<String> =
        site.db().read(|conn| sessions::table.select(sessions::token_hash).load(conn)).await.unwrap();
    assert!(stored.iter().all(|hash| hash.len() == 64));
    for _ in 0..28 {
        site.clock.advance(Duration::from_secs(25 * 60));
        assert_eq!(desk.get("/admin").await.status, 200);
    }
    site.clock.advance(Duration::from_secs(25 * 60));
    assert_eq!(desk.get("/admin").await.status, 303);
}

#[actix_web::test]
async fn a_sign_out_clears_what_the_browser_kept() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    assert_eq!(desk.post("/admin/logout", &[]).await.header("clear-site-data"), "\"cache\", \"storage\"");
}
