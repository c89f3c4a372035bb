//! Where the data lives: a mistyped address is refused and makes no file, and no address shows its password.
use lectern::db::{DatabaseUrl, Db};

#[test]
fn an_address_that_names_neither_engine_is_refused() {
    for bad in [
        "",
        "x",
        "x.db",
        "/var/x.db",
        "sqlite:",
        "sqlite:x.db",
        "sqlite:/x.db",
        "sqlite://",
        "sqlite:///",
        "sqlite://var/",
        "sqlit://x",
        "sqlite3://x",
        "SQLITE://x",
        "file://x.db",
        "postgress://h/d",
        "postgre://h/d",
        "postgres:h",
        "postgres://",
        "postgresql://",
        "mysql://h/d",
        "://x",
        " sqlite://x",
    ] {
        assert!(bad.parse::<DatabaseUrl>().is_err(), "{bad:?}");
    }
}

#[test]
fn an_address_of_either_engine_is_taken() {
    for good in ["sqlite://var/lectern.db", "sqlite:///srv/lectern.db", "sqlite://x"] {
        assert_eq!(good.parse::<DatabaseUrl>().unwrap().to_string(), good);
    }
    for good in ["postgres://h/d", "postgresql://h:5433/d", "postgres://u@h1:1,h2:2/d?target_session_attrs=read-write"]
    {
        assert!(matches!(good.parse(), Ok(DatabaseUrl::Postgres(url)) if url == good), "{good}");
    }
}

#[test]
fn no_address_shows_its_password() {
    for (address, shown) in [
        ("postgres://lectern:hunter2@db.example:5432/site", "postgres://db.example:5432/site"),
        ("postgres://db.example/site?user=lectern&password=hunter2", "postgres://db.example/site"),
        ("postgres://lectern:hunter2@h1,h2/site?sslmode=require", "postgres://h1,h2/site"),
        ("postgres://lectern:p@hunter2@db.example/site", "postgres://db.example/site"),
        ("postgres://lectern:?hunter2@db.example/site", "postgres://…"),
        ("postgres://db.example/site?password=x@hunter2", "postgres://…"),
        ("postgres://db.example/site?password=hunter2@x", "postgres://…"),
    ] {
        let url: DatabaseUrl = address.parse().unwrap();
        assert_eq!((url.to_string().as_str(), format!("{url:?}").as_str()), (shown, shown));
        assert!(!shown.contains("hunter2"));
    }
}

#[test]
fn only_opening_a_file_s_address_makes_the_file() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("new/lectern.db");
    let url: DatabaseUrl = format!("sqlite://{}", file.display()).parse().unwrap();
    assert!(url.is_missing() && url.folder() == file.parent());
    assert!(Db::connect(&url, 1).is_err(), "its folder is not there");
    assert!(!file.exists());
    url.make_folder().unwrap();
    Db::connect(&url, 1).unwrap();
    assert!(file.exists() && !url.is_missing());
}

#[test]
fn a_server_that_is_not_there_is_an_error_without_a_password() {
    let url: DatabaseUrl = "postgres://lectern:hunter2@127.0.0.1:1/site?connect_timeout=1".parse().unwrap();
    let error = Db::connect(&url, 1).err().map(|error| error.to_string()).unwrap();
    assert!(!error.contains("hunter2"), "{error}");
}
