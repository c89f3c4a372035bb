-- What is written.
CREATE TABLE posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    standfirst TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    author_id BIGINT REFERENCES trainers (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    publish_at TIMESTAMP,
    unpublish_at TIMESTAMP,
    canonical_url TEXT,
    hero_id BIGINT REFERENCES media (id),
    reading_minutes INTEGER NOT NULL CHECK (reading_minutes > 0),
    seo_title TEXT,
    description TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    updated_by_id BIGINT REFERENCES users (id),
    row_version BIGINT NOT NULL DEFAULT 1,
    CHECK (state = 'draft' OR publish_at IS NOT NULL),
    CHECK (unpublish_at IS NULL OR publish_at IS NULL OR unpublish_at > publish_at)
);
CREATE INDEX posts_by_publication ON posts (state, publish_at, id);
CREATE INDEX posts_by_author ON posts (author_id);

CREATE TABLE post_topics (
    post_id BIGINT NOT NULL REFERENCES posts (id),
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    PRIMARY KEY (post_id, topic_id)
);
CREATE INDEX post_topics_by_topic ON post_topics (topic_id);

CREATE TABLE post_courses (
    post_id BIGINT NOT NULL REFERENCES posts (id),
    course_id BIGINT NOT NULL REFERENCES courses (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (post_id, course_id)
);
CREATE INDEX post_courses_by_course ON post_courses (course_id);

CREATE TABLE pages (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    position INTEGER NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    updated_by_id BIGINT REFERENCES users (id),
    row_version BIGINT NOT NULL DEFAULT 1
);
