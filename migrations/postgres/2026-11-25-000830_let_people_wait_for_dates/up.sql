-- Somebody waits for any course in a city too, or for a seat in a training that is full; then a seat is offered to them for a while.
ALTER TABLE interests ALTER COLUMN course_id DROP NOT NULL;
ALTER TABLE interests ADD COLUMN training_id BIGINT REFERENCES trainings (id);
ALTER TABLE interests ADD COLUMN offered_at TIMESTAMP;
ALTER TABLE interests ADD COLUMN offer_until TIMESTAMP;
ALTER TABLE interests ADD COLUMN offer_answer TEXT CHECK (offer_answer IN ('taken', 'declined', 'lapsed'));
ALTER TABLE interests ADD CONSTRAINT interests_say_for_what CHECK (course_id IS NOT NULL OR city_id IS NOT NULL);
ALTER TABLE interests ADD CONSTRAINT interests_offer_ends CHECK ((offered_at IS NULL) = (offer_until IS NULL));
CREATE INDEX interests_by_training ON interests (training_id) WHERE training_id IS NOT NULL;
CREATE INDEX interests_by_email ON interests (lower(email));

-- Consent to mail about dates is another than that to marketing.
ALTER TABLE consents DROP CONSTRAINT consents_purpose_check;
ALTER TABLE consents ADD CONSTRAINT consents_purpose_check CHECK (purpose IN ('marketing', 'attribution', 'dates'));

-- What somebody once waited for is of no use when it is long over.
INSERT INTO retention_rules (kind, days, action) VALUES ('interest', 90, 'purge');
