use std::io::IsTerminal;

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

use super::Failure;
use crate::config::{Config, LogFormat};

/// Sends log lines to standard error, as the settings say.
pub(super) fn start(config: &Config) -> Result<(), Failure> {
    let filter: Targets = config.log.parse()?;
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false).with_ansi(std::io::stderr().is_terminal());
    let lines = match config.log_format {
        LogFormat::Text => lines.with_filter(filter).boxed(),
        LogFormat::Json => lines.json().with_filter(filter).boxed(),
    };
    tracing_subscriber::registry().with(lines).try_init().map_err(|error| Failure(error.to_string()))
}
