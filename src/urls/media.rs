use crate::types::{MediaHash, PictureForm};

/// The pictures at the desk; also where one is uploaded.
pub const ADMIN_MEDIA: &str = "/admin/media";
/// The pictures for whoever picks one while writing, as JSON.
pub const ADMIN_MEDIA_PICK: &str = "/admin/media/pick";

/// A picture at the desk.
pub fn admin_media(id: i64) -> String {
    format!("{ADMIN_MEDIA}/{id}")
}

/// A picture in full, as a text names it. The name is for people; the hash leads to the file.
pub fn media(hash: &MediaHash, name: &str) -> String {
    format!("/media/{hash}/{name}")
}

/// A smaller form of a picture.
pub fn media_form(hash: &MediaHash, width: u32, form: PictureForm) -> String {
    format!("/media/{hash}/{width}.{}", form.extension())
}
