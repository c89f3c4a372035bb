use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::HeaderValue;
use ipnet::IpNet;

use super::assets::Assets;
use super::caching::PageCache;
use super::era::{Eras, Shell};
use super::error::AppError;
use super::meters::Meters;
use super::network::{Allowance, Network};
use crate::clock::Clock;
use crate::config::SecretKey;
use crate::db::Db;
use crate::enquiries::{Desk, Traffic};
use crate::media::Library;
use crate::outbox::Courier;
use crate::search::Misses;
use crate::site::AddressTally;
use crate::tokens::Tokens;

/// What differs from one installation to the next.
#[derive(Debug, Clone)]
pub struct Options {
    /// Scheme and host of the site, without a slash at the end.
    pub base_url: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Enquiries an hour that one network may send.
    pub enquiry_rate: u32,
    /// Bytes of finished pages to keep in memory.
    pub page_cache_bytes: u64,
    /// What links and cookies are signed with.
    pub secret: SecretKey,
    /// Where pictures are kept.
    pub media: PathBuf,
}

/// What every handler may need. It is made once and shared by all workers.
pub struct Context {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub tokens: Tokens,
    /// Who carries mail; woken when one is owed.
    pub courier: Arc<Courier>,
    /// What enquiry mails need to know.
    pub desk: Desk,
    /// The pictures.
    pub library: Library,
    /// What was searched for and not found.
    pub misses: Misses,
    /// How often moved and missing addresses were asked for.
    pub tally: AddressTally,
    pub(super) base_url: String,
    pub(super) trusted_proxies: Vec<IpNet>,
    pub(super) assets: Assets,
    /// Which links of a page a browser may fetch ahead, as a header says it.
    pub(super) prefetch: HeaderValue,
    pub(super) eras: Eras,
    pub(super) pages: PageCache,
    pub(super) meters: Meters,
    pub(super) secret: SecretKey,
    allowance: Allowance,
}

impl Context {
    /// Puts the parts together.
    pub fn new(db: Db, clock: Clock, tokens: Tokens, courier: Arc<Courier>, desk: Desk, options: Options) -> Self {
        let assets = Assets;
        let rules = format!("\"{}\"", assets.address("prefetch.json"));
        Self {
            // An address that no header could hold does not come about; its place would be taken by no rules.
            prefetch: HeaderValue::from_str(&rules).unwrap_or(HeaderValue::from_static("")),
            allowance: Allowance::new(NonZero::new(options.enquiry_rate).unwrap_or(NonZero::<u32>::MIN), clock.clone()),
            eras: Eras::new(db.clone()),
            pages: PageCache::new(options.page_cache_bytes),
            assets,
            meters: Meters::default(),
            misses: Misses::default(),
            tally: AddressTally::default(),
            base_url: options.base_url,
            trusted_proxies: options.trusted_proxies,
            secret: options.secret,
            library: Library::new(options.media, tokens.clone()),
            db,
            clock,
            tokens,
            courier,
            desk,
        }
    }

    /// Scheme and host of the site, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What stands around every page at present.
    pub(super) async fn shell(&self) -> Result<Arc<Shell>, AppError> {
        Ok(self.eras.at(self.clock.now()).await?.shell.clone())
    }

    /// Whether the site is reached over TLS, so that cookies may insist on it.
    pub(super) fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Takes one enquiry out of a network's allowance, or says how long to wait.
    pub(super) fn admit(&self, network: Network) -> Result<Traffic, Duration> {
        self.allowance.take(network)
    }
}
