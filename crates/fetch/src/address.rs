//! Which addresses are fetched: only http and https, and no machine that the public cannot reach.

use crate::error::Problem;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// An address as people write it.
///
/// # Errors
/// When it is none, or neither http nor https.
pub fn parse_address(text: &str) -> Result<Url, Problem> {
    let mut url = Url::parse(text.trim()).map_err(|e| Problem::Address(e.to_string()))?;
    check_scheme(&url)?;
    url.set_fragment(None);
    Ok(url)
}

pub(crate) fn check_scheme(url: &Url) -> Result<(), Problem> {
    match url.scheme() {
        "http" | "https" => Ok(()),
        other => Err(Problem::Scheme(other.to_owned())),
    }
}

/// What tells that two addresses are one page: no fragment, and none of the parameters that only count visitors.
pub fn seen_as(url: &Url) -> String {
    let mut plain = url.clone();
    plain.set_fragment(None);
    let kept: Vec<(String, String)> =
        url.query_pairs().filter(|(name, _)| !name.starts_with("utm_")).map(|(n, v)| (n.into(), v.into())).collect();
    if kept.len() < url.query_pairs().count() {
        plain.set_query(None);
        if !kept.is_empty() {
            plain.query_pairs_mut().extend_pairs(kept);
        }
    }
    plain.into()
}

/// Whether an address with this host may be asked without looking up its name. What a name leads to is checked when it is
/// looked up; where a proxy does that, the proxy answers for it.
pub(crate) fn check_host(url: &Url, private: &Private) -> Result<(), Problem> {
    let ip = match url.host() {
        None => return Err(Problem::Address("it names no host".to_owned())),
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let is_local = name == "localhost" || name.ends_with(".localhost");
            if !is_local {
                return Ok(());
            }
            Ipv4Addr::LOCALHOST.into()
        }
    };
    if private.lets(ip) { Ok(()) } else { Err(Problem::Private(ip)) }
}

/// Whether machines are asked that the public cannot reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Private {
    #[default]
    Refused,
    Allowed,
    /// These, and no others.
    Only(Vec<IpAddr>),
}

impl Private {
    pub(crate) fn lets(&self, ip: IpAddr) -> bool {
        match self {
            Self::Allowed => true,
            Self::Only(some) if some.contains(&ip) => true,
            Self::Refused | Self::Only(_) => is_public(ip),
        }
    }
}

/// Whether a machine at this address can be one of the public internet: not this machine, its networks, or an address kept
/// for other ends (RFC 6890).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let kept = match (a, b, c) {
        // This network; shared between a provider's customers; protocols; benchmarks; old relays; reserved.
        (0, ..) | (100, 64..=127, _) | (192, 0, 0) | (198, 18 | 19, _) | (192, 88, 99) | (240.., ..) => true,
        _ => ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_documentation() || ip.is_multicast(),
    };
    !kept
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let last =
        |ip: Ipv6Addr| Ipv4Addr::from_bits(u32::from_be_bytes(ip.octets()[12..].try_into().expect("four bytes")));
    match ip.segments() {
        // Addresses of version 4 in other clothes: mapped, translated, and through relays.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_public_v4(last(ip)),
        [0x2002, high, low, ..] => is_public_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))),
        // Protocols and tunnels; documentation.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Only 2000::/3 has been given out; loopback, private, link-local and multicast lie outside.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_that_the_public_cannot_reach_are_told_apart() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "fec0::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn hosts_written_in_odd_ways_are_seen_through() {
        for private in
            ["http://2130706433/", "http://0x7f.1/", "http://[::1]:80/", "http://LOCALHOST/", "http://a.localhost./"]
        {
            let url = parse_address(private).unwrap();
            assert!(matches!(check_host(&url, &Private::Refused), Err(Problem::Private(_))), "{private}");
        }
        assert!(check_host(&parse_address("https://news.example/").unwrap(), &Private::Refused).is_ok());
        assert!(matches!(parse_address("file:///etc/hosts"), Err(Problem::Scheme(_))));
        assert!(matches!(parse_address("not an address"), Err(Problem::Address(_))));
    }

    #[test]
    fn an_address_is_seen_without_what_only_counts_visitors() {
        let seen = |text: &str| seen_as(&parse_address(text).unwrap());
        assert_eq!(seen("https://a.example/x?utm_source=feed&id=4&utm_medium=rss#top"), "https://a.example/x?id=4");
        assert_eq!(seen("https://a.example/x?utm_source=feed"), "https://a.example/x");
        assert_eq!(seen("https://A.example:443/x?a=%20b"), "https://a.example/x?a=%20b");
    }
}
