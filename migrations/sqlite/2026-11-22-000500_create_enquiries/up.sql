-- Who asked what, and the answer that is owed.
CREATE TABLE notice_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('collection', 'marketing', 'cookies')),
    wording TEXT NOT NULL,
    wording_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE routes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    priority INTEGER NOT NULL,
    kind TEXT,
    course_id BIGINT REFERENCES courses (id),
    category_id BIGINT REFERENCES categories (id),
    city_id BIGINT REFERENCES cities (id),
    recipients TEXT NOT NULL,
    owner_id BIGINT REFERENCES users (id),
    answer_within_minutes INTEGER NOT NULL CHECK (answer_within_minutes > 0),
    is_fallback BOOLEAN NOT NULL DEFAULT FALSE,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    row_version BIGINT NOT NULL DEFAULT 1,
    CHECK (NOT is_fallback OR (kind IS NULL AND course_id IS NULL AND category_id IS NULL AND city_id IS NULL AND is_active))
);
CREATE UNIQUE INDEX routes_one_fallback ON routes (is_fallback) WHERE is_fallback;
CREATE INDEX routes_by_priority ON routes (priority, id);

CREATE TABLE enquiries (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    reference TEXT NOT NULL UNIQUE CHECK (length(reference) = 9),
    kind TEXT NOT NULL CHECK (kind IN ('general', 'course', 'training', 'group', 'callback', 'interest')),
    course_id BIGINT REFERENCES courses (id),
    training_id BIGINT REFERENCES trainings (id),
    city_id BIGINT REFERENCES cities (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone_typed TEXT,
    phone_e164 TEXT,
    company TEXT,
    attendees INTEGER CHECK (attendees BETWEEN 1 AND 500),
    preferred_dates TEXT,
    message TEXT NOT NULL,
    reply_by TEXT NOT NULL CHECK (reply_by IN ('email', 'phone', 'whatsapp')),
    state TEXT NOT NULL CHECK (state IN ('new', 'answered', 'waiting', 'booked', 'lost', 'spam', 'quarantine')),
    owner_id BIGINT REFERENCES users (id),
    received_at TIMESTAMP NOT NULL,
    answer_due_at TIMESTAMP,
    first_answered_at TIMESTAMP,
    source_path TEXT,
    referrer_host TEXT,
    campaign TEXT,
    spam_score INTEGER NOT NULL DEFAULT 0,
    spam_reasons TEXT NOT NULL DEFAULT '',
    notice_version_id BIGINT REFERENCES notice_versions (id),
    idempotency_key TEXT UNIQUE,
    keep_until_on DATE NOT NULL,
    erased_at TIMESTAMP,
    row_version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX enquiries_by_state ON enquiries (state, received_at);
CREATE INDEX enquiries_by_email ON enquiries (email);
CREATE INDEX enquiries_by_keep_until ON enquiries (keep_until_on);

CREATE TABLE enquiry_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    enquiry_id BIGINT NOT NULL REFERENCES enquiries (id),
    at TIMESTAMP NOT NULL,
    user_id BIGINT REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('received', 'mailed', 'assigned', 'noted', 'answered', 'state', 'merged', 'corrected', 'erased')),
    data TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX enquiry_events_by_enquiry ON enquiry_events (enquiry_id, id);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    dedupe_key TEXT NOT NULL UNIQUE,
    enquiry_id BIGINT REFERENCES enquiries (id),
    kind TEXT NOT NULL CHECK (kind IN ('staff', 'acknowledgement', 'account', 'notice', 'test')),
    message_id TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    message BLOB,
    state TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'retry', 'sent', 'held')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_at TIMESTAMP NOT NULL,
    leased_by TEXT,
    leased_until TIMESTAMP,
    last_error TEXT,
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    body_purged_at TIMESTAMP,
    CHECK ((state = 'leased') = (leased_until IS NOT NULL)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CHECK ((message IS NULL) = (body_purged_at IS NOT NULL))
);
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE state IN ('queued', 'retry');
CREATE INDEX outbox_leases ON outbox (leased_until) WHERE state = 'leased';
CREATE INDEX outbox_by_enquiry ON outbox (enquiry_id);

CREATE TABLE suppressions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email_hash TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('unsubscribe', 'bounce', 'complaint', 'registry')),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (email_hash, reason)
);

CREATE TABLE consents (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    enquiry_id BIGINT REFERENCES enquiries (id),
    subject_hash TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('marketing', 'attribution')),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'whatsapp', 'web')),
    action TEXT NOT NULL CHECK (action IN ('asked', 'granted', 'withdrawn')),
    notice_version_id BIGINT NOT NULL REFERENCES notice_versions (id),
    evidence TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX consents_by_subject ON consents (subject_hash, purpose, id);
CREATE INDEX consents_by_enquiry ON consents (enquiry_id);

CREATE TABLE rights_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('access', 'correct', 'delete', 'object')),
    email TEXT NOT NULL,
    details TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'confirmed', 'done', 'refused')),
    received_at TIMESTAMP NOT NULL,
    due_on DATE NOT NULL,
    closed_at TIMESTAMP,
    outcome TEXT
);
CREATE INDEX rights_requests_by_due ON rights_requests (state, due_on);

CREATE TABLE retention_rules (
    kind TEXT PRIMARY KEY NOT NULL,
    days INTEGER NOT NULL CHECK (days > 0),
    action TEXT NOT NULL CHECK (action IN ('erase', 'purge'))
);
INSERT INTO retention_rules (kind, days, action) VALUES
    ('enquiry', 730, 'erase'),
    ('spam', 30, 'erase'),
    ('outbox-body', 30, 'purge'),
    ('login-attempt', 30, 'purge');

CREATE TABLE erasure_tombstones (
    subject_hash TEXT PRIMARY KEY NOT NULL,
    erased_at TIMESTAMP NOT NULL
);

CREATE TABLE interests (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    course_id BIGINT NOT NULL REFERENCES courses (id),
    city_id BIGINT REFERENCES cities (id),
    mode TEXT CHECK (mode IN ('virtual', 'in-person', 'hybrid')),
    email TEXT NOT NULL,
    enquiry_id BIGINT REFERENCES enquiries (id),
    created_at TIMESTAMP NOT NULL,
    told_at TIMESTAMP,
    ended_at TIMESTAMP
);
CREATE INDEX interests_by_course ON interests (course_id, city_id);
CREATE INDEX interests_by_enquiry ON interests (enquiry_id);
