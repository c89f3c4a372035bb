//! A page taken apart strictly: what a browser would have to guess is refused.
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Elements without an end (HTML, 13.1.2).
const VOID: &[&str] = &["br", "hr", "img", "input", "link", "meta", "wbr", "source", "col"];

/// An element: its name, its attributes and all text in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub text: String,
    /// The names of the elements around it, outermost first.
    pub inside: Vec<String>,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Every element of a page, in the order in which they begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree(pub Vec<Element>);

#[derive(Default)]
struct Builder {
    done: RefCell<Vec<Element>>,
    open: RefCell<Vec<usize>>,
    faults: RefCell<Vec<String>>,
}

impl Tree {
    /// Panics at the first thing that is not well formed: a bad character, a tag that is not closed, an id that stands twice.
    #[track_caller]
    pub fn parse(html: &str) -> Self {
        let tokenizer = Tokenizer::new(Builder::default(), TokenizerOpts { exact_errors: true, ..Default::default() });
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from_slice(html));
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        let builder = tokenizer.sink;
        let mut faults = builder.faults.take();
        let elements = builder.done.take();
        faults.extend(builder.open.take().iter().map(|at| format!("<{}> is never closed", elements[*at].name)));
        let mut ids: Vec<_> = elements.iter().filter_map(|element| element.get("id")).collect();
        ids.sort_unstable();
        faults.extend(ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| format!("two have id {}", pair[0])));
        assert!(faults.is_empty(), "{faults:?} in {html}");
        Self(elements)
    }

    /// Every element of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.0.iter().filter(move |element| element.name == name)
    }

    /// Scripts that the house does not bring itself: neither its one file, which has no text on the page, nor data, which never runs.
    pub fn strange_scripts(&self) -> Vec<&Element> {
        let is_ours = |script: &Element| {
            let src = script.get("src").unwrap_or_default();
            src.starts_with("/assets/") && src.ends_with("/site.js") && script.text.is_empty()
        };
        let is_data =
            |script: &Element| script.get("type") == Some("application/ld+json") && script.get("src").is_none();
        self.all("script").filter(|script| !is_ours(script) && !is_data(script)).collect()
    }

    /// The element with this id.
    pub fn by_id(&self, id: &str) -> Option<&Element> {
        self.0.iter().find(|element| element.get("id") == Some(id))
    }

    /// The one element of this name with this value of an attribute.
    pub fn one(&self, name: &str, attribute: &str, value: &str) -> Option<&Element> {
        let mut found = self.0.iter().filter(|element| element.name == name && element.get(attribute) == Some(value));
        let first = found.next();
        assert!(found.next().is_none(), "more than one <{name} {attribute}={value}>");
        first
    }
}

impl Builder {
    fn start(&self, tag: &Tag) -> TokenSinkResult<()> {
        let (mut done, mut open) = (self.done.borrow_mut(), self.open.borrow_mut());
        let name = tag.name.to_string();
        let attributes = tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
        let inside = open.iter().map(|at| done[*at].name.clone()).collect();
        done.push(Element { name: name.clone(), attributes, text: String::new(), inside });
        if !VOID.contains(&name.as_str()) && !tag.self_closing {
            open.push(done.len() - 1);
        }
        match name.as_str() {
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            _ => TokenSinkResult::Continue,
        }
    }

    fn end(&self, tag: &Tag) {
        let done = self.done.borrow();
        match self.open.borrow_mut().pop() {
            Some(at) if done[at].name == *tag.name => {}
            other => self.fault(format!("</{}> closes {:?}", tag.name, other.map(|at| done[at].name.clone()))),
        }
    }

    fn fault(&self, what: String) {
        self.faults.borrow_mut().push(what);
    }
}

impl TokenSink for Builder {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.start(&tag),
            Token::TagToken(tag) => self.end(&tag),
            Token::CharacterTokens(text) => {
                for at in self.open.borrow().iter() {
                    self.done.borrow_mut()[*at].text.push_str(&text);
                }
            }
            Token::NullCharacterToken => self.fault(format!("line {line}: NUL")),
            Token::ParseError(words) => self.fault(format!("line {line}: {words}")),
            Token::DoctypeToken(_) | Token::CommentToken(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}
