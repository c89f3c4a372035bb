-- What the whole site knows.
CREATE TABLE content_versions (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO content_versions (id, version) VALUES (1, 1);

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'editor', 'staff')),
    password_hash TEXT,
    totp_secret TEXT,
    disabled_at TIMESTAMP,
    last_seen_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    row_version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY NOT NULL,
    user_id BIGINT REFERENCES users (id),
    state TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE login_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email_hash TEXT NOT NULL,
    network TEXT NOT NULL,
    is_success BOOLEAN NOT NULL,
    attempted_at TIMESTAMP NOT NULL
);
CREATE INDEX login_attempts_by_email ON login_attempts (email_hash, attempted_at);
CREATE INDEX login_attempts_by_network ON login_attempts (network, attempted_at);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at TIMESTAMP NOT NULL,
    user_id BIGINT REFERENCES users (id),
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT,
    before_json TEXT,
    after_json TEXT
);
CREATE INDEX audit_by_subject ON audit (subject_kind, subject_id, id);
CREATE INDEX audit_by_user ON audit (user_id, id);

CREATE TABLE settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    updated_by_id BIGINT REFERENCES users (id),
    row_version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE menus (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('header', 'footer')),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    path TEXT NOT NULL,
    UNIQUE (place, position)
);

CREATE TABLE urls (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    path TEXT NOT NULL UNIQUE CHECK (path LIKE '/%'),
    subject_kind TEXT CHECK (subject_kind IN ('page', 'post', 'course', 'training', 'path', 'city', 'category', 'topic')),
    subject_id BIGINT,
    redirect_to TEXT CHECK (redirect_to IS NULL OR redirect_to <> path),
    is_gone BOOLEAN NOT NULL DEFAULT FALSE,
    hits BIGINT NOT NULL DEFAULT 0 CHECK (hits >= 0),
    created_at TIMESTAMP NOT NULL,
    last_hit_at TIMESTAMP,
    CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
    CHECK (subject_kind IS NOT NULL OR redirect_to IS NOT NULL OR is_gone)
);
CREATE INDEX urls_by_subject ON urls (subject_kind, subject_id);
CREATE INDEX urls_by_target ON urls (redirect_to);

CREATE TABLE not_founds (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    path TEXT NOT NULL UNIQUE,
    hits BIGINT NOT NULL CHECK (hits > 0),
    first_at TIMESTAMP NOT NULL,
    last_at TIMESTAMP NOT NULL
);
CREATE INDEX not_founds_by_hits ON not_founds (hits);

CREATE TABLE link_refs (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    from_kind TEXT NOT NULL,
    from_id BIGINT NOT NULL,
    to_path TEXT NOT NULL,
    UNIQUE (from_kind, from_id, to_path)
);
CREATE INDEX link_refs_by_target ON link_refs (to_path);

CREATE TABLE media (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    content_hash TEXT NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif')),
    byte_size BIGINT NOT NULL CHECK (byte_size > 0),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    alt_text TEXT,
    is_decorative BOOLEAN NOT NULL DEFAULT FALSE,
    focal_x INTEGER NOT NULL DEFAULT 50 CHECK (focal_x BETWEEN 0 AND 100),
    focal_y INTEGER NOT NULL DEFAULT 50 CHECK (focal_y BETWEEN 0 AND 100),
    dominant_colour TEXT,
    variants TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by_id BIGINT REFERENCES users (id),
    row_version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE tax_rates (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL,
    basis_points INTEGER NOT NULL CHECK (basis_points BETWEEN 0 AND 10000),
    from_on DATE NOT NULL,
    UNIQUE (name, from_on)
);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('autosave', 'save', 'publish', 'restore', 'import')),
    content TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by_id BIGINT REFERENCES users (id)
);
CREATE INDEX revisions_by_subject ON revisions (subject_kind, subject_id, id);
