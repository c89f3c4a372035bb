//! Every address of the desk, from its own table, as everybody who may come by.
use actix_web::http::Method;
use lectern::access::{Permission, Role};
use lectern::db::prelude::*;
use lectern::db::schema::users;
use lectern::web::admin::{Access, Rule};
use lectern::web::routes::rules;

use crate::support::site::{Answer, Ask, SignedIn, Site, own_post};

/// An address with something in the place of its parameters that nothing bears.
fn example(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "0" } else { part }).collect::<Vec<_>>().join("/")
}

/// The methods that an address answers to.
fn methods(rule: Rule) -> Vec<Method> {
    let read = [Method::GET, Method::HEAD].into_iter().filter(|_| rule.is_read);
    read.chain([Method::POST].into_iter().filter(|_| rule.is_posted)).collect()
}

fn ask(method: &Method, path: &str) -> Ask {
    if method == Method::POST { own_post(path, &[]) } else { Ask::new(method.clone(), path) }
}

/// Whether an answer sends its caller to the sign-in.
fn asks_to_sign_in(answer: &Answer) -> bool {
    answer.status == 401 || (answer.status == 303 && answer.header("location").starts_with("/admin/login?next="))
}

async fn nobody_gets_in(send: impl AsyncFn(Ask) -> Answer, who: &str) {
    for rule in rules().into_iter().filter(|rule| rule.access != Access::Open) {
        for method in methods(rule) {
            let answer = send(ask(&method, &example(rule.path))).await;
            assert!(asks_to_sign_in(&answer), "{who}: {method} {} answered {}", rule.path, answer.status);
        }
    }
}

/// Signing out would end the session that the other addresses are tried with.
fn all_but_sign_out() -> impl Iterator<Item = Rule> {
    rules().into_iter().filter(|rule| rule.path != "/admin/logout")
}

async fn only_their_own(desk: &SignedIn<'_>, role: Role) {
    for rule in all_but_sign_out() {
        let may = match rule.access {
            Access::Open | Access::SignedIn => true,
            Access::Needs(permission) => role.has(permission),
            Access::Recent(permission) => permission.is_none_or(|permission| role.has(permission)),
        };
        for method in methods(rule) {
            let answer = desk.send(ask(&method, &example(rule.path))).await;
            let place = format!("{role}: {method} {} answered {}", rule.path, answer.status);
            assert!(!asks_to_sign_in(&answer) && answer.status < 500, "{place}");
            assert_eq!(answer.status == 403, !may, "{place}");
        }
    }
}

#[actix_web::test]
async fn a_stranger_is_asked_to_sign_in_everywhere() {
    let site = Site::academy();
    nobody_gets_in(async |ask| site.send(ask).await, "a stranger").await;
    nobody_gets_in(async |ask| site.send(ask.with("Cookie", "__Host-lectern_session=x")).await, "a forger").await;
}

#[actix_web::test]
async fn each_role_reaches_what_its_rules_say_and_nothing_else() {
    for role in Role::ALL {
        let site = Site::academy();
        only_their_own(&site.desk(*role).await, *role).await;
    }
}

#[actix_web::test]
async fn whoever_is_disabled_or_was_away_too_long_is_a_stranger_again() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    assert_eq!(desk.get("/admin").await.status, 200);
    let disable = |conn: &mut lectern::db::Conn| {
        diesel::update(users::table)
            .set(users::disabled_at.eq(lectern::types::Timestamp::from(chrono::DateTime::UNIX_EPOCH)))
            .execute(conn)
    };
    site.db().write(disable).await.unwrap();
    nobody_gets_in(async |ask| desk.send(ask).await, "a disabled user").await;

    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    site.clock.advance(std::time::Duration::from_secs(29 * 60));
    assert_eq!(desk.get("/admin").await.status, 200);
    site.clock.advance(std::time::Duration::from_secs(31 * 60));
    nobody_gets_in(async |ask| desk.send(ask).await, "an idle session").await;
}

#[actix_web::test]
async fn a_missing_address_has_the_look_of_the_desk_for_whoever_works_there() {
    let site = Site::academy();
    let desk = site.desk(Role::Staff).await;
    for (answer, is_desk) in [(desk.get("/admin/nothing").await, true), (site.get("/admin/nothing").await, false)] {
        assert_eq!((answer.status, answer.html.contains("class=\"desk\"")), (404, is_desk), "{}", answer.html);
    }
}

#[actix_web::test]
async fn no_spelling_of_an_address_leads_past_its_rule() {
    let site = Site::academy();
    for rule in rules().into_iter().filter(|rule| rule.is_read && rule.access != Access::Open) {
        let path = example(rule.path);
        let last = path.rfind('/').unwrap() + 1;
        let escaped = format!("{}%{:02x}{}", &path[..last], path.as_bytes()[last], &path[last + 1..]);
        for variant in [
            format!("{path}/"),
            format!("{path}//"),
            format!("/{path}"),
            format!("{path};a=b"),
            format!("{path}%2f"),
            format!("{path}%00"),
            path.replacen('/', "/./", 1),
            path.replacen("/admin", "/ADMIN", 1),
            path.replacen("/admin", "/x/../admin", 1),
            escaped,
        ] {
            for method in [Method::GET, Method::HEAD] {
                let answer = site.send(Ask::new(method, &variant)).await;
                assert_ne!(answer.status, 200, "{variant}");
            }
        }
    }
}

#[actix_web::test]
async fn a_post_that_comes_from_elsewhere_or_does_not_say_is_refused() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    for rule in rules().into_iter().filter(|rule| rule.is_posted) {
        let path = example(rule.path);
        let plain = || Ask::post(&path, &[]);
        for ask in [
            plain(),
            plain().with("Sec-Fetch-Site", "cross-site"),
            plain().with("Sec-Fetch-Site", "same-site"),
            plain().with("Origin", "https://evil.example"),
            plain().with("Origin", "null"),
        ] {
            assert_eq!(desk.send(ask).await.status, 403, "{path}");
        }
    }
}

#[test]
fn every_permission_belongs_to_a_role_besides_the_administrators() {
    for permission in [Permission::Content, Permission::Enquiries] {
        assert!(Role::ALL.iter().any(|role| *role != Role::Admin && role.has(permission)));
    }
    assert!(Role::ALL.iter().all(|role| (*role == Role::Admin) == role.has(Permission::Site)));
}
