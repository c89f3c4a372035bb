use std::fmt;

use crate::db::prelude::*;
use serde_json::{Value, json};
use url::Url;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

use super::error::AccountError;
use crate::access::{Act, Actor, UserId, record};
use crate::db::Conn;
use crate::db::schema::{passkeys, users};
use crate::tokens::hex;
use crate::types::{Timestamp, id_type};

id_type!(PasskeyId, "a passkey");

/// A key that a device keeps for this site; here is its public half. It asks its owner for a finger, a face or a PIN, so it is two
/// factors in one.
#[derive(Clone, Queryable)]
pub struct Passkey {
    /// Its row.
    pub id: PasskeyId,
    /// Whose it is.
    pub user: UserId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
    credential: String,
}

impl fmt::Debug for Passkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passkey({})", self.id.0)
    }
}

impl Passkey {
    fn key(&self) -> Option<webauthn_rs::prelude::Passkey> {
        serde_json::from_str(&self.credential).ok()
    }
}

/// This site, as authenticators know it: bound to its host, so that a copy of the page elsewhere gets nothing.
pub struct RelyingParty(Webauthn);

impl RelyingParty {
    /// The site at a base address; nothing where browsers allow no passkeys, as at a bare IP address.
    pub fn at(base_url: &str) -> Option<Self> {
        let origin = Url::parse(base_url).ok()?;
        let host = origin.domain()?;
        WebauthnBuilder::new(host, &origin).ok()?.build().ok().map(Self)
    }

    /// Asks a device to make a key for a user: what the browser is told, and what is remembered until it answers.
    pub fn begin_adding(&self, user: UserId, email: &str, name: &str, has: &[Passkey]) -> Option<(Value, String)> {
        let known = has.iter().filter_map(|passkey| Some(passkey.key()?.cred_id().clone())).collect();
        let (options, state) = self.0.start_passkey_registration(handle(user), email, name, Some(known)).ok()?;
        let mut options = serde_json::to_value(options).ok()?;
        // A key that the device finds by itself signs in without a typed address.
        if let Some(wishes) = options.pointer_mut("/publicKey/authenticatorSelection").and_then(Value::as_object_mut) {
            wishes.insert("residentKey".to_owned(), json!("required"));
            wishes.insert("requireResidentKey".to_owned(), json!(true));
        }
        Some((options, serde_json::to_string(&state).ok()?))
    }

    /// Checks the key that a device made: the id and the text to keep.
    pub fn finish_adding(&self, answer: &str, state: &str) -> Option<(String, String)> {
        let state: PasskeyRegistration = serde_json::from_str(state).ok()?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).ok()?;
        let passkey = self.0.finish_passkey_registration(&answer, &state).ok()?;
        Some((hex(passkey.cred_id()), serde_json::to_string(&passkey).ok()?))
    }

    /// Asks for one of these keys, or for any key of this site where there are none to choose from.
    pub fn begin_asking(&self, keys: &[Passkey]) -> Option<(Value, String)> {
        if keys.is_empty() {
            let (options, state) = self.0.start_discoverable_authentication().ok()?;
            return Some((serde_json::to_value(options).ok()?, serde_json::to_string(&state).ok()?));
        }
        let keys: Vec<_> = keys.iter().filter_map(Passkey::key).collect();
        let (options, state) = self.0.start_passkey_authentication(&keys).ok()?;
        Some((serde_json::to_value(options).ok()?, serde_json::to_string(&state).ok()?))
    }

    /// The id of the key with which a device answered.
    pub fn key_of(answer: &str) -> Option<String> {
        let answer: PublicKeyCredential = serde_json::from_str(answer).ok()?;
        Some(hex(&answer.raw_id))
    }

    /// Checks the answer of a device against the key that it names: the key as it is to be kept from now on.
    pub fn finish_asking(&self, answer: &str, state: &str, passkey: &Passkey) -> Option<String> {
        let answer: PublicKeyCredential = serde_json::from_str(answer).ok()?;
        let mut key = passkey.key()?;
        let result = self.result(&answer, state, passkey.user, &key)?;
        if !result.user_verified() || (result.counter() > 0 && key.update_credential(&result).is_none()) {
            return None;
        }
        serde_json::to_string(&key).ok()
    }

    fn result(
        &self,
        answer: &PublicKeyCredential,
        state: &str,
        user: UserId,
        key: &webauthn_rs::prelude::Passkey,
    ) -> Option<AuthenticationResult> {
        if let Ok(state) = serde_json::from_str::<PasskeyAuthentication>(state)
            && let Ok(result) = self.0.finish_passkey_authentication(answer, &state)
        {
            return Some(result);
        }
        let state: DiscoverableAuthentication = serde_json::from_str(state).ok()?;
        let (named, _) = self.0.identify_discoverable_authentication(answer).ok()?;
        if named != handle(user) {
            return None;
        }
        let key = DiscoverableKey::from(key.clone());
        #[expect(deprecated, reason = "the newer call wants a type that Passkey gives away only with all else")]
        self.0.finish_discoverable_authentication(answer, state, &[key]).ok()
    }
}

