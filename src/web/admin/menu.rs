use crate::access::{Permission, Role};
use crate::urls;

/// An entry of the desk's menu.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its address.
    pub address: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Who sees it; everybody where it needs nothing.
    needs: Option<Permission>,
}

/// Entries that belong together.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they are about.
    pub label: &'static str,
    /// In their order.
    pub entries: Vec<Entry>,
}

const fn everybody(address: &'static str, label: &'static str) -> Entry {
    Entry { address, label, needs: None }
}

const fn content(address: &'static str, label: &'static str) -> Entry {
    Entry { address, label, needs: Some(Permission::Content) }
}

const fn enquiries(address: &'static str, label: &'static str) -> Entry {
    Entry { address, label, needs: Some(Permission::Enquiries) }
}

const fn site(address: &'static str, label: &'static str) -> Entry {
    Entry { address, label, needs: Some(Permission::Site) }
}

/// The desk's menu: what is looked at every day first, what is set once last.
const MENU: &[(&str, &[Entry])] = &[
    ("Today", &[everybody(urls::ADMIN, "Dashboard"), enquiries(urls::inbox::ENQUIRIES, "Enquiries")]),
    (
        "Teaching",
        &[
            content(urls::desk_trainings::GRID, "Trainings"),
            content(urls::desk::COURSES.index, "Courses"),
            content(urls::desk::PATHS.index, "Career paths"),
            content(urls::desk::CATEGORIES.index, "Categories"),
            content(urls::desk::CITIES.index, "Cities"),
            content(urls::desk::VENUES.index, "Venues"),
            content(urls::desk::TRAINERS.index, "Trainers"),
            content(urls::desk::HOLIDAYS.index, "Holidays"),
        ],
    ),
    (
        "Writing",
        &[
            content(urls::ADMIN_POSTS, "Posts"),
            content(urls::desk::PAGES.index, "Pages"),
            content(urls::ADMIN_MEDIA, "Media"),
            content(urls::desk::TOPICS.index, "Topics"),
        ],
    ),
    (
        "Mail",
        &[
            enquiries(urls::inbox::OUTBOX, "Outbox"),
            site(urls::inbox::ROUTES, "Routing"),
            site(urls::inbox::OFFICE, "Office hours"),
            site(urls::inbox::REPLIES, "Reply texts"),
        ],
    ),
    (
        "Site",
        &[
            content(urls::desk::MENUS.index, "Menus"),
            content(urls::ADMIN_ADDRESSES, "Redirects"),
            enquiries(urls::ADMIN_PRIVACY, "Privacy"),
            site(urls::desk::SETTINGS.index, "Settings"),
            site(urls::USERS, "Users"),
            site(urls::ADMIN_AUDIT, "Audit"),
        ],
    ),
    ("You", &[everybody(urls::ACCOUNT, "Your account")]),
];

/// What a role may use of the menu.
pub fn menu_of(role: Role) -> Vec<Group> {
    let may = |entry: &&Entry| entry.needs.is_none_or(|needs| role.has(needs));
    let groups =
        MENU.iter().map(|(label, entries)| Group { label, entries: entries.iter().filter(may).copied().collect() });
    groups.filter(|group| !group.entries.is_empty()).collect()
}
