//! The library of pictures: upload, find, describe, replace, remove.
mod index;
mod pick;
mod show;
mod upload;

use super::gate::Access;
use super::table::Table;
use crate::access::Permission;
use crate::urls;

pub(super) fn routes(table: &mut Table) {
    let content = Access::Needs(Permission::Content);
    table.form(urls::ADMIN_MEDIA, content, index::index, index::create);
    table.page(urls::ADMIN_MEDIA_PICK, content, pick::pick);
    table.form("/admin/media/{id}", content, show::show, show::update);
    table.act("/admin/media/{id}/replace", content, show::replace);
    table.act("/admin/media/{id}/delete", content, show::destroy);
}
