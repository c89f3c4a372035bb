-- When, where and by whom.
CREATE TABLE cities (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    province TEXT NOT NULL,
    aliases TEXT NOT NULL,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    nearest_id BIGINT REFERENCES cities (id),
    latitude DOUBLE,
    longitude DOUBLE,
    position INTEGER NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    row_version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE venues (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    city_id BIGINT NOT NULL REFERENCES cities (id),
    address TEXT NOT NULL,
    landmark TEXT NOT NULL,
    parking TEXT NOT NULL,
    transport TEXT NOT NULL,
    access TEXT NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity > 0),
    latitude DOUBLE,
    longitude DOUBLE,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    row_version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX venues_by_city ON venues (city_id);

CREATE TABLE trainers (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    role TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    portrait_id BIGINT REFERENCES media (id),
    updated_at TIMESTAMP NOT NULL,
    row_version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE trainer_topics (
    trainer_id BIGINT NOT NULL REFERENCES trainers (id),
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    PRIMARY KEY (trainer_id, topic_id)
);
CREATE INDEX trainer_topics_by_topic ON trainer_topics (topic_id);

CREATE TABLE trainings (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    course_id BIGINT NOT NULL REFERENCES courses (id),
    mode TEXT NOT NULL CHECK (mode IN ('virtual', 'in-person', 'hybrid')),
    city_id BIGINT REFERENCES cities (id),
    venue_id BIGINT REFERENCES venues (id),
    time_zone TEXT NOT NULL DEFAULT 'Africa/Johannesburg',
    state TEXT NOT NULL CHECK (state IN ('scheduled', 'confirmed', 'full', 'postponed', 'cancelled', 'completed')),
    seats_total INTEGER NOT NULL CHECK (seats_total >= 0),
    seats_taken INTEGER NOT NULL DEFAULT 0 CHECK (seats_taken >= 0),
    seats_minimum INTEGER NOT NULL DEFAULT 0 CHECK (seats_minimum >= 0),
    decide_by_on DATE,
    price_cents BIGINT CHECK (price_cents >= 0),
    language TEXT NOT NULL DEFAULT 'en',
    ical_sequence INTEGER NOT NULL DEFAULT 0 CHECK (ical_sequence >= 0),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    updated_by_id BIGINT REFERENCES users (id),
    row_version BIGINT NOT NULL DEFAULT 1,
    CHECK (mode = 'virtual' OR city_id IS NOT NULL),
    CHECK (mode <> 'virtual' OR (city_id IS NULL AND venue_id IS NULL)),
    CHECK (ends_at > starts_at)
);
CREATE INDEX trainings_by_start ON trainings (starts_at, id);
CREATE INDEX trainings_by_course ON trainings (course_id, starts_at);
CREATE INDEX trainings_by_city ON trainings (city_id, starts_at);
CREATE INDEX trainings_by_venue ON trainings (venue_id);

CREATE TABLE training_sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    training_id BIGINT NOT NULL REFERENCES trainings (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    trainer_id BIGINT REFERENCES trainers (id),
    room TEXT,
    UNIQUE (training_id, starts_at),
    CHECK (ends_at > starts_at)
);
CREATE INDEX training_sessions_by_trainer ON training_sessions (trainer_id, starts_at);

CREATE TABLE holidays (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    on_date DATE NOT NULL UNIQUE,
    name TEXT NOT NULL
);
