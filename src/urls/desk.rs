//! Where the desk keeps the records of a noun.

/// The addresses of one noun's records.
#[derive(Debug, Clone, Copy)]
pub struct Records {
    /// The list; the form itself where there is only one record.
    pub index: &'static str,
    /// The empty form.
    pub new: &'static str,
    /// One record's form.
    pub edit: &'static str,
    /// What it was before.
    pub history: &'static str,
    /// Where its removal is posted.
    pub removal: &'static str,
}

macro_rules! records {
    ($($(#[$doc:meta])* $name:ident = $part:literal;)+) => {$(
        $(#[$doc])*
        pub const $name: Records = Records {
            index: concat!("/admin/", $part),
            new: concat!("/admin/", $part, "/new"),
            edit: concat!("/admin/", $part, "/{id}"),
            history: concat!("/admin/", $part, "/{id}/history"),
            removal: concat!("/admin/", $part, "/{id}/removal"),
        };
    )+};
}

records! {
    /// Courses.
    COURSES = "courses";
    /// Career paths.
    PATHS = "paths";
    /// Categories.
    CATEGORIES = "categories";
    /// Topics.
    TOPICS = "topics";
    /// Cities.
    CITIES = "cities";
    /// Venues.
    VENUES = "venues";
    /// Trainers.
    TRAINERS = "trainers";
    /// Static pages.
    PAGES = "pages";
    /// The menus.
    MENUS = "menus";
    /// Public holidays.
    HOLIDAYS = "holidays";
    /// The provider's facts.
    SETTINGS = "settings";
}

/// A course as it is saved, as the public would see it.
pub const COURSE_PREVIEW: &str = "/admin/courses/{id}/preview";

impl Records {
    /// The form of one record.
    pub fn of(&self, id: i64) -> String {
        self.edit.replace("{id}", &id.to_string())
    }

    /// What one record was before.
    pub fn history_of(&self, id: i64) -> String {
        self.history.replace("{id}", &id.to_string())
    }

    /// Where one record's removal is posted.
    pub fn removal_of(&self, id: i64) -> String {
        self.removal.replace("{id}", &id.to_string())
    }
}
