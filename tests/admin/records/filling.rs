//! A form of the desk as a browser fills it in and sends it.
use crate::support::site::{Answer, Element, SignedIn};

/// What a browser would send of the form on a page.
#[derive(Debug, Clone)]
pub struct Filled {
    pub address: String,
    pub fields: Vec<(String, String)>,
}

impl Filled {
    /// The form of the record at an address.
    pub async fn at(desk: &SignedIn<'_>, address: &str) -> Self {
        let page = desk.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        Self::of(&page, address)
    }

    /// The form on a page.
    #[track_caller]
    pub fn of(page: &Answer, address: &str) -> Self {
        let tree = page.tree();
        let mut fields = Vec::new();
        for (at, element) in
            tree.0.iter().enumerate().filter(|(_, element)| element.inside.iter().any(|name| name == "form"))
        {
            let Some(name) = element.get("name") else { continue };
            let value = match element.name.as_str() {
                "input" if is_unticked(element) => continue,
                "input" => element.get("value").unwrap_or_default().to_owned(),
                "textarea" => element.text.strip_prefix('\n').unwrap_or(&element.text).to_owned(),
                "select" => {
                    let options = tree.0[at + 1..].iter().take_while(|element| element.name == "option");
                    let chosen = options.filter(|option| option.get("selected").is_some()).last();
                    chosen.and_then(|option| option.get("value")).unwrap_or_default().to_owned()
                }
                _ => continue,
            };
            fields.push((name.to_owned(), value));
        }
        Self { address: address.to_owned(), fields }
    }

    /// With other values in the place of those under this name.
    #[must_use]
    pub fn with(mut self, name: &str, values: &[&str]) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.extend(values.iter().map(|value| (name.to_owned(), (*value).to_owned())));
        self
    }

    /// With one value under each of these names.
    #[must_use]
    pub fn filled(self, values: &[(&str, &str)]) -> Self {
        values.iter().fold(self, |form, (name, value)| form.with(name, &[value]))
    }

    /// Every value under this name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    pub async fn send(&self, desk: &SignedIn<'_>) -> Answer {
        let fields: Vec<_> = self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        desk.post(&self.address, &fields).await
    }

    /// Sends it, and answers with where the record is.
    pub async fn saved(&self, desk: &SignedIn<'_>) -> String {
        let answer = self.send(desk).await;
        assert_eq!(answer.status, 303, "{} {:?} {}", self.address, self.fields, answer.html);
        answer.header("location").split('?').next().unwrap().to_owned()
    }
}

/// Whether it is one of several boxes or buttons, and not chosen.
fn is_unticked(input: &Element) -> bool {
    matches!(input.get("type"), Some("checkbox" | "radio")) && input.get("checked").is_none()
}
