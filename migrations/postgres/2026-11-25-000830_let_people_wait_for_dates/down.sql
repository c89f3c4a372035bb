DELETE FROM retention_rules WHERE kind = 'interest';

DELETE FROM consents WHERE purpose = 'dates';
ALTER TABLE consents DROP CONSTRAINT consents_purpose_check;
ALTER TABLE consents ADD CONSTRAINT consents_purpose_check CHECK (purpose IN ('marketing', 'attribution'));

DELETE FROM interests WHERE course_id IS NULL OR training_id IS NOT NULL;
DROP INDEX interests_by_email;
DROP INDEX interests_by_training;
ALTER TABLE interests DROP CONSTRAINT interests_offer_ends;
ALTER TABLE interests DROP CONSTRAINT interests_say_for_what;
ALTER TABLE interests DROP COLUMN offer_answer;
ALTER TABLE interests DROP COLUMN offer_until;
ALTER TABLE interests DROP COLUMN offered_at;
ALTER TABLE interests DROP COLUMN training_id;
ALTER TABLE interests ALTER COLUMN course_id SET NOT NULL;
