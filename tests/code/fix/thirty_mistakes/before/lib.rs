pub mod calls;
pub mod runs;
use oauth_flow::oauth_client;

// 1-2: a key and a word
#[oauth_client(knid = "web", redirect_uri = "https://a.example.com/cb", pkce = "s-256", grant = "authorization_code")]
pub struct A { client_id: String, client_secret: String }

// 3: scope twice, 4: redirect URI twice
#[oauth_client(
    kind = "web",
    scope = "openid  email openid", // what the portal needs
    redirect_uri("https://b.example.com/cb", "https://b.example.com/cb"),
)]
pub struct B { client_id: String, client_secret: String }

// 5: an unused waiver, 6: the same once more
#[oauth_client(
	kind = "web",
	redirect_uri = "https://c.example.com/cb",
	allow(plain_pkce, reason = "old server"), // keep
	allow(insecure_redirect_uri, reason = "old proxy")
)]
pub struct C { client_id: String, client_secret: String }

// 7: no PKCE, nothing known of the calls
#[oauth_client(kind = "spa", grant = "authorization_code", redirect_uri = "https://d.example.com/cb")]
pub struct D { client_id: String }

// 8: implicit
#[oauth_client(kind = "spa", grant = "implicit", redirect_uri = "https://e.example.com/cb")]
pub struct E { client_id: String }

// 9: a redirect URI of plain http
#[oauth_client(kind = "web", redirect_uri = "http://f.example.com/cb")]
pub struct F { client_id: String, client_secret: String }

// 10: a secret in a public client
#[oauth_client(kind = "native", redirect_uri = "com.example.g:/cb")]
pub struct G { client_id: String, client_secret: String }

// 11: refresh tokens without protection
#[oauth_client(kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256", redirect_uri = "https://h.example.com/cb")]
pub struct H { client_id: String }

// 12: a grant twice, 13: a rule denied twice
#[oauth_client(kind = "m2m", grant("client_credentials", "client_credentials"), deny(missing_credential, missing_credential))]
pub struct I { client_id: String, client_secret: String }

// 14: joined scopes
#[oauth_client(kind = "m2m", scope = "read,write:all,openid")]
pub struct J { client_id: String, client_secret: String }

// 15: PKCE without a code, 16: a waiver twice
#[oauth_client(kind = "m2m", grant = "client_credentials", pkce = "S256", allow(legacy_profile, reason = "a"), allow(legacy_profile, reason = "b"))]
pub struct K { client_id: String, client_secret: String }

// 17: a word as a guess, 18: a misspelt helper
#[oauth_client(kind = "wep", redirect_uri = "https://l.example.com/cb")]
pub struct L { client_id: String, #[oauth(skp)] client_secret: String }

// 19 kind without key
#[oauth_client(web, redirect_uri = "https://m.example.com/cb")]
pub struct M { client_id: String, client_secret: String }

// 20-21: the spelling of a profile and of a rule
#[oauth_client(kind = "m2m", profile = "RFC 9700", allow("Missing-Credential", reason = "the sidecar has it"))]
pub struct Q { client_id: String }

// 22: openid without a user, nothing known of the calls
#[oauth_client(kind = "m2m", scope("openid", "orders"))]
pub struct R { client_id: String, client_secret: String }

// 23: a redirect URI that no grant uses
#[oauth_client(kind = "m2m", redirect_uri = "https://s.example.com/cb")]
pub struct S { client_id: String, client_secret: String }

// 24: a switch in a field
#[oauth_client(kind = "web", redirect_uri = "https://t.example.com/cb")]
pub struct T { client_id: String, client_secret: String, use_pkce: bool }
