//! Other parts of the address for what the catalogue holds.
use crate::db::prelude::*;

use super::indexing::{index_category, index_course, index_path, index_topic};
use crate::db::schema::{categories, courses, paths, topics};
use crate::site::{SaveError, Subject, claim_address, move_address, renames};
use crate::urls;

renames! {
    courses, "course", course_slug, rename_course,
    check: |slug| {
        let why = || "is the address of the comparison; choose another".to_owned();
        if urls::course(slug) == urls::COMPARE { Err(SaveError::Refused { field: "slug", why: why() }) } else { Ok(()) }
    },
    index: index_course,
    moved: |conn, id, _, to, now| claim_address(conn, &urls::course(to), (Subject::Course, id), now),
}

renames! {
    paths, "path", path_slug, rename_path,
    check: |_| Ok(()),
    index: index_path,
    moved: |conn, id, _, to, now| claim_address(conn, &urls::path(to), (Subject::Path, id), now),
}

renames! {
    topics, "topic", topic_slug, rename_topic,
    check: |_| Ok(()),
    index: index_topic,
    moved: |conn, _, from, to, now| move_address(conn, &urls::topic(from), &urls::topic(to), now),
}

renames! {
    categories, "category", category_slug, rename_category,
    check: |_| Ok(()),
    index: index_category,
    moved: |conn, _, from, to, now| move_address(conn, &urls::category(from), &urls::category(to), now),
}
