use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Markdown;

/// What a text is made of, as far as it can be checked while it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Each heading: its level from 1 on, and its words.
    pub headings: Vec<(u8, String)>,
    /// The pictures' alternative texts, empty ones too.
    pub pictures: Vec<String>,
    /// Where each link leads to, in order, and the offset at which it stands.
    pub links: Vec<(String, usize)>,
    /// The words that a person reads, without code.
    pub prose: String,
    /// Bytes of the whole text.
    pub length: usize,
}

impl Markdown<'_> {
    /// What the text is made of.
    pub fn outline(self) -> Outline {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM
            | Options::ENABLE_STRIKETHROUGH;
        let mut outline = Outline { length: self.0.len(), ..Outline::default() };
        let (mut heading, mut picture, mut is_code): (Option<(u8, String)>, Option<String>, bool) = (None, None, false);
        for (event, place) in Parser::new_ext(self.0, options).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => heading = Some((number(level), String::new())),
                Event::End(TagEnd::Heading(_)) => {
                    outline.headings.extend(heading.take());
                    outline.prose.push_str(". ");
                }
                Event::Start(Tag::Image { .. }) => picture = Some(String::new()),
                Event::End(TagEnd::Image) => outline.pictures.extend(picture.take()),
                Event::Start(Tag::Link { dest_url, .. }) => outline.links.push((dest_url.into_string(), place.start)),
                Event::Start(Tag::CodeBlock(_)) => is_code = true,
                Event::End(TagEnd::CodeBlock) => is_code = false,
                Event::End(TagEnd::Paragraph | TagEnd::Item) => outline.prose.push_str(". "),
                Event::Text(text) | Event::Code(text) if !is_code => match (&mut picture, &mut heading) {
                    (Some(words), _) => words.push_str(&text),
                    (None, Some((_, words))) => {
                        words.push_str(&text);
                        outline.prose.push_str(&text);
                    }
                    (None, None) => outline.prose.push_str(&text),
                },
                Event::SoftBreak | Event::HardBreak => outline.prose.push(' '),
                _ => {}
            }
        }
        outline
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
