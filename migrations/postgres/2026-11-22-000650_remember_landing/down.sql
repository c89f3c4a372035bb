ALTER TABLE enquiries DROP COLUMN landing_path;
