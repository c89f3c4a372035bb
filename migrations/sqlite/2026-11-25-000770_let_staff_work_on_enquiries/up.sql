-- What staff need to answer enquiries: names for rules, texts to answer with, lists they come back to, and the office's clock.
ALTER TABLE routes ADD COLUMN label TEXT NOT NULL DEFAULT '';

CREATE TABLE reply_templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    title TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    row_version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE saved_views (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    UNIQUE (user_id, name)
);

-- An enquiry that is the same as another; what is said about it is said about that one.
CREATE TABLE enquiry_merges (
    enquiry_id BIGINT PRIMARY KEY NOT NULL REFERENCES enquiries (id),
    into_id BIGINT NOT NULL REFERENCES enquiries (id),
    merged_at TIMESTAMP NOT NULL,
    CHECK (enquiry_id <> into_id)
);
CREATE INDEX enquiry_merges_by_into ON enquiry_merges (into_id);

-- One row: the hours in which answers are owed (minutes after midnight in South Africa), and when a manager hears of a late one.
CREATE TABLE answer_settings (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    opens_at_minute INTEGER NOT NULL CHECK (opens_at_minute >= 0),
    closes_at_minute INTEGER NOT NULL CHECK (closes_at_minute <= 1440),
    escalate_after_minutes INTEGER NOT NULL CHECK (escalate_after_minutes > 0),
    manager_email TEXT,
    row_version BIGINT NOT NULL DEFAULT 1,
    CHECK (opens_at_minute < closes_at_minute)
);
INSERT INTO answer_settings (id, opens_at_minute, closes_at_minute, escalate_after_minutes) VALUES (1, 480, 1020, 240);
