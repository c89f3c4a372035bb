//! Pictures that editors upload: taken in safely, kept under the name of their content, and where they are used.
mod avif;
mod describe;
mod develop;
mod encode;
mod error;
mod inspect;
mod library;
mod picture;
mod refusal;
mod store;
mod usage;
mod verbs;

pub use avif::Darkroom;
pub use describe::{Description, describe_media};
pub use develop::Developed;
pub use error::MediaError;
pub use library::{Library, Turn};
pub use picture::{Media, MediaId, Variant};
pub use refusal::{MOST_BYTES, Refusal};
pub use store::{
    Choice, current_address, find_by_hash, find_media, find_named, list_all_media, list_choices, list_former_names,
    list_media, list_pickable, pictures_in, undecided_pictures,
};
pub use usage::{Use, list_uses};
pub use verbs::{Taken, add_former_names, add_media, remove_media, replace_media};
