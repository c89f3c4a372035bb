//! What several pages are made of: cards in a text, and the drawing of a course.
use crate::support::site::Site;

async fn about(site: &Site, text: &str) -> crate::support::site::Answer {
    let body = format!("The text of About.\n\n{text}");
    site.edit("pages/about.md", "The text of About.", &body).await;
    site.get("/about").await
}

#[actix_web::test]
async fn cards_in_a_text_show_the_present() {
    let site = Site::academy();
    let cards = "{{course:rust-services}}\n\n{{path:backend-developer}}\n\n{{upcoming:city=gqeberha}}\n\n{{contact}}";
    let page = about(&site, cards).await;
    assert_eq!(page.links_below("/courses/"), ["rust-services"]);
    assert_eq!(page.links_below("/paths/"), ["backend-developer"]);
    assert_eq!(page.links_below("/trainings/"), ["RS-1-WEB-01", "SQ-1-GQB-01", "RS-1-GQB-01"]);
    assert!(page.has_link_to("/contact") && !page.html.contains("{{"));
    site.edit("trainings/RS-1-WEB-01.md", "confirmed", "cancelled").await;
    assert_eq!(
        site.get("/about").await.links_below("/trainings/")[0],
        "RS-1-GQB-01",
        "the next one with a free seat by now"
    );
}

#[actix_web::test]
async fn a_card_that_names_nothing_shows_nothing() {
    let site = Site::academy();
    let page =
        about(&site, "{{course:no-such}}\n\n{{path:no-such}}\n\n{{upcoming:city=no-such}}\n\n{{nonsense}}").await;
    assert_eq!((page.status, page.links_below("/courses/").len()), (200, 0));
    assert!(!page.html.contains("no-such"), "{}", page.html);
}

#[actix_web::test]
async fn no_text_brings_markup_of_its_own() {
    let site = Site::academy();
    let page =
        about(&site, "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))").await;
    let tree = page.tree();
    assert_eq!(tree.strange_scripts().len() + tree.all("img").count(), 0);
    assert!(!tree.all("a").any(|link| link.get("href").is_some_and(|href| href.starts_with("javascript"))));
}

#[actix_web::test]
async fn a_course_is_drawn_the_same_wherever_it_stands() {
    let site = Site::academy();
    let drawing = |html: &str| {
        let at = html.find(r#"viewBox="0 0 88 88""#).unwrap();
        html[at..].split("</svg>").next().unwrap().to_owned()
    };
    let (list, found) =
        (site.get("/courses?category=data&level=beginner").await, site.get("/search?q=sql-basics").await);
    let card = about(&site, "{{course:sql-basics}}").await;
    assert_eq!(drawing(&list.html), drawing(&card.html));
    assert!(found.status == 200 && !drawing(&list.html).is_empty());
}
