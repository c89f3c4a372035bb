//! The editor's page: the form, what it looks like to readers, what is worth a second look, and who else is at it.
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::checking::{check, era};
use super::form::{Act, PostForm, fill, read};
use crate::access::Actor;
use crate::blog::{
    AuthorId, Check, Edited, PostContent, PostId, Preview, Visibility, list_previews, list_writers, open_post,
};
use crate::catalogue::{CourseCard, Topic, list_all, list_topics};
use crate::site::{
    Difference, Present, Revision, RevisionId, differences, fields_of, find_revision, list_present, read_revision,
    unsaved_of,
};
use crate::types::{Markdown, Slug, Timestamp};
use crate::urls;
use crate::web::admin::panel::{Panel, draw};
use crate::web::admin::picture_choice::PictureChoice;
use crate::web::body_renderer::BodyRenderer;

use crate::web::context::Context;
use crate::web::era::Era;
use crate::web::error::AppError;
use crate::web::form::FormErrors;
use crate::web::frame::{Frame, Reading};
use crate::web::preview_link::sign;
use crate::web::visitor::Visitor;

/// Who works at the desk, and with what.
pub(super) struct Desk<'a> {
    pub(super) context: &'a Data<Context>,
    pub(super) request: &'a HttpRequest,
    pub(super) renderer: BodyRenderer,
    pub(super) actor: &'a Actor,
}

/// What the form shows.
pub(super) enum Shown {
    /// What the editor left unsaved, else what is saved.
    Latest,
    /// What is saved.
    Saved,
    /// An earlier version, to go on from.
    Version(RevisionId),
    /// What was typed and is wrong, or only to be looked at.
    Typed(PostForm),
    /// What was typed while somebody else saved.
    Conflict(PostForm),
}

/// What the page says about the words in the form, where they are not the saved ones.
pub(super) enum Banner {
    /// They are the saved ones.
    Nothing,
    /// They were left unsaved at that moment, by the same editor.
    Unsaved(Timestamp),
    /// They are an earlier version, of that moment.
    Version(Timestamp),
    /// The editor left other words unsaved, and somebody saved since.
    Elsewhere(Revision),
    /// Somebody else saved meanwhile; these are the differences from what they saved.
    Conflict(Vec<Difference>),
}

/// What stands beside the text: what others see of the post, and what is worth a second look.
#[derive(Template)]
#[template(path = "admin/posts/beside.html")]
pub(super) struct Beside {
    pub(super) checks: Vec<Check>,
    /// The title that search results show.
    pub(super) title: String,
    pub(super) description: String,
    /// Its address in full.
    pub(super) address: String,
    pub(super) provider: String,
}

#[derive(Template)]
#[template(path = "admin/posts/edit.html")]
struct Editor {
    panel: Panel,
    assets: [String; 3],
    post: Edited,
    form: PostForm,
    banner: Banner,
    visibility: Visibility,
    writers: Vec<(AuthorId, Slug, String)>,
    topics: Vec<Topic>,
    courses: Vec<CourseCard>,
    /// The pictures that can stand above it.
    pictures: PictureChoice,
    /// The text as readers will see it.
    preview: String,
    beside: Beside,
    /// Links that lead to the post before it is public, with their addresses in full.
    previews: Vec<(Preview, String)>,
    present: Vec<Present>,
    now: Timestamp,
}

impl Editor {
    fn is_draft(&self) -> bool {
        self.post.content.published.is_none() || self.post.content.withdrawn
    }

    /// The pinned courses, and room for two more.
    fn pinned(&self) -> Vec<String> {
        let mut pinned = self.form.courses();
        pinned.extend([String::new(), String::new()]);
        pinned
    }

    /// Whether the fields below the text are shown at once: something is wrong there, or a picture is looked for.
    fn is_open(&self) -> bool {
        !self.form.errors.is_empty() || self.form.typed.get("act") == "find"
    }

    /// Whether a pinned course is among those that are public; another one is named by its address.
    fn is_offered(&self, slug: &str) -> bool {
        self.courses.iter().any(|course| course.slug.as_str() == slug)
    }
}

/// What a page of the editor is made with, once the waiting is done.
pub(super) struct Bench {
    pub(super) era: Arc<Era>,
    pub(super) frame: Frame,
    pub(super) renderer: BodyRenderer,
    pub(super) base_url: String,
}

impl Bench {
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn new(context: &Data<Context>, renderer: BodyRenderer, now: Timestamp) -> Result<Self, AppError> {
        let era = era(context, now).await?;
        let frame = Frame::new(context, era.shell.clone(), Visitor::ANYBODY, urls::ADMIN_POSTS.to_owned())?;
        Ok(Self { era, frame, renderer, base_url: context.base_url.clone() })
    }

    /// The text as its page will show it.
    pub(super) fn drawn(
        &self,
        conn: &mut crate::db::Conn,
        body: &str,
        now: Timestamp,
    ) -> QueryResult<askama::Result<String>> {
        let html = Markdown(body).render().html;
        let drawn = (self.renderer.0)(&mut Reading { conn, now, frame: self.frame.clone() }, &html)?;
        // A heading called “Title” must not take the place of the form's own field.
        Ok(drawn.map(|html| html.replace(" id=\"", " id=\"in-").replace(" href=\"#", " href=\"#in-")))
    }

