use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use super::Failure;
use crate::config::{Config, LogFormat};

/// Sends log lines to standard error, as the settings say.
pub(super) fn start(config: &Config) -> Result<(), Failure> {
    let filter: EnvFilter = config.log.parse()?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal());
    let started = match config.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    started.map_err(|error| Failure(error.to_string()))
}
