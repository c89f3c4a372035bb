//! What staff see of mail, and how they send it again.
use lectern::access::{Actor, Role, UserId};
use lectern::db::prelude::*;
use lectern::db::schema::{audit, outbox as table};
use lectern::outbox::{
    Filter, MailId, MailKind, MailState, ResendError, claim, enqueue, is_late, list, list_of_enquiry, resend,
};

use super::{MINUTE, later, mail, owe, start, still_world};
use crate::support::smtp_server::Trick;

#[tokio::test]
async fn a_held_mail_leaves_when_staff_say_so_and_the_audit_knows() {
    let world = still_world().await;
    let db = &world.database.db;
    owe(db, 0..1, start()).await;
    world.server.plan(&[Trick::AtRecipient("550 5.1.1 no such user")]);
    world.courier.deliver_due().await.unwrap();
    assert_eq!(world.rows().await[0].0, MailState::Held);
    let again = || db.attempt(move |conn| resend(conn, &Actor::operator(), MailId(1), start()));
    again().await.unwrap().unwrap();
    assert_eq!(world.courier.deliver_due().await.unwrap(), 1);
    again().await.unwrap().unwrap();
    assert_eq!(world.courier.deliver_due().await.unwrap(), 1, "what was sent can be sent again");
    let kept = world.server.kept();
    assert!(kept.len() == 2 && kept[0].data == kept[1].data, "as the same mail");
    let acts: Vec<(String, Option<i64>)> =
        db.read(|conn| audit::table.select((audit::action, audit::subject_id)).load(conn)).await.unwrap();
    assert_eq!(acts, vec![("resend".to_owned(), Some(1)); 2]);
}

#[tokio::test]
async fn what_cannot_be_sent_again_says_why() {
    let world = still_world().await;
    let db = &world.database.db;
    owe(db, 0..2, start()).await;
    db.write(|conn| claim(conn, "busy", 1, start(), MINUTE)).await.unwrap();
    let purge = |conn: &mut lectern::db::Conn| {
        diesel::update(table::table.filter(table::id.eq(MailId(2))))
            .set((table::message.eq(None::<Vec<u8>>), table::body_purged_at.eq(start())))
            .execute(conn)
    };
    db.write(purge).await.unwrap();
    let editor = || Actor::signed_in(UserId(1), "Ed".to_owned(), Role::Editor);
    let again = |actor: Actor, id| db.attempt(move |conn| resend(conn, &actor, MailId(id), start()));
    let refusal = |done: Result<(), ResendError>| done.unwrap_err();
    let operator = Actor::operator;
    assert!(matches!(refusal(again(operator(), 1).await.unwrap()), ResendError::InHand));
    assert!(matches!(refusal(again(operator(), 2).await.unwrap()), ResendError::NoText));
    assert!(matches!(refusal(again(operator(), 9).await.unwrap()), ResendError::NotFound));
    assert!(matches!(refusal(again(editor(), 1).await.unwrap()), ResendError::Denied(_)));
}

#[tokio::test]
async fn a_list_is_filtered_and_paged_newest_first() {
    let world = still_world().await;
    let db = &world.database.db;
    owe(db, 0..60, start()).await;
    world.server.plan(&[Trick::AtRecipient("550 no"), Trick::AtRecipient("450 later")]);
    world.courier.deliver_due().await.unwrap();
    let ask = |filter: Filter, page| db.read(move |conn| list(conn, &filter, page));
    let (first, second) = (ask(Filter::default(), 1).await.unwrap(), ask(Filter::default(), 2).await.unwrap());
    assert_eq!((first.mails.len(), second.mails.len(), first.count, first.size), (50, 10, 60, 50));
    assert_eq!((first.mails[0].id, second.mails[9].id), (MailId(60), MailId(1)));
    let held = ask(Filter { states: vec![MailState::Held], ..Filter::default() }, 1).await.unwrap();
    let one = &held.mails[0];
    assert_eq!((held.count, one.id, one.attempts, one.has_text), (1, MailId(1), 1, true));
    assert!(one.last_error.as_ref().unwrap().contains("550") && one.recipients == ["staff@academy.example"]);
    let late = Filter { owed_before: Some(later(1)), ..Filter::default() };
    assert_eq!(ask(late, 1).await.unwrap().count, 2, "held mail is owed too");
    let tests = Filter { kind: Some(MailKind::Test), ..Filter::default() };
    assert_eq!(ask(tests, 1).await.unwrap().count, 0);
    assert!(db.read(|conn| list_of_enquiry(conn, 1)).await.unwrap().is_empty());
    world.clock.advance(MINUTE * 60);
    world.courier.deliver_due().await.unwrap();
}

#[tokio::test]
async fn one_recipient_who_is_refused_does_not_keep_the_mail_from_the_others() {
    let world = still_world().await;
    let db = &world.database.db;
    let mut both = mail(1);
    both.outgoing.recipients.push("manager@academy.example".parse().unwrap());
    db.write(move |conn| enqueue(conn, &both, start())).await.unwrap();
    world.server.plan(&[Trick::AtRecipient("550 5.1.1 gone")]);
    world.courier.deliver_due().await.unwrap();
    assert_eq!(world.server.kept()[0].to, ["manager@academy.example"]);
    let held = db.read(|conn| list(conn, &Filter::default(), 1)).await.unwrap().mails.remove(0);
    assert_eq!((held.state, held.recipients), (MailState::Held, vec!["staff@academy.example".to_owned()]));
    db.attempt(|conn| resend(conn, &Actor::operator(), MailId(1), start())).await.unwrap().unwrap();
    world.courier.deliver_due().await.unwrap();
    assert_eq!(world.server.kept()[1].to, ["staff@academy.example"], "the others have it already");
}

#[test]
fn mail_is_late_after_a_quarter_of_an_hour() {
    assert!(!is_late(start(), later(900)) && is_late(start(), later(901)));
    assert!(!is_late(later(60), start()), "a clock that was set back makes nothing late");
}