    /// What stands beside the text.
    pub(super) fn beside(
        &self,
        conn: &mut crate::db::Conn,
        (slug, content): (&Slug, &PostContent),
        now: Timestamp,
    ) -> QueryResult<Beside> {
        let description = [&content.description, &content.standfirst, &self.era.shell.provider.description];
        Ok(Beside {
            checks: check(conn, &self.era, content, now)?,
            title: content.seo_title.clone().unwrap_or_else(|| content.title.clone()),
            description: description.into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default(),
            address: format!("{}{}", self.base_url, urls::post(slug)),
            provider: self.era.shell.provider.name.clone(),
        })
    }
}

/// Shows the editor.
///
/// # Errors
/// Not found where there is no such post; else when the database fails.
pub(super) async fn answer(
    desk: Desk<'_>,
    id: PostId,
    shown: Shown,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let (context, now) = (desk.context, desk.context.clock.now());
    let bench = Bench::new(context, desk.renderer, now).await?;
    let panel = Panel::new(context, desk.request, Some(desk.actor.clone())).await?;
    let assets = ["posts.css", "editor.js", "writing.js"].map(|name| context.assets.address(name));
    let (actor, secret) = (desk.actor.clone(), context.secret.clone());
    let view = context.db.read(move |conn| {
        let Some(post) = open_post(conn, id)? else { return Ok(None) };
        let (form, banner) = chosen(conn, &actor, &post, shown)?;
        let (change, _) = read(&form.typed, &post, Act::Preview, now);
        let links = list_previews(conn, id, now)?;
        let address = |link: Preview| (link, format!("{}{}", bench.base_url, urls::preview(sign(&secret, &link))));
        let drawn = bench.drawn(conn, &change.content.body, now)?;
        let title = if post.content.title.is_empty() { "Post".to_owned() } else { post.content.title.clone() };
        let view = |preview: String| -> QueryResult<Editor> {
            Ok(Editor {
                panel: panel.named(title, urls::ADMIN_POSTS).erroneous(!form.errors.is_empty()),
                assets,
                visibility: post.visibility(now),
                writers: list_writers(conn)?,
                topics: list_topics(conn)?,
                courses: list_all(conn, now)?,
                pictures: PictureChoice::read(conn, &form.typed, "hero")?,
                preview,
                beside: bench.beside(conn, (&change.slug, &change.content), now)?,
                previews: links.into_iter().map(address).collect(),
                present: list_present(conn, &actor, ("post", id.0), now)?,
                now,
                post,
                form,
                banner,
            })
        };
        Ok(Some(match drawn {
            Ok(preview) => Ok(view(preview)?),
            Err(error) => Err(error),
        }))
    });
    let view = view.await?.ok_or(AppError::NotFound)?.map_err(AppError::Template)?;
    draw(desk.request, status, &view)
}

/// What the form holds, and what is said about it.
fn chosen(conn: &mut crate::db::Conn, actor: &Actor, post: &Edited, shown: Shown) -> QueryResult<(PostForm, Banner)> {
    let subject = ("post", post.id.0);
    let filled = |content: &PostContent| PostForm {
        typed: fill(&post.slug, content, post.version),
        errors: FormErrors::default(),
    };
    match shown {
        Shown::Typed(form) => Ok((form, Banner::Nothing)),
        Shown::Conflict(mut form) => {
            let (mine, _) = read(&form.typed, post, Act::Save, post.updated_at);
            let differences = differences(&fields_of(&post.content)?, &fields_of(&mine.content)?);
            // Whoever saves again now has seen the difference.
            form.typed.set("version", &post.version.to_string());
            Ok((form, Banner::Conflict(differences)))
        }
        Shown::Saved => Ok((filled(&post.content), Banner::Nothing)),
        Shown::Version(id) => {
            let version = find_revision(conn, subject, id)?;
            let content: Option<PostContent> = version.as_ref().and_then(read_revision);
            Ok(match version.zip(content) {
                Some((version, content)) => (filled(&content), Banner::Version(version.at())),
                None => (filled(&post.content), Banner::Nothing),
            })
        }
        Shown::Latest => {
            let unsaved = actor.user().map(|user| unsaved_of(conn, subject, user)).transpose()?.flatten();
            let content: Option<PostContent> = unsaved.as_ref().and_then(read_revision);
            Ok(match unsaved.zip(content) {
                None => (filled(&post.content), Banner::Nothing),
                Some((_, content)) if content == post.content => (filled(&post.content), Banner::Nothing),
                Some((unsaved, content)) if unsaved.based_on == Some(post.version) => {
                    (filled(&content), Banner::Unsaved(unsaved.at()))
                }
                Some((unsaved, _)) => (filled(&post.content), Banner::Elsewhere(unsaved)),
            })
        }
    }
}
