DELETE FROM retention_rules WHERE kind = 'interest';

CREATE TABLE consents_before (
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
INSERT INTO consents_before SELECT id, enquiry_id, subject_hash, purpose, channel, action, notice_version_id, evidence, at FROM consents
WHERE purpose <> 'dates';
DROP TABLE consents;
ALTER TABLE consents_before RENAME TO consents;
CREATE INDEX consents_by_subject ON consents (subject_hash, purpose, id);
CREATE INDEX consents_by_enquiry ON consents (enquiry_id);

CREATE TABLE interests_before (
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
INSERT INTO interests_before SELECT id, course_id, city_id, mode, email, enquiry_id, created_at, told_at, ended_at FROM interests
WHERE course_id IS NOT NULL AND training_id IS NULL;
DROP TABLE interests;
ALTER TABLE interests_before RENAME TO interests;
CREATE INDEX interests_by_course ON interests (course_id, city_id);
CREATE INDEX interests_by_enquiry ON interests (enquiry_id);
