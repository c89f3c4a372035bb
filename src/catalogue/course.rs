use crate::db::prelude::*;

use crate::catalogue::category::CategoryId;
use crate::db::schema::courses;
use crate::media::MediaId;
use crate::types::{Code, Money, SafeHtml, Slug, Timestamp, id_type, words};

id_type!(CourseId, "a course");

words! {
    /// How much a person should know before.
    Level {
        /// No experience needed.
        Beginner = "beginner",
        /// Some practice in the field.
        Intermediate = "intermediate",
        /// Daily work in the field.
        Advanced = "advanced",
    }
}

impl Level {
    /// The level as the site says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Beginner => "From basics",
            Self::Intermediate => "Intermediate",
            Self::Advanced => "Advanced",
        }
    }
}

words! {
    /// How firm a course's price is.
    PriceKind {
        /// This much.
        Fixed = "fixed",
        /// This much or more.
        From = "from",
        /// Only an enquiry tells.
        OnRequest = "on-request",
    }
}

/// A course's price for one person, VAT included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// This much.
    Fixed(Money),
    /// This much or more.
    From(Money),
    /// Only an enquiry tells.
    OnRequest,
}

impl Price {
    /// Puts the two columns together; an amount that is missing can only be asked for.
    pub fn new(kind: PriceKind, cents: Option<i64>) -> Self {
        match (kind, cents.map(Money::from_cents)) {
            (PriceKind::Fixed, Some(amount)) => Self::Fixed(amount),
            (PriceKind::From, Some(amount)) => Self::From(amount),
            _ => Self::OnRequest,
        }
    }

    /// What several things cost together. One that costs at least so much, or of which only an enquiry tells, leaves the whole open.
    pub fn sum(prices: impl IntoIterator<Item = Self>) -> Self {
        let prices: Vec<Self> = prices.into_iter().collect();
        let cents = prices.iter().filter_map(|price| price.amount()).map(Money::cents).sum();
        let is_firm = prices.iter().all(|price| matches!(price, Self::Fixed(_)));
        match prices.iter().any(|price| price.amount().is_some()) {
            true if is_firm => Self::Fixed(Money::from_cents(cents)),
            true => Self::From(Money::from_cents(cents)),
            false => Self::OnRequest,
        }
    }

    /// The amount, if one is named.
    pub fn amount(self) -> Option<Money> {
        match self {
            Self::Fixed(amount) | Self::From(amount) => Some(amount),
            Self::OnRequest => None,
        }
    }
}

impl std::fmt::Display for Price {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fixed(amount) => amount.fmt(f),
            Self::From(amount) => write!(f, "from {amount}"),
            Self::OnRequest => f.write_str("on request"),
        }
    }
}

/// A public course, as its own page shows it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = courses, check_for_backend(crate::db::MultiBackend))]
pub struct Course {
    /// Row id.
    pub id: CourseId,
    /// Its part of the address.
    pub slug: Slug,
    /// The short name, `RS-101`.
    pub code: Code,
    /// The name.
    pub title: String,
    /// The category it belongs to.
    pub category_id: CategoryId,
    /// Whose exam or product it teaches.
    pub vendor: Option<String>,
    /// The exam it prepares for.
    pub exam_code: Option<String>,
    /// How much a person should know before.
    pub level: Level,
    /// The outcome in one sentence.
    pub summary: String,
    /// The description.
    pub body_html: SafeHtml,
    /// Length in training days.
    pub days: i32,
    /// Seats in a class.
    pub class_size: i32,
    price_kind: PriceKind,
    price_cents: Option<i64>,
    /// For search results.
    pub description: String,
    /// Title for search results, where it differs.
    pub seo_title: Option<String>,
    /// The picture at its head.
    pub hero_id: Option<MediaId>,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Course {
    /// The price for one person.
    pub fn price(&self) -> Price {
        Price::new(self.price_kind, self.price_cents)
    }
}

/// A public course in a list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = courses, check_for_backend(crate::db::MultiBackend))]
pub struct CourseCard {
    /// Row id.
    pub id: CourseId,
    /// Its part of the address.
    pub slug: Slug,
    /// The short name, `RS-101`.
    pub code: Code,
    /// The name.
    pub title: String,
    /// The category it belongs to.
    pub category_id: CategoryId,
    /// How much a person should know before.
    pub level: Level,
    /// The outcome in one sentence.
    pub summary: String,
    /// Length in training days.
    pub days: i32,
    price_kind: PriceKind,
    price_cents: Option<i64>,
}

impl CourseCard {
    /// The price for one person.
    pub fn price(&self) -> Price {
        Price::new(self.price_kind, self.price_cents)
    }
}
