//! The addresses by which staff get in, and keep their accounts.

/// Where a second factor is shown.
pub const SIGN_IN_CODE: &str = "/admin/login/code";
/// Where a passkey's answer is posted.
pub const SIGN_IN_PASSKEY: &str = "/admin/login/passkey";
/// What the browser is to ask a passkey.
pub const SIGN_IN_PASSKEY_OPTIONS: &str = "/admin/login/passkey/options";
/// For whoever forgot the password.
pub const FORGOTTEN: &str = "/admin/login/forgotten";
/// What a one-time link opens.
pub const SET_PASSWORD: &str = "/admin/login/password";
/// What the first start prints.
pub const FIRST_USER: &str = "/admin/login/first";
/// Asks for the password once more before something that matters.
pub const CONFIRM: &str = "/admin/confirm";
/// One's own account.
pub const ACCOUNT: &str = "/admin/account";
/// One's own password.
pub const ACCOUNT_PASSWORD: &str = "/admin/account/password";
/// Codes of one's phone.
pub const ACCOUNT_CODES: &str = "/admin/account/codes";
/// Ends them.
pub const ACCOUNT_CODES_REMOVAL: &str = "/admin/account/codes/removal";
/// New recovery codes.
pub const ACCOUNT_RECOVERY: &str = "/admin/account/codes/recovery";
/// Ends one of one's own sessions.
pub const ACCOUNT_SESSION_END: &str = "/admin/account/sessions/end";
/// Ends all of them but this one.
pub const ACCOUNT_OTHERS_END: &str = "/admin/account/sessions/others";
/// Adds a passkey.
pub const ACCOUNT_PASSKEYS: &str = "/admin/account/passkeys";
/// What the browser is to ask the device for a new passkey.
pub const ACCOUNT_PASSKEY_OPTIONS: &str = "/admin/account/passkeys/options";
/// Everybody who works here.
pub const USERS: &str = "/admin/users";
/// Somebody new.
pub const USERS_NEW: &str = "/admin/users/new";

/// The one-time link that sets a password. The token stands behind the `?`, where logs of addresses do not look.
pub fn set_password(token: &str) -> String {
    format!("{SET_PASSWORD}?token={token}")
}

/// The one-time link that makes the first user.
pub fn first_user(token: &str) -> String {
    format!("{FIRST_USER}?token={token}")
}
