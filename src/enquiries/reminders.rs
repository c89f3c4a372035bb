use std::collections::HashSet;

use crate::db::prelude::*;
use chrono::Duration;
use diesel::result::Error;

use super::answer_settings::{AnswerSettings, find_answer_settings};
use super::answer_time::say_when;
use super::enquiry::EnquiryId;
use super::inbox::{InboxFilter, Which, Whose, list_inbox_before};
use super::inbox_row::InboxRow;
use super::letters::{Desk, LetterError};
use super::rules::list_rules;
use crate::db::schema::outbox;
use crate::db::{Conn, among};
use crate::mail::{Mailbox, Message};
use crate::outbox::{MailKind, NewMail, enqueue, is_late, oldest_owed};
use crate::types::{EmailAddress, Timestamp};
use crate::urls;

/// More lines than this nobody reads in a mail; the number of the others is said.
const MOST_LINES: usize = 100;
/// A site that was down at the digest's time still sends it for so long.
const DIGEST_LASTS: Duration = Duration::minutes(270);

/// The reminders that are due and not owed yet. It only reads, so that an idle site never writes.
pub fn due_reminders(conn: &mut Conn, desk: &Desk, now: Timestamp) -> QueryResult<Vec<NewMail>> {
    let settings = find_answer_settings(conn)?;
    let filter = InboxFilter { which: Which::New, whose: Whose::Anyone, kind: None, letters: String::new() };
    let mut unanswered = list_inbox_before(conn, &filter, None, i64::MAX, now)?;
    unanswered.sort_by_key(|row| (row.received_at, row.id));
    let mut mails = escalations(conn, desk, &settings, &unanswered, now)?;
    for digest in digests(conn, desk, &settings, &unanswered, now)? {
        let same = outbox::table.filter(outbox::dedupe_key.eq(&digest.dedupe_key));
        if !diesel::select(diesel::dsl::exists(same)).get_result(conn)? {
            mails.push(digest);
        }
    }
    Ok(mails)
}

/// Those enquiries of which a manager was told, by their escalation's key. However many they are, it is one statement.
fn list_escalated(conn: &mut Conn, ids: &[EnquiryId]) -> QueryResult<HashSet<String>> {
    let keys: Vec<String> = outbox::table
        .filter(outbox::enquiry_id.is_not_null())
        .filter(among(outbox::enquiry_id.assume_not_null(), ids))
        .filter(outbox::kind.eq(MailKind::Notice))
        .select(outbox::dedupe_key)
        .load(conn)?;
    Ok(keys.into_iter().collect())
}

/// Owes reminders. However many instances do so at once, each is owed once: its key says what it is about. Tells how many are new.
pub fn owe_reminders(conn: &mut Conn, mails: &[NewMail], now: Timestamp) -> QueryResult<usize> {
    let mut count = 0;
    for mail in mails {
        count += usize::from(enqueue(conn, mail, now)?.is_some());
    }
    Ok(count)
}

fn failed(error: LetterError) -> Error {
    Error::SerializationError(error.into())
}

/// One mail to a manager for each enquiry that nobody answered for so long.
fn escalations(
    conn: &mut Conn,
    desk: &Desk,
    settings: &AnswerSettings,
    unanswered: &[InboxRow],
    now: Timestamp,
) -> QueryResult<Vec<NewMail>> {
    let is_old = |row: &&InboxRow| {
        settings.hours.minutes_between(row.received_at, now) >= settings.escalate_after_minutes.into()
    };
    let old: Vec<&InboxRow> = unanswered.iter().filter(is_old).collect();
    let ids: Vec<EnquiryId> = old.iter().map(|row| row.id).collect();
    let told = list_escalated(conn, &ids)?;
    let manager = settings.manager.as_ref().unwrap_or(&desk.staff);
    let new = old.into_iter().filter(|row| !told.contains(&escalation_key(row)));
    new.map(|row| desk.escalation(row, manager, now)).collect::<Result<_, _>>().map_err(failed)
}

fn escalation_key(row: &InboxRow) -> String {
    format!("escalation:{}", row.reference)
}

