use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::AppError;
use crate::config::SecretKey;
use crate::tokens::{Tokens, hex};

/// The installation's key: the one that is set, or one that is made at the first start and kept in `folder`, readable by its owner only.
///
/// # Errors
/// When the file cannot be read or written, or holds no key.
pub fn keep_secret(set: Option<&SecretKey>, folder: &Path, tokens: &Tokens) -> Result<SecretKey, AppError> {
    if let Some(key) = set {
        return Ok(key.clone());
    }
    let path = folder.join("secret.key");
    let fail = |error: &dyn std::fmt::Display| AppError(format!("{} cannot be used: {error}", path.display()));
    match fs::read_to_string(&path) {
        Ok(text) => text.trim().parse().map_err(|why: &str| fail(&format!("it must hold {why}"))),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let digits = hex(&tokens.bytes::<32>().map_err(|error| fail(&error))?);
            fs::create_dir_all(folder).map_err(|error| fail(&error))?;
            let mut file = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)
                .map_err(|error| fail(&error))?;
            writeln!(file, "{digits}").map_err(|error| fail(&error))?;
            digits.parse().map_err(|why: &str| fail(&why))
        }
        Err(error) => Err(fail(&error)),
    }
}
