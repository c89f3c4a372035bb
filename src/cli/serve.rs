use std::path::Path;
use std::process::ExitCode;

use super::{Outcome, logging, migrated, open, open_current, system};
use crate::app::{App, keep_secret};
use crate::config::Config;

/// Serves the site until the process is asked to stop.
pub(super) async fn run(config: &Config) -> Outcome {
    logging::start(config)?;
    let db = if config.migrate { migrated(open(config)?).await? } else { open_current(config).await? };
    let (clock, tokens) = system();
    // Made at the first start, so that what later needs it finds the same key at every start.
    let secret =
        keep_secret(config.secret_key.as_ref(), config.database_url.folder().unwrap_or(Path::new("var")), &tokens)?;
    let app = App::build(config, db, &secret, (clock, tokens))?;
    tracing::info!("serving {} on {}", config.base_url, app.addr);
    app.run_until_stopped().await?;
    Ok(ExitCode::SUCCESS)
}
