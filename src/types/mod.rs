//! Domain primitives: a value of these types is valid by construction.
mod code;
mod email_address;
mod highlight;
mod id;
mod languages;
mod local_links;
mod markdown;
mod media_hash;
mod money;
mod phone;
mod picture;
mod plain_text;
mod publication;
mod reference;
mod safe_html;
mod slug;
mod text;
mod timestamp;
mod words;

pub use code::Code;
pub use email_address::EmailAddress;
pub use markdown::{Markdown, Rendered};
pub use media_hash::MediaHash;
pub use money::Money;
pub use phone::Phone;
pub use picture::{Colour, Picture, PictureForm, Source};
pub use publication::Publication;
pub use reference::Reference;
pub use safe_html::{Heading, Piece, SafeHtml};
pub use slug::Slug;
pub use timestamp::Timestamp;

pub(crate) use id::id_type;
pub(crate) use text::stored_as_text;
pub(crate) use words::words;
