use serde::Serialize;

use super::LinkedData;
use crate::urls;
use crate::web::frame::Frame;

/// A list of pages, in the order in which they are shown.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub struct ItemList {
    item_list_element: Vec<ListItem>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
struct ListItem {
    position: usize,
    url: String,
}

impl ItemList {
    /// The pages at these addresses.
    pub fn of(frame: &Frame, addresses: impl IntoIterator<Item = String>) -> Self {
        let item = |(at, address): (usize, String)| ListItem { position: at + 1, url: frame.absolute(address) };
        Self { item_list_element: addresses.into_iter().enumerate().map(item).collect() }
    }

    /// The list as data; a list without entries says nothing.
    pub fn data(&self) -> LinkedData {
        if self.item_list_element.is_empty() { LinkedData::default() } else { LinkedData::of(self) }
    }
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct BreadcrumbList<'a> {
    item_list_element: Vec<Crumb<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename = "ListItem")]
struct Crumb<'a> {
    position: usize,
    name: &'a str,
    item: String,
}

/// The way to a page as its breadcrumbs show it: from the start page down to the parent.
pub fn trail<'a, A: AsRef<str>>(frame: &Frame, links: impl AsRef<[(A, &'a str)]>) -> LinkedData {
    let links = links.as_ref().iter().map(|(address, label)| (address.as_ref(), *label));
    let crumb = |(at, (address, name)): (usize, (&str, &'a str))| Crumb {
        position: at + 1,
        name,
        item: frame.absolute(address),
    };
    let all = std::iter::once((urls::HOME, "Home")).chain(links).enumerate();
    LinkedData::of(&BreadcrumbList { item_list_element: all.map(crumb).collect() })
}
