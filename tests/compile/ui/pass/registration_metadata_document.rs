#![deny(warnings)]

use oauth_flow::{AuthMethod, Grant, Kind, OAuthClient, Pkce, Profile, oauth_client};

#[oauth_client(
    profile = "mcp",
    pkce = "S256",
    refresh = "rotate",
    resource = "https://mcp.inkwell.example.com/notes",
    registration = "documents/rfc7591/mcp-client.json",
    server = "documents/servers/mcp.json"
)]
pub struct Inkwell;

fn main() {
    let it = Inkwell::DECLARATION;
    assert_eq!((it.kind, it.profile), (Some(Kind::Native), Profile::Mcp));
    assert_eq!(it.client_id, Some("https://inkwell.example.org/oauth/client.json"));
    assert_eq!(it.grants, [Grant::AuthorizationCode, Grant::RefreshToken]);
    assert_eq!((it.auth, it.pkce), (AuthMethod::None, Some(Pkce::S256)));
    assert_eq!(it.redirect_uris, ["http://127.0.0.1/callback"]);
    assert_eq!(it.resources, ["https://mcp.inkwell.example.com/notes"]);
}
