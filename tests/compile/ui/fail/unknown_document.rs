#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/list.json")]
struct List;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/null.json")]
struct Null;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/adapter.json")]
struct Adapter;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/admin_api_2.json")]
struct AdminApi2;

#[oauth_client(kind = "web", pkce = "S256", registration = "servers/login.example.com.json")]
struct ServerForRegistration;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/saml.json")]
struct Saml;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/bearer_only.json")]
struct BearerOnly;

#[oauth_client(pkce = "S256", registration = "clients/resource_server.json")]
struct ResourceServer;

#[oauth_client(kind = "m2m", server = "clients/portal.json")]
struct RegistrationForServer;

#[oauth_client(kind = "m2m", server = "clients/list.json")]
struct NoServer;

#[oauth_client(kind = "m2m", server = "servers/resource.json")]
struct ProtectedResource;

#[oauth_client(kind = "m2m", server = "servers/newer_snapshot.json")]
struct NewerSnapshot;

fn main() {}
