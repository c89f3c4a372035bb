use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

use super::develop::{FULL, develop, develop_again};
use super::encode::file_of;
use super::{Developed, MediaError, Refusal};
use crate::tokens::Tokens;
use crate::types::{MediaHash, PictureForm};

/// How long one picture may take to be read and written anew.
const DEADLINE: Duration = Duration::from_secs(30);
/// How long an upload waits for its turn.
const PATIENCE: Duration = Duration::from_secs(120);

/// The folder of pictures. Each has a folder of its own, named for its content; nothing that a person typed names a file.
#[derive(Debug, Clone)]
pub struct Library {
    folder: Arc<Path>,
    tokens: Tokens,
    /// One picture is read at a time: it may take a hundred megabytes for a moment.
    turns: Arc<Semaphore>,
    came: Arc<Notify>,
}

/// The right to work on pictures. Whoever takes one in holds it until its row is stored, so that nobody throws its files away meanwhile.
#[derive(Debug)]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Library {
    /// The pictures in a folder, which is made when the first one comes.
    pub fn new(folder: PathBuf, tokens: Tokens) -> Self {
        Self { folder: folder.into(), tokens, turns: Arc::new(Semaphore::new(1)), came: Arc::default() }
    }

    /// An open file without a name for an upload that is still coming: it is gone when it is closed, even by a crash.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn incoming(&self) -> io::Result<File> {
        fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(format!(".incoming-{}", self.tokens.hex()?));
        let file = File::options().read(true).write(true).create_new(true).open(&path)?;
        fs::remove_file(&path)?;
        Ok(file)
    }

    /// Reads an upload, writes it anew in every size, and keeps the files. When this returns they are on the disk; the row comes after, and
    /// the turn is kept until then.
    ///
    /// # Errors
    /// When the upload is refused, or the folder cannot be written.
    pub async fn take_in(&self, upload: File) -> Result<(Developed, Turn), MediaError> {
        let turn = self.turn().await?;
        let library = self.clone();
        // The turn goes with the work: it ends when the work does, also where nobody waits for it any more. The work has a thread that
        // ends with it, so that its memory is free for the next picture; the threads of a pool would each hold on to some.
        let (finish, work) = oneshot::channel();
        thread::Builder::new().name("picture".to_owned()).spawn(move || finish.send(library.develop(upload, turn)))?;
        match timeout(DEADLINE, work).await {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => Err(Refusal::Broken("picture").into()),
            Err(_) => Err(Refusal::TooSlow.into()),
        }
    }

    fn develop(&self, upload: File, turn: Turn) -> Result<(Developed, Turn), MediaError> {
        let developed = develop(whole(upload)?, Instant::now() + DEADLINE)?;
        self.keep(&developed)?;
        Ok((Developed { files: Vec::new(), ..developed }, turn))
    }

    /// Takes in a picture that another library exported, in full and under its name there; with `dry_run` it is only looked at. For a program of
    /// its own: no visitor waits, and no turn is taken.
    ///
    /// # Errors
    /// When it is not what its name says, or the folder cannot be written.
    pub fn take_again(&self, full: Vec<u8>, hash: &MediaHash, dry_run: bool) -> Result<Developed, MediaError> {
        let developed = develop_again(full, hash, Instant::now() + DEADLINE)?;
        if !dry_run {
            self.keep(&developed)?;
        }
        Ok(Developed { files: Vec::new(), ..developed })
    }

    /// Waits for the turn to work on a picture.
    ///
    /// # Errors
    /// When it does not come in time.
    pub async fn turn(&self) -> Result<Turn, Refusal> {
        let waited = timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        waited.ok().and_then(Result::ok).map(|permit| Turn { _permit: permit }).ok_or(Refusal::Busy)
    }

    /// Says that a picture was taken in; call it after the commit.
    pub fn announce(&self) {
        self.came.notify_one();
    }

    /// Waits until a picture is taken in.
    pub(super) async fn news(&self) {
        self.came.notified().await;
    }

    /// Tries whether the folder can be written.
    ///
    /// # Errors
    /// When it cannot.
    pub fn check(&self) -> io::Result<()> {
        let mut probe = self.incoming()?;
        probe.write_all(b"lectern")?;
        probe.sync_all()
    }

    fn keep(&self, developed: &Developed) -> io::Result<()> {
        for (name, bytes) in &developed.files {
            self.write(&developed.hash, name, bytes)?;
        }
        Ok(())
    }

    /// Writes one file so that it is there in full or not at all, also after a power cut.
    pub(super) fn write(&self, hash: &MediaHash, name: &str, bytes: &[u8]) -> io::Result<()> {
        let home = self.home(hash);
        if !home.is_dir() {
            fs::create_dir_all(&home)?;
            if let Some(parent) = home.parent() {
                File::open(parent)?.sync_all()?;
            }
            File::open(&self.folder)?.sync_all()?;
        }
        let unfinished = home.join(format!(".{}", self.tokens.hex()?));
        let mut file = File::create_new(&unfinished)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        let placed = written.and_then(|()| fs::rename(&unfinished, home.join(name)));
        if placed.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
        placed?;
        File::open(&home)?.sync_all()
    }

    /// A picture in full, or nothing where it is not kept here.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn read_full(&self, hash: &MediaHash) -> io::Result<Option<Vec<u8>>> {
        self.read(hash, FULL)
    }

    /// A smaller form of a picture.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn read_form(&self, hash: &MediaHash, width: u32, form: PictureForm) -> io::Result<Option<Vec<u8>>> {
        self.read(hash, &file_of(width, form))
    }

    fn read(&self, hash: &MediaHash, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.home(hash).join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Throws a picture's files away. Call it in a [`Turn`], when no row names them.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn forget(&self, _turn: &Turn, hash: &MediaHash) -> io::Result<()> {
        match fs::remove_dir_all(self.home(hash)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Folders of some thousand files are slow to list, so the first two digits are a level of their own.
    fn home(&self, hash: &MediaHash) -> PathBuf {
        let (first, _) = hash.as_str().split_at(2);
        self.folder.join(first).join(hash.as_str())
    }
}

fn whole(mut upload: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    upload.rewind()?;
    upload.read_to_end(&mut bytes)?;
    Ok(bytes)
}
