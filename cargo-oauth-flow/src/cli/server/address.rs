//! What is asked for the metadata of a server, and which issuer it has to name.

use std::fmt;

use oauth_flow_core::echo;
use oauth_flow_core::uri::{UnfitUrl, issuer_url, server_url, well_known};

/// The part of a path that is before the name of a well-known document (RFC 8615 section 3).
const WELL_KNOWN: &str = "/.well-known/";

/// Where the metadata of a server is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// The URLs, which are asked one after the other.
    pub(crate) urls: Vec<String>,
    /// The issuers of which the document may be. A URL leaves out a slash at the end of its issuer, so
    /// that two have the same.
    pub(crate) issuers: Vec<String>,
}

impl Address {
    /// Reads what a user writes: an issuer identifier, or the URL of its metadata.
    pub(crate) fn read(text: &str) -> Result<Self, AddressError> {
        if text.contains(WELL_KNOWN) {
            let issuers = issuers_of(text)?;
            let issuers = Vec::from(issuers);
            return Ok(Self { urls: vec![String::from(text)], issuers });
        }
        issuer_url(text).map_err(|error| AddressError::unfit(text, error))?;
        Ok(Self { urls: well_known(text), issuers: vec![String::from(text)] })
    }

    /// The address of a document that is at a known URL.
    pub(crate) fn of_snapshot(issuer: &str, from: &str) -> Result<Self, AddressError> {
        issuer_url(issuer).map_err(|error| AddressError::unfit(issuer, error))?;
        if !issuers_of(from)?.iter().any(|it| it == issuer) {
            return Err(AddressError::NotOfIssuer(String::from(from), String::from(issuer)));
        }
        let issuers = vec![String::from(issuer)];
        Ok(Self { urls: vec![String::from(from)], issuers })
    }
}

/// The issuers of a document at a URL: the identifier to which the path of the document was appended
/// (`OpenID` Connect Discovery 1.0 section 4), or into which it was inserted (RFC 8414 section 3.1), without
/// and with a slash at its end.
fn issuers_of(url: &str) -> Result<[String; 2], AddressError> {
    let uri = issuer_url(url).map_err(|error| AddressError::unfit(url, error))?;
    let no_document = || AddressError::NoDocument(String::from(url));
    let (before, document) = uri.path.split_once(WELL_KNOWN).ok_or_else(no_document)?;
    let origin = url.strip_suffix(uri.path).ok_or_else(no_document)?;
    let slash = document.find('/').and_then(|at| document.split_at_checked(at));
    let (name, after) = slash.unwrap_or((document, ""));
    if name == "oauth-protected-resource" {
        return Err(AddressError::ProtectedResource);
    }
    if name.is_empty() || !(before.is_empty() || after.is_empty()) {
        return Err(no_document());
    }
    let issuer = format!("{origin}{before}{after}");
    let issuer = issuer.strip_suffix('/').unwrap_or(&issuer);
    server_url(issuer).map_err(|_| no_document())?;
    Ok([String::from(issuer), format!("{issuer}/")])
}

/// Why a text is no address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AddressError {
    /// It is no absolute URL, or has userinfo, a query or a fragment.
    Invalid(String),
    /// It is neither `https`, nor `http` on the loopback interface.
    Insecure(String),
    /// The path is none of a well-known document of an issuer.
    NoDocument(String),
    /// The document is that of a protected resource.
    ProtectedResource,
    /// The URL is none of this issuer.
    NotOfIssuer(String, String),
}

