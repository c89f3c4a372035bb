//! Both engines find the same, in the same order, with the same counts and extracts.
use lectern::access::Actor;
use lectern::db::{DatabaseUrl, Db};
use lectern::transfer::{Folder, import};

use super::results::EXPECTED;
use super::{addresses, find};
use crate::support::site::{Site, start};

#[actix_web::test]
async fn a_file_and_the_engine_under_test_answer_alike() {
    let site = Site::demo();
    let folder = tempfile::tempdir().unwrap();
    let file = Db::connect(&DatabaseUrl::file_in(folder.path()), 2).unwrap();
    file.migrate().await.unwrap();
    import(&file, Actor::operator(), Folder::demo(), start(), false).await.unwrap();
    let more = [
        "training",
        "a",
        "data",
        "work",
        "security",
        "how to",
        "online march",
        "zebra",
        "2026",
        "test*",
        "\"it\" OR 1",
    ];
    for text in EXPECTED.iter().map(|(text, _)| *text).chain(more) {
        let (one, other) = (find(site.db(), text, start()).await, find(&file, text, start()).await);
        assert_eq!(addresses(&one), addresses(&other), "{text}");
        assert_eq!((one.count(), &one.instead, &one.meant), (other.count(), &other.instead, &other.meant), "{text}");
        let words = |found: &lectern::search::Found| {
            let hits = found.groups.iter().flat_map(|group| &group.hits);
            hits.map(|hit| (hit.title.clone(), hit.extract.clone())).collect::<Vec<_>>()
        };
        assert_eq!(words(&one), words(&other), "{text}");
    }
}
