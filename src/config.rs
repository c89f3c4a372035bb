//! Every setting, read once at the start: the environment first, then `lectern.toml`, then the default.
mod setting;
mod values;

pub use setting::ConfigError;
pub use values::{LogFormat, SecretKey};

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;

use crate::db::DatabaseUrl;
use crate::mail::{Mailbox, SmtpUrl};
use crate::types::EmailAddress;
use setting::Sources;
use values::{base_url, media_folder, networks, no_later_than, parsed, secret_key};

/// The settings of one installation.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen.
    pub bind: SocketAddr,
    /// Scheme and host of the site, without a slash at the end.
    pub base_url: String,
    /// Where the data lives.
    pub database_url: DatabaseUrl,
    /// Connections for reading (and, on a server, writing).
    pub database_pool: u32,
    /// Where images are kept.
    pub media: PathBuf,
    /// Who carries mail.
    pub smtp_url: SmtpUrl,
    /// Whom mails come from.
    pub mail_from: Mailbox,
    /// Who gets an enquiry that no rule routes.
    pub staff_email: EmailAddress,
    /// The key that links and cookies are signed with; made at the first start where none is set.
    pub secret_key: Option<SecretKey>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Enquiries an hour that one network may send.
    pub enquiry_rate: u32,
    /// Where to serve metrics, if anywhere.
    pub metrics_bind: Option<SocketAddr>,
    /// What is logged, as a filter of `tracing`.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Whether `serve` brings the schema up to date.
    pub migrate: bool,
}

impl Config {
    /// Reads the settings from the process's environment and `lectern.toml` in the working folder.
    ///
    /// # Errors
    /// The first setting that cannot be read: which, what it was, and what is allowed.
    pub fn load() -> Result<Self, ConfigError> {
        Self::from_sources(&Sources::system()?)
    }

    /// Reads the settings from given values, as the environment would have them.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_values<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, ConfigError> {
        Self::from_sources(&Sources::of(values))
    }

    fn from_sources(from: &Sources) -> Result<Self, ConfigError> {
        let bind: SocketAddr =
            from.read("BIND", "127.0.0.1:8080", |text| parsed(text, "an address and port, like 127.0.0.1:8080"))?;
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let database_url: DatabaseUrl = from.read("DATABASE_URL", DatabaseUrl::DEFAULT, str::parse)?;
        let connections = database_url.usual_connections(cores).to_string();
        Ok(Self {
            bind,
            base_url: from.read("BASE_URL", &format!("http://{bind}"), base_url)?,
            database_url,
            database_pool: from
                .read("DATABASE_POOL", &connections, |text| no_later_than(text, 1, 500, "a number from 1 to 500"))?,
            media: from.read("MEDIA", "file://var/media", media_folder)?,
            smtp_url: from.read("SMTP_URL", "file://var/mail", str::parse)?,
            mail_from: from.read("MAIL_FROM", "Lectern <no-reply@localhost>", str::parse)?,
            staff_email: from.read("STAFF_EMAIL", "staff@localhost", |text| parsed(text, "an email address"))?,
            secret_key: from.read("SECRET_KEY", "", secret_key)?,
            trusted_proxies: from.read("TRUSTED_PROXIES", "", networks)?,
            enquiry_rate: from.read("ENQUIRY_RATE", "30", |text| {
                no_later_than(text, 1, 1_000_000, "a number of enquiries an hour, 1 or more")
            })?,
            metrics_bind: from.read("METRICS_BIND", "", |text| match text {
                "" => Ok(None),
                text => parsed(text, "an address and port, like 127.0.0.1:9100").map(Some),
            })?,
            log: from.read("LOG", "info", values::log_filter)?,
            log_format: from.read("LOG_FORMAT", "text", str::parse)?,
            migrate: from.read("MIGRATE", "always", |text| match text {
                "always" => Ok(true),
                "never" => Ok(false),
                _ => Err("always or never"),
            })?,
        })
    }
}
