//! Changing the part of the address that names a thing, and taking away what nothing refers to.
use serde_json::Value;

use super::content::{Content, Save, SaveError};
use super::links::note_links;
use crate::access::{Act, Actor, record};
use crate::db::{Conn, raise_content_version};
use crate::types::{Slug, Timestamp};

/// Refuses to take away what others refer to, and says what they are.
///
/// # Errors
/// When any count is more than none.
pub fn refuse_while_used(uses: &[(i64, &str, &str)]) -> Save<()> {
    let count = |(number, one, many): &(i64, &str, &str)| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {many}")),
    };
    let used: Vec<String> = uses.iter().filter_map(count).collect();
    let is_one = matches!(uses.iter().filter(|(number, ..)| *number > 0).collect::<Vec<_>>()[..], [(1, ..)]);
    match used.split_last() {
        None => Ok(()),
        Some((last, [])) => refuse(format!("{last} {} this", if is_one { "uses" } else { "use" })),
        Some((last, rest)) => refuse(format!("{} and {last} use this", rest.join(", "))),
    }
}

fn refuse(why: String) -> Save<()> {
    Err(SaveError::Refused { field: "remove", why })
}

/// Writes into the audit that something was taken away, with all that it was.
///
/// # Errors
/// When the database fails.
pub fn note_removal<T: Content>(
    conn: &mut Conn,
    actor: &Actor,
    (kind, id): (&str, i64),
    was: Option<&T>,
    now: Timestamp,
) -> Save<()> {
    let before = was.and_then(|content| serde_json::to_value(content).ok());
    note_links(conn, (kind, id), "")?;
    record(conn, actor, &Act { action: "remove", kind, id: Some(id), before, after: None }, now)?;
    raise_content_version(conn)?;
    Ok(())
}

/// Writes into the audit that something bears another name in its address.
///
/// # Errors
/// When the database fails.
pub fn note_renaming(
    conn: &mut Conn,
    actor: &Actor,
    of: (&str, i64),
    (from, to): (&Slug, &Slug),
    now: Timestamp,
) -> Save<()> {
    let named = |slug: &Slug| Some(serde_json::json!({ "slug": Value::from(slug.as_str()) }));
    let act = Act { action: "rename", kind: of.0, id: Some(of.1), before: named(from), after: named(to) };
    record(conn, actor, &act, now)?;
    raise_content_version(conn)?;
    Ok(())
}

/// The refusal of a name that another thing of the kind bears.
pub fn taken(slug: &Slug, title: &str) -> SaveError {
    SaveError::Refused { field: "slug", why: format!("“{slug}” belongs to “{title}” already") }
}

/// What every noun with a part of an address of its own can do: say it by its row, and change it, leaving a redirect behind.
macro_rules! renames {
    (
        $table:ident, $kind:literal, $slug_of:ident, $rename:ident,
        check: $check:expr, index: $index:expr, moved: $moved:expr $(,)?
    ) => {
        #[doc = concat!("The part of the address that names a ", $kind, ".")]
        pub fn $slug_of(conn: &mut $crate::db::Conn, id: i64) -> diesel::QueryResult<Option<$crate::types::Slug>> {
            $table::table.filter($table::id.eq(id)).select($table::slug).first(conn).optional()
        }

        #[doc = concat!("Gives a ", $kind, " another part of the address; the old one leads to it.")]
        ///
        /// # Errors
        /// When the name is taken or cannot be borne, the actor may not, or the database fails.
        pub fn $rename(
            conn: &mut $crate::db::Conn,
            actor: &$crate::access::Actor,
            from: &$crate::types::Slug,
            to: &$crate::types::Slug,
            now: $crate::types::Timestamp,
        ) -> $crate::site::Save<()> {
            actor.must($crate::access::Permission::Content)?;
            let check: fn(&$crate::types::Slug) -> $crate::site::Save<()> = $check;
            check(to)?;
            let other: Option<String> =
                $table::table.filter($table::slug.eq(to)).select($table::title).first(conn).optional()?;
            if let Some(title) = other {
                return Err($crate::site::taken(to, &title));
            }
            let changed =
                ($table::slug.eq(to), $table::updated_at.eq(now), $table::row_version.eq($table::row_version + 1));
            let id: i64 = diesel::update($table::table.filter($table::slug.eq(from)))
                .set(changed)
                .returning($table::id)
                .get_result(conn)?;
            let moved: fn(
                &mut $crate::db::Conn,
                i64,
                &$crate::types::Slug,
                &$crate::types::Slug,
                $crate::types::Timestamp,
            ) -> diesel::QueryResult<()> = $moved;
            moved(conn, id, from, to, now)?;
            let index: fn(&mut $crate::db::Conn, &$crate::types::Slug) -> diesel::QueryResult<()> = $index;
            index(conn, to)?;
            $crate::site::note_renaming(conn, actor, ($kind, id), (from, to), now)
        }
    };
}
pub(crate) use renames;
