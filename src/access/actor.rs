use super::permission::{Denied, Permission, Role};
use crate::types::id_type;

id_type!(UserId, "a user");

/// Who does something: a signed-in user with their role, or the operator at the machine.
///
/// Every verb that changes something for staff takes one, so that nothing can be changed by nobody. Only sign-in makes one of a user,
/// and only the command line makes the operator; `tests/architecture.rs` holds the sources to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    user: Option<UserId>,
    name: String,
    role: Role,
}

impl Actor {
    /// A user whose session was checked.
    pub fn signed_in(user: UserId, name: String, role: Role) -> Self {
        Self { user: Some(user), name, role }
    }

    /// Whoever runs the program's commands: they hold the database file anyway.
    pub fn operator() -> Self {
        Self { user: None, name: "Command line".to_owned(), role: Role::Admin }
    }

    /// The user; nobody in particular for the operator.
    pub fn user(&self) -> Option<UserId> {
        self.user
    }

    /// The name to show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What they are.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether they may do something.
    pub fn may(&self, permission: Permission) -> bool {
        self.role.has(permission)
    }

    /// Lets only those pass who may.
    ///
    /// # Errors
    /// When they may not.
    pub fn must(&self, permission: Permission) -> Result<(), Denied> {
        if self.may(permission) { Ok(()) } else { Err(Denied(permission)) }
    }
}
