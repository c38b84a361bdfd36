#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", pkce = "S256", auth = "client_secret_post", registration = "clients/portal.json")]
struct OtherMethod;

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
    scope("openid", "email"),
    registration = "clients/portal.json"
)]
struct NotRegistered;

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://app.example.com/new",
    registration = "clients/portal.json"
)]
struct OtherUri;

#[oauth_client(
    kind = "native",
    pkce = "S256",
    redirect_uri("http://127.0.0.1/cb", "http://[::1]/cb"),
    registration = "clients/native.json"
)]
struct OneUriMore;

#[oauth_client(kind = "spa", pkce = "S256", registration = "clients/native.json")]
struct OtherKind;

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    client_id = "portal",
    registration = "clients/realm.json"
)]
struct NotDeclared;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/choices.json")]
struct NotAChoice;

// What the registration lets through is weaker: the attribute is right.
#[oauth_client(kind = "spa", pkce = "S256", registration = "documents/gravitee/browser-plain.json")]
struct WeakerPkce;

#[oauth_client(
    kind = "web",
    pkce = "S256",
    auth = "client_secret_basic",
    registration = "clients/public.json"
)]
struct NoMethod;

fn main() {}
