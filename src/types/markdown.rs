use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::SafeHtml;
use super::highlight::highlight;

/// Text as an editor writes it: CommonMark with tables, footnotes, definition lists, callouts and coloured code; no raw HTML.
#[derive(Debug, Clone, Copy)]
pub struct Markdown<'a>(pub &'a str);

/// Markdown after rendering, once, when it is saved.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// For the page, the feed and the preview alike.
    pub html: SafeHtml,
    /// Number of words a person reads.
    pub words: usize,
}

impl Rendered {
    /// Minutes to read it, at 220 words a minute, at least one.
    pub fn reading_minutes(&self) -> i32 {
        i32::try_from(self.words.div_ceil(220)).unwrap_or(i32::MAX).max(1)
    }
}

impl Markdown<'_> {
    /// Renders to HTML that is safe to show: raw HTML stays visible text, and an allow-list is applied on top.
    pub fn render(self) -> Rendered {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM
            | Options::ENABLE_STRIKETHROUGH;
        let mut events: Vec<Event> = Parser::new_ext(self.0, options).map(as_text).collect();
        let words = events.iter().filter_map(text_of).map(|text| text.split_whitespace().count()).sum();
        let mut names = name_headings(&mut events);
        name_points(&mut events, &mut names);
        let mut unsafe_html = String::with_capacity(self.0.len() * 3 / 2);
        html::push_html(&mut unsafe_html, colour_code(events).into_iter().flat_map(title_callouts));
        let clean = ALLOWED.clean(&unsafe_html).to_string();
        Rendered { html: SafeHtml::trusted(scrolling_boxes(&clean)), words }
    }
}

fn as_text(event: Event) -> Event {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    }
}

fn text_of<'a>(event: &'a Event) -> Option<&'a str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        _ => None,
    }
}

/// Gives each heading an anchor made from its words; the page has its own `h1`, so a first-level heading becomes a second.
/// Gives back every name that is taken.
fn name_headings(events: &mut [Event]) -> HashMap<String, usize> {
    let footnote = |event: &Event| match event {
        Event::Start(Tag::FootnoteDefinition(label)) => Some((label.to_string(), 1)),
        _ => None,
    };
    let mut seen: HashMap<String, usize> = events.iter().filter_map(footnote).collect();
    let mut open: Option<usize> = None;
    let mut words = String::new();
    for at in 0..events.len() {
        let Some(event) = events.get_mut(at) else { break };
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                *level = lowered(*level);
                (open, words) = (Some(at), String::new());
            }
            Event::End(TagEnd::Heading(level)) => {
                *level = lowered(*level);
                let name = unique(anchor(&words), &mut seen);
                if let Some(Event::Start(Tag::Heading { id, .. })) = open.take().and_then(|at| events.get_mut(at)) {
                    *id = Some(CowStr::from(name));
                }
            }
            other if open.is_some() => words.push_str(text_of(other).unwrap_or("")),
            _ => {}
        }
    }
    seen
}

/// Gives each point of a numbered list an anchor made from the heading above it: `a-reading-order-3`.
fn name_points(events: &mut [Event], seen: &mut HashMap<String, usize>) {
    let mut heading = "point".to_owned();
    // The numbers that the open lists have come to, innermost last; a list without numbers has none.
    let mut lists: Vec<Option<u64>> = Vec::new();
    for event in events {
        match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => heading = id.to_string(),
            Event::Start(Tag::List(first)) => lists.push(*first),
            Event::End(TagEnd::List(_)) => drop(lists.pop()),
            Event::Start(Tag::Item) => {
                if let [Some(number)] = lists.as_mut_slice() {
                    let name = unique(format!("{heading}-{number}"), seen);
                    *number = number.saturating_add(1);
                    *event = Event::Html(format!("<li id=\"{name}\">").into());
                }
            }
            _ => {}
        }
    }
}

/// Sets the words of code apart.
fn colour_code(events: Vec<Event>) -> Vec<Event> {
    let mut coloured = Vec::with_capacity(events.len());
    let mut open: Option<(String, String)> = None;
    for event in events {
        match (&event, &mut open) {
            (Event::Start(Tag::CodeBlock(kind)), _) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                open = Some((language, String::new()));
                coloured.push(event);
            }
            (Event::Text(text), Some((_, code))) => code.push_str(text),
            (Event::End(TagEnd::CodeBlock), Some((language, code))) => {
                coloured.push(Event::Html(highlight(language, code).into()));
                coloured.push(event);
                open = None;
            }
            _ => coloured.push(event),
        }
    }
    coloured
}

fn lowered(level: HeadingLevel) -> HeadingLevel {
    if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level }
}

/// The name itself, or the first of `name-2`, `name-3` that nothing else bears.
fn unique(name: String, seen: &mut HashMap<String, usize>) -> String {
    let mut number = seen.get(&name).map_or(1, |times| times + 1);
    let mut id = if number == 1 { name.clone() } else { format!("{name}-{number}") };
    while number > 1 && seen.contains_key(&id) {
        number += 1;
        id = format!("{name}-{number}");
    }
    seen.insert(name, number);
    seen.entry(id.clone()).or_insert(1);
    id
}

/// `Key terminologies` becomes `key-terminologies`.
fn anchor(words: &str) -> String {
    let parts: Vec<String> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(str::to_lowercase).collect();
    if parts.is_empty() { "part".to_owned() } else { parts.join("-") }
}

/// A callout says in words what its colour says.
fn title_callouts(event: Event) -> Vec<Event> {
    let title = match &event {
        Event::Start(Tag::BlockQuote(Some(kind))) => match kind {
            BlockQuoteKind::Note => "Note",
            BlockQuoteKind::Tip => "Tip",
            BlockQuoteKind::Important => "Important",
            BlockQuoteKind::Warning => "Warning",
            BlockQuoteKind::Caution => "Caution",
        },
        _ => return vec![event],
    };
    let bold = [Event::Start(Tag::Strong), Event::Text(title.into()), Event::End(TagEnd::Strong)];
    let paragraph = [Event::Start(Tag::Paragraph)].into_iter().chain(bold).chain([Event::End(TagEnd::Paragraph)]);
    [event].into_iter().chain(paragraph).collect()
}

/// Wide tables and long lines of code scroll inside their own box, which the keyboard can reach (WCAG 2.2, 1.4.10 and 2.1.1).
/// Each is a group and no landmark: a post may hold ten of them. A head without words heads nothing.
fn scrolling_boxes(html: &str) -> String {
    html.replace("<table>", r#"<div class="wide" tabindex="0" role="group" aria-label="Table"><table>"#)
        .replace("</table>", "</table></div>")
        .replace("<th></th>", "<td></td>")
        .replace("<pre>", r#"<pre tabindex="0" role="group" aria-label="Code">"#)
}

static ALLOWED: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut allowed = ammonia::Builder::default();
    allowed
        .tags(HashSet::from([
            "a",
            "abbr",
            "blockquote",
            "br",
            "code",
            "dd",
            "del",
            "div",
            "dl",
            "dt",
            "em",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "img",
            "li",
            "ol",
            "p",
            "pre",
            "span",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .generic_attributes(HashSet::from(["id"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("img", HashSet::from(["src", "alt", "width", "height"])),
            ("ol", HashSet::from(["start"])),
            ("blockquote", HashSet::from(["class"])),
            ("code", HashSet::from(["class"])),
            ("div", HashSet::from(["class"])),
            ("sup", HashSet::from(["class"])),
        ]))
        .allowed_classes(HashMap::from([("span", HashSet::from(["k", "s", "c", "n"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("noopener"));
    allowed
});
