use std::collections::HashMap;
use std::time::Duration;

use actix_web::web::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::error::AppError;

const MOST_BYTES: usize = 64 * 1024;
const MOST_BYTES_OF_STAFF: usize = 1024 * 1024;
/// A body that trickles in longer than this is cut off: the server's own limit covers the head only.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Named values from an address or a form. Reading never fails: what is not understood is not there.
#[derive(Debug, Clone, Default)]
pub struct Fields(HashMap<String, Vec<String>>);

impl Fields {
    /// The values behind the `?` of an address.
    pub fn of_query(request: &HttpRequest) -> Self {
        Self::parse(request.query_string().as_bytes())
    }

    /// The values of a posted form of at most 64 KiB.
    ///
    /// # Errors
    /// When the body is larger, comes too slowly or breaks off.
    pub async fn of_form(payload: Payload) -> Result<Self, AppError> {
        Self::of_body(payload, MOST_BYTES).await
    }

    /// The values of a form of the desk, where a text may be long: at most 1 MiB.
    ///
    /// # Errors
    /// As [`Fields::of_form`].
    pub async fn of_long_form(payload: Payload) -> Result<Self, AppError> {
        Self::of_body(payload, MOST_BYTES_OF_STAFF).await
    }

    async fn of_body(payload: Payload, most: usize) -> Result<Self, AppError> {
        let body = tokio::time::timeout(LONGEST_WAIT, payload.to_bytes_limited(most)).await;
        match body {
            Ok(Ok(Ok(bytes))) => Ok(Self::parse(&bytes)),
            Ok(Ok(Err(_))) => Err(AppError::Unreadable),
            Ok(Err(_)) => Err(AppError::TooLarge),
            Err(_) => Err(AppError::TooSlow),
        }
    }

    fn parse(bytes: &[u8]) -> Self {
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(bytes) {
            values.entry(name.into_owned()).or_default().push(clean(&value));
        }
        Self(values)
    }

    /// The values of an address of this site.
    pub fn of_address(address: &str) -> Self {
        Self::parse(address.split_once('?').map_or("", |(_, query)| query).as_bytes())
    }

    /// Values that were encoded by [`Fields::encoded`].
    pub fn of_encoded(text: &str) -> Self {
        Self::parse(text.as_bytes())
    }

    /// All values in the encoding of a form.
    pub fn encoded(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish()
    }

    /// Values that are known already.
    pub fn of(values: &[(&str, &str)]) -> Self {
        Self(values.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect())
    }

    /// Puts a value in the place of whatever was there.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), vec![value.to_owned()]);
    }

    /// Puts these values in the place of whatever was there.
    pub fn set_all(&mut self, name: &str, values: Vec<String>) {
        self.0.insert(name.to_owned(), values);
    }

    /// The value of this name, trimmed; the first of several, empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).first().map_or("", |value| value.trim())
    }

    /// Every value of this name, as it came.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every name with each of its values, in the order of the names.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let each = |(name, values): (&String, &Vec<String>)| {
            values.iter().map(|value| (name.clone(), value.clone())).collect::<Vec<_>>()
        };
        let mut pairs: Vec<_> = self.0.iter().flat_map(each).collect();
        pairs.sort_by(|one, other| one.0.cmp(&other.0));
        pairs
    }

    /// The value of this name as a type, where it is one.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).parse().ok()
    }

    /// The number of the page asked for, counted from 1.
    pub fn page(&self) -> u32 {
        self.parsed("page").filter(|page| (1..=10_000).contains(page)).unwrap_or(1)
    }
}

/// One kind of line end, and no control characters: neither belongs in a field, and some databases refuse NUL.
fn clean(value: &str) -> String {
    let value = value.replace("\r\n", "\n").replace('\r', "\n");
    value.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect()
}

impl FromRequest for Fields {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        std::future::ready(Ok(Self::of_query(request)))
    }
}
