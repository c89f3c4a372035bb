//! A picture as pages show it.
use lectern::access::Actor;
use lectern::media::{Darkroom, describe_media};
use lectern::tokens::Tokens;

use super::uploaded;
use crate::support::pictures::jpeg;
use crate::support::site::Site;

#[actix_web::test]
async fn a_text_shows_a_picture_in_the_sizes_and_kinds_there_are() {
    let site = Site::academy();
    let (one, other) =
        (uploaded(&site, "a.jpg", &jpeg(600, 400, 1)).await, uploaded(&site, "b.jpg", &jpeg(320, 240, 2)).await);
    let body = format!(
        "![A \"room\" > <hall>]({})\n\n![]({})\n\n![Far](https://far.example/a.png)",
        one.address(),
        other.address()
    );
    site.edit("pages/about.md", "The text of About.", &body).await;
    let page = site.get("/about").await;
    let _ = page.tree();
    let hash = &one.content_hash;
    let set =
        format!("<source type=\"image/webp\" srcset=\"/media/{hash}/480.webp 480w, /media/{hash}/600.webp 600w\"");
    assert!(page.html.contains(&set), "{}", page.html);
    let image = format!(
        "<img src=\"/media/{hash}/600.webp\" width=\"600\" height=\"400\" alt=\"A &quot;room&quot; &gt; &lt;hall&gt;\" decoding=\"async\">"
    );
    assert!(
        page.html.contains(&image.replace("&gt;", ">").replace("&lt;", "<")) || page.html.contains(&image),
        "{}",
        page.html
    );
    assert!(
        page.html.contains("/320.webp\" width=\"320\" height=\"240\" alt=\"\" decoding=\"async\" loading=\"lazy\">")
    );
    assert!(page.html.contains(&format!("fill=\"{}\"", one.colour().unwrap())));
    assert!(page.html.contains("<img src=\"https://far.example/a.png\" alt=\"Far\">"), "{}", page.html);
    assert!(!page.html.contains("image/avif") && !page.html.contains("style="));

    let context = &site.context;
    let worker = Darkroom::new(&context.db, &context.library, &context.clock, &Tokens::seeded(1)).unwrap();
    assert!(worker.work().await.unwrap());
    let page = site.get("/about").await.html;
    assert!(page.contains("<source type=\"image/avif\" srcset=\"/media/"), "{page}");
}

#[actix_web::test]
async fn what_the_library_says_of_a_picture_is_said_where_the_text_says_nothing() {
    let site = Site::academy();
    let media = uploaded(&site, "a.jpg", &jpeg(64, 48, 1)).await;
    site.edit("pages/about.md", "The text of About.", &format!("![]({})", media.address())).await;
    assert!(site.get("/about").await.html.contains("alt=\"\" decoding"));
    let (id, now) = (media.id, site.clock.now());
    let said = lectern::media::Description {
        alt_text: Some("Ten <people>".to_owned()),
        is_decorative: false,
        focus: (83, 17),
    };
    let described = site.db().attempt(move |conn| describe_media(conn, &Actor::operator(), (id, 1), &said, now)).await;
    assert!(described.unwrap().unwrap());
    let page = site.get("/about").await.html;
    assert!(page.contains("alt=\"Ten &lt;people&gt;\"") && page.contains("class=\"photo focus-3\""), "{page}");
}

#[actix_web::test]
async fn a_feed_shows_it_plainly() {
    let site = Site::academy();
    let media = uploaded(&site, "a.jpg", &jpeg(64, 48, 1)).await;
    site.edit("posts/backend-work.md", "The text of", &format!("![]({})\n\nThe text of", media.address())).await;
    let feed = site.get("/blog/feed.xml").await.html;
    assert!(feed.contains(&media.address()) && !feed.contains("srcset"), "{feed}");
}

#[actix_web::test]
async fn a_post_and_a_course_may_have_a_picture_at_their_head() {
    let site = Site::academy();
    let media = uploaded(&site, "a.jpg", &jpeg(600, 200, 1)).await;
    for path in ["/blog/backend-work", "/courses/rust-services"] {
        assert!(!site.get(path).await.html.contains("class=\"photo"), "{path}");
    }
    let head = format!("hero = \"{}\"\n", media.content_hash);
    for (file, first) in [("posts/backend-work.md", "standfirst = "), ("courses/rust-services.md", "code = ")] {
        site.edit(file, first, &format!("{head}{first}")).await;
    }
    for path in ["/blog/backend-work", "/courses/rust-services"] {
        let page = site.get(path).await;
        assert!(page.html.contains("/480.webp 480w") && !page.html.contains("loading=\"lazy\""), "{path}");
    }
    let uses = site.db().read(lectern::media::list_uses).await.unwrap();
    assert!(uses[&media.id].iter().all(|at| at.is_hero) && uses[&media.id].len() == 2);
}

#[actix_web::test]
async fn a_page_with_one_photo_weighs_at_most_60_kilobytes() {
    let site = Site::academy();
    let media = uploaded(&site, "a.jpg", &noisy_jpeg()).await;
    site.edit("posts/backend-work.md", "The text of", &format!("![A]({})\n\nThe text of", media.address())).await;
    let page = site.send(crate::support::site::Ask::get("/blog/backend-work").with("Accept-Encoding", "br")).await;
    // What a telephone fetches, and what a screen of 1280 points does.
    for width in [480, 960] {
        let photo = media.variants().into_iter().find(|form| form.width == width).unwrap().bytes;
        assert!(page.body.len() + site_assets() + photo <= 60_000, "{} + {photo} at {width}", page.body.len());
    }
}

fn site_assets() -> usize {
    lectern::web::Assets.first_view()
}

/// A photo with the grain of a camera, which is what makes files heavy.
fn noisy_jpeg() -> Vec<u8> {
    let mut photo = crate::support::pictures::photo(1600, 1067, 5).to_rgb8();
    let mut state = 1_u32;
    for point in photo.pixels_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = ((state >> 24) as i32 - 128) / 8;
        point.0 = point.0.map(|part| (i32::from(part) + grain).clamp(0, 255) as u8);
    }
    crate::support::pictures::encoded(&photo.into(), image::ImageFormat::Jpeg)
}
