use diesel::QueryResult;
use serde::de::DeserializeOwned;

use super::import::Import;
use super::report::Refusal;
use crate::schedule::{DaysOff, save_days_off};
use crate::site::{Menus, Provider, Save, save_menus, save_provider};

/// The provider's facts.
pub(super) const PROVIDER: &str = "site.toml";
/// The menus, where editors changed them.
pub(super) const MENUS: &str = "menus.toml";
/// The holidays that editors added.
pub(super) const HOLIDAYS: &str = "holidays.toml";
/// Files of which there is one, at the top of the folder.
pub(super) const SINGLE: [&str; 3] = [PROVIDER, MENUS, HOLIDAYS];

impl Import<'_> {
    /// Takes in whatever there is one of. Holidays come before trainings, whose days pass over them.
    pub(super) fn singles(&mut self) -> QueryResult<()> {
        let (actor, now) = (self.actor, self.now);
        self.single(PROVIDER, |conn, content: &Provider| save_provider(conn, actor, content, now))?;
        self.single(MENUS, |conn, content: &Menus| save_menus(conn, actor, content, now))?;
        self.single(HOLIDAYS, |conn, content: &DaysOff| save_days_off(conn, actor, content, now))
    }

    fn single<T: DeserializeOwned>(
        &mut self,
        file: &str,
        save: impl FnOnce(&mut crate::db::Conn, &T) -> Save,
    ) -> QueryResult<()> {
        let Some(text) = self.folder.0.get(file).cloned() else { return Ok(()) };
        match toml::from_str::<T>(&text) {
            Ok(content) => self.save(file, &text, |conn| save(conn, &content)).map(|_| ()),
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                let why = error.message().to_owned();
                self.report.refused.push(Refusal { file: file.to_owned(), line, why });
                Ok(())
            }
        }
    }
}
