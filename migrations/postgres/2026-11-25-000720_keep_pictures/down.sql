DROP INDEX media_by_avif_state;
ALTER TABLE media DROP COLUMN avif_leased_until;
ALTER TABLE media DROP COLUMN avif_leased_by;
ALTER TABLE media DROP COLUMN avif_attempts;
ALTER TABLE media DROP COLUMN avif_state;
DROP TABLE media_aliases;
