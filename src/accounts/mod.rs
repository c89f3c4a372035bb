//! Who works here: users and their roles.
mod password;
mod user;

pub use password::{PasswordHash, hash_password};
pub use user::{NewUser, Role, UserId, save_user};
