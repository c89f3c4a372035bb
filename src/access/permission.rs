use std::fmt;

use crate::types::words;

words! {
    /// What a user is.
    Role {
        /// May do everything.
        Admin = "admin",
        /// Writes: posts, courses, dates, media.
        Editor = "editor",
        /// Answers enquiries.
        Staff = "staff",
    }
}

words! {
    /// What may be done. A verb asks for one of these, never for a role.
    Permission {
        /// Write what the public reads: posts, courses, dates, cities, pages, media, redirects.
        Content = "content",
        /// Read enquiries, answer them, and all that concerns the people who sent them.
        Enquiries = "enquiries",
        /// Run the site: users, settings, routing of mail, the audit.
        Site = "site",
    }
}

impl Role {
    /// Whether the role includes a permission.
    pub fn has(self, permission: Permission) -> bool {
        match self {
            Self::Admin => true,
            Self::Editor => permission == Permission::Content,
            Self::Staff => permission == Permission::Enquiries,
        }
    }
}

/// The refusal of an act that the actor's role does not include.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denied(pub Permission);

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this needs the permission “{}”", self.0)
    }
}
