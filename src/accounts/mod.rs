//! Who works here: users, how they sign in, and the sessions in which they are signed in.
mod account;
mod attempt;
mod device;
mod error;
mod letter;
mod link;
mod passkey;
mod passphrase;
mod password;
mod recovery;
mod session;
mod sign_in;
mod totp;
mod user;

pub use account::{change_password, end_other_sessions, end_session_of};
pub use attempt::{Admission, AttemptId, Caller, admit, note_success};
pub use device::KnownDevice;
pub use error::AccountError;
pub use letter::LinkLetter;
pub use link::{LinkPurpose, Opened, PendingLink, find_link, make_first_user, new_link, set_password_by_link};
pub use passkey::{
    Passkey, PasskeyId, RelyingParty, add_passkey, find_passkey, list_passkeys, note_passkey_use, remove_passkey,
};
pub use passphrase::{LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE, check_passphrase};
pub use password::{PasswordHash, hash_password, matches_password};
pub use recovery::{RecoveryCodes, count_recovery_codes, replace_recovery_codes, use_recovery_code};
pub use session::{
    IDLE_LIMIT, LONGEST_SESSION, Session, end_session, end_sessions_of, find_session, insert_session, list_sessions,
    update_session,
};
pub use sign_in::{Credentials, SignIn, check_password, find_actor, find_credentials, welcome};
pub use totp::{TotpSecret, disable_totp, enable_totp, find_totp_seed, use_totp};
pub use user::{
    NewUser, User, add_user, change_role, count_admins, count_users, find_user, find_user_by_email, list_users,
    remove_second_factor, reset_user, save_user, set_disabled, sign_out_user,
};
