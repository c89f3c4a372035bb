use std::process::ExitCode;

use super::{Failure, Outcome, migrated, open};
use crate::config::Config;
use crate::db::SchemaState;

/// Brings the schema up to date; with `check` it only tells.
pub(super) async fn run(config: &Config, check: bool) -> Outcome {
    if !check {
        migrated(open(config)?).await?;
        println!("{}", SchemaState::Current);
        return Ok(ExitCode::SUCCESS);
    }
    if config.database_url.is_missing() {
        return Err(Failure(format!("{} does not exist: run `lectern migrate`", config.database_url)));
    }
    match open(config)?.schema_state().await? {
        SchemaState::Current => {
            println!("{}", SchemaState::Current);
            Ok(ExitCode::SUCCESS)
        }
        state => Err(Failure(state.to_string())),
    }
}