/// The morning's list, one mail a recipient, with whatever came before its time.
fn digests(
    conn: &mut Conn,
    desk: &Desk,
    settings: &AnswerSettings,
    unanswered: &[InboxRow],
    now: Timestamp,
) -> QueryResult<Vec<NewMail>> {
    let local = now.local(Timestamp::HOME);
    let day = local.date_naive();
    let Some(from) = settings.digest_at else { return Ok(Vec::new()) };
    let since = local.time() - from;
    let is_time = since >= Duration::zero() && since < DIGEST_LASTS && settings.hours.is_open_on(day);
    let Some(begins) = Timestamp::from_local(day, from, Timestamp::HOME).filter(|_| is_time) else {
        return Ok(Vec::new());
    };
    let rows: Vec<&InboxRow> = unanswered.iter().filter(|row| row.received_at < begins).collect();
    let has_late_mail = oldest_owed(conn)?.is_some_and(|oldest| is_late(oldest, begins));
    if rows.is_empty() && !has_late_mail {
        return Ok(Vec::new());
    }
    let fallback = list_rules(conn)?.into_iter().find(|rule| rule.is_fallback).map(|rule| rule.recipients);
    let recipients = fallback.filter(|all| !all.is_empty()).unwrap_or_else(|| vec![desk.staff.clone()]);
    let mails = recipients.iter().map(|to| desk.digest(&rows, has_late_mail, to, now));
    mails.collect::<Result<_, _>>().map_err(failed)
}

fn line(row: &InboxRow, now: Timestamp) -> String {
    let about = row.course.as_deref().unwrap_or(row.kind.label());
    let due = row.due_at.map(|due| say_when(due, now.home_day())).unwrap_or_default();
    let owner = row.owner.as_deref().unwrap_or("nobody yet");
    format!("{}  {}, {about}\n    answer by {due}, assigned to {owner}", row.reference, row.name)
}

impl Desk {
    fn escalation(&self, row: &InboxRow, to: &EmailAddress, now: Timestamp) -> Result<NewMail, LetterError> {
        let link = format!("{}{}", self.base_url, urls::admin_enquiry(&row.reference));
        let came = say_when(row.received_at, now.home_day());
        let text = format!(
            "Nobody has answered this enquiry yet. It came {came}.\n\n{}\n\n{link}\n\nThis is said once.\n",
            line(row, now)
        );
        let first = self.message_id(&row.reference, "enquiry");
        let message = Message {
            subject: format!("[{}] Not answered yet: {}", row.reference, row.name),
            message_id: self.message_id(&row.reference, "escalation"),
            in_reply_to: Some(first.clone()),
            references: vec![first],
            ..self.note_to(to, text, now)
        };
        let outgoing = message.build()?;
        Ok(NewMail { dedupe_key: escalation_key(row), enquiry_id: Some(row.id.0), kind: MailKind::Notice, outgoing })
    }

    fn digest(
        &self,
        rows: &[&InboxRow],
        has_late_mail: bool,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Result<NewMail, LetterError> {
        let mut parts = Vec::new();
        if has_late_mail {
            let outbox = format!("{}{}", self.base_url, urls::inbox::OUTBOX);
            parts.push(format!("Mail has waited for more than 15 minutes and has not left: {outbox}"));
        }
        parts.extend(rows.iter().take(MOST_LINES).map(|row| line(row, now)));
        if rows.len() > MOST_LINES {
            parts.push(format!("and {} more", rows.len() - MOST_LINES));
        }
        parts.push(format!("{}{}", self.base_url, urls::inbox::ENQUIRIES));
        let (day, count) = (now.home_day(), rows.len());
        let subject = match count {
            0 => "Mail is not leaving".to_owned(),
            1 => "1 enquiry waits for an answer".to_owned(),
            count => format!("{count} enquiries wait for an answer"),
        };
        let to_whom = crate::tokens::sha256_hex(to.as_str().to_lowercase().as_bytes());
        let key = format!("digest-{day}-{}", to_whom.get(..12).unwrap_or_default());
        let message = Message {
            subject,
            message_id: format!("<{key}@{}>", self.from.address.domain()),
            ..self.note_to(to, format!("{}\n", parts.join("\n\n")), now)
        };
        Ok(NewMail { dedupe_key: key, enquiry_id: None, kind: MailKind::Notice, outgoing: message.build()? })
    }

    /// A plain mail to somebody who works here.
    pub(super) fn note_to(&self, to: &EmailAddress, text: String, now: Timestamp) -> Message {
        Message {
            text,
            list_id: Some(format!("enquiries.{}", self.from.address.domain())),
            ..Message::new(self.from.clone(), Mailbox::from(to.clone()), String::new(), now)
        }
    }
}
