use std::fmt::Write;

use super::{Colour, MediaHash, SafeHtml};

/// How a form of a picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureForm {
    /// The smaller, which takes long to make.
    Avif,
    /// What every browser reads.
    Webp,
}

impl PictureForm {
    /// The end of its file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Webp => "webp",
        }
    }

    /// What a browser calls it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Webp => "image/webp",
        }
    }
}

/// One file of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub address: String,
    /// Its width in points.
    pub width: u32,
    /// Its height in points.
    pub height: u32,
    /// How it is encoded.
    pub form: PictureForm,
}

/// A picture as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its files, narrowest first.
    pub sources: Vec<Source>,
    /// What it shows, in words; empty where it only adorns.
    pub alt: String,
    /// Its prevailing colour, seen until it arrives.
    pub colour: Option<Colour>,
    /// The part that must stay in view where it is cut: from 1 at the top left by rows to 9 at the bottom right.
    pub focus: u8,
}

/// How wide a text stands, so that a browser takes the file that fits.
const IN_TEXT: &str = "(min-width: 48em) 42rem, 100vw";

impl Picture {
    /// The widest file of a form that all browsers read.
    pub fn widest(&self) -> Option<&Source> {
        self.of_form(PictureForm::Webp).max_by_key(|source| source.width)
    }

    fn of_form(&self, form: PictureForm) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(move |source| source.form == form)
    }

    /// The picture as markup. `is_first` on its page: the browser fetches it at once. The colour stands in a drawing beneath, since a page
    /// of ours may carry no style of its own.
    pub fn html(&self, is_first: bool) -> SafeHtml {
        SafeHtml::trusted(self.markup(&escaped(&self.alt), is_first))
    }

    fn markup(&self, alt: &str, is_first: bool) -> String {
        let Some(widest) = self.widest() else { return String::new() };
        let mut html = format!("<span class=\"photo focus-{}\">", self.focus);
        if let Some(colour) = self.colour {
            let ground = format!("<rect width=\"1\" height=\"1\" fill=\"{colour}\"/>");
            let _ = write!(
                html,
                "<svg aria-hidden=\"true\" viewBox=\"0 0 1 1\" preserveAspectRatio=\"none\">{ground}</svg>"
            );
        }
        html.push_str("<picture>");
        for form in [PictureForm::Avif, PictureForm::Webp] {
            let set: Vec<String> =
                self.of_form(form).map(|source| format!("{} {}w", escaped(&source.address), source.width)).collect();
            if !set.is_empty() {
                let (kind, set) = (form.media_type(), set.join(", "));
                let _ = write!(html, "<source type=\"{kind}\" srcset=\"{set}\" sizes=\"{IN_TEXT}\">");
            }
        }
        let lazy = if is_first { "" } else { " loading=\"lazy\"" };
        let (address, width, height) = (escaped(&widest.address), widest.width, widest.height);
        let _ = write!(
            html,
            "<img src=\"{address}\" width=\"{width}\" height=\"{height}\" alt=\"{alt}\" decoding=\"async\"{lazy}>"
        );
        html.push_str("</picture></span>");
        html
    }
}

impl SafeHtml {
    /// The pictures of ours that it shows, by the names of their content, in order.
    pub fn pictures(&self) -> Vec<MediaHash> {
        self.as_str().split("<img ").skip(1).filter_map(|rest| Image::read(rest)?.hash()).collect()
    }

    /// Puts the pictures that `find` knows in the place of plain images. What an editor wrote in words about an image goes before what the
    /// picture says of itself.
    #[must_use]
    pub fn with_pictures<'a>(&self, has_first: bool, find: impl Fn(&MediaHash) -> Option<&'a Picture>) -> Self {
        let mut parts = self.as_str().split("<img ");
        let mut html = parts.next().unwrap_or_default().to_owned();
        let mut is_first = has_first;
        for rest in parts {
            let image = Image::read(rest);
            let known = image.as_ref().and_then(|image| Some((image, find(&image.hash()?)?)));
            match known {
                Some((image, picture)) => {
                    let own = escaped(&picture.alt);
                    html.push_str(&picture.markup(if image.alt.is_empty() { &own } else { image.alt }, is_first));
                    html.push_str(image.behind);
                }
                None => html.extend(["<img ", rest]),
            }
            is_first = false;
        }
        Self::trusted(html)
    }
}

/// An image in markup that the allow-list wrote: its attributes stand in double quotes and hold neither `"` nor `<`.
struct Image<'a> {
    address: &'a str,
    alt: &'a str,
    behind: &'a str,
}

impl<'a> Image<'a> {
    fn read(rest: &'a str) -> Option<Self> {
        let end = end_of_tag(rest)?;
        let (attributes, behind) = (rest.get(..end)?, rest.get(end + 1..)?);
        let value = |name: &str| {
            let (_, from) = attributes.split_once(&format!("{name}=\""))?;
            from.split('"').next()
        };
        Some(Self { address: value("src")?, alt: value("alt").unwrap_or_default(), behind })
    }

    fn hash(&self) -> Option<MediaHash> {
        self.address.strip_prefix("/media/")?.split('/').next()?.parse().ok()
    }
}

/// Where a tag ends: a `>` inside quotes is part of a value.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    text.bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        byte == b'>' && !is_quoted
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
