DROP TABLE presence;
DROP TABLE previews;
ALTER TABLE revisions DROP COLUMN based_on;
ALTER TABLE revisions DROP COLUMN changed_at;
DROP INDEX posts_by_trash;
DROP INDEX posts_by_state;
DROP INDEX posts_by_change;
ALTER TABLE posts DROP COLUMN trashed_at;
