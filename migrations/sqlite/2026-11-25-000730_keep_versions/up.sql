-- What an editor writes is kept by sitting, and a post can go to the trash.
ALTER TABLE posts ADD COLUMN trashed_at TIMESTAMP;
-- With the title, so that a search among titles reads no texts.
CREATE INDEX posts_by_change ON posts (updated_at, id, trashed_at, title);
CREATE INDEX posts_by_state ON posts (state, updated_at, id);
CREATE INDEX posts_by_trash ON posts (trashed_at) WHERE trashed_at IS NOT NULL;

-- When a sitting was last written to, and which version of the thing it began from.
ALTER TABLE revisions ADD COLUMN changed_at TIMESTAMP;
ALTER TABLE revisions ADD COLUMN based_on BIGINT;

-- Links by which somebody without an account reads a post that is not public.
CREATE TABLE previews (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id),
    created_at TIMESTAMP NOT NULL,
    created_by_id BIGINT REFERENCES users (id),
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX previews_by_post ON previews (post_id);

-- Who has what open in an editor.
CREATE TABLE presence (
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    seen_at TIMESTAMP NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, user_id)
);
