use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use tracing::level_filters::LevelFilter;
use url::Url;

/// The key that links and cookies are signed with: 64 hexadecimal digits or more. It never shows.
#[derive(Clone)]
pub struct SecretKey(SecretString);

impl SecretKey {
    /// The digits, for whoever signs.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl FromStr for SecretKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let long_enough = text.len() >= 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if long_enough { Ok(Self(text.into())) } else { Err("64 hexadecimal digits or more") }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one object a line.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("text or json"),
        }
    }
}

pub(super) fn parsed<T: FromStr>(text: &str, allowed: &'static str) -> Result<T, &'static str> {
    text.parse().map_err(|_| allowed)
}

pub(super) fn no_later_than(text: &str, least: u32, most: u32, allowed: &'static str) -> Result<u32, &'static str> {
    parsed(text, allowed).and_then(|number| if (least..=most).contains(&number) { Ok(number) } else { Err(allowed) })
}

pub(super) fn base_url(text: &str) -> Result<String, &'static str> {
    const ALLOWED: &str = "http:// or https:// and a host, with nothing after it, like https://training.example";
    let url = Url::parse(text).map_err(|_| ALLOWED)?;
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let anonymous = url.username().is_empty() && url.password().is_none();
    if matches!(url.scheme(), "http" | "https") && url.has_host() && bare && anonymous {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(ALLOWED)
    }
}

pub(super) fn media_folder(text: &str) -> Result<PathBuf, &'static str> {
    match text.strip_prefix("file://") {
        Some(path) if !path.is_empty() => Ok(path.into()),
        _ if text.starts_with("s3://") => Err("file://FOLDER; pictures in an S3 bucket are not supported yet"),
        _ => Err("file://FOLDER"),
    }
}

pub(super) fn secret_key(text: &str) -> Result<Option<SecretKey>, &'static str> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

pub(super) fn networks(text: &str) -> Result<Vec<IpNet>, &'static str> {
    const ALLOWED: &str = "networks separated by commas, like 10.0.0.0/8, 127.0.0.1";
    let network = |part: &str| -> Result<IpNet, &'static str> {
        part.parse().or_else(|_| part.parse().map(|address: std::net::IpAddr| address.into())).map_err(|_| ALLOWED)
    };
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(network).collect()
}

/// Levels for all or for a target. The filter itself takes any other word for a target, and so would show all that a mistyped level says.
pub(super) fn log_filter(text: &str) -> Result<String, &'static str> {
    let is_level = |word: &str| !word.is_empty() && word.parse::<LevelFilter>().is_ok();
    let is_rule = |rule: &&str| match rule.split_once('=') {
        Some((target, level)) => !target.is_empty() && is_level(level),
        None => is_level(rule),
    };
    let rules: Vec<_> = text.split(',').map(str::trim).collect();
    if !rules.iter().all(is_rule) {
        return Err("error, warn, info, debug or trace, or a filter like lectern=debug,info");
    }
    Ok(rules.join(","))
}
