use pulldown_cmark::{Event, Options, Parser, TagEnd};

use super::Markdown;

impl Markdown<'_> {
    /// The words alone, a line for each block, for the search: no markup, no cards.
    pub fn plain_text(self) -> String {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM
            | Options::ENABLE_STRIKETHROUGH;
        let mut text = String::with_capacity(self.0.len());
        for event in Parser::new_ext(self.0, options) {
            match event {
                Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => {
                    text.push_str(&part);
                }
                Event::SoftBreak | Event::End(TagEnd::TableCell) => text.push(' '),
                Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => text.push('\n'),
                Event::End(TagEnd::CodeBlock | TagEnd::TableRow | TagEnd::TableHead) => text.push('\n'),
                Event::End(TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition) => text.push('\n'),
                _ => {}
            }
        }
        let is_card = |line: &str| line.starts_with("{{") && line.ends_with("}}");
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_card(line));
        lines.collect::<Vec<_>>().join("\n")
    }
}
