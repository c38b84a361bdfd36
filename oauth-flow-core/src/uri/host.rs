//! The host of a URI, as RFC 3986 writes it and as a browser reads it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{borrow::ToOwned, format};
use core::net::{Ipv4Addr, Ipv6Addr};

use super::UriError;

/// Where a browser that is sent to a URI connects to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// `127.0.0.1` or `::1`, the loopback addresses of RFC 8252 section 7.3, in any notation that
    /// a browser takes: `127.1`, `0x7f.1`, `[0:0:0:0:0:0:0:1]`.
    Loopback,
    /// Another address of `127.0.0.0/8` (RFC 1122 section 3.2.1.3).
    OtherLoopback,
    /// The name `localhost`, or one below it (RFC 6761 section 6.3).
    Localhost,
    /// Anything else, `0.0.0.0` among it.
    Remote,
    /// No host that a browser connects to: the scheme is neither `http` nor `https`.
    None,
}

/// The host of an `http` or `https` URI, as the WHATWG URL standard reads it (host parsing).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WebHost {
    Ipv4(Ipv4Addr),
    Ipv6(Ipv6Addr),
    /// A domain in ASCII, lower-case, with its percent escapes decoded.
    Domain(String),
    /// A domain that a browser maps to `xn--` labels.
    International,
}

impl WebHost {
    pub(super) fn read(host: &str) -> Result<Self, UriError> {
        if host.starts_with('[') {
            return read_ipv6(host).map(Self::Ipv6);
        }
        let domain = decoded(host).ok_or(UriError::BadHost)?.to_ascii_lowercase();
        if domain.chars().any(no_domain_has) {
            return Err(UriError::BadHost);
        }
        if !domain.is_ascii() {
            return Ok(Self::International);
        }
        if ends_in_number(&domain) {
            return read_ipv4(&domain).map(Self::Ipv4).ok_or(UriError::BadIpv4);
        }
        Ok(Self::Domain(domain))
    }

    pub(super) fn class(&self) -> Host {
        match self {
            Self::Ipv4(Ipv4Addr::LOCALHOST) | Self::Ipv6(Ipv6Addr::LOCALHOST) => Host::Loopback,
            Self::Ipv4(address) if address.is_loopback() => Host::OtherLoopback,
            Self::Domain(name) => {
                let name = name.strip_suffix('.').unwrap_or(name);
                let below = name.strip_suffix("localhost");
                let local = below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
                if local { Host::Localhost } else { Host::Remote }
            }
            Self::Ipv4(_) | Self::Ipv6(_) | Self::International => Host::Remote,
        }
    }

    /// The host as a browser writes it; `None` where that takes Punycode.
    pub(super) fn canonical(&self) -> Option<String> {
        match self {
            Self::Ipv4(address) => Some(address.to_string()),
            Self::Ipv6(address) => Some(canonical_ipv6(*address)),
            Self::Domain(name) => Some(name.clone()),
            Self::International => None,
        }
    }
}

/// Checks the host of a scheme that browsers do not know, by RFC 3986 section 3.2.2 alone.
pub(super) fn check_opaque(host: &str) -> Result<(), UriError> {
    if host.starts_with('[') {
        return read_ipv6(host).map(|_| ());
    }
    if host.contains([':', '[', ']', '@']) { Err(UriError::BadHost) } else { Ok(()) }
}

/// Reads an IPv6 address in its brackets.
pub(super) fn read_ipv6(host: &str) -> Result<Ipv6Addr, UriError> {
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.and_then(|text| text.parse().ok()).ok_or(UriError::BadIpv6)
}

/// An IPv6 address as a browser writes it: RFC 5952, but never with a dotted end.
pub(super) fn canonical_ipv6(address: Ipv6Addr) -> String {
    match (address.to_ipv4_mapped(), address.segments()) {
        (Some(_), [.., high, low]) => format!("[::ffff:{high:x}:{low:x}]"),
        _ => format!("[{address}]"),
    }
}

/// The forbidden domain code points of the WHATWG URL standard.
fn no_domain_has(letter: char) -> bool {
    letter.is_control()
        || letter == char::REPLACEMENT_CHARACTER
        || matches!(
            letter,
            ' ' | '#' | '%' | '/' | ':' | '<' | '>' | '?' | '@' | '[' | '\\' | ']' | '^' | '|'
        )
}

/// The text with its percent escapes decoded; `None` if that is not UTF-8.
pub(super) fn decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let decoded = match byte {
            b'%' => digit(rest.next()?)? * 16 + digit(rest.next()?)?,
            byte => byte,
        };
        bytes.push(decoded);
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Whether a browser takes the domain for an IPv4 address (WHATWG URL, "ends in a number").
fn ends_in_number(domain: &str) -> bool {
    let trimmed = domain.strip_suffix('.').unwrap_or(domain);
    let last = trimmed.rsplit('.').next().unwrap_or_default();
    let digits = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    digits || ipv4_number(last).is_some()
}

/// Reads an IPv4 address in the notations that browsers take: one to four parts, each decimal,
/// octal or hexadecimal; the last part fills the remaining bytes (WHATWG URL, IPv4 parser).
fn read_ipv4(domain: &str) -> Option<Ipv4Addr> {
    let trimmed = domain.strip_suffix('.').unwrap_or(domain);
    let numbers: Option<Vec<u64>> = trimmed.split('.').map(ipv4_number).collect();
    let numbers = numbers?;
    let (last, first) = numbers.split_last()?;
    if first.len() > 3 || first.iter().any(|number| *number > 255) {
        return None;
    }
    let mut address: u64 = 0;
    let mut room: u64 = 1 << 32;
    for number in first {
        room /= 256;
        address += number * room;
    }
    if *last >= room {
        return None;
    }
    u32::try_from(address + last).ok().map(Ipv4Addr::from)
}

/// Reads one part of an IPv4 address: `127`, `0177`, `0x7f`. No digit after a zero is zero too.
fn ipv4_number(part: &str) -> Option<u64> {
    let hexadecimal = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X"));
    let (digits, radix) = match (hexadecimal, part.strip_prefix('0')) {
        (Some(digits), _) => (digits, 16),
        (None, Some(digits)) => (digits, 8),
        _ if part.is_empty() => return None,
        _ => (part, 10),
    };
    digits.chars().try_fold(0_u64, |number, letter| {
        let digit = letter.to_digit(radix)?;
        Some(number.saturating_mul(u64::from(radix)).saturating_add(u64::from(digit)))
    })
}
