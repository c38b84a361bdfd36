//! The issuer of a flow is the name of its server, and of no other.

use oauth_flow::flow::{BuildError, Flow, Origin, ServerMetadata, SeveralValues};
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
    let error = flow("https://evil.example.com").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`issuer` is `https://evil.example.com` and `issuer` of the server's metadata is \
         `https://idp.example.com`, and a client has one value; help: leave the wrong one out, or \
         correct it"
    );
    match error {
        BuildError::Several(several) => {
            let SeveralValues { first, second, .. } = *several;
            assert_eq!((first, second), (Origin::Method("issuer"), Origin::Metadata("issuer")));
        }
        error => panic!("{error:?}"),
    }
}

fn server() -> ServerMetadata {
    let json = r#"{"issuer": "https://idp.example.com/t1",
        "token_endpoint": "https://idp.example.com/token"}"#;
    ServerMetadata::read(json.as_bytes(), "https://idp.example.com/t1").unwrap()
}

#[test]
fn the_url_of_the_metadata_agrees_with_the_issuer_that_it_belongs_to() {
    let with = |url: &str| Flow::<Billing>::builder().config(&billing(Some(url)));
    for url in [
        "https://idp.example.com/t1/.well-known/openid-configuration",
        "https://idp.example.com/.well-known/oauth-authorization-server/t1",
        "https://idp.example.com/.well-known/openid-configuration/t1",
    ] {
        let built = with(url).server(&server()).build().map(|_| ());
        assert_eq!(built, Ok(()), "{url}");
        let built = with(url).issuer("https://idp.example.com/t1").build().map(|_| ());
        assert_eq!(built, Ok(()), "{url}");
    }
    for url in [
        "https://evil.example.com/t1/.well-known/openid-configuration",
        "https://idp.example.com/t2/.well-known/openid-configuration",
        "https://idp.example.com/.well-known/openid-configuration",
        "https://idp.example.com/t1/.well-known/openid-configuration?key=hunter2",
    ] {
        for builder in [with(url).server(&server()), with(url).issuer("https://idp.example.com/t1")]
        {
            let error = builder.build().unwrap_err();
            assert!(matches!(error, BuildError::OtherDiscoveryUrl { .. }), "{url}: {error:?}");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        }
    }
    let url = "https://idp.example.com/t2/.well-known/openid-configuration";
    assert_eq!(
        with(url).server(&server()).build().unwrap_err().to_string(),
        "the field `discovery_url` is \
         `https://idp.example.com/t2/.well-known/openid-configuration`, which is not where the metadata \
         of `https://idp.example.com/t1` is (`issuer` of the server's metadata); help: correct the \
         wrong one of the two, or mark the field `#[oauth(skip)]`"
    );
}

#[test]
fn the_url_of_the_metadata_agrees_with_a_declared_issuer_too() {
    #[oauth_client(
        kind = "m2m",
        client_id = "billing",
        issuer = "https://idp.example.com",
        token_endpoint = "https://idp.example.com/token"
    )]
    struct Declared {
        discovery_url: String,
    }
    let build = |url: &str| {
        let config = Declared { discovery_url: url.into() };
        let builder = Flow::<Declared>::builder().config(&config);
        builder.client_secret("hush").build().map(|_| ())
    };
    assert_eq!(build("https://idp.example.com/.well-known/openid-configuration"), Ok(()));
    let error = build("https://evil.example.com/.well-known/openid-configuration").unwrap_err();
    assert!(matches!(error, BuildError::OtherDiscoveryUrl { .. }), "{error:?}");
}

const TEMPLATE: &str = "https://login.example.com/{tenantid}/v2.0";

fn tenants() -> ServerMetadata {
    let json = r#"{"issuer": "https://login.example.com/{tenantid}/v2.0",
        "authorization_endpoint": "https://login.example.com/common/authorize",
        "token_endpoint": "https://login.example.com/common/token",
        "authorization_response_iss_parameter_supported": true}"#;
    ServerMetadata::read_for_tenants(json.as_bytes(), TEMPLATE).unwrap()
}

#[oauth_client(
    kind = "web",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback"
)]
struct Portal {
    issuer: Option<String>,
}

/// Whether a response of an issuer is taken.
fn accepts(flow: &Flow<Portal>, iss: &str) -> bool {
    let (_url, pending) = flow.authorize().begin().unwrap();
    let state = serde_json::to_value(&pending).unwrap()["state"].as_str().unwrap().to_owned();
    let query = format!("code=c&state={state}&iss={iss}");
    flow.complete(pending, query.as_str()).is_ok()
}

fn of_tenants(issuer: Option<&str>) -> Result<Flow<Portal>, BuildError> {
    let config = Portal { issuer: issuer.map(String::from) };
    Flow::<Portal>::builder().config(&config).client_secret("hush").server(&tenants()).build()
}

#[test]
fn a_server_of_many_tenants_answers_in_the_name_of_each() {
    for issuer in [None, Some(TEMPLATE)] {
        let flow = of_tenants(issuer).unwrap();
        assert!(accepts(&flow, "https://login.example.com/t1/v2.0"));
        assert!(accepts(&flow, "https://login.example.com/t2/v2.0"));
        for other in [
            "https://evil.example.com/t1/v2.0",
            "https://login.example.com/v2.0",
            "https://login.example.com/t1/t2/v2.0",
            "https://login.example.com/../v2.0",
            "https://login.example.com/%257Btenantid%257D/v2.0",
            "https://login.example.com/t1/v2.0/",
        ] {
            assert!(!accepts(&flow, other), "{other}");
        }
    }
}

#[test]
fn one_tenant_is_chosen_by_its_issuer() {
    let flow = of_tenants(Some("https://login.example.com/t1/v2.0")).unwrap();
    assert!(accepts(&flow, "https://login.example.com/t1/v2.0"));
    assert!(!accepts(&flow, "https://login.example.com/t2/v2.0"));
    let error = of_tenants(Some("https://evil.example.com/t1/v2.0")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the field `issuer` is `https://evil.example.com/t1/v2.0` and `issuer` of the server's metadata \
         is `https://login.example.com/{tenantid}/v2.0`, and a client has one value; help: leave the \
         wrong one out, or correct it"
    );
}

#[test]
fn the_url_of_the_metadata_of_tenants_is_one_of_theirs() {
    for (url, agrees) in [
        ("https://login.example.com/common/v2.0/.well-known/openid-configuration", true),
        ("https://login.example.com/t1/v2.0/.well-known/openid-configuration", true),
        ("https://login.example.com/.well-known/oauth-authorization-server/common/v2.0", true),
        ("https://evil.example.com/common/v2.0/.well-known/openid-configuration", false),
        ("https://login.example.com/a/b/v2.0/.well-known/openid-configuration", false),
        ("https://login.example.com/v2.0/.well-known/openid-configuration", false),
    ] {
        assert_eq!(of_tenants(Some(url)).is_ok(), agrees, "{url}");
    }
}
