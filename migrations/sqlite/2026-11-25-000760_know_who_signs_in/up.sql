-- The last step of the clock whose code was used: no code opens anything twice.
ALTER TABLE users ADD COLUMN totp_step BIGINT;

-- A browser that its owner signed in from before has an allowance of its own.
ALTER TABLE login_attempts ADD COLUMN device TEXT;

CREATE TABLE recovery_codes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

CREATE TABLE passkeys (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    credential_id TEXT NOT NULL UNIQUE,
    credential TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- One-time links by which a password is set. Without a user it makes the first one.
CREATE TABLE account_links (
    token_hash TEXT PRIMARY KEY NOT NULL,
    user_id BIGINT REFERENCES users (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('set-up', 'reset', 'first')),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX account_links_by_user ON account_links (user_id);
