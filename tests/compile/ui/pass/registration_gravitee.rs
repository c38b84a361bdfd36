#![deny(warnings)]

use oauth_flow::{AuthMethod, Grant, Kind, OAuthClient, Pkce, Refresh, oauth_client};

// The type of the application decides the kind of these three.
#[oauth_client(registration = "documents/gravitee/web.json")]
pub struct Mill;

#[oauth_client(registration = "documents/gravitee/native.json")]
pub struct MillApp;

#[oauth_client(registration = "documents/gravitee/browser.json")]
pub struct Board;

// `SERVICE` fits two kinds, and `WEB` a second one.
#[oauth_client(kind = "m2m", registration = "documents/gravitee/service.json")]
pub struct Scales;

#[oauth_client(kind = "trusted", registration = "documents/gravitee/web.json")]
pub struct OwnApp;

#[oauth_client(kind = "third_party", registration = "clients/gravitee_service.json")]
pub struct Partner;

fn main() {
    let it = Mill::DECLARATION;
    assert_eq!(it.kind, Some(Kind::Web));
    assert_eq!(it.client_id, Some("8153a67000d05b1a85817316"));
    assert_eq!(it.grants, [Grant::AuthorizationCode, Grant::RefreshToken]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::ClientSecretBasic, Some(Pkce::S256)));
    assert_eq!(it.redirect_uris, ["https://mill.example.com/login/callback"]);
    assert_eq!(it.post_logout_redirect_uris, ["https://mill.example.com/"]);
    assert_eq!(it.scopes, ["openid", "orders"]);

    let it = MillApp::DECLARATION;
    assert_eq!(it.kind, Some(Kind::Native));
    assert_eq!(it.grants, [Grant::AuthorizationCode, Grant::RefreshToken]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::None, Some(Pkce::S256)));
    assert_eq!(it.refresh, Some(Refresh::Rotate));
    assert_eq!(it.redirect_uris, ["com.example.mill:/callback"]);
    assert_eq!(it.scopes, ["openid", "offline_access"]);

    let it = Board::DECLARATION;
    assert_eq!((it.kind, it.grants), (Some(Kind::Spa), &[Grant::AuthorizationCode][..]));
    assert_eq!((it.auth, it.pkce), (AuthMethod::None, Some(Pkce::S256)));
    assert_eq!(it.redirect_uris, ["https://board.mill.example.com/callback"]);

    let it = Scales::DECLARATION;
    assert_eq!((it.kind, it.grants), (Some(Kind::M2m), &[Grant::ClientCredentials][..]));
    assert_eq!((it.auth, it.pkce), (AuthMethod::PrivateKeyJwt, None));
    assert_eq!(it.jwks_uri, Some("https://scales.mill.example.com/jwks.json"));
    assert_eq!(it.scopes, ["weights"]);

    assert_eq!(OwnApp::DECLARATION.kind, Some(Kind::Trusted));

    let it = Partner::DECLARATION;
    assert_eq!((it.kind, it.grants), (Some(Kind::ThirdParty), &[Grant::JwtBearer][..]));
}
