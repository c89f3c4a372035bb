use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZero;
use std::time::Duration;

use actix_web::HttpRequest;
use governor::clock::{Clock as _, Reference};
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{NotUntil, Quota, RateLimiter};
use ipnet::IpNet;

use crate::clock::Clock;
use crate::enquiries::Traffic;

/// Who counts as one sender: an IPv4 address, or an IPv6 /64, of which a household has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Network {
    /// The network that a request comes from. `X-Forwarded-For` is believed only as far as trusted proxies wrote it: the
    /// right-most address that is no proxy.
    pub fn of(request: &HttpRequest, trusted: &[IpNet]) -> Self {
        let peer = request.peer_addr().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.ip());
        // A listener for both families shows an IPv4 peer as IPv6; it is the same proxy.
        let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(&address.to_canonical()));
        if !is_trusted(&peer) {
            return Self::containing(peer);
        }
        let headers = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = headers.flat_map(|value| value.split(',')).map(str::trim).collect();
        let mut client = peer;
        for hop in hops.into_iter().rev() {
            let Ok(address) = hop.parse() else { break };
            client = address;
            if !is_trusted(&client) {
                break;
            }
        }
        Self::containing(client)
    }

    fn containing(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) => Self(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into()),
            v4 => Self(v4),
        }
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            IpAddr::V4(address) => address.fmt(f),
            IpAddr::V6(address) => write!(f, "{address}/64"),
        }
    }
}

/// Our clock, as the limiter reads it.
#[derive(Debug, Clone)]
struct Ticks(Clock);

impl governor::clock::Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let micros = u64::try_from(self.0.now().micros()).unwrap_or_default();
        Nanos::new(micros.saturating_mul(1000))
    }
}

/// How many enquiries each network may still send.
pub struct Allowance {
    limiter: RateLimiter<Network, DefaultKeyedStateStore<Network>, Ticks, StateInformationMiddleware>,
    ticks: Ticks,
}

impl Allowance {
    /// So many an hour, all at once if need be.
    pub fn new(an_hour: NonZero<u32>, clock: Clock) -> Self {
        let ticks = Ticks(clock);
        let limiter = RateLimiter::new(Quota::per_hour(an_hour), DefaultKeyedStateStore::default(), ticks.clone());
        Self { limiter, ticks }
    }

    /// Takes one and says how much the network has sent lately, or how long to wait for the next.
    pub fn take(&self, network: Network) -> Result<Traffic, Duration> {
        if self.limiter.len() > 50_000 {
            self.limiter.retain_recent();
        }
        let wait = |until: NotUntil<Nanos>| Duration::from(until.earliest_possible().duration_since(self.ticks.now()));
        let left = self.limiter.check_key(&network).map_err(wait)?;
        let is_heavy = left.remaining_burst_capacity() < left.quota().burst_size().get() / 2;
        Ok(if is_heavy { Traffic::Heavy } else { Traffic::Usual })
    }
}
