DROP TABLE answer_settings;
DROP TABLE enquiry_merges;
DROP TABLE saved_views;
DROP TABLE reply_templates;
ALTER TABLE routes DROP COLUMN label;
