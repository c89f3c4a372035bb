use crate::db::prelude::*;

use crate::db::schema::media;
use crate::types::{Colour, MediaHash, Picture, PictureForm, Source, Timestamp, id_type};
use crate::urls;

id_type!(MediaId, "a picture");

/// A smaller form of a picture.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Variant {
    /// How it is encoded.
    pub form: PictureForm,
    /// Its width in points.
    pub width: u32,
    /// Its height in points.
    pub height: u32,
    /// Its weight.
    pub bytes: usize,
}

impl Variant {
    /// Its weight in kilobytes, rounded up.
    pub fn kilobytes(&self) -> usize {
        self.bytes.div_ceil(1000)
    }
}

/// A picture in the library.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = media, check_for_backend(crate::db::MultiBackend))]
pub struct Media {
    /// Its row.
    pub id: MediaId,
    /// The name of its content at present.
    pub content_hash: MediaHash,
    /// Its name for people.
    pub file_name: String,
    /// Bytes of the picture in full.
    pub byte_size: i64,
    /// Its width in points.
    pub width: i32,
    /// Its height in points.
    pub height: i32,
    /// What it shows, in words.
    pub alt_text: Option<String>,
    /// Whether it only adorns, so that there is nothing to say of it.
    pub is_decorative: bool,
    /// The place that must stay in view where it is cut, in hundredths from the left.
    pub focal_x: i32,
    /// The same from the top.
    pub focal_y: i32,
    dominant_colour: Option<String>,
    variants: String,
    /// When it came.
    pub created_at: Timestamp,
    /// Raised by every save.
    pub row_version: i64,
    /// `owed`, `made` or `failed`.
    pub avif_state: String,
}

impl Media {
    /// Its smaller forms.
    pub fn variants(&self) -> Vec<Variant> {
        serde_json::from_str(&self.variants).unwrap_or_default()
    }

    /// Its prevailing colour.
    pub fn colour(&self) -> Option<Colour> {
        self.dominant_colour.as_deref().and_then(|colour| colour.parse().ok())
    }

    /// Whether somebody decided what is said of it to those who cannot see it.
    pub fn has_alt_decision(&self) -> bool {
        self.is_decorative || self.alt_text.as_deref().is_some_and(|alt| !alt.is_empty())
    }

    /// What is said of it to those who cannot see it.
    pub fn alt(&self) -> &str {
        self.alt_text.as_deref().filter(|_| !self.is_decorative).unwrap_or_default()
    }

    /// The address that a text names.
    pub fn address(&self) -> String {
        urls::media(&self.content_hash, &self.file_name)
    }

    /// Its address at the desk.
    pub fn desk(&self) -> String {
        urls::admin_media(self.id.0)
    }

    /// The address of the smallest form, for lists.
    pub fn thumbnail(&self) -> String {
        let smallest = self.variants().into_iter().filter(|variant| variant.form == PictureForm::Webp);
        let smallest = smallest.min_by_key(|variant| variant.width);
        smallest.map_or_else(|| self.address(), |form| urls::media_form(&self.content_hash, form.width, form.form))
    }

    /// What a writer puts into a text to show it.
    pub fn markdown(&self) -> String {
        let alt = self.alt().replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        format!("![{alt}]({})", self.address())
    }

    /// Which of nine fields the focal point lies in, from 1 at the top left by rows to 9 at the bottom right.
    pub fn focus(&self) -> u8 {
        let third = |at: i32| if at < 34 { 0 } else { u8::from(at > 66) + 1 };
        third(self.focal_y) * 3 + third(self.focal_x) + 1
    }

    /// The picture as pages show it.
    pub fn picture(&self) -> Picture {
        let source = |variant: Variant| Source {
            address: urls::media_form(&self.content_hash, variant.width, variant.form),
            width: variant.width,
            height: variant.height,
            form: variant.form,
        };
        let mut sources: Vec<Source> = self.variants().into_iter().map(source).collect();
        sources.sort_by_key(|source| source.width);
        Picture { sources, alt: self.alt().to_owned(), colour: self.colour(), focus: self.focus() }
    }
}
