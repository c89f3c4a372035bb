-- Somebody waits for any course in a city too, or for a seat in a training that is full; then a seat is offered to them for a while.
CREATE TABLE interests_anew (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    course_id BIGINT REFERENCES courses (id),
    city_id BIGINT REFERENCES cities (id),
    mode TEXT CHECK (mode IN ('virtual', 'in-person', 'hybrid')),
    email TEXT NOT NULL,
    enquiry_id BIGINT REFERENCES enquiries (id),
    created_at TIMESTAMP NOT NULL,
    told_at TIMESTAMP,
    ended_at TIMESTAMP,
    training_id BIGINT REFERENCES trainings (id),
    offered_at TIMESTAMP,
    offer_until TIMESTAMP,
    offer_answer TEXT CHECK (offer_answer IN ('taken', 'declined', 'lapsed')),
    CHECK (course_id IS NOT NULL OR city_id IS NOT NULL),
    CHECK ((offered_at IS NULL) = (offer_until IS NULL))
);
INSERT INTO interests_anew (id, course_id, city_id, mode, email, enquiry_id, created_at, told_at, ended_at)
SELECT id, course_id, city_id, mode, email, enquiry_id, created_at, told_at, ended_at FROM interests;
DROP TABLE interests;
ALTER TABLE interests_anew RENAME TO interests;
CREATE INDEX interests_by_course ON interests (course_id, city_id);
CREATE INDEX interests_by_enquiry ON interests (enquiry_id);
CREATE INDEX interests_by_training ON interests (training_id) WHERE training_id IS NOT NULL;
CREATE INDEX interests_by_email ON interests (lower(email));

-- Consent to mail about dates is another than that to marketing.
CREATE TABLE consents_anew (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    enquiry_id BIGINT REFERENCES enquiries (id),
    subject_hash TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('marketing', 'attribution', 'dates')),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'whatsapp', 'web')),
    action TEXT NOT NULL CHECK (action IN ('asked', 'granted', 'withdrawn')),
    notice_version_id BIGINT NOT NULL REFERENCES notice_versions (id),
    evidence TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
INSERT INTO consents_anew SELECT id, enquiry_id, subject_hash, purpose, channel, action, notice_version_id, evidence, at FROM consents;
DROP TABLE consents;
ALTER TABLE consents_anew RENAME TO consents;
CREATE INDEX consents_by_subject ON consents (subject_hash, purpose, id);
CREATE INDEX consents_by_enquiry ON consents (enquiry_id);

-- What somebody once waited for is of no use when it is long over.
INSERT INTO retention_rules (kind, days, action) VALUES ('interest', 90, 'purge');