impl AddressError {
    fn unfit(text: &str, error: UnfitUrl) -> Self {
        match error {
            UnfitUrl::Invalid => Self::Invalid(String::from(text)),
            UnfitUrl::Insecure => Self::Insecure(String::from(text)),
        }
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const FORM: &str = "write an issuer such as `https://as.example.com/tenant`, or the URL of its \
                            metadata, without userinfo, query and fragment";
        match self {
            // What is before an `@`, or in a query, may be secret.
            Self::Invalid(text) if text.contains(['@', '?', '#']) => {
                write!(f, "the server is not named by a URL of the form that an issuer has; {FORM}")
            }
            Self::Invalid(text) => write!(f, "`{}` is not an absolute URL; {FORM}", echo(text)),
            Self::Insecure(text) => write!(
                f,
                "`{}` is neither `https`, nor `http` on the loopback interface (RFC 8414 section 2)",
                echo(text)
            ),
            Self::NoDocument(text) => write!(
                f,
                "`{}` is not where RFC 8414 section 3.1 or OpenID Connect Discovery 1.0 section 4 puts \
                 the metadata of an issuer",
                echo(text)
            ),
            Self::ProtectedResource => f.write_str(
                "the document is that of a protected resource (RFC 9728); write one of its \
                 `authorization_servers`",
            ),
            Self::NotOfIssuer(url, issuer) => write!(
                f,
                "`{}` is not where the metadata of the issuer `{}` is (RFC 8414 section 3.1)",
                echo(url),
                echo(issuer)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, AddressError};

    fn issuers(url: &str) -> Result<Vec<String>, AddressError> {
        Address::read(url).map(|address| {
            assert_eq!(address.urls, [url]);
            address.issuers
        })
    }

    #[test]
    fn the_issuer_of_a_document_is_in_its_url() {
        for (url, issuer) in [
            ("https://as.example.com/.well-known/openid-configuration", "https://as.example.com"),
            (
                "https://as.example.com/realms/main/.well-known/openid-configuration",
                "https://as.example.com/realms/main",
            ),
            (
                "https://as.example.com/.well-known/oauth-authorization-server/realms/main",
                "https://as.example.com/realms/main",
            ),
            (
                "https://as.example.com/.well-known/openid-configuration/tenant",
                "https://as.example.com/tenant",
            ),
            (
                "http://127.0.0.1:8080/.well-known/oauth-authorization-server/a/",
                "http://127.0.0.1:8080/a",
            ),
        ] {
            let expected = vec![String::from(issuer), format!("{issuer}/")];
            assert_eq!(issuers(url), Ok(expected), "{url}");
        }
    }

    #[test]
    fn an_issuer_is_asked_where_the_run_time_asks() {
        let address = Address::read("https://as.example.com/tenant/");
        assert_eq!(
            address,
            Ok(Address {
                urls: vec![
                    String::from("https://as.example.com/tenant/.well-known/openid-configuration"),
                    String::from(
                        "https://as.example.com/.well-known/oauth-authorization-server/tenant"
                    ),
                    String::from("https://as.example.com/.well-known/openid-configuration/tenant"),
                ],
                issuers: vec![String::from("https://as.example.com/tenant/")],
            })
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let text = String::from;
        for (url, error) in [
            ("as.example.com", AddressError::Invalid(text("as.example.com"))),
            (
                "https://as.example.com?a=b",
                AddressError::Invalid(text("https://as.example.com?a=b")),
            ),
            ("http://as.example.com", AddressError::Insecure(text("http://as.example.com"))),
            (
                "https://as.example.com/a/.well-known/openid-configuration/b",
                AddressError::NoDocument(text(
                    "https://as.example.com/a/.well-known/openid-configuration/b",
                )),
            ),
            (
                "https://as.example.com/.well-known/",
                AddressError::NoDocument(text("https://as.example.com/.well-known/")),
            ),
            (
                "https://api.example.com/.well-known/oauth-protected-resource",
                AddressError::ProtectedResource,
            ),
        ] {
            assert_eq!(Address::read(url), Err(error), "{url}");
        }
        let secret = "https://user:hunter2@as.example.com";
        let shown = Address::read(secret).map_err(|error| error.to_string());
        assert!(shown.is_err_and(|shown| !shown.contains("hunter2")));
    }

    #[test]
    fn a_snapshot_comes_from_where_its_issuer_has_its_metadata() {
        let from = "https://as.example.com/.well-known/openid-configuration";
        assert!(Address::of_snapshot("https://as.example.com/", from).is_ok());
        for issuer in ["https://as.example.com/tenant", "https://other.example.com"] {
            let error = AddressError::NotOfIssuer(String::from(from), String::from(issuer));
            assert_eq!(Address::of_snapshot(issuer, from), Err(error));
        }
    }
}
