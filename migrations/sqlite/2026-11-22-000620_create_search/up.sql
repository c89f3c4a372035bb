-- What can be found. `opens_at` and `closes_at` are a thing's own; `visible_from` and `visible_until` also heed what it belongs to.
CREATE TABLE search_documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    opens_at TIMESTAMP NOT NULL,
    closes_at TIMESTAMP,
    visible_from TIMESTAMP NOT NULL,
    visible_until TIMESTAMP,
    title TEXT NOT NULL,
    names TEXT NOT NULL,
    inherited TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, subject_id)
);

-- What a thing belongs to and is found by as well: a training by the name of its course and its city.
CREATE TABLE search_links (
    document_id BIGINT NOT NULL REFERENCES search_documents (id) ON DELETE CASCADE,
    parent_kind TEXT NOT NULL,
    parent_id BIGINT NOT NULL,
    PRIMARY KEY (document_id, parent_kind, parent_id)
);
CREATE INDEX search_links_by_parent ON search_links (parent_kind, parent_id);

-- What was searched for and not found, by day; no personal data.
CREATE TABLE search_misses (
    query TEXT NOT NULL,
    missed_on DATE NOT NULL,
    times INTEGER NOT NULL CHECK (times > 0),
    PRIMARY KEY (query, missed_on)
);
CREATE INDEX search_misses_by_day ON search_misses (missed_on);

-- The words of each document, made by the program, so that this tokenizer only parts them at spaces.
CREATE VIRTUAL TABLE search_index USING fts5 (
    head, body, content = '', contentless_delete = 1, detail = column, tokenize = 'ascii'
);
