-- When the morning's list goes out (minutes after midnight in South Africa); never where there is no time.
ALTER TABLE answer_settings ADD COLUMN digest_at_minute INTEGER CHECK (digest_at_minute BETWEEN 0 AND 1439);
UPDATE answer_settings SET digest_at_minute = 450;
