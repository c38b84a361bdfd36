//! What a redirect URI at the loopback interface says: where to listen, and what is asked for there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::string::{String, ToString as _};

use oauth_flow_core::uri::{Host, Uri};
use oauth2::url::{self, Url};

/// A redirect URI at the loopback interface.
pub(super) struct Address {
    /// The URI as it is declared.
    text: String,
    /// What is before and after its port.
    around_port: (String, String),
    /// The port that is declared.
    port: Option<u16>,
    pub(super) host: AddressHost,
    /// The host as a browser sends it.
    pub(super) host_text: String,
    /// The path as a browser sends it.
    pub(super) path: String,
}

/// The host of a redirect URI at the loopback interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AddressHost {
    /// An address.
    Literal(IpAddr),
    /// `localhost`, or a name below it: the browser connects to either loopback address.
    Name,
}

/// The port of `http` (RFC 9110 section 4.2.1).
const HTTP: u16 = 80;

impl Address {
    /// Reads a redirect URI; `None` where it is not `http` on the loopback interface.
    pub(super) fn read(text: &str) -> Option<Self> {
        let uri = Uri::read(text).ok().filter(Uri::is_http_on_loopback)?;
        let authority = uri.authority.filter(|authority| authority.userinfo.is_none())?;
        let url = Url::parse(text).ok()?;
        let host = match url.host()? {
            url::Host::Ipv4(address) => AddressHost::Literal(IpAddr::V4(address)),
            url::Host::Ipv6(address) => AddressHost::Literal(IpAddr::V6(address)),
            url::Host::Domain(_) => AddressHost::Name,
        };
        let declared = match authority.port.unwrap_or_default() {
            "" => None,
            port => Some(port.parse().ok()?).filter(|port| *port != 0),
        };
        // RFC 8252 section 7.3 frees the port of the addresses `127.0.0.1` and `::1` alone.
        let port = if uri.host() == Host::Loopback { declared } else { declared.or(Some(HTTP)) };
        let query = uri.query.map_or(String::new(), |query| ["?", query].concat());
        Some(Self {
            text: text.to_string(),
            around_port: (
                ["http://", authority.host, ":"].concat(),
                [uri.path, query.as_str()].concat(),
            ),
            port,
            host,
            host_text: url.host_str()?.to_string(),
            path: url.path().to_string(),
        })
    }

    /// The port to listen on; zero where the system chooses.
    pub(super) fn port(&self) -> u16 {
        self.port.unwrap_or(0)
    }

    /// The redirect URI to send, where the app listens on this port: the declared one byte for byte where it
    /// has a port.
    pub(super) fn redirect_uri(&self, port: u16) -> String {
        let (before, after) = &self.around_port;
        match self.port {
            Some(_) => self.text.clone(),
            None => [before.as_str(), port.to_string().as_str(), after].concat(),
        }
    }
}

impl AddressHost {
    /// The address that is listened on first, and the other one.
    pub(super) const fn addresses(self) -> (IpAddr, IpAddr) {
        const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
        const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);
        match self {
            Self::Literal(address @ IpAddr::V4(_)) => (address, V6),
            Self::Literal(address @ IpAddr::V6(_)) => (address, V4),
            Self::Name => (V4, V6),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Address;

    /// The first address, the port, what is sent for a free port 49152, and the path.
    fn read(text: &str) -> (std::string::String, u16, std::string::String, std::string::String) {
        let address = Address::read(text).unwrap();
        let (first, _) = address.host.addresses();
        (std::format!("{first}"), address.port(), address.redirect_uri(49152), address.path)
    }

    #[track_caller]
    fn is(text: &str, first: &str, port: u16, sent: &str, path: &str) {
        assert_eq!(read(text), (first.into(), port, sent.into(), path.into()), "{text}");
    }

    #[test]
    fn a_declared_port_is_kept_and_a_missing_one_is_that_of_the_system() {
        is("http://127.0.0.1/cb", "127.0.0.1", 0, "http://127.0.0.1:49152/cb", "/cb");
        is("http://127.0.0.1", "127.0.0.1", 0, "http://127.0.0.1:49152", "/");
        is("http://127.0.0.1?a=b", "127.0.0.1", 0, "http://127.0.0.1:49152?a=b", "/");
        is("http://[::1]/cb?a=b", "::1", 0, "http://[::1]:49152/cb?a=b", "/cb");
        is("http://127.0.0.1:8123/cb", "127.0.0.1", 8123, "http://127.0.0.1:8123/cb", "/cb");
        is("http://127.0.0.1:80/cb", "127.0.0.1", 80, "http://127.0.0.1:80/cb", "/cb");
        is("http://[::1]:8123", "::1", 8123, "http://[::1]:8123", "/");
        // What no program answers on (RFC 8252 section 7.3 has the port free).
        is("http://127.0.0.1:0/cb", "127.0.0.1", 0, "http://127.0.0.1:49152/cb", "/cb");
        is("http://127.0.0.1:/cb", "127.0.0.1", 0, "http://127.0.0.1:49152/cb", "/cb");
    }

    #[test]
    fn the_port_of_a_name_and_of_another_address_is_not_free() {
        is("http://localhost/cb", "127.0.0.1", 80, "http://localhost/cb", "/cb");
        is("http://localhost:8123/cb", "127.0.0.1", 8123, "http://localhost:8123/cb", "/cb");
        is("http://127.0.0.2:8123/cb", "127.0.0.2", 8123, "http://127.0.0.2:8123/cb", "/cb");
        is("http://127.0.0.2/cb", "127.0.0.2", 80, "http://127.0.0.2/cb", "/cb");
    }

    #[test]
    fn the_path_is_the_one_that_a_browser_asks_for() {
        is("http://127.0.0.1/ä", "127.0.0.1", 0, "http://127.0.0.1:49152/ä", "/%C3%A4");
        is("http://127.0.0.1/a%20b", "127.0.0.1", 0, "http://127.0.0.1:49152/a%20b", "/a%20b");
    }

    #[test]
    fn other_uris_are_not_at_the_loopback_interface() {
        for other in [
            "https://127.0.0.1/cb",
            "http://192.168.0.1/cb",
            "http://0.0.0.0/cb",
            "http://127.0.0.1.example.com/cb",
            "http://user@127.0.0.1/cb",
            "http://127.0.0.1:99999/cb",
            "com.example.app:/cb",
            "urn:ietf:wg:oauth:2.0:oob",
            "",
        ] {
            assert!(Address::read(other).is_none(), "{other}");
        }
    }
}
