#![allow(dead_code)]

use oauth_flow::oauth_client;

// A public client with the redirect URI `*` and without a PKCE method, as Keycloak has it.
#[oauth_client(kind = "spa", client_id = "harbor-portal", registration = "documents/keycloak/realm.json")]
struct Portal;

// The template of web applications of Gravitee AM.
#[oauth_client(registration = "documents/gravitee/web-default.json")]
struct FromATemplate;

// Its `plain` is let through.
#[oauth_client(registration = "documents/gravitee/browser-plain.json")]
struct Plain;

// The type decides no kind.
#[oauth_client(registration = "documents/gravitee/service.json")]
struct Service;

#[oauth_client(registration = "documents/gravitee/agent.json")]
struct Agent;

#[oauth_client(registration = "documents/gravitee/resource-server.json")]
struct ResourceServer;

// The metadata for all tenants has a placeholder.
#[oauth_client(kind = "m2m", server = "documents/servers/multi-tenant.json")]
struct AllTenants;

fn main() {}
