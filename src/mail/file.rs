use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Outgoing, SendError};
use crate::tokens::sha256_hex;

/// A folder that mail is written to, one `.eml` file each.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    written: AtomicU64,
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, written: AtomicU64::new(0) }
    }

    /// The same message id is the same file: a mail sent twice is there once.
    pub(super) async fn store(&self, mail: &Outgoing) -> Result<(), SendError> {
        let name = file_name(&mail.message_id);
        let attempt = self.written.fetch_add(1, Ordering::Relaxed);
        let draft = self.path.join(format!(".{name}.{}-{attempt}", std::process::id()));
        let (folder, bytes) = (self.path.clone(), mail.bytes.clone());
        blocking(move || store(&folder, &draft, &folder.join(format!("{name}.eml")), &bytes)).await
    }

    /// Files that are not there need no removing.
    pub(super) async fn forget(&self, message_ids: &[String]) -> Result<(), SendError> {
        let files: Vec<_> = message_ids.iter().map(|id| self.path.join(format!("{}.eml", file_name(id)))).collect();
        blocking(move || {
            let remove = |file: &PathBuf| match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
            files.iter().try_for_each(remove)
        })
        .await
    }

    pub(super) async fn check(&self) -> Result<(), SendError> {
        let (folder, draft) = (self.path.clone(), self.path.join(format!(".check-{}", std::process::id())));
        blocking(move || {
            fs::create_dir_all(folder)?;
            write(&draft, b"")?;
            fs::remove_file(draft)
        })
        .await
    }
}

/// A reader of the folder sees whole mails only, and a power cut keeps those that were told sent.
fn store(folder: &Path, draft: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let stored = write(draft, bytes).and_then(|()| fs::rename(draft, file));
    if stored.is_err() {
        // What failed matters more than a draft that is left behind.
        let _ = fs::remove_file(draft);
    }
    stored?;
    File::open(folder)?.sync_all()
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    // Mail names people: nobody else on the machine reads it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Letters, digits and a few signs; whatever else an id holds is told apart by its hash.
fn file_name(message_id: &str) -> String {
    let id = message_id.trim_matches(['<', '>']);
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "@.-_".contains(c);
    if !id.starts_with('.') && !id.is_empty() && id.len() <= 150 && id.chars().all(is_safe) {
        return id.to_owned();
    }
    let readable: String = id.chars().filter(char::is_ascii_alphanumeric).take(60).collect();
    let hash: String = sha256_hex(id.as_bytes()).chars().take(16).collect();
    format!("{readable}-{hash}")
}

async fn blocking(work: impl FnOnce() -> io::Result<()> + Send + 'static) -> Result<(), SendError> {
    let done = tokio::task::spawn_blocking(work).await.map_err(SendError::passing)?;
    done.map_err(|error| SendError::passing(format_args!("the mail folder: {error}")))
}
