//! The issuer of a flow is the name of its server, and of no other.

use oauth_flow::flow::{BuildError, Flow, Origin, ServerMetadata};
use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m")]
struct Billing {
    client_id: String,
    client_secret: String,
    token_endpoint: Option<String>,
    discovery_url: Option<String>,
}

fn billing(discovery_url: Option<&str>) -> Billing {
    Billing {
        client_id: "billing".into(),
        client_secret: "hush".into(),
        token_endpoint: Some("https://idp.example.com/token".into()),
        discovery_url: discovery_url.map(String::from),
    }
}

#[test]
fn the_url_of_the_metadata_is_no_issuer() {
    for url in [
        "https://idp.example.com/.well-known/openid-configuration",
        "https://idp.example.com/.well-known/oauth-authorization-server/tenant",
    ] {
        let error = Flow::new(&billing(Some(url))).unwrap_err();
        assert_eq!(error, BuildError::DiscoveryUrl(Origin::Field("discovery_url")));
        assert_eq!(
            error.to_string(),
            "the field `discovery_url` is the URL of the server's metadata and not its issuer; \
             help: give the issuer, or the metadata by `server` of the builder"
        );
    }
    assert!(Flow::new(&billing(Some("https://idp.example.com/well-known"))).is_ok());
    assert!(Flow::new(&billing(None)).is_ok());
}

#[test]
fn an_issuer_that_is_given_does_not_rename_the_server_of_the_metadata() {
    let issuer = "https://idp.example.com";
    let json = r#"{"issuer": "https://idp.example.com",
        "token_endpoint": "https://idp.example.com/token"}"#;
    let metadata = ServerMetadata::read(json.as_bytes(), issuer).unwrap();
    let flow = |issuer: &str| {
        let builder = Flow::<Billing>::builder().config(&billing(None)).server(&metadata);
        builder.issuer(issuer).build().map(|_| ())
    };
    assert_eq!(flow(issuer), Ok(()));
    let several = BuildError::Several(Origin::Method("issuer"), Origin::Metadata("issuer"));
    assert_eq!(flow("https://evil.example.com"), Err(several));
}
