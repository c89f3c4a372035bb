use lectern::access::Role;

use super::filling::Filled;
use super::nouns::EXAMPLES;
use crate::support::site::Site;

#[actix_web::test]
async fn every_noun_is_created_and_changed_and_the_public_sees_it_at_once() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for example in EXAMPLES {
        let before = match example.public {
            Some((address, _)) => Some(site.get(address).await.html),
            None => None,
        };
        let new = Filled::at(&desk, &format!("{}/new", example.index)).await.filled(example.good);
        let address = new.saved(&desk).await;
        let stored = Filled::at(&desk, &address).await;
        let list = desk.get(example.index).await;
        assert!(list.has_link_to(&address), "{address}");
        let (name, value) = example.change;
        let shown = async |text: &str| {
            let Some((place, _)) = example.public else { return };
            let page = site.get(place).await;
            assert!(page.status == 200 && page.html.contains(text), "{place} does not show {text}");
        };
        if let Some((_, text)) = example.public {
            assert!(!before.unwrap().contains(text));
            shown(text).await;
        }
        assert_eq!(stored.clone().with(name, &[value]).saved(&desk).await, address);
        assert_eq!(Filled::at(&desk, &address).await.all(name), [value]);
        shown(value).await;
        // What was not touched is as it was.
        let again = Filled::at(&desk, &address).await.with(name, &stored.all(name)).with("seen", &stored.all("seen"));
        assert_eq!(again.fields.len(), stored.fields.len());
        for (name, _) in &stored.fields {
            assert_eq!(again.all(name), stored.all(name), "{address} {name}");
        }
    }
}

#[actix_web::test]
async fn every_wrong_field_is_named_beside_it_and_all_that_was_typed_is_kept() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for example in EXAMPLES {
        let address = format!("{}/new", example.index);
        let count = desk.get(example.index).await.html.matches("<tr>").count();
        for (name, value, message) in example.wrong {
            let sent = Filled::at(&desk, &address).await.filled(example.good).with(name, &[value]);
            let answer = sent.send(&desk).await;
            let place = format!("{address} {name}={value}");
            assert_eq!(answer.status, 422, "{place}: {}", answer.html);
            assert_eq!(answer.html.matches(*message).count(), 2, "{place}: {message} in {}", answer.html);
            assert!(answer.title().starts_with("Error: "), "{place}");
            let field = name.split('-').next().unwrap();
            assert!(
                answer.has_link_to(&format!("#{field}")) && answer.tree().0.iter().any(|e| e.get("id") == Some(field))
            );
            let kept = Filled::of(&answer, &address);
            for (name, value) in &sent.fields {
                // Boxes and menus cannot show a choice that is none of theirs; a box that is not there is not ticked.
                let is_shown = kept.all(name).contains(&value.as_str()) || value.is_empty() || name == "topics";
                assert!(is_shown, "{place}: {name} was {value}, is {:?}", kept.all(name));
            }
        }
        assert_eq!(desk.get(example.index).await.html.matches("<tr>").count(), count, "{address} stored something");
    }
}

#[actix_web::test]
async fn staff_who_answer_enquiries_cannot_write_content_nor_editors_settings() {
    let site = Site::academy();
    let desk = site.desk(Role::Staff).await;
    for example in EXAMPLES {
        for address in [example.index.to_owned(), format!("{}/new", example.index), format!("{}/1", example.index)] {
            assert_eq!(desk.get(&address).await.status, 403, "{address}");
        }
        assert_eq!(desk.post(&format!("{}/1", example.index), example.good).await.status, 403);
    }
    let editor = site.desk(Role::Editor).await;
    assert_eq!(editor.get("/admin/settings").await.status, 403);
    assert_eq!(editor.post("/admin/settings", &[("name", "Mine")]).await.status, 403);
}

#[actix_web::test]
async fn an_empty_list_says_what_the_noun_is_for_and_a_filter_that_fits_nothing_says_so() {
    let site = Site::empty();
    let desk = site.desk(Role::Editor).await;
    for example in EXAMPLES {
        let page = desk.get(example.index).await;
        assert!(page.html.contains("class=\"empty stack\"") && page.has_link_to(&format!("{}/new", example.index)));
    }
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let none = desk.get("/admin/courses?q=zzz").await;
    assert!(none.html.contains("fits.") && none.has_link_to("/admin/courses"), "{}", none.html);
    let some = desk.get("/admin/courses?q=RS-1&seen=yes").await;
    assert!(some.html.contains("Rust Services") && !some.html.contains("SQL Basics"), "{}", some.html);
}
