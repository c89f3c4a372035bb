use crate::enquiries::link::LinkKey;
use crate::types::Reference;

const STOP: &[u8] = b"lectern stop link v1\n";
const SEAT: &[u8] = b"lectern seat link v1\n";

/// What a link lets its holder do: end the news that the sender of one enquiry asked for. It never runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopLink(Reference);

/// What a link lets its holder do: answer the offer of a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatLink(Reference);

impl LinkKey {
    /// The word at the end of the link that ends the news of whoever sent this enquiry.
    pub fn sign_stop(&self, reference: &Reference) -> String {
        self.seal(STOP, reference)
    }

    /// What such a word opens; nothing where it was not signed here.
    pub fn open_stop(&self, word: &str) -> Option<StopLink> {
        self.unseal(STOP, word).map(StopLink)
    }

    /// The word at the end of the link that answers the offer of a seat.
    pub fn sign_seat(&self, reference: &Reference) -> String {
        self.seal(SEAT, reference)
    }

    /// What such a word opens; nothing where it was not signed here.
    pub fn open_seat(&self, word: &str) -> Option<SeatLink> {
        self.unseal(SEAT, word).map(SeatLink)
    }
}

impl StopLink {
    /// The enquiry whose sender it is for.
    pub fn reference(&self) -> &Reference {
        &self.0
    }
}

impl SeatLink {
    /// The enquiry that stands in line.
    pub fn reference(&self) -> &Reference {
        &self.0
    }
}
