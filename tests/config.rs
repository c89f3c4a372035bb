//! Every setting: its default, a good value, and a bad one that stops the start with one line.
use lectern::config::{Config, LogFormat};
use lectern::db::DatabaseUrl;
use lectern::mail::SmtpUrl;

fn with(name: &str, value: &str) -> Config {
    Config::from_values([(name, value)]).unwrap_or_else(|error| panic!("{name}={value}: {error}"))
}

#[test]
fn every_setting_has_the_default_of_the_contract() {
    let config = Config::from_values([]).unwrap();
    assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(config.base_url, "http://127.0.0.1:8080");
    assert_eq!(config.database_url.to_string(), "sqlite://var/lectern.db");
    let cores = std::thread::available_parallelism().unwrap().get() as u32;
    assert_eq!(config.database_pool, cores + 1);
    assert_eq!(with("DATABASE_URL", "postgres://u@h/d").database_pool, (cores * 2).max(4));
    assert_eq!(config.media.to_str(), Some("var/media"));
    assert_eq!(config.smtp_url.to_string(), "file://var/mail");
    assert_eq!(config.mail_from.name.as_deref(), Some("Lectern"));
    assert_eq!(config.mail_from.address.as_str(), "no-reply@localhost");
    assert_eq!(config.staff_email.as_str(), "staff@localhost");
    assert!(config.secret_key.is_none() && config.trusted_proxies.is_empty() && config.metrics_bind.is_none());
    assert_eq!((config.enquiry_rate, config.log.as_str(), config.log_format), (30, "info", LogFormat::Text));
    assert!(config.migrate);
}

#[test]
fn every_setting_takes_a_good_value() {
    let moved = with("BIND", "[::1]:9000");
    assert_eq!((moved.bind.to_string().as_str(), moved.base_url.as_str()), ("[::1]:9000", "http://[::1]:9000"));
    assert_eq!(with("BASE_URL", "https://training.example/").base_url, "https://training.example");
    assert!(matches!(with("DATABASE_URL", "postgres://u:p@h/d").database_url, DatabaseUrl::Postgres(_)));
    assert_eq!(with("DATABASE_POOL", "500").database_pool, 500);
    assert_eq!(with("MEDIA", "file:///srv/media").media.to_str(), Some("/srv/media"));
    assert!(matches!(with("SMTP_URL", "smtps://u:p@mail.example").smtp_url, SmtpUrl::Server(_)));
    assert_eq!(with("MAIL_FROM", "\"Kgotla\" <a@b.co>").mail_from.name.as_deref(), Some("Kgotla"));
    assert_eq!(with("STAFF_EMAIL", "a@b.co").staff_email.as_str(), "a@b.co");
    assert_eq!(with("SECRET_KEY", &"aF".repeat(32)).secret_key.unwrap().expose(), "aF".repeat(32));
    let networks = with("TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1,::1 ,fd00::/8").trusted_proxies;
    let networks: Vec<_> = networks.iter().map(ToString::to_string).collect();
    assert_eq!(networks, ["10.0.0.0/8", "127.0.0.1/32", "::1/128", "fd00::/8"]);
    assert_eq!(with("ENQUIRY_RATE", "1").enquiry_rate, 1);
    assert_eq!(with("METRICS_BIND", "127.0.0.1:9100").metrics_bind.unwrap().port(), 9100);
    assert_eq!(with("LOG", "lectern::mail=debug, info").log, "lectern::mail=debug,info");
    assert_eq!(with("LOG_FORMAT", "json").log_format, LogFormat::Json);
    assert!(!with("MIGRATE", "never").migrate);
}

#[test]
fn an_empty_setting_counts_as_absent() {
    for name in ["BIND", "BASE_URL", "DATABASE_URL", "SMTP_URL", "MAIL_FROM", "SECRET_KEY", "ENQUIRY_RATE", "MIGRATE"] {
        assert_eq!(with(name, " ").bind.port(), 8080);
    }
    assert_eq!(with("LECTERN_BIND", " 127.0.0.1:81 ").bind.port(), 81, "with its prefix, and trimmed");
}

