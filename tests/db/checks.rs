//! The database itself refuses what the model forbids, whoever writes.
use lectern::db::Db;

use super::run;
use crate::support::academy::{holding, small, today, training};
use crate::support::database::TestDatabase;

async fn filled() -> TestDatabase {
    let mut folder = small();
    folder.0.insert("trainings/T.md".to_owned(), training("T", "rust", "+1w mon", ""));
    let post = "+++\ntitle = \"p\"\nstandfirst = \"s\"\ndescription = \"d\"\npublished = \"-1d 08:00\"\n+++\n";
    folder.0.insert("posts/p.md".to_owned(), post.to_owned());
    let database = holding(&folder, today()).await;
    for statement in [ENQUIRY, OUTBOX] {
        run(&database.db, statement).await.unwrap();
    }
    database
}

const ENQUIRY: &str = "INSERT INTO enquiries (reference, kind, name, email, message, reply_by, state, received_at, keep_until_on) \
    VALUES ('7Q4M-K2XE', 'general', 'n', 'e', 'm', 'email', 'new', '2026-11-23 10:00:00', '2028-11-23')";
const OUTBOX: &str = "INSERT INTO outbox (dedupe_key, kind, message_id, sender, recipients, message, state, next_at, created_at) \
    VALUES ('k', 'staff', 'i', 's', 'r', 'm', 'queued', '2026-11-23 10:00:00', '2026-11-23 10:00:00')";
const ROUTE: &str =
    "INSERT INTO routes (priority, recipients, answer_within_minutes, is_fallback) VALUES (1, 'a@b.co', 60, TRUE)";

/// Statements that change one thing into something that cannot be.
const FORBIDDEN: &[&str] = &[
    "UPDATE courses SET state = 'public'",
    "UPDATE courses SET level = 'expert'",
    "UPDATE courses SET price_kind = 'free'",
    "UPDATE courses SET price_cents = -1",
    "UPDATE courses SET price_cents = NULL",
    "UPDATE courses SET price_kind = 'on-request'",
    "UPDATE courses SET days = 0",
    "UPDATE courses SET class_size = 0",
    "UPDATE courses SET currency = 'RAND'",
    "UPDATE courses SET publish_at = NULL",
    "UPDATE courses SET unpublish_at = '2000-01-01 00:00:00'",
    "UPDATE courses SET category_id = 999",
    "UPDATE courses SET title = NULL",
    "UPDATE trainings SET state = 'maybe'",
    "UPDATE trainings SET mode = 'by post'",
    "UPDATE trainings SET mode = 'in-person'",
    "UPDATE trainings SET mode = 'hybrid'",
    "UPDATE trainings SET city_id = (SELECT id FROM cities)",
    "UPDATE trainings SET price_cents = -1",
    "UPDATE trainings SET seats_total = -1",
    "UPDATE trainings SET seats_taken = -1",
    "UPDATE trainings SET seats_minimum = -1",
    "UPDATE trainings SET ends_at = starts_at",
    "UPDATE trainings SET course_id = 999",
    "UPDATE trainings SET ical_sequence = -1",
    "UPDATE training_sessions SET ends_at = starts_at",
    "UPDATE training_sessions SET training_id = 999",
    "UPDATE posts SET state = 'live'",
    "UPDATE posts SET publish_at = NULL",
    "UPDATE posts SET reading_minutes = 0",
    "UPDATE posts SET author_id = 999",
    "UPDATE urls SET redirect_to = path",
    "UPDATE urls SET subject_kind = 'thing'",
    "UPDATE urls SET subject_id = NULL",
    "UPDATE urls SET path = 'no-slash'",
    "UPDATE enquiries SET state = 'open'",
    "UPDATE enquiries SET kind = 'complaint'",
    "UPDATE enquiries SET reply_by = 'post'",
    "UPDATE enquiries SET attendees = 0",
    "UPDATE enquiries SET attendees = 501",
    "UPDATE enquiries SET course_id = 999",
    "UPDATE enquiries SET reference = 'SHORT'",
    "UPDATE outbox SET state = 'lost'",
    "UPDATE outbox SET state = 'sent'",
    "UPDATE outbox SET state = 'leased'",
    "UPDATE outbox SET message = NULL",
    "UPDATE outbox SET attempts = -1",
    "UPDATE outbox SET enquiry_id = 999",
    "UPDATE content_versions SET id = 2",
    "UPDATE retention_rules SET days = 0",
    "UPDATE retention_rules SET action = 'keep'",
    "DELETE FROM categories",
    "DELETE FROM courses",
    "DELETE FROM trainings",
    "INSERT INTO tax_rates (name, basis_points, from_on) VALUES ('VAT', -1, '2026-01-01')",
    "INSERT INTO tax_rates (name, basis_points, from_on) VALUES ('VAT', 10001, '2026-01-01')",
    "INSERT INTO users (email, name, role, created_at, updated_at) \
     VALUES ('e', 'n', 'owner', '2026-11-23 10:00:00', '2026-11-23 10:00:00')",
    "INSERT INTO course_prerequisites (course_id, prerequisite_id, kind) SELECT id, id, 'must' FROM courses",
    "INSERT INTO related_courses (course_id, related_id, position) SELECT id, id, 1 FROM courses",
    "INSERT INTO routes (priority, recipients, answer_within_minutes) VALUES (1, 'a@b.co', 0)",
    "INSERT INTO routes (priority, kind, recipients, answer_within_minutes, is_fallback) VALUES (1, 'course', 'a', 60, TRUE)",
    "INSERT INTO consents (subject_hash, purpose, channel, action, notice_version_id, evidence, at) \
     VALUES ('h', 'marketing', 'email', 'granted', 999, 'e', '2026-11-23 10:00:00')",
];

