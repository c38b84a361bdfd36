#![deny(warnings)]

use oauth_flow::{AuthMethod, Grant, Kind, OAuthClient, Pkce, Refresh, SenderConstraint, oauth_client};

// One client, whose redirect URI is below its root URL.
#[oauth_client(kind = "web", registration = "documents/keycloak/client.json")]
pub struct Customs;

// A realm, with the clients that the server has for itself.
#[oauth_client(
    kind = "web",
    client_id = "harbor-web",
    registration = "documents/keycloak/realm.json"
)]
pub struct Office;

// A document of Keycloak says nothing of refresh tokens, so that the attribute may.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    client_id = "harbor-web",
    registration = "documents/keycloak/realm.json"
)]
pub struct OfficeThatRefreshes;

#[oauth_client(
    kind = "m2m",
    client_id = "harbor-tariffs",
    scope = "tariffs-write",
    registration = "documents/keycloak/realm.json"
)]
pub struct Tariffs;

// An array of realms.
#[oauth_client(
    kind = "native",
    client_id = "beam",
    refresh = "rotate",
    grant("authorization_code", "refresh_token", "device_code"),
    registration = "documents/keycloak/realms.json"
)]
pub struct Beam;

fn main() {
    let it = Customs::DECLARATION;
    assert_eq!((it.kind, it.client_id), (Some(Kind::Web), Some("harbor-customs")));
    assert_eq!(it.grants, [Grant::AuthorizationCode]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::PrivateKeyJwt, Some(Pkce::S256)));
    assert_eq!(it.jwks_uri, Some("https://customs.harbor.example.org/jwks.json"));
    assert_eq!(it.redirect_uris, ["https://customs.harbor.example.org/login/callback"]);
    assert_eq!(
        it.post_logout_redirect_uris,
        ["https://customs.harbor.example.org/", "https://customs.harbor.example.org/goodbye"]
    );
    assert_eq!((it.par, it.sender_constraint), (true, Some(SenderConstraint::Dpop)));

    let it = Office::DECLARATION;
    assert_eq!(it.grants, [Grant::AuthorizationCode]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::ClientSecretBasic, Some(Pkce::S256)));
    assert_eq!(it.redirect_uris, ["https://office.harbor.example.com/login/callback"]);
    assert_eq!(
        it.post_logout_redirect_uris,
        ["https://office.harbor.example.com/", "https://office.harbor.example.com/signed-out"]
    );

    let it = OfficeThatRefreshes::DECLARATION;
    assert_eq!(it.grants, [Grant::AuthorizationCode, Grant::RefreshToken]);

    let it = Tariffs::DECLARATION;
    assert_eq!((it.kind, it.grants), (Some(Kind::M2m), &[Grant::ClientCredentials][..]));
    assert_eq!((it.auth, it.pkce), (AuthMethod::ClientSecretBasic, None));
    assert_eq!(it.scopes, ["tariffs-write"]);
    assert!(it.redirect_uris.is_empty());

    let it = Beam::DECLARATION;
    assert_eq!(it.grants, [Grant::AuthorizationCode, Grant::RefreshToken, Grant::DeviceCode]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::None, Some(Pkce::S256)));
    assert_eq!(it.refresh, Some(Refresh::Rotate));
    assert_eq!(it.redirect_uris, ["http://127.0.0.1/callback"]);
    assert!(it.post_logout_redirect_uris.is_empty());
}
