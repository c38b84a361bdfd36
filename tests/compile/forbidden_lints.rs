//! The expansion of a client that is not deprecated overrides no lint: where a crate forbids them, an
//! `allow` in it would not build, or would warn.
#![forbid(warnings, unexpected_cfgs)]

use oauth_flow::{OAuthClient, oauth_client};

#[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/cb")]
struct Frontend {
    client_id: String,
}

#[oauth_client(kind = "m2m")]
struct Report<'a, T> {
    client_id: &'a str,
    client_secret: T,
}

/// Its documents are constants of the expansion.
#[oauth_client(
    kind = "web",
    pkce = "S256",
    registration = "ui/documents/clients/portal.json",
    server = "ui/documents/servers/login.example.com.json"
)]
struct Portal {
    client_secret: String,
}

#[test]
fn an_expansion_overrides_no_lint() {
    assert!(Frontend::DECLARATION.is_public());
    assert!(!Report::<'_, Vec<u8>>::DECLARATION.is_public());
    assert_eq!(Portal::DECLARATION.issuer, Some("https://login.example.com"));
    assert_eq!(Portal { client_secret: String::new() }.client_secret, "");
    let Frontend { client_id } = Frontend { client_id: String::from("app") };
    assert_eq!(client_id, "app");
    let report = Report { client_id: "report", client_secret: vec![1_u8] };
    assert_eq!((report.client_id, report.client_secret), ("report", vec![1]));
}
