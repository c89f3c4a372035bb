ALTER TABLE answer_settings DROP COLUMN digest_at_minute;
