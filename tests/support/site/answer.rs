use std::sync::{Arc, OnceLock};

use actix_web::http::header::HeaderMap;

use super::tree::Tree;

/// What the site answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// The body as text, where it is not packed.
    pub html: String,
    pub(super) tree: OnceLock<Arc<Tree>>,
}

impl Answer {
    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Every `Set-Cookie`.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").map(|value| value.to_str().unwrap()).collect()
    }

    /// The page, strictly parsed.
    #[track_caller]
    pub fn tree(&self) -> Arc<Tree> {
        self.tree.get_or_init(|| Arc::new(Tree::parse(&self.html))).clone()
    }

    /// The text of the first heading.
    #[track_caller]
    pub fn h1(&self) -> String {
        self.tree().all("h1").next().map(|h1| h1.text.trim().to_owned()).unwrap_or_default()
    }

    /// The page's title.
    #[track_caller]
    pub fn title(&self) -> String {
        self.tree().all("title").next().map(|title| title.text.clone()).unwrap_or_default()
    }

    /// Where the page's canonical link leads, without scheme and host.
    #[track_caller]
    pub fn canonical(&self) -> Option<String> {
        let tree = self.tree();
        let link = tree.one("link", "rel", "canonical")?;
        link.get("href").and_then(|href| href.strip_prefix(super::BASE_URL)).map(str::to_owned)
    }

    /// Whether search engines are to leave the page out.
    #[track_caller]
    pub fn is_noindex(&self) -> bool {
        self.tree().one("meta", "name", "robots").is_some()
    }

    /// Whether a link on the page leads there.
    #[track_caller]
    pub fn has_link_to(&self, address: &str) -> bool {
        self.tree().all("a").any(|link| link.get("href") == Some(address))
    }

    /// Where the page's forms are sent.
    #[track_caller]
    pub fn links_of_forms(&self) -> Vec<String> {
        self.tree().all("form").filter_map(|form| form.get("action")).map(str::to_owned).collect()
    }

    /// The links in `main` that lead below `prefix`, in order, each once.
    #[track_caller]
    pub fn links_below(&self, prefix: &str) -> Vec<String> {
        let mut found = Vec::new();
        for link in self.tree().all("a").filter(|link| link.inside.iter().any(|name| name == "main")) {
            if let Some(rest) = link.get("href").and_then(|href| href.strip_prefix(prefix))
                && !found.iter().any(|known| known == rest)
            {
                found.push(rest.to_owned());
            }
        }
        found
    }

    /// The part of the page after a heading of this text, up to the next heading of the same rank.
    #[track_caller]
    pub fn under(&self, heading: &str) -> String {
        let start = self.html.find(&format!("<h2>{heading}</h2>"));
        assert!(start.is_some(), "no {heading}");
        let rest = &self.html[start.unwrap() + 4..];
        rest.find("<h2").map_or(rest, |end| &rest[..end]).to_owned()
    }

    /// The value that a field of the page's form holds, as the browser would send it.
    #[track_caller]
    pub fn field(&self, name: &str) -> Option<String> {
        let tree = self.tree();
        if let Some(area) = tree.one("textarea", "name", name) {
            return Some(area.text.strip_prefix('\n').unwrap_or(&area.text).to_owned());
        }
        if let Some(select) = tree.one("select", "name", name) {
            let at = tree.0.iter().position(|element| element == select)?;
            let options = tree.0[at + 1..].iter().take_while(|element| element.name == "option");
            let chosen = options.filter(|option| option.get("selected").is_some()).last();
            return Some(chosen.and_then(|option| option.get("value")).unwrap_or_default().to_owned());
        }
        let inputs: Vec<_> = tree.all("input").filter(|input| input.get("name") == Some(name)).collect();
        let is_sent = |kind: Option<&str>, checked: bool| !matches!(kind, Some("radio" | "checkbox")) || checked;
        let sent = inputs.iter().find(|input| is_sent(input.get("type"), input.get("checked").is_some()))?;
        Some(sent.get("value").unwrap_or_default().to_owned())
    }
}
