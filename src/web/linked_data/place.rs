use serde::Serialize;

use crate::catalogue::Price;
use crate::schedule::{DeliveryMode, Listing, TrainingState};
use crate::types::Money;
use crate::urls;
use crate::web::frame::Frame;

/// Seats below which few are left, as the timetable says it.
const FEW: i32 = 3;

/// Where a training is given.
#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub enum Location<'a> {
    Place { name: &'a str, address: PostalAddress<'a> },
    VirtualLocation { url: String },
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub struct PostalAddress<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    street_address: Option<&'a str>,
    address_locality: &'a str,
    address_country: &'static str,
}

/// Every place of a training: a hybrid one has two. The `venue` is its name and address, where the page shows them.
pub fn locations<'a>(frame: &Frame, training: &'a Listing, venue: Option<(&'a str, &'a str)>) -> Vec<Location<'a>> {
    let online = Location::VirtualLocation { url: frame.absolute(urls::training(training.code())) };
    let city = training.place();
    let (name, street) = venue.map_or((city.title, None), |(name, street)| (name, Some(street)));
    let address = PostalAddress { street_address: street, address_locality: city.title, address_country: "ZA" };
    let room = Location::Place { name, address };
    match training.mode() {
        DeliveryMode::Virtual => vec![online],
        DeliveryMode::InPerson => vec![room],
        DeliveryMode::Hybrid => vec![room, online],
    }
}

/// What a seat costs, VAT included.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub struct Offer {
    price: Money,
    price_currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    availability: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl Offer {
    /// A price that is firm; one that starts somewhere or is only given on request is no offer.
    pub fn of_course(price: Price) -> Option<Self> {
        match price {
            Price::Fixed(price) => {
                Some(Self { price, price_currency: "ZAR", category: Some("Paid"), availability: None, url: None })
            }
            Price::From(_) | Price::OnRequest => None,
        }
    }

    /// A seat in a training that can be joined.
    pub fn of_training(frame: &Frame, training: &Listing) -> Option<Self> {
        let availability = match training.state() {
            TrainingState::Cancelled | TrainingState::Completed | TrainingState::Postponed => return None,
            _ if training.seats_left() == 0 => "https://schema.org/SoldOut",
            _ if training.seats_left() <= FEW => "https://schema.org/LimitedAvailability",
            _ => "https://schema.org/InStock",
        };
        let url = frame.absolute(urls::training(training.code()));
        let price = Self::of_course(training.price())?;
        Some(Self { category: None, availability: Some(availability), url: Some(url), ..price })
    }
}
