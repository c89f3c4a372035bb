//! What holds the whole site together: the provider's facts, static pages, and which address shows what.
mod accreditation;
mod addresses;
mod brand;
mod content;
mod difference;
mod indexing;
mod links;
mod menu;
mod naming;
mod page;
mod presence;
mod provider;
mod redirects;
mod revisions;
mod signpost;
mod standing;
mod tally;
mod tax;
mod version;

pub use accreditation::{AccreditationContent, list_accreditations, list_valid_accreditations, replace_accreditations};
pub use addresses::{
    Resolution, Subject, claim_address, list_moved, move_address, redirect_address, redirect_alias, resolve_address,
    subject_at,
};
pub use brand::{Brand, PoorContrast, Shades};
pub(crate) use content::with_body;
pub use content::{
    Content, Save, SaveError, Saved, fields_of, find_hero, keep_revision, keep_revision_as, missing, no_repeats,
};
pub use difference::{Difference, Line, Mark, differences, differing_lines};
pub use indexing::index_page;
pub use links::{LinkRef, Named, list_links, name_of};
pub use menu::{MenuEntry, Menus, load_menus, save_menus};
pub(crate) use naming::renames;
pub use naming::{note_removal, note_renaming, refuse_while_used, taken};
pub use page::{
    Page, PageContent, PageLine, find_page, list_page_lines, list_page_slugs, list_pages, load_page, page_slug,
    page_standing, rename_page, save_page,
};
pub use presence::{Present, list_present, note_presence};
pub use provider::{Provider, TaxRateContent, find_provider, load_provider, save_provider};
pub use redirects::{
    AddressId, NotFound, Redirect, add_redirect, count_not_founds, count_redirects, dismiss_not_found, list_not_founds,
    list_redirects, list_wanted, remove_redirect,
};
pub use revisions::{
    Revision, RevisionId, RevisionKind, SITTING, autosave, find_revision, list_revisions, read_revision, unsaved_of,
};
pub use signpost::{Signpost, list_signposts};
pub use standing::Standing;
pub use tally::AddressTally;
pub use tax::{TaxRate, list_tax_rates, next_rate_change, rate_on};
pub use version::{must_be_version, version_of};
