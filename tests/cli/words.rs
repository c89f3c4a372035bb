//! Words that the program understands, and those it does not.
use super::say;

const VERBS: [&str; 6] = ["demo", "serve", "migrate", "import", "export", "doctor"];

#[test]
fn no_words_print_help() {
    let place = tempfile::tempdir().unwrap();
    let said = say(place.path(), &[]);
    said.succeeded();
    for verb in VERBS {
        assert!(said.out.contains(&format!("  {verb} ")), "{verb} in {}", said.out);
    }
    let asked = say(place.path(), &["--help"]);
    asked.succeeded();
    assert!(asked.out.contains("Usage: lectern"));
    assert!(say(place.path(), &["--version"]).out.starts_with("lectern 0."));
}

#[test]
fn every_verb_explains_itself() {
    let place = tempfile::tempdir().unwrap();
    for verb in VERBS {
        let said = say(place.path(), &[verb, "--help"]);
        said.succeeded();
        assert!(said.out.contains(&format!("Usage: lectern {verb}")), "{}", said.out);
    }
    for (verb, option) in [
        ("demo", "--dir"),
        ("demo", "--bind"),
        ("migrate", "--check"),
        ("import", "--dry-run"),
        ("import", "--from"),
        ("doctor", "--send-test"),
    ] {
        assert!(say(place.path(), &[verb, "--help"]).out.contains(option), "{verb} {option}");
    }
}

#[test]
fn wrong_use_is_one_line_and_status_2() {
    let place = tempfile::tempdir().unwrap();
    for (words, named) in [
        (&["dance"][..], "dance"),
        (&["serve", "now"], "now"),
        (&["serve", "--fast"], "--fast"),
        (&["import"], "required"),
        (&["export"], "required"),
        (&["import", "a", "b"], "b"),
        (&["demo", "--bind", "8080"], "8080"),
        (&["demo", "--dir"], "--dir"),
        (&["doctor", "--send-test", "nobody"], "nobody"),
    ] {
        let said = say(place.path(), words);
        said.failed(2, &[named, "--help"]);
        assert_eq!(said.out, "", "{words:?}");
    }
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0, "nothing was made");
}
