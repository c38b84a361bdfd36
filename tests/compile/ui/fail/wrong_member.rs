#![allow(dead_code)]

use oauth_flow::oauth_client;

// One document with four wrong members: one build shows them all.
#[oauth_client(kind = "web", pkce = "S256", registration = "clients/wrong_types.json")]
struct WrongTypes;

#[oauth_client(pkce = "S256", registration = "clients/wrong_words.json")]
struct WrongWords;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/draft_method.json")]
struct Draft;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/empty_grant.json")]
struct EmptyGrant;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/grant_twice.json")]
struct GrantTwice;

#[oauth_client(kind = "m2m", registration = "clients/key_set.json")]
struct KeySet;

#[oauth_client(kind = "web", registration = "clients/keycloak_flag.json")]
struct KeycloakFlags;

#[oauth_client(registration = "clients/gravitee_type.json")]
struct GraviteeType;

#[oauth_client(kind = "m2m", server = "servers/no_issuer.json")]
struct NoIssuer;

#[oauth_client(kind = "m2m", server = "servers/empty_endpoint.json")]
struct EmptyEndpoint;

#[oauth_client(kind = "m2m", server = "servers/snapshot_version_as_text.json")]
struct NumberAsText;

fn main() {}