/// What a device calls the user by; it says nothing about them.
fn handle(user: UserId) -> Uuid {
    Uuid::from_u128(u128::from(user.0.unsigned_abs()))
}

type Columns =
    (passkeys::id, passkeys::user_id, passkeys::name, passkeys::created_at, passkeys::used_at, passkeys::credential);
const COLUMNS: Columns =
    (passkeys::id, passkeys::user_id, passkeys::name, passkeys::created_at, passkeys::used_at, passkeys::credential);

/// A user's passkeys, the oldest first.
pub fn list_passkeys(conn: &mut Conn, user: UserId) -> QueryResult<Vec<Passkey>> {
    passkeys::table.filter(passkeys::user_id.eq(user)).order(passkeys::id).select(COLUMNS).load(conn)
}

/// The passkey of an id that a device names, if its user may work here.
pub fn find_passkey(conn: &mut Conn, credential_id: &str) -> QueryResult<Option<Passkey>> {
    passkeys::table
        .inner_join(users::table)
        .filter(passkeys::credential_id.eq(credential_id))
        .filter(users::disabled_at.is_null())
        .select(COLUMNS)
        .first(conn)
        .optional()
}

/// Keeps a passkey of the actor's.
///
/// # Errors
/// When the device's key is known already.
pub fn add_passkey(
    conn: &mut Conn,
    actor: &Actor,
    name: &str,
    (credential_id, credential): (&str, &str),
    now: Timestamp,
) -> Result<(), AccountError> {
    let user = actor.user().ok_or(AccountError::Missing)?;
    let known: i64 = passkeys::table.filter(passkeys::credential_id.eq(credential_id)).count().get_result(conn)?;
    if known > 0 {
        return Err(AccountError::Refused { field: "name", why: "This device has a passkey for this site already" });
    }
    let row = (
        passkeys::user_id.eq(user),
        passkeys::name.eq(name),
        passkeys::credential_id.eq(credential_id),
        passkeys::credential.eq(credential),
        passkeys::created_at.eq(now),
    );
    diesel::insert_into(passkeys::table).values(row).execute(conn)?;
    let after = Some(json!({ "name": name }));
    record(conn, actor, &Act { action: "add-passkey", kind: "user", id: Some(user.0), after, ..Act::default() }, now)?;
    Ok(())
}

/// Notes that a passkey was used, with its new counter. `false` where it is gone meanwhile.
pub fn note_passkey_use(conn: &mut Conn, passkey: &Passkey, credential: &str, now: Timestamp) -> QueryResult<bool> {
    let same = passkeys::table.filter(passkeys::id.eq(passkey.id)).filter(passkeys::credential.eq(&passkey.credential));
    let changes = (passkeys::credential.eq(credential), passkeys::used_at.eq(now));
    Ok(diesel::update(same).set(changes).execute(conn)? == 1)
}

/// Removes a passkey of the actor's.
///
/// # Errors
/// When it is not theirs.
pub fn remove_passkey(conn: &mut Conn, actor: &Actor, id: PasskeyId, now: Timestamp) -> Result<(), AccountError> {
    let user = actor.user().ok_or(AccountError::Missing)?;
    let own = passkeys::table.filter(passkeys::id.eq(id)).filter(passkeys::user_id.eq(user));
    let name: String = own.select(passkeys::name).first(conn)?;
    diesel::delete(own).execute(conn)?;
    let before = Some(json!({ "name": name }));
    let act = Act { action: "remove-passkey", kind: "user", id: Some(user.0), before, ..Act::default() };
    record(conn, actor, &act, now)?;
    Ok(())
}
