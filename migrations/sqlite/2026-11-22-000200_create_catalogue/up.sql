-- What is taught.
CREATE TABLE categories (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    figure TEXT NOT NULL CHECK (figure IN ('steps', 'bell', 'arcs', 'burst', 'mesh', 'waves', 'ladder')),
    position INTEGER NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    row_version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE topics (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    synonyms TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    row_version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE courses (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    category_id BIGINT NOT NULL REFERENCES categories (id),
    vendor TEXT,
    exam_code TEXT,
    level TEXT NOT NULL CHECK (level IN ('beginner', 'intermediate', 'advanced')),
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 60),
    class_size INTEGER NOT NULL CHECK (class_size > 0),
    price_kind TEXT NOT NULL CHECK (price_kind IN ('fixed', 'from', 'on-request')),
    price_cents BIGINT CHECK (price_cents >= 0),
    currency TEXT NOT NULL DEFAULT 'ZAR' CHECK (length(currency) = 3),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    publish_at TIMESTAMP,
    unpublish_at TIMESTAMP,
    replaced_by_id BIGINT REFERENCES courses (id),
    seo_title TEXT,
    description TEXT NOT NULL,
    hero_id BIGINT REFERENCES media (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    updated_by_id BIGINT REFERENCES users (id),
    row_version BIGINT NOT NULL DEFAULT 1,
    CHECK ((price_kind = 'on-request') = (price_cents IS NULL)),
    CHECK (state = 'draft' OR publish_at IS NOT NULL),
    CHECK (unpublish_at IS NULL OR publish_at IS NULL OR unpublish_at > publish_at)
);
CREATE INDEX courses_by_category ON courses (category_id, title);
CREATE INDEX courses_by_state ON courses (state, publish_at);

CREATE TABLE course_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    course_id BIGINT NOT NULL REFERENCES courses (id),
    kind TEXT NOT NULL CHECK (kind IN ('outcome', 'audience', 'prerequisite', 'outline', 'included', 'question')),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    answer TEXT,
    UNIQUE (course_id, kind, position),
    CHECK (kind NOT IN ('outline', 'question') OR answer IS NOT NULL)
);

CREATE TABLE course_topics (
    course_id BIGINT NOT NULL REFERENCES courses (id),
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    PRIMARY KEY (course_id, topic_id)
);
CREATE INDEX course_topics_by_topic ON course_topics (topic_id);

CREATE TABLE course_prerequisites (
    course_id BIGINT NOT NULL REFERENCES courses (id),
    prerequisite_id BIGINT NOT NULL REFERENCES courses (id),
    kind TEXT NOT NULL CHECK (kind IN ('must', 'should')),
    PRIMARY KEY (course_id, prerequisite_id),
    CHECK (course_id <> prerequisite_id)
);
CREATE INDEX course_prerequisites_by_prerequisite ON course_prerequisites (prerequisite_id);

CREATE TABLE related_courses (
    course_id BIGINT NOT NULL REFERENCES courses (id),
    related_id BIGINT NOT NULL REFERENCES courses (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (course_id, related_id),
    CHECK (course_id <> related_id)
);
CREATE INDEX related_courses_by_related ON related_courses (related_id);

CREATE TABLE paths (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    description TEXT NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    updated_at TIMESTAMP NOT NULL,
    row_version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE path_steps (
    path_id BIGINT NOT NULL REFERENCES paths (id),
    course_id BIGINT NOT NULL REFERENCES courses (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (path_id, course_id)
);
CREATE INDEX path_steps_by_course ON path_steps (course_id);

CREATE TABLE path_topics (
    path_id BIGINT NOT NULL REFERENCES paths (id),
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    PRIMARY KEY (path_id, topic_id)
);
CREATE INDEX path_topics_by_topic ON path_topics (topic_id);

CREATE TABLE accreditations (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body TEXT NOT NULL,
    number TEXT NOT NULL,
    claim TEXT NOT NULL,
    course_id BIGINT REFERENCES courses (id),
    from_on DATE NOT NULL,
    to_on DATE,
    row_version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (body, number),
    CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX accreditations_by_course ON accreditations (course_id);
