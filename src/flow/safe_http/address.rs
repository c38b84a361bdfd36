//! Which addresses are public: those that the registries of IANA for special-purpose addresses (RFC 6890)
//! do not give another purpose.

use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A name that has no public address.
#[derive(Debug)]
pub(super) struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of the host has no public address")
    }
}

impl Error for NotPublic {}

/// Ranges of IPv4 that are not public: an address in it, and how many bits its addresses share.
const NOT_PUBLIC: [(Ipv4Addr, u32); 14] = [
    // This network (RFC 791 section 3.2).
    (Ipv4Addr::UNSPECIFIED, 8),
    // Private use (RFC 1918).
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Shared with the customers of a provider (RFC 6598).
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // Loopback (RFC 1122 section 3.2.1.3).
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local (RFC 3927), where clouds have their metadata.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // Protocol assignments (RFC 6890 section 2.1).
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    // Documentation (RFC 5737).
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Relays of 6to4, which are no more (RFC 7526).
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    // Benchmarks (RFC 2544).
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // Multicast (RFC 5771), what is reserved (RFC 1112 section 4), and broadcast (RFC 919 section 7).
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// The global unicast addresses of IPv6 (RFC 4291 section 2.4). Everything else is local, multicast or not
/// assigned.
const GLOBAL: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Ranges among those that are not public.
const NOT_PUBLIC_V6: [(Ipv6Addr, u32); 3] = [
    // Protocol assignments (RFC 2928), with Teredo and benchmarks.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // Documentation (RFC 3849, RFC 9637).
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Ranges whose addresses stand for one of IPv4, and how many bits there are below that.
const OF_IPV4: [(Ipv6Addr, u32, u32); 3] = [
    // Mapped (RFC 4291 section 2.5.5.2): the connection is one of IPv4.
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, 0),
    // Translated by NAT64 (RFC 6052 section 2.1).
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96, 0),
    // 6to4 (RFC 3056 section 2).
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, 80),
];

/// Whether an address is one of the public internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => {
            let stands_for = OF_IPV4.iter().find(|(range, bits, _)| shares(address, *range, *bits));
            if let Some((_, _, below)) = stands_for {
                // The lowest 32 bits of what is left.
                #[allow(
                    clippy::cast_possible_truncation,
                    reason = "the higher bits are the range"
                )]
                return is_public_v4(Ipv4Addr::from((address.to_bits() >> below) as u32));
            }
            let (global, bits) = GLOBAL;
            shares(address, global, bits)
                && !NOT_PUBLIC_V6.iter().any(|(range, bits)| shares(address, *range, *bits))
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !NOT_PUBLIC
        .iter()
        .any(|(range, bits)| (address.to_bits() ^ range.to_bits()) >> (32 - bits) == 0)
}

/// Whether two addresses have the same first bits.
fn shares(address: Ipv6Addr, range: Ipv6Addr, bits: u32) -> bool {
    (address.to_bits() ^ range.to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::is_public;

    /// The first and the last address of each range that is not public, and some between.
    const PRIVATE: [&str; 75] = [
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.0",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "169.254.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.255",
        "192.0.2.0",
        "192.0.2.255",
        "192.88.99.0",
        "192.88.99.255",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.0",
        "198.51.100.255",
        "203.0.113.0",
        "203.0.113.255",
        "224.0.0.0",
        "239.255.255.255",
        "240.0.0.0",
        "255.255.255.255",
        // Unspecified, loopback, and compatible with IPv4.
        "::",
        "::1",
        "::7f00:1",
        "::808:808",
        // Mapped.
        "::ffff:0.0.0.0",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:100.64.0.1",
        // Translated, by the well-known prefix and by a local one (RFC 8215).
        "::ffff:0:8.8.8.8",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.1.2.3",
        "64:ff9b::192.168.0.1",
        "64:ff9b::1:8.8.8.8",
        "64:ff9b:1::8.8.8.8",
        // Discarded (RFC 6666).
        "100::",
        "100::ffff:ffff:ffff:ffff",
        "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        // Teredo, benchmarks, ORCHID.
        "2001::",
        "2001:0:7f00:1::",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
        // Documentation.
        "2001:db8::",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff::",
        "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
        // 6to4 of 127.0.0.1, 10.0.0.1, 192.168.0.1 and 169.254.169.254.
        "2002:7f00:1::1",
        "2002:a00:1::",
        "2002:c0a8:1:ffff:ffff:ffff:ffff:ffff",
        "2002:a9fe:a9fe::",
        // Not assigned, and the identifiers of segments (RFC 9602).
        "4000::",
        "5f00::1",
        "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        // Unique local, link-local, site-local, multicast.
        "fc00::",
        "fd12:3456:789a::1",
        "fe80::1",
        "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fec0::1",
        "ff00::",
        "ff02::1",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ];

    /// The neighbours of those ranges.
    const PUBLIC: [&str; 42] = [
        "1.0.0.0",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "191.255.255.255",
        "192.0.1.0",
        "192.0.1.255",
        "192.0.3.0",
        "192.88.98.255",
        "192.88.100.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "::ffff:172.32.0.0",
        "64:ff9b::8.8.8.8",
        "64:ff9b::1.0.0.0",
        "2000::",
        "2001:200::",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db9::",
        "2001:4860:4860::8888",
        // 6to4 of 8.8.8.8.
        "2002:808:808::1",
        "2002:808:808:7f00:1::",
        "2003::",
        "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff:1000::",
        "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ];

    #[test]
    fn what_has_a_purpose_of_its_own_is_not_public() {
        for text in PRIVATE {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_is_next_to_it_is_public() {
        for text in PUBLIC {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }
}
