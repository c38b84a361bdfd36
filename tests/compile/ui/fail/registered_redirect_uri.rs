#![allow(dead_code)]

use oauth_flow::oauth_client;

// A value of a document: the message says where it is there.
#[oauth_client(kind = "web", pkce = "S256", registration = "clients/insecure.json")]
struct Client;

// The same document with the line ends of Windows.
#[oauth_client(kind = "web", pkce = "S256", registration = "clients/insecure_windows.json")]
struct WithCarriageReturns;

// The same document through a symbolic link.
#[oauth_client(kind = "web", pkce = "S256", registration = "clients/insecure_link.json")]
struct ThroughALink;

// A member that is `null` counts as left out.
#[oauth_client(kind = "web", pkce = "S256", registration = "clients/null_members.json")]
struct NullMembers;

fn main() {}
