//! Resolves names to public addresses alone. Its source is compiled once for each version of reqwest.
//!
//! reqwest connects to the addresses that it gets from here and asks nobody else, so a name cannot have one
//! address when it is judged and another when it is connected to.

use std::boxed::Box;
use std::net::SocketAddr;
use std::vec::Vec;

use super::super::address::{NotPublic, is_public};
use super::reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What gives all addresses of a name.
pub(super) type Lookup = fn(Name) -> Resolving;

/// Gives the public addresses of a name.
pub(super) struct PublicAddresses(pub(super) Lookup);

impl Resolve for PublicAddresses {
    fn resolve(&self, name: Name) -> Resolving {
        let Self(lookup) = self;
        let resolving = lookup(name);
        Box::pin(async move {
            let all: Vec<SocketAddr> = resolving.await?.collect();
            let mut public = all.clone();
            public.retain(|address| is_public(address.ip()));
            if public.is_empty() && !all.is_empty() {
                return Err(NotPublic.into());
            }
            let addresses: Addrs = Box::new(public.into_iter());
            Ok(addresses)
        })
    }
}

/// The addresses that the operating system has for a name. Their port is that of the URL.
pub(super) fn of_system(name: Name) -> Resolving {
    Box::pin(async move {
        let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
        let addresses: Addrs = Box::new(found.into_iter());
        Ok(addresses)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::boxed::Box;
    use std::future::ready;
    use std::net::SocketAddr;
    use std::string::{String, ToString as _};
    use std::task::{Context, Poll, Waker};
    use std::vec::Vec;

    use super::super::reqwest::dns::{Addrs, Name, Resolve as _, Resolving};
    use super::{Lookup, NotPublic, PublicAddresses};

    fn found(addresses: &[&str]) -> Resolving {
        let addresses: Vec<SocketAddr> =
            addresses.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect();
        let addresses: Addrs = Box::new(addresses.into_iter());
        Box::pin(ready(Ok(addresses)))
    }

    fn private(_: Name) -> Resolving {
        found(&["10.1.2.3", "::ffff:127.0.0.1", "127.0.0.1", "fd00::1"])
    }

    /// The addresses that are left, or the error.
    fn resolved(lookup: Lookup) -> Result<Vec<String>, Box<dyn std::error::Error + Send + Sync>> {
        let name: Name = "idp.example.com".parse().unwrap();
        let mut resolving = PublicAddresses(lookup).resolve(name);
        match resolving.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(addresses) => {
                Ok(addresses?.map(|address| address.ip().to_string()).collect())
            }
            Poll::Pending => Err("nothing here waits".into()),
        }
    }

    #[test]
    fn a_private_address_is_dropped_and_a_public_one_is_left() {
        let mixed = |_| found(&["10.1.2.3", "8.8.8.8", "::1", "2001:4860:4860::8888", "127.0.0.1"]);
        assert_eq!(resolved(mixed).unwrap(), ["8.8.8.8", "2001:4860:4860::8888"]);
    }

    #[test]
    fn a_name_with_private_addresses_alone_is_an_error_of_its_own() {
        let error = resolved(private).unwrap_err();
        assert!(error.is::<NotPublic>());
        assert_eq!(error.to_string(), "the name of the host has no public address");
    }

    #[test]
    fn a_name_without_an_address_is_not_called_private() {
        assert!(resolved(|_| found(&[])).unwrap().is_empty());
        let lost = |_| -> Resolving { Box::pin(ready(Err("no such host".into()))) };
        assert_eq!(resolved(lost).unwrap_err().to_string(), "no such host");
    }

    #[cfg(feature = "reqwest-blocking")]
    #[test]
    fn the_error_of_the_resolver_is_that_of_the_request() {
        use std::net::{Ipv4Addr, TcpListener};

        use super::super::client::{configured, without_url};
        use super::super::reqwest::blocking::ClientBuilder;
        use crate::flow::{SafeHttpError, SafeHttpOptions};

        // A connection to 127.0.0.1, which is among the addresses of the name, would wait here.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let options = SafeHttpOptions::new().public_addresses_only();
        let client = ClientBuilder::from(configured(&options, private).unwrap()).build().unwrap();
        for name in ["idp.example.com", "localhost"] {
            let url = std::format!("http://{name}:{port}/?code=s3cret");
            let error = without_url(client.get(url).send().unwrap_err());
            assert!(matches!(error, SafeHttpError::PrivateAddress), "{error:?}");
        }
        assert!(listener.accept().is_err(), "no connection");
    }
}