async fn refusal(db: &Db, statement: &str) -> Option<String> {
    run(db, statement).await.err()
}

#[tokio::test]
async fn what_the_model_forbids_is_refused() {
    let database = filled().await;
    for statement in FORBIDDEN {
        let error = refusal(&database.db, statement).await;
        let error = error.unwrap_or_else(|| panic!("taken: {statement}"));
        let by_a_rule =
            ["CheckViolation", "ForeignKeyViolation", "NotNullViolation"].iter().any(|kind| error.contains(kind));
        assert!(by_a_rule, "{statement}: {error}");
    }
}

#[tokio::test]
async fn what_must_be_unique_is_not_stored_twice() {
    let database = filled().await;
    for statement in [
        ENQUIRY,
        OUTBOX,
        "INSERT INTO topics (slug, title, synonyms, body, body_html, updated_at) SELECT slug, title, synonyms, body, body_html, updated_at FROM topics",
        "INSERT INTO training_sessions (training_id, starts_at, ends_at) SELECT training_id, starts_at, ends_at FROM training_sessions",
    ] {
        let error = refusal(&database.db, statement).await.unwrap_or_else(|| panic!("taken: {statement}"));
        assert!(error.contains("UniqueViolation"), "{statement}: {error}");
    }
}

#[tokio::test]
async fn there_is_one_fallback_route() {
    let database = filled().await;
    run(&database.db, ROUTE).await.unwrap();
    assert!(refusal(&database.db, ROUTE).await.unwrap().contains("UniqueViolation"));
    run(&database.db, ROUTE.replace("TRUE", "FALSE")).await.unwrap();
    run(&database.db, ROUTE.replace("TRUE", "FALSE")).await.unwrap();
}

/// The examples themselves: what they change can be changed.
#[tokio::test]
async fn what_the_model_allows_is_taken() {
    let database = filled().await;
    for statement in [
        "UPDATE courses SET state = 'retired', level = 'advanced', price_cents = 0, days = 60, class_size = 1",
        "UPDATE courses SET price_kind = 'on-request', price_cents = NULL",
        "UPDATE trainings SET mode = 'hybrid', city_id = (SELECT id FROM cities)",
        "UPDATE trainings SET state = 'cancelled', price_cents = 0, seats_total = 0",
        "UPDATE posts SET state = 'draft', publish_at = NULL",
        "UPDATE enquiries SET state = 'quarantine', attendees = 500, reply_by = 'whatsapp'",
        "UPDATE outbox SET state = 'sent', sent_at = next_at, message = NULL, body_purged_at = next_at",
        "INSERT INTO tax_rates (name, basis_points, from_on) VALUES ('VAT', 1500, '2026-01-01')",
    ] {
        assert_eq!(run(&database.db, statement).await, Ok(()), "{statement}");
    }
}
