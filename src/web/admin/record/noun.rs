use diesel::QueryResult;
use serde::de::DeserializeOwned;

use super::field::Section;
use super::{edit, history, index, removal};
use crate::access::{Actor, Permission};
use crate::catalogue::Completeness;
use crate::db::Conn;
use crate::site::{Content, Save, SaveError, Standing};
use crate::types::{Slug, Timestamp};
use crate::urls::desk::Records;
use crate::web::admin::gate::Access;
use crate::web::admin::table::Table;

/// What there is to say about a noun at the desk.
#[derive(Debug)]
pub struct About {
    /// Its kind among revisions and in the audit.
    pub kind: &'static str,
    /// What one is called.
    pub one: &'static str,
    /// What the list is called.
    pub many: &'static str,
    /// What it is for, where there is none yet.
    pub teach: &'static str,
    /// Where it is.
    pub at: Records,
    /// Who may change it.
    pub needs: Permission,
    /// The form.
    pub sections: &'static [Section],
    /// What stands in an empty form.
    pub defaults: &'static [(&'static str, &'static str)],
    /// Columns of the list between name and visibility.
    pub columns: &'static [&'static str],
    /// The beginning of its public address, where it has one of its own.
    pub prefix: Option<&'static str>,
}

impl About {
    /// What the name of a record in addresses is called: an address only where it has a page of its own.
    pub const fn slug_label(&self) -> &'static str {
        if self.prefix.is_some() { "Address" } else { "Short name for links" }
    }
}

/// A record in the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Row id.
    pub id: i64,
    /// Its part of the address.
    pub slug: Slug,
    /// Its name.
    pub title: String,
    /// What else the list shows of it.
    pub cells: Vec<String>,
    /// Whether the public sees it.
    pub standing: Standing,
}

/// What stands beside a form.
#[derive(Debug, Clone, Default)]
pub struct Aside {
    /// Whether the public sees the record.
    pub standing: Option<Standing>,
    /// How complete it is.
    pub completeness: Option<Completeness>,
    /// What else there is to know.
    pub facts: Vec<Fact>,
    /// What stands above that, where it is one kind of thing.
    pub facts_title: Option<&'static str>,
    /// Where it can be seen as the public would.
    pub preview: Option<String>,
}

/// Something to know about a record.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// What it is.
    pub text: String,
}

impl Fact {
    /// A fact.
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into() }
    }
}

/// A noun whose records are edited by a form.
pub trait Noun: 'static {
    /// What an editor writes: the same that is imported and exported.
    type Content: Content + DeserializeOwned + Send + 'static;

    /// What there is to say about it.
    const ABOUT: &'static About;
    /// Whether a record that nothing refers to can be removed.
    const IS_REMOVED: bool = false;

    /// Every record; none where there is only one.
    fn list(_conn: &mut Conn, _now: Timestamp) -> QueryResult<Vec<Listed>> {
        Ok(Vec::new())
    }

    /// A record with its part of the address.
    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, Self::Content)>>;

    /// Saves a record.
    fn save(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &Self::Content, now: Timestamp) -> Save;

    /// Gives a record another part of the address.
    fn rename(_conn: &mut Conn, _actor: &Actor, _names: (&Slug, &Slug), _now: Timestamp) -> Save<()> {
        Err(SaveError::Refused { field: "slug", why: "cannot be changed here".to_owned() })
    }

    /// Takes a record away.
    fn remove(_conn: &mut Conn, _actor: &Actor, _slug: &Slug, _now: Timestamp) -> Save<()> {
        Err(SaveError::Refused { field: "remove", why: "this is not removed, but retired".to_owned() })
    }

    /// What stands beside the form of a record.
    fn aside(conn: &mut Conn, (id, _): (i64, &Slug), _content: &Self::Content, now: Timestamp) -> QueryResult<Aside> {
        let own = Self::list(conn, now)?.into_iter().find(|line| line.id == id);
        Ok(Aside { standing: own.map(|line| line.standing), ..Aside::default() })
    }
}

/// The addresses of a noun with many records.
pub fn routes<N: Noun>(table: &mut Table) {
    let about = N::ABOUT;
    let access = Access::Needs(about.needs);
    table.page(about.at.index, access, index::show::<N>);
    table.form(about.at.new, access, edit::new::<N>, edit::create::<N>);
    table.form(about.at.edit, access, edit::show::<N>, edit::update::<N>);
    table.form(about.at.history, access, history::show::<N>, history::restore::<N>);
    if N::IS_REMOVED {
        table.act(about.at.removal, access, removal::destroy::<N>);
    }
}

/// The addresses of a noun with one record only.
pub fn single_routes<N: Noun>(table: &mut Table) {
    let about = N::ABOUT;
    let access = Access::Needs(about.needs);
    table.form(about.at.index, access, edit::show_single::<N>, edit::update_single::<N>);
    table.form(about.at.history, access, history::show::<N>, history::restore::<N>);
}
