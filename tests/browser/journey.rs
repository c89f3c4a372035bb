//! How a journey ends: thanks with a reference, and two mails.
use super::chromium::Browser;
use super::servers::servers;

/// The visitor stands on the thanks page, and staff have the words; whoever asked has a mail without them.
pub async fn ends_with_thanks_and_two_mails(browser: &Browser, words: &str) {
    browser.arrive("/contact/thanks?ref=").await;
    let place = browser.place().await;
    let reference = place.split_once("ref=").unwrap().1;
    assert_eq!(browser.find(".ref").await.text().await.unwrap(), reference);
    let letters = servers().letters(reference);
    assert_eq!(letters.len(), 2, "mails about {reference}");
    let is_to_staff =
        |letter: &&String| letter.lines().any(|line| line.starts_with("To: ") && line.contains("team@kgotla.example"));
    let (staff, others): (Vec<&String>, Vec<&String>) = letters.iter().partition(is_to_staff);
    assert_eq!((staff.len(), others.len()), (1, 1));
    let times = staff[0].matches(words).count();
    assert_eq!(times, 2, "staff get the words as plain text and as HTML: {}", staff[0]);
    assert!(!others[0].contains(words), "free text went to an address nobody has confirmed: {}", others[0]);
}
