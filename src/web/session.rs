//! Sessions of staff: a cookie with a random token, and a row that knows the token's hash.
use std::collections::HashMap;

use actix_session::SessionMiddleware;
use actix_session::config::{BrowserSession, CookieContentSecurity};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Key, SameSite};
use actix_web::web::Data;

use sha2::{Digest, Sha512};

use super::context::Context;
use crate::access::UserId;
use crate::accounts::{LONGEST_SESSION, Session, end_session, find_session, insert_session, update_session};
use crate::config::SecretKey;
use crate::tokens::{hex, sha256_hex};
use crate::urls;

/// The name of the cookie where the site has no TLS, as on an engineer's own machine.
pub const PLAIN_NAME: &str = "lectern_session";
/// Its name elsewhere: a browser takes it from this host only, over TLS, for the whole site (RFC 6265bis, 4.1.3.2).
pub const NAME: &str = "__Host-lectern_session";
/// Under what the session remembers who is signed in.
pub const USER: &str = "user";
/// Who gave the right password and has a second factor still to show.
pub const PENDING: &str = "pending";
/// When they gave it, in microseconds.
pub const PENDING_AT: &str = "pending_at";
/// What a passkey was asked, until it answers.
pub const CHALLENGE: &str = "challenge";
/// By what the session is named to its owner; the token itself never shows.
pub const ID: &str = "id";
/// When its owner last proved who they are, in microseconds.
pub const VERIFIED: &str = "verified";
/// The network in which it began.
pub const NETWORK: &str = "network";
/// The browser in which it began, in words.
pub const BROWSER: &str = "browser";

/// What a session's stored state says under a name.
pub fn fact(state: &str, name: &str) -> Option<String> {
    let state: State = serde_json::from_str(state).ok()?;
    serde_json::from_str(state.get(name)?).ok()
}

type State = HashMap<String, String>;

/// The sessions in the database, as `actix-session` asks for them.
pub struct Sessions(Data<Context>);

/// Sessions for a part of the site.
pub fn sessions(context: &Data<Context>) -> SessionMiddleware<Sessions> {
    let is_https = context.is_https();
    SessionMiddleware::builder(Sessions(context.clone()), cookie_key(&context.secret))
        .cookie_name(if is_https { NAME } else { PLAIN_NAME }.to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .cookie_secure(is_https)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        // `__Host-` wants the whole site, and the form that signs in over a page stands beside it.
        .cookie_path(urls::HOME.to_owned())
        .session_lifecycle(BrowserSession::default().state_ttl(Duration::seconds(LONGEST_SESSION.num_seconds())))
        .build()
}

/// The key that signs the cookie, made from the installation's own so that no two uses share one.
fn cookie_key(secret: &SecretKey) -> Key {
    Key::from(&Sha512::new().chain_update("session cookie\n").chain_update(secret.expose()).finalize())
}

/// The row for a state under a token.
fn row(token: &str, state: &State) -> Result<Session, serde_json::Error> {
    let user = state.get(USER).and_then(|user| user.parse().ok()).map(UserId);
    Ok(Session { token_hash: sha256_hex(token.as_bytes()), user, state: serde_json::to_string(state)? })
}

impl SessionStore for Sessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let hash = sha256_hex(key.as_ref().as_bytes());
        let now = self.0.clock.now();
        let found = self.0.db.read(move |conn| find_session(conn, &hash, now)).await;
        let Some((state, is_due)) = found.map_err(|error| LoadError::Other(error.into()))? else { return Ok(None) };
        let state: State = serde_json::from_str(&state).map_err(|error| LoadError::Deserialization(error.into()))?;
        if is_due {
            let session = row(key.as_ref(), &state).map_err(|error| LoadError::Deserialization(error.into()))?;
            let noted = self.0.db.write(move |conn| update_session(conn, &session, now)).await;
            noted.map_err(|error| LoadError::Other(error.into()))?;
        }
        Ok(Some(state))
    }

    async fn save(&self, state: State, _: &Duration) -> Result<SessionKey, SaveError> {
        let bytes = self.0.tokens.bytes::<32>().map_err(|error| SaveError::Other(error.into()))?;
        let token = hex(&bytes);
        let session = row(&token, &state).map_err(|error| SaveError::Serialization(error.into()))?;
        let now = self.0.clock.now();
        let kept = self.0.db.write(move |conn| insert_session(conn, &session, now)).await;
        kept.map_err(|error| SaveError::Other(error.into()))?;
        token.try_into().map_err(|error: <SessionKey as TryFrom<String>>::Error| SaveError::Other(error.into()))
    }

    async fn update(&self, key: SessionKey, state: State, _: &Duration) -> Result<SessionKey, UpdateError> {
        let session = row(key.as_ref(), &state).map_err(|error| UpdateError::Serialization(error.into()))?;
        let now = self.0.clock.now();
        let updated = self.0.db.write(move |conn| update_session(conn, &session, now)).await;
        // One that was revoked meanwhile stays so: saving it anew would bring it back to life.
        updated.map_err(|error| UpdateError::Other(error.into())).map(|_| key)
    }

    /// The limits stand in the row; a browser's session has no other.
    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = sha256_hex(key.as_ref().as_bytes());
        Ok(self.0.db.write(move |conn| end_session(conn, &hash)).await?)
    }
}
