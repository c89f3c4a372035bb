use std::collections::BTreeMap;
use std::fmt;

/// Settings by their names without the prefix.
pub(super) struct Sources(BTreeMap<String, String>);

const PREFIX: &str = "LECTERN_";
const FILE: &str = "lectern.toml";
/// Names that hold something secret: their values are never printed.
const SECRET: [&str; 3] = ["SECRET_KEY", "DATABASE_URL", "SMTP_URL"];
const KNOWN: [&str; 15] = [
    "BIND",
    "BASE_URL",
    "DATABASE_URL",
    "DATABASE_POOL",
    "MEDIA",
    "SMTP_URL",
    "MAIL_FROM",
    "STAFF_EMAIL",
    "SECRET_KEY",
    "TRUSTED_PROXIES",
    "ENQUIRY_RATE",
    "METRICS_BIND",
    "LOG",
    "LOG_FORMAT",
    "MIGRATE",
];

/// A setting that cannot be read: one line that names it, what it was and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl Sources {
    pub(super) fn system() -> Result<Self, ConfigError> {
        let mut all = match std::fs::read_to_string(FILE) {
            Ok(text) => file(&text)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(ConfigError(format!("{FILE} cannot be read: {error}"))),
        };
        #[expect(clippy::disallowed_methods, reason = "this is the one reader of the environment")]
        let environment = std::env::vars_os();
        for (name, value) in environment {
            let (name, value) = (name.to_string_lossy(), value.to_string_lossy());
            if let Some(name) = name.strip_prefix(PREFIX).filter(|name| KNOWN.contains(name)) {
                all.insert(name.to_owned(), value.into_owned());
            }
        }
        Ok(Self(all))
    }

    pub(super) fn of<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let name = |name: &str| name.strip_prefix(PREFIX).unwrap_or(name).to_owned();
        Self(values.into_iter().map(|(key, value)| (name(key), value.to_owned())).collect())
    }

    /// Reads one setting; an empty one counts as absent. The reader's error says what is allowed.
    pub(super) fn read<T>(
        &self,
        name: &str,
        default: &str,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Result<T, ConfigError> {
        let text = self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty()).unwrap_or(default);
        read(text).map_err(|allowed| {
            let was =
                if SECRET.contains(&name) { "something else (not shown)".to_owned() } else { format!("“{text}”") };
            ConfigError(format!("{PREFIX}{name} is {was}; allowed is {allowed}"))
        })
    }
}

fn file(text: &str) -> Result<BTreeMap<String, String>, ConfigError> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| ConfigError(format!("{FILE} cannot be read: {}", error.message())))?;
    let mut all = BTreeMap::new();
    for (key, value) in table {
        let name = key.to_uppercase();
        if !KNOWN.contains(&name.as_str()) {
            let known = KNOWN.map(str::to_lowercase).join(", ");
            return Err(ConfigError(format!("{FILE} names “{key}”, which is no setting; those are {known}")));
        }
        let value = match value {
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        all.insert(name, value);
    }
    Ok(all)
}