/// Name, bad value, and words that the error must hold beside them.
const BAD: &[(&str, &str, &str)] = &[
    ("BIND", "8080", "an address and port"),
    ("BIND", "localhost:8080", "an address and port"),
    ("BIND", "127.0.0.1:99999", "an address and port"),
    ("BASE_URL", "training.example", "http:// or https://"),
    ("BASE_URL", "https://training.example/site", "with nothing after it"),
    ("BASE_URL", "https://training.example/?a=b", "with nothing after it"),
    ("BASE_URL", "https://training.example/#a", "with nothing after it"),
    ("BASE_URL", "ftp://training.example", "http:// or https://"),
    ("BASE_URL", "https://", "and a host"),
    ("DATABASE_POOL", "0", "1 to 500"),
    ("DATABASE_POOL", "501", "1 to 500"),
    ("DATABASE_POOL", "many", "1 to 500"),
    ("DATABASE_POOL", "-1", "1 to 500"),
    ("MEDIA", "/srv/media", "file://FOLDER"),
    ("MEDIA", "file://", "file://FOLDER"),
    ("MAIL_FROM", "Lectern", "Name <name@example.com>"),
    ("MAIL_FROM", "Lectern <nobody>", "Name <name@example.com>"),
    ("STAFF_EMAIL", "staff", "an email address"),
    ("STAFF_EMAIL", "a@b.co, c@d.co", "an email address"),
    ("TRUSTED_PROXIES", "10.0.0.0/33", "networks separated by commas"),
    ("TRUSTED_PROXIES", "10.0.0.0/8;127.0.0.1", "networks separated by commas"),
    ("TRUSTED_PROXIES", "proxy.example", "networks separated by commas"),
    ("ENQUIRY_RATE", "0", "1 or more"),
    ("ENQUIRY_RATE", "1.5", "1 or more"),
    ("METRICS_BIND", "9100", "an address and port"),
    ("LOG", "=,=", "error, warn, info, debug or trace"),
    ("LOG", "infoo", "error, warn, info, debug or trace"),
    ("LOG", "lectern=loud", "error, warn, info, debug or trace"),
    ("LOG_FORMAT", "xml", "text or json"),
    ("MIGRATE", "yes", "always or never"),
];

/// The same for settings whose value must not be shown: it holds `hunter2`.
const BAD_SECRETS: &[(&str, &str, &str)] = &[
    ("DATABASE_URL", "postgress://u:hunter2@h/d", "sqlite://FILE or postgres://"),
    ("DATABASE_URL", "/var/hunter2.db", "sqlite://FILE or postgres://"),
    ("SMTP_URL", "smpt://u:hunter2@h", "smtp://"),
    ("SMTP_URL", "smtp://u:hunter2@mail.example?tls=none", "never goes without TLS"),
    ("SMTP_URL", "smtp://u:hunter2@mail.example?tls=maybe", "smtps://"),
    ("SECRET_KEY", "hunter2", "64 hexadecimal digits or more"),
    ("SECRET_KEY", "hunter2hunter2hunter2hunter2hunter2hunter2hunter2hunter2hunter2hunter2", "64 hexadecimal digits"),
];

fn refusal(name: &str, value: &str) -> String {
    let error = Config::from_values([(name, value)]).err();
    let error = error.unwrap_or_else(|| panic!("{name}={value} was taken")).to_string();
    assert!(!error.contains('\n') && error.starts_with(&format!("LECTERN_{name} is ")), "{error}");
    error
}

#[test]
fn a_bad_setting_is_named_with_what_it_was_and_what_is_allowed() {
    for (name, value, allowed) in BAD {
        let error = refusal(name, value);
        assert!(error.contains(&format!("“{value}”")) && error.contains(allowed), "{error}");
    }
}

#[test]
fn a_bad_secret_is_named_but_not_shown() {
    for (name, value, allowed) in BAD_SECRETS {
        let error = refusal(name, value);
        assert!(error.contains("not shown") && error.contains(allowed) && !error.contains("hunter2"), "{error}");
    }
}

#[test]
fn no_setting_shows_a_secret_when_the_whole_is_printed() {
    let secrets = [
        ("DATABASE_URL", "postgres://u:hunter2@h/d"),
        ("SMTP_URL", "smtps://u:hunter2@h"),
        ("SECRET_KEY", "beef0beef0beef0beef0beef0beef0beef0beef0beef0beef0beef0beef0beef0"),
    ];
    let printed = format!("{:?}", Config::from_values(secrets).unwrap());
    assert!(!printed.contains("hunter2") && !printed.contains("beef0"), "{printed}");
}
