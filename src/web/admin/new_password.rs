//! A password as somebody chooses it.
use actix_web::web::Data;

use crate::accounts::{PasswordHash, check_passphrase, hash_password};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// The field's name.
const FIELD: &str = "new_password";

/// Checks the form's new password and hashes it, on a thread that may block; or notes what is wrong with it.
pub(super) async fn choose(
    context: &Data<Context>,
    fields: &Fields,
    own: &[&str],
    errors: &mut FormErrors,
) -> Result<Option<PasswordHash>, AppError> {
    let password = fields.all(FIELD).first().cloned().unwrap_or_default();
    let mut known: Vec<String> = own.iter().map(|text| (*text).to_owned()).collect();
    known.push(context.shell().await?.provider.name.clone());
    let salt = context.tokens.bytes().map_err(|_| AppError::NoRandomness)?;
    let work = move || {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        check_passphrase(&password, &known)?;
        hash_password(&password, &salt).map_err(|_| "This password could not be stored. Choose another one")
    };
    let chosen = tokio::task::spawn_blocking(work).await.map_err(|_| AppError::Unreadable)?;
    Ok(errors.check(FIELD, chosen))
}
