use std::path::Path;
use std::process::ExitCode;

use super::{Failure, Outcome, migrated, open, open_current, system};
use crate::access::Actor;
use crate::config::Config;
use crate::media::Library;
use crate::transfer::{self, Folder, Pictures, Report};

/// What other programs write that can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Source {
    /// Trainings, a line each
    Csv,
}

/// Takes a content folder in, or another program's file. What it cannot take it reports, file and line, and takes the rest; then the exit status is 1.
pub(super) async fn import(config: &Config, (path, from): (&Path, Option<Source>), dry_run: bool) -> Outcome {
    if from == Some(Source::Csv) {
        return import_csv(config, path, dry_run).await;
    }
    let folder = Folder::read(path).map_err(|error| Failure(format!("{} cannot be read: {error}", path.display())))?;
    if folder.0.is_empty() {
        return Err(Failure(format!("{} holds no files", path.display())));
    }
    let db = migrated(open(config)?).await?;
    let pictures = Pictures::take((&db, &library(config)), &folder, path, dry_run).await?;
    let now = system().0.now();
    let report = transfer::import_with(&db, Actor::operator(), (folder, pictures), now, dry_run).await?;
    Ok(tell(&report, dry_run))
}

fn library(config: &Config) -> Library {
    Library::new(config.media.clone(), system().1)
}

async fn import_csv(config: &Config, path: &Path, dry_run: bool) -> Outcome {
    let bytes = std::fs::read(path).map_err(|error| Failure(format!("{} cannot be read: {error}", path.display())))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure(format!("{} is not UTF-8: save it as “CSV UTF-8”", path.display())))?;
    let db = migrated(open(config)?).await?;
    let file = (path.display().to_string(), text);
    let report = transfer::import_trainings(&db, Actor::operator(), file, system().0.now(), dry_run).await?;
    Ok(tell(&report, dry_run))
}

fn tell(report: &Report, dry_run: bool) -> ExitCode {
    println!("{report}{}", if dry_run { "; nothing was kept (dry run)" } else { "" });
    if report.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Writes all content into a folder that must be new or empty.
pub(super) async fn export(config: &Config, dir: &Path) -> Outcome {
    if std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure(format!("{} is not empty: name a new folder", dir.display())));
    }
    let folder = open_current(config).await?.read(transfer::export).await?;
    let unwritable = |error| Failure(format!("{} cannot be written: {error}", dir.display()));
    folder.write(dir).map_err(unwritable)?;
    let missing = folder.write_pictures(&library(config), dir).map_err(unwritable)?;
    println!("{} files in {}", folder.0.len(), dir.display());
    if missing.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    missing.iter().for_each(|file| eprintln!("{file}: the folder of pictures does not have it"));
    Ok(ExitCode::FAILURE)
}
