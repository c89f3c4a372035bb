//! How a training stands, and who hears of it when that changes.
use super::revising::{Read, hold_as_read};
use super::training::TrainingState;
use super::training_content::{TrainingContent, save_training};
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::site::{Save, SaveError};
use crate::types::{Timestamp, words};

words! {
    /// What people who asked about a training are told when it changes.
    News {
        /// It will not be given.
        Cancelled = "cancelled",
        /// It will be given on other days.
        Postponed = "postponed",
        /// It was called off, and is given after all.
        BackOn = "back-on",
    }
}

impl TrainingState {
    /// The state as the desk says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Scheduled => "Scheduled",
            Self::Confirmed => "Confirmed",
            Self::Full => "Full",
            Self::Postponed => "Postponed",
            Self::Cancelled => "Cancelled",
            Self::Completed => "Completed",
        }
    }

    /// What a change to another state tells people; nothing where it concerns only the list of dates.
    pub fn news(self, to: Self) -> Option<News> {
        match to {
            _ if self == to => None,
            Self::Cancelled => Some(News::Cancelled),
            Self::Postponed => Some(News::Postponed),
            Self::Scheduled | Self::Confirmed | Self::Full if self.is_off() => Some(News::BackOn),
            _ => None,
        }
    }
}

/// Why a training cannot come to stand like this now; nothing where it can.
pub fn hindrance(
    from: TrainingState,
    to: TrainingState,
    days: (Timestamp, Timestamp),
    now: Timestamp,
) -> Option<String> {
    let (starts_at, ends_at) = days;
    match to {
        _ if from == to => Some(format!("is {to} already")),
        TrainingState::Completed if ends_at > now => Some("cannot be completed before its last day is over".to_owned()),
        TrainingState::Scheduled | TrainingState::Confirmed | TrainingState::Full
            if from.is_off() && starts_at <= now =>
        {
            Some("cannot be on again on days that are past: set new days first".to_owned())
        }
        TrainingState::Postponed | TrainingState::Cancelled if ends_at <= now => {
            Some(format!("cannot be {to} any more: its last day is over"))
        }
        _ => None,
    }
}

/// A change of how a training stands, with what it was before.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The training as it now is.
    pub content: TrainingContent,
    /// How it stood.
    pub from: TrainingState,
    /// The version of its row now.
    pub version: i64,
}

/// Changes how a training stands. It tells nobody: `enquiries::turn_training` does both.
///
/// # Errors
/// When somebody changed it meanwhile, it cannot stand so, or the actor may not.
pub fn set_state(conn: &mut Conn, actor: &Actor, read: &Read, to: TrainingState, now: Timestamp) -> Save<Turn> {
    actor.must(Permission::Content)?;
    let (held, mut content) = hold_as_read(conn, read)?;
    let from = content.state;
    if let Some(why) = hindrance(from, to, (held.starts_at, held.ends_at), now) {
        return Err(SaveError::Refused { field: "state", why });
    }
    content.state = to;
    save_training(conn, actor, &content, now)?;
    Ok(Turn { content, from, version: held.version + 1 })
}
