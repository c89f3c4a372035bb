use std::path::Path;
use std::process::ExitCode;

use super::{Failure, Outcome, logging, migrated, open, open_current, system};
use crate::accounts::{LinkPurpose, PendingLink, count_users, new_link};
use crate::app::{App, keep_secret};
use crate::config::Config;
use crate::db::Db;
use crate::tokens::{Tokens, hex};
use crate::types::Timestamp;
use crate::urls;

/// Serves the site until the process is asked to stop.
pub(super) async fn run(config: &Config) -> Outcome {
    logging::start(config)?;
    let db = if config.migrate { migrated(open(config)?).await? } else { open_current(config).await? };
    let (clock, tokens) = system();
    // Made at the first start, so that what later needs it finds the same key at every start.
    let secret =
        keep_secret(config.secret_key.as_ref(), config.database_url.folder().unwrap_or(Path::new("var")), &tokens)?;
    let first = first_link(&db, &tokens, clock.now()).await?;
    let app = App::build(config, db, &secret, (clock, tokens))?;
    tracing::info!("serving {} on {}", config.base_url, app.addr);
    if let Some(link) = first {
        println!(
            "Nobody works here yet. Make the first user within 24 hours at {}{}",
            app.base_url(),
            urls::first_user(&link.token)
        );
    }
    app.run_until_stopped().await?;
    Ok(ExitCode::SUCCESS)
}

/// A link that makes the first user, where there is none.
async fn first_link(db: &Db, tokens: &Tokens, now: Timestamp) -> Result<Option<PendingLink>, Failure> {
    if db.read(count_users).await? > 0 {
        return Ok(None);
    }
    let link = PendingLink { token: hex(&tokens.bytes::<32>()?), purpose: LinkPurpose::First };
    Ok(Some(
        db.write(move |conn| {
            new_link(conn, None, &link, now)?;
            Ok(link)
        })
        .await?,
    ))
}
