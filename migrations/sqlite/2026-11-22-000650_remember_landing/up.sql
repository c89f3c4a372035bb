-- The page on which a visit began, where the visitor said yes to that being remembered.
ALTER TABLE enquiries ADD COLUMN landing_path TEXT;
