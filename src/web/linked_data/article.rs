use serde::Serialize;

use super::organization::EducationalOrganization;
use super::terms::{DefinedTermSet, key_terms};
use crate::blog::Post;
use crate::catalogue::Topic;
use crate::types::Timestamp;
use crate::urls;
use crate::web::frame::Frame;

/// A post.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub struct BlogPosting<'a> {
    headline: &'a str,
    description: &'a str,
    url: String,
    image: String,
    date_published: String,
    /// Said where the page says it: when it changed on a later day.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    time_required: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Person<'a>>,
    publisher: EducationalOrganization<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_part: Option<DefinedTermSet>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
struct Person<'a> {
    name: &'a str,
    url: String,
}

impl<'a> BlogPosting<'a> {
    /// A post as its page shows it.
    pub fn of(frame: &'a Frame, post: &'a Post, topics: &'a [Topic], was_revised: bool) -> Self {
        let at = |instant: Timestamp| instant.local(Timestamp::HOME).to_rfc3339();
        Self {
            headline: &post.title,
            description: &post.standfirst,
            url: frame.absolute(urls::post(&post.slug)),
            image: frame.absolute(urls::og_post(&post.slug)),
            date_published: at(post.published_at()),
            date_modified: was_revised.then(|| at(post.changed_at())),
            time_required: format!("PT{}M", post.reading_minutes),
            keywords: topics.iter().map(|topic| topic.title.as_str()).collect(),
            author: post
                .author
                .as_ref()
                .map(|author| Person { name: &author.title, url: frame.absolute(urls::author(&author.slug)) }),
            publisher: EducationalOrganization::named(frame),
            has_part: key_terms(&post.body_html),
        }
    }
}
