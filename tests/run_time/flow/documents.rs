//! A flow of a client whose registration and server are documents.

use oauth_flow::flow::{BuildError, Flow, Origin};
use oauth_flow::{AuthMethod, OAuthClient, oauth_client};

/// The documents have all but the secret.
#[oauth_client(
    kind = "web",
    pkce = "S256",
    registration = "documents/registration.json",
    server = "documents/server.json"
)]
#[derive(Default)]
struct Login {
    client_secret: String,
    redirect_uri: Option<String>,
    issuer: Option<String>,
}

fn login() -> Login {
    Login { client_secret: "hush".into(), ..Login::default() }
}

#[test]
fn the_documents_are_constants_of_the_type() {
    const IT: &oauth_flow::Declaration<'static> = Login::DECLARATION;
    assert_eq!(IT.client_id, Some("portal"));
    assert_eq!(IT.auth, AuthMethod::ClientSecretPost);
    assert_eq!(IT.issuer, Some("https://idp.example.com"));
    assert_eq!(IT.endpoints.token_endpoint, Some("https://idp.example.com/token"));
    assert_eq!(IT.endpoints.revocation_endpoint, Some("https://idp.example.com/revoke"));
    assert_eq!(IT.redirect_uris, ["https://app.example.com/callback"]);
    assert_eq!(IT.scopes, ["openid", "orders:read"]);
}

#[test]
fn a_flow_needs_no_field_for_what_the_documents_say() {
    let flow = Flow::new(&login()).unwrap();
    assert_eq!(flow.client_id(), "portal");
    let (url, _) = flow.authorize().begin().unwrap();
    let url = url.to_string();
    assert!(url.starts_with("https://idp.example.com/authorize?"), "{url}");
    assert!(url.contains("redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback"), "{url}");
    assert!(url.contains("scope=openid+orders%3Aread"), "{url}");
}

#[test]
fn a_value_of_the_run_time_is_one_of_the_documents() {
    let other = |login: Login| match Flow::new(&login) {
        Err(BuildError::Values(findings)) => {
            findings.iter().map(|it| (it.rule.id, it.origin)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let redirect_uri = Some("https://app.example.com/other".into());
    assert_eq!(
        other(Login { redirect_uri, ..login() }),
        [("undeclared_value", Origin::Field("redirect_uri"))]
    );
    let issuer = Some("https://other.example.com".into());
    assert_eq!(other(Login { issuer, ..login() }), [("undeclared_value", Origin::Field("issuer"))]);
}
