//! Who works here: users, how they sign in, and the sessions in which they are signed in.
mod password;
mod session;
mod sign_in;
mod user;

pub use password::{PasswordHash, hash_password};
pub use session::{IDLE_LIMIT, LONGEST_SESSION, Session, end_session, find_session, insert_session, update_session};
pub use sign_in::{SignIn, find_actor, sign_in};
pub use user::{NewUser, save_user};
