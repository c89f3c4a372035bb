use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::Markdown;

impl Markdown<'_> {
    /// The paths of this site that a text links to or shows, without query and fragment: `/courses/sql-basics`.
    pub fn local_links(self) -> BTreeSet<String> {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_DEFINITION_LIST | Options::ENABLE_GFM;
        let target = |event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
            _ => None,
        };
        let targets = Parser::new_ext(self.0, options).filter_map(target);
        let path = |target: &str| target.split(['?', '#']).next().unwrap_or_default().to_owned();
        targets
            .filter(|target| target.starts_with('/') && !target.starts_with("//"))
            .map(|target| path(&target))
            .collect()
    }
}
