//! A post as a form, and a form as a post.
use chrono::SubsecRound;

use crate::blog::{Change, Edited, PostContent, moment_text, parse_moment};
use crate::types::{Publication, Slug, Timestamp};
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// What is to be done with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Keep it.
    Save,
    /// Keep it and make it public.
    Publish,
    /// Keep it and let it appear at its moment.
    Schedule,
    /// Keep it and take it back.
    Unpublish,
    /// Only show what it looks like.
    Preview,
}

impl Act {
    pub(super) fn of(fields: &Fields) -> Self {
        match fields.get("act") {
            "publish" => Self::Publish,
            "schedule" => Self::Schedule,
            "unpublish" => Self::Unpublish,
            "preview" | "find" => Self::Preview,
            _ => Self::Save,
        }
    }
}

/// The form as it is typed, and what is wrong with it.
#[derive(Debug, Clone)]
pub(super) struct PostForm {
    pub(super) typed: Fields,
    pub(super) errors: FormErrors,
}

impl PostForm {
    /// Whether a value is chosen in a field that takes several.
    pub(super) fn has(&self, name: &str, value: &Slug) -> bool {
        self.typed.all(name).iter().any(|chosen| chosen == value.as_str())
    }

    /// The courses that are pinned.
    pub(super) fn courses(&self) -> Vec<String> {
        self.typed.all("course").iter().filter(|slug| !slug.is_empty()).cloned().collect()
    }

    /// The text; unlike other fields it keeps the blanks at its ends.
    pub(super) fn body(&self) -> &str {
        self.typed.all("body").first().map_or("", String::as_str)
    }
}

/// The fields of a form that holds a post.
pub(super) fn fill(slug: &Slug, content: &PostContent, version: i64) -> Fields {
    let local = |moment: &Option<String>| moment.as_deref().unwrap_or_default().replace(' ', "T");
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut pairs = vec![
        ("title", content.title.clone()),
        ("slug", slug.to_string()),
        ("standfirst", content.standfirst.clone()),
        ("description", content.description.clone()),
        ("body", content.body.clone()),
        ("author", content.author.as_ref().map(Slug::to_string).unwrap_or_default()),
        ("published", local(&content.published)),
        ("unpublished", local(&content.unpublished)),
        ("seo_title", text(&content.seo_title)),
        ("canonical", text(&content.canonical)),
        ("hero", text(&content.hero)),
        ("version", version.to_string()),
    ];
    pairs.extend(content.topics.iter().map(|topic| ("topic", topic.to_string())));
    pairs.extend(content.courses.iter().map(|course| ("course", course.to_string())));
    Fields::of_encoded(&url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// A post as typed. Where a value is not understood, the post keeps the one it had, and the error says so.
pub(super) fn read(typed: &Fields, before: &Edited, act: Act, now: Timestamp) -> (Change, FormErrors) {
    let mut errors = FormErrors::default();
    let given = |name: &str| Some(typed.get(name).to_owned()).filter(|value| !value.is_empty());
    let slug = errors.check("slug", typed.get("slug").parse::<Slug>().map_err(|why| format!("The address {why}.")));
    let mut content = PostContent {
        title: typed.get("title").to_owned(),
        standfirst: typed.get("standfirst").to_owned(),
        description: typed.get("description").to_owned(),
        author: typed.parsed("author"),
        seo_title: given("seo_title"),
        canonical: given("canonical"),
        hero: given("hero"),
        topics: typed.all("topic").iter().filter_map(|slug| slug.parse().ok()).collect(),
        courses: typed.all("course").iter().filter_map(|slug| slug.parse().ok()).collect(),
        body: typed.all("body").first().map_or(String::new(), |body| body.trim_end().to_owned()),
        published: before.content.published.clone(),
        unpublished: None,
        withdrawn: before.content.withdrawn,
    };
    content.unpublished = moment(typed, "unpublished", &mut errors);
    let appears = moment(typed, "published", &mut errors);
    match act {
        Act::Publish => content.publish(now),
        Act::Unpublish => content.unpublish(now),
        Act::Schedule => match appears {
            Some(moment) => {
                content.published = Some(moment);
                content.withdrawn = false;
            }
            None => errors.add("published", "Say on which day and at which time the post is to appear."),
        },
        Act::Save | Act::Preview if before.content.state() != Publication::Draft => {
            content.published = appears.or(content.published);
        }
        Act::Save | Act::Preview => {}
    }
    let version = typed.parsed("version").unwrap_or_default();
    (Change { slug: slug.unwrap_or_else(|| before.slug.clone()), content, version }, errors)
}

/// A moment as content keeps it, from a field for day and time.
fn moment(typed: &Fields, name: &'static str, errors: &mut FormErrors) -> Option<String> {
    let text = typed.get(name);
    if text.is_empty() {
        return None;
    }
    let parsed = parse_moment(&text.replace('T', " "));
    if parsed.is_none() {
        errors.add(name, format!("“{text}” is not a day and time like 2026-11-12 08:00."));
    }
    parsed.map(|at| moment_text(at.utc().trunc_subsecs(0).into()))
}

/// What a refusal of the field means, where editors know it by another name.
pub(super) fn field_name(field: &'static str) -> (&'static str, &'static str) {
    match field {
        "title" => ("title", "The headline"),
        "slug" => ("slug", "The address"),
        "published" => ("published", "The moment at which it appears"),
        "unpublished" => ("unpublished", "The moment at which it disappears"),
        "canonical" => ("canonical", "The address where it first stood"),
        "hero" => ("hero", "The picture"),
        "author" => ("author", "The author"),
        "courses" => ("course", "The list of courses"),
        "topics" => ("topics", "The list of topics"),
        _ => ("body", "The text"),
    }
}
