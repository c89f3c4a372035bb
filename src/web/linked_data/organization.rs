use serde::Serialize;

use crate::urls;
use crate::web::frame::Frame;

/// The provider.
#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub struct EducationalOrganization<'a> {
    name: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
}

impl<'a> EducationalOrganization<'a> {
    /// The provider as other things name it.
    pub fn named(frame: &'a Frame) -> Self {
        let name = &frame.shell.provider.name;
        Self { name, url: frame.absolute(urls::HOME), description: None, telephone: None, image: None }
    }

    /// The provider itself.
    pub fn of(frame: &'a Frame) -> Self {
        let provider = &frame.shell.provider;
        let filled = |text: &'a String| Some(text.as_str()).filter(|text| !text.is_empty());
        Self {
            description: filled(&provider.tagline),
            telephone: filled(&provider.phone),
            image: Some(frame.absolute(urls::OG_SITE)),
            ..Self::named(frame)
        }
    }
}
