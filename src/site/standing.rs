use std::fmt;

/// Whether the public sees a thing, and why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It does, at this address.
    Visible(String),
    /// It does not, for this reason.
    Hidden(String),
}

impl Standing {
    /// Hidden for a reason.
    pub fn hidden(why: impl Into<String>) -> Self {
        Self::Hidden(why.into())
    }

    /// Visible at an address if there is no reason against it.
    pub fn of(address: String, why: Option<impl Into<String>>) -> Self {
        why.map_or(Self::Visible(address), Self::hidden)
    }

    /// Where the public sees it.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Visible(address) => Some(address),
            Self::Hidden(_) => None,
        }
    }
}

/// As the desk says it: `Visible`, or `Not visible: it is a draft`.
impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Visible(_) => f.write_str("Visible"),
            Self::Hidden(why) => write!(f, "Not visible: {why}"),
        }
    }
}
