use std::sync::Arc;

use diesel::QueryResult;

use super::consent::Consent;
use super::context::Context;
use super::encoding::weight_mark;
use super::era::Shell;
use super::error::AppError;
use super::theme::Theme;
use super::visitor::Visitor;
use crate::db::Conn;
use crate::search::Lexicon;
use crate::types::Timestamp;
use crate::urls;

/// What the base template needs besides the page itself.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What stands around every page.
    pub shell: Arc<Shell>,
    /// The page's name, for its title.
    pub title: String,
    /// For search results.
    pub description: String,
    /// The address at which search engines should find the page, from the slash on.
    pub address: String,
    /// Where the text first stood, if that was another site: search engines should find it there.
    pub elsewhere: Option<String>,
    /// The address that was asked for, from the slash on.
    pub here: String,
    /// Scheme and host of the site.
    pub base_url: String,
    /// The address of the stylesheet.
    pub stylesheet: String,
    /// The address of the script; every page works without it.
    pub script: String,
    /// Stands for the weight of the page and what it fetches, which is filled in once it is packed.
    pub weight: String,
    /// The address of the icon.
    pub icon: String,
    /// Which entry of the main menu the page belongs to, by its address.
    pub section: &'static str,
    /// The colours that the visitor chose.
    pub theme: Theme,
    /// Whether to ask about cookies.
    pub asks_consent: bool,
    /// Whether search engines are to leave it out.
    pub noindex: bool,
    /// The key of a form on the page.
    pub form_key: String,
    /// The address of the picture that stands for the page where it is shared.
    pub picture: String,
}

impl Frame {
    /// A frame without a title yet.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn new(context: &Context, shell: Arc<Shell>, visitor: Visitor, address: String) -> Result<Self, AppError> {
        Ok(Self {
            asks_consent: shell.provider.attribution && visitor.consent == Consent::Undecided,
            theme: visitor.theme,
            title: String::new(),
            description: shell.provider.description.clone(),
            elsewhere: None,
            here: address.clone(),
            address,
            base_url: context.base_url.clone(),
            stylesheet: context.assets.address("site.css"),
            script: context.assets.address("site.js"),
            weight: weight_mark(context.assets.first_view()),
            icon: context.assets.address("icon.svg"),
            section: "",
            noindex: false,
            form_key: context.tokens.hex().map_err(|_| AppError::NoRandomness)?,
            picture: urls::OG_SITE.to_owned(),
            shell,
        })
    }

    /// Gives the page its name, its description and its place in the main menu.
    #[must_use]
    pub fn named(mut self, title: &str, description: &str, section: &'static str) -> Self {
        title.clone_into(&mut self.title);
        if !description.is_empty() {
            description.clone_into(&mut self.description);
        }
        self.section = section;
        self
    }

    /// A link to a WhatsApp chat that says what the page is about; `None` where the provider has no number there.
    pub fn whatsapp(&self) -> Option<String> {
        let provider = &self.shell.provider;
        let has_subject = [urls::COURSES, urls::TRAININGS, urls::LOCATIONS, urls::BLOG].contains(&self.section);
        let message = if has_subject && self.here != self.section {
            format!("Hello, I have a question about “{}”.", self.title)
        } else {
            "Hello, I have a question about your trainings.".to_owned()
        };
        (!provider.whatsapp.is_empty()).then(|| urls::whatsapp(&provider.whatsapp, &message))
    }

    /// The colours that the visitor may change to.
    pub fn other_themes(&self) -> impl Iterator<Item = &'static Theme> {
        Theme::ALL.iter().filter(|theme| **theme != self.theme)
    }

    /// Whether it may be offered to keep the page for when there is no connection: courses, dates and posts.
    pub fn can_be_kept(&self) -> bool {
        [urls::COURSES, urls::TRAININGS, urls::BLOG].contains(&self.section)
    }

    /// Says in the title that the form has errors.
    #[must_use]
    pub fn erroneous(mut self) -> Self {
        self.title.insert_str(0, "Error: ");
        self
    }

    /// Sends search engines to where the text first stood.
    #[must_use]
    pub fn first_at(mut self, elsewhere: Option<String>) -> Self {
        self.elsewhere = elsewhere;
        self
    }

    /// Keeps search engines away.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.noindex = true;
        self
    }

    /// Says at which address search engines should find it.
    #[must_use]
    pub fn canonical(mut self, address: impl Into<String>) -> Self {
        self.address = address.into();
        self
    }

    /// The rule for lists. Each page of a list stands for itself, so that what is far down is found too. A list with one filter is one that
    /// people look for ("courses in Durban"), unless it is empty. More filters, and variants (words of the visitor's own, another order),
    /// make endless lists that nobody should index.
    #[must_use]
    pub fn listed(self, filters: usize, count: usize, is_variant: bool) -> Self {
        let is_wanted = filters == 0 || (filters == 1 && count > 0);
        if is_wanted && !is_variant { self } else { self.hidden() }
    }

    /// Gives the page a picture of its own for where it is shared.
    #[must_use]
    pub fn pictured(mut self, address: String) -> Self {
        self.picture = address;
        self
    }

    /// What the picture shows: the name that is written on it.
    pub fn picture_text(&self) -> &str {
        if self.picture == urls::OG_SITE { &self.shell.provider.name } else { &self.title }
    }

    /// An address of this site in full.
    pub fn absolute(&self, address: impl std::fmt::Display) -> String {
        format!("{}{address}", self.base_url)
    }
}

/// What a page is read with.
pub struct Reading<'a> {
    /// The database.
    pub conn: &'a mut Conn,
    /// The time.
    pub now: Timestamp,
    /// The frame to fill in.
    pub frame: Frame,
}

impl Reading<'_> {
    /// The words that public content uses.
    ///
    /// # Errors
    /// When the database fails.
    pub fn lexicon(&mut self) -> QueryResult<Arc<Lexicon>> {
        self.frame.shell.clone().lexicon(self.conn, self.now)
    }

    /// The frame, with the page's name, description and place in the main menu.
    pub fn frame(&self, title: &str, description: &str, section: &'static str) -> Frame {
        self.frame.clone().named(title, description, section)
    }
}
