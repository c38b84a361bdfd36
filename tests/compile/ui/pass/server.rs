#![deny(warnings)]

use oauth_flow::{Kind, OAuthClient, oauth_client};

// The document says who the server is: no field and no key has to.
#[oauth_client(
    kind = "web",
    client_id = "harbor-web",
    registration = "documents/keycloak/realm.json",
    server = "documents/servers/all-lists.json"
)]
pub struct Office;

// A list that is left out, here that of the grants, says nothing.
#[oauth_client(
    kind = "m2m",
    scope = "reports",
    server = "documents/servers/no-grant-types.json",
    allow(unsupported_scope, reason = "the server lists the scopes of users alone")
)]
pub struct Report;

// Somebody checked that this server supports PKCE.
#[oauth_client(
    kind = "spa",
    redirect_uri = "https://app.example.com/cb",
    server = "documents/servers/no-pkce-list.json",
    allow(unadvertised_pkce, reason = "a wrong verifier was refused on 2026-11-02")
)]
pub struct Directory;

fn main() {
    let it = Office::DECLARATION;
    let realm = "https://id.harbor.example.com/realms/harbor";
    assert_eq!((it.kind, it.issuer), (Some(Kind::Web), Some(realm)));
    let below = |path: &str| Some(format!("{realm}/protocol/openid-connect/{path}"));
    let endpoint = |url: Option<&str>| url.map(String::from);
    assert_eq!(endpoint(it.endpoints.authorization_endpoint), below("auth"));
    assert_eq!(endpoint(it.endpoints.token_endpoint), below("token"));
    assert_eq!(endpoint(it.endpoints.revocation_endpoint), below("revoke"));
    assert_eq!(endpoint(it.endpoints.device_authorization_endpoint), below("auth/device"));
    assert_eq!(
        endpoint(it.endpoints.pushed_authorization_request_endpoint),
        below("ext/par/request")
    );
    // The key set of the server is not the one of the client.
    assert_eq!(it.jwks_uri, None);

    assert!(Report::DECLARATION.issuer.is_some_and(|issuer| issuer.ends_with('/')));
    assert!(Directory::DECLARATION.endpoints.token_endpoint.is_some());
}
