//! Why a text is not an absolute URI.

use core::fmt;

/// Why a text is not an absolute URI. It displays as the end of a sentence that begins with the
/// URI: "has no scheme". That end stays under 40 columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UriError {
    /// There is no text.
    Empty,
    /// No scheme, or a host with a port where the scheme should be (RFC 3986 section 3.1).
    NoScheme,
    /// The scheme is not a letter followed by letters, digits, `+`, `-` and `.` (section 3.1).
    BadScheme,
    /// A space.
    Space,
    /// A control character, a tab or a line break among them.
    Control(char),
    /// A character that no URI has at this position (section 2).
    Forbidden(char),
    /// A `%` without two hexadecimal digits (section 2.1).
    BadEscape,
    /// An `http` or `https` URI without a host (RFC 9110 sections 4.2.1 and 4.2.2).
    NoHost,
    /// A character that no host has, written or percent-encoded (RFC 3986 section 3.2.2).
    BadHost,
    /// A host that ends in a number and is not an IPv4 address of any notation (WHATWG URL,
    /// host parsing).
    BadIpv4,
    /// Brackets that do not hold an IPv6 address (RFC 3986 section 3.2.2).
    BadIpv6,
    /// A backslash in the authority: a browser takes it for a slash, and sees another host than
    /// RFC 3986 does.
    BackslashInAuthority,
    /// A port that is not a number of at most 65535 (RFC 3986 section 3.2.3, RFC 9293 section 3.1).
    BadPort,
    /// This port, which is above 65535.
    PortTooLarge(u32),
}

impl fmt::Display for UriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Empty => "is empty",
            Self::NoScheme => "has no scheme",
            Self::BadScheme => "has a malformed scheme",
            Self::Space => "contains a space",
            Self::Control(letter) => {
                return write!(f, "contains the character U+{:04X}", u32::from(*letter));
            }
            Self::Forbidden(letter) if *letter == '`' => "contains a backtick",
            Self::Forbidden(letter) => {
                return write!(f, "contains the unescaped character `{letter}`");
            }
            Self::BadEscape => "has a `%` without two hex digits",
            Self::NoHost => "has no host",
            Self::BadHost => "has a host with forbidden characters",
            Self::BadIpv4 => "has a malformed IPv4 address as host",
            Self::BadIpv6 => "has a malformed IPv6 address as host",
            Self::BackslashInAuthority => "has a backslash beside its host",
            Self::BadPort => "has a port that is no 16-bit number",
            Self::PortTooLarge(port) => {
                return write!(f, "has the port `{port}` above 65535");
            }
        };
        f.write_str(text)
    }
}

impl core::error::Error for UriError {}
