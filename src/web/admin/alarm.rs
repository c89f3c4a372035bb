//! Mail that somebody should look at, said at the head of every page to those who may.
use actix_web::web::Data;

use crate::access::{Actor, Permission};
use crate::outbox::{MailHealth, mail_health};
use crate::types::Timestamp;
use crate::urls::inbox;
use crate::web::context::Context;
use crate::web::error::AppError;

/// How the mail is doing, for a page of the desk.
#[derive(Debug, Clone)]
pub struct MailAlarm {
    /// What was counted.
    pub health: MailHealth,
    now: Timestamp,
}

impl MailAlarm {
    /// Looks at the mail for somebody: one statement, and none for whom it does not concern.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(context: &Data<Context>, actor: Option<&Actor>) -> Result<Option<Self>, AppError> {
        if !actor.is_some_and(|actor| actor.may(Permission::Enquiries)) {
            return Ok(None);
        }
        let now = context.clock.now();
        Ok(Some(Self { health: context.db.read(mail_health).await?, now }))
    }

    /// Whether somebody should look.
    pub fn is_on(&self) -> bool {
        self.health.is_alarming(self.now)
    }

    /// Since when the oldest mail waits, where that is too long.
    pub fn since(&self) -> Option<String> {
        self.health.oldest.filter(|_| self.health.is_late(self.now)).map(|oldest| since(oldest, self.now))
    }

    /// Where the mails are that it is about.
    pub fn address(&self) -> String {
        let which = if self.health.held > 0 { "held" } else { "waiting" };
        format!("{}?state={which}", inbox::OUTBOX)
    }

    /// What is wrong, in a sentence.
    pub fn sentence(&self) -> String {
        let held = match self.health.held {
            0 => None,
            1 => Some("1 mail was refused and is held".to_owned()),
            held => Some(format!("{held} mails were refused and are held")),
        };
        let late = self.since().map(|since| match self.health.waiting {
            1 => format!("1 mail has waited to be sent since {since}"),
            waiting => format!("{waiting} mails wait to be sent, the oldest since {since}"),
        });
        let parts: Vec<String> = late.into_iter().chain(held).collect();
        format!("{}.", parts.join("; "))
    }
}

/// A moment as it is said today: the time, with the day where that is another.
fn since(at: Timestamp, now: Timestamp) -> String {
    let format = if at.home_day() == now.home_day() { "%H:%M" } else { "%-d %B, %H:%M" };
    at.local(Timestamp::HOME).format(format).to_string()
}
