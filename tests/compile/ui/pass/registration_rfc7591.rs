#![deny(warnings)]

use oauth_flow::{AuthMethod, Grant, Kind, OAuthClient, Pkce, Refresh, SenderConstraint, oauth_client};

// `application_type` and the method decide the kind.
#[oauth_client(pkce = "S256", registration = "documents/rfc7591/web.json")]
pub struct Orchard;

// The document leaves the kind open.
#[oauth_client(kind = "spa", pkce = "S256", registration = "documents/rfc7591/spa.json")]
pub struct Picker;

#[oauth_client(pkce = "S256", refresh = "rotate", registration = "documents/rfc7591/native.json")]
pub struct CommandLine;

#[oauth_client(kind = "m2m", registration = "documents/rfc7591/m2m.json")]
pub struct Irrigation;

#[oauth_client(kind = "device", registration = "clients/device.json")]
pub struct Television;

#[oauth_client(kind = "third_party", registration = "clients/third_party.json")]
pub struct Partner;

#[oauth_client(kind = "trusted", pkce = "S256", registration = "clients/portal.json")]
pub struct OwnApp;

fn main() {
    let it = Orchard::DECLARATION;
    assert_eq!(it.kind, Some(Kind::Web));
    assert_eq!(it.grants, [Grant::AuthorizationCode, Grant::RefreshToken]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::ClientSecretBasic, Some(Pkce::S256)));
    assert_eq!(it.client_id, Some("orchard-web"));
    assert_eq!(it.redirect_uris, ["https://orchard.example.com/login/callback"]);
    assert_eq!(it.post_logout_redirect_uris, ["https://orchard.example.com/"]);
    assert_eq!(it.scopes, ["openid", "profile", "orchard:read"]);
    assert!(!it.par);

    let it = Picker::DECLARATION;
    assert_eq!(it.kind, Some(Kind::Spa));
    assert_eq!(it.grants, [Grant::AuthorizationCode, Grant::RefreshToken]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::None, Some(Pkce::S256)));
    assert_eq!(it.sender_constraint, Some(SenderConstraint::Dpop));
    assert_eq!(it.redirect_uris, ["https://picker.orchard.example.com/callback"]);

    let it = CommandLine::DECLARATION;
    assert_eq!(it.kind, Some(Kind::Native));
    assert_eq!(it.grants, [Grant::AuthorizationCode, Grant::RefreshToken]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::None, Some(Pkce::S256)));
    assert_eq!(it.refresh, Some(Refresh::Rotate));
    assert_eq!(it.redirect_uris, ["http://127.0.0.1/callback", "http://[::1]/callback"]);

    let it = Irrigation::DECLARATION;
    assert_eq!(it.kind, Some(Kind::M2m));
    assert_eq!(it.grants, [Grant::ClientCredentials]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::PrivateKeyJwt, None));
    assert_eq!(it.jwks_uri, Some("https://irrigation.orchard.example.com/jwks.json"));
    assert_eq!(it.scopes, ["valves:read", "valves:write"]);
    assert!(it.redirect_uris.is_empty());

    let it = Television::DECLARATION;
    assert_eq!((it.kind, it.grants), (Some(Kind::Device), &[Grant::DeviceCode][..]));
    assert_eq!(it.auth, AuthMethod::None);

    let it = Partner::DECLARATION;
    assert_eq!((it.kind, it.grants), (Some(Kind::ThirdParty), &[Grant::JwtBearer][..]));
    assert_eq!(it.auth, AuthMethod::PrivateKeyJwt);

    let it = OwnApp::DECLARATION;
    assert_eq!((it.kind, it.grants), (Some(Kind::Trusted), &[Grant::AuthorizationCode][..]));
    assert_eq!((it.auth, it.pkce), (AuthMethod::ClientSecretBasic, Some(Pkce::S256)));
}
