-- The addresses under which a picture was known before another file took its place.
CREATE TABLE media_aliases (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    content_hash TEXT NOT NULL UNIQUE,
    media_id BIGINT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    replaced_at TIMESTAMP NOT NULL
);
CREATE INDEX media_aliases_by_media ON media_aliases (media_id);

-- Its smaller forms in AVIF are made later, by one worker at a time.
ALTER TABLE media ADD COLUMN avif_state TEXT NOT NULL DEFAULT 'owed' CHECK (avif_state IN ('owed', 'made', 'failed'));
ALTER TABLE media ADD COLUMN avif_attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN avif_leased_by TEXT;
ALTER TABLE media ADD COLUMN avif_leased_until TIMESTAMP;
CREATE INDEX media_by_avif_state ON media (avif_state);
