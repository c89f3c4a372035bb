use crate::blog::Post;
use crate::catalogue::Topic;
use crate::urls;
use crate::web::public::parts::body::Part;
use askama::Template;

/// A post as a feed carries it.
pub(super) struct Entry {
    pub(super) post: Post,
    pub(super) topics: Vec<Topic>,
    pub(super) parts: Vec<Part>,
}

#[derive(Template)]
#[template(path = "public/blog/entry.html")]
struct Content<'a> {
    parts: &'a [Part],
}

impl Entry {
    /// Its text as HTML that can be read away from the site.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn content(&self, base_url: &str) -> askama::Result<String> {
        let html = Content { parts: &self.parts }.render()?;
        Ok(absolute(&html, base_url, &urls::post(&self.post.slug)))
    }
}

/// Makes each link of a page one that leads there from anywhere.
fn absolute(html: &str, base_url: &str, page: &str) -> String {
    let mut whole = String::with_capacity(html.len() + html.len() / 8);
    for (at, part) in html.split('<').enumerate() {
        // Only in tags: text that shows markup is left as it stands, and it holds no bare angle bracket.
        let (tag, text) =
            if at == 0 { ("", part) } else { part.split_once('>').map_or((part, ""), |(tag, text)| (tag, text)) };
        if at > 0 {
            whole.push('<');
            let tag = tag.replace(" href=\"#", &format!(" href=\"{base_url}{page}#"));
            let tag = tag.replace(" href=\"/", &format!(" href=\"{base_url}/"));
            whole.push_str(&tag.replace(" src=\"/", &format!(" src=\"{base_url}/")));
            whole.push('>');
        }
        whole.push_str(text);
    }
    whole
}
