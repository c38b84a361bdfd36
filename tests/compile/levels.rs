//! The level of each rule in each profile, grouped by what a profile softens, hardens or leaves
//! out. A level is never raised outside a breaking release.

use oauth_flow_core::Level::{self, Error, Off, Warn};
use oauth_flow_core::rules;
use oauth_flow_core::vocabulary::Profile;

/// The profiles, in the order of the levels below.
const PROFILES: [Profile; 5] =
    [Profile::Rfc9700, Profile::Rfc6749, Profile::OAuth21, Profile::Fapi2, Profile::Mcp];

/// What is not an error in every profile.
const GROUPS: &[([Level; 5], &[&str])] = &[
    // A warning under each profile: the declaration works, and says more than it needs or less than
    // it could.
    (
        [Warn, Warn, Warn, Warn, Warn],
        &[
            "duplicate_redirect_uri",
            "duplicate_scope",
            "mixed_user_and_machine_grants",
            "noncanonical_redirect_uri",
            "offline_access_mismatch",
            "open_redirector",
            "over_broad_scope",
            "pkce_without_code_grant",
            "private_use_scheme_authority",
            "refresh_with_assertion_grant",
            "unused_allow",
            "unused_redirect_uri",
            // What a name, or what is not there, seems to say.
            "misspelt_field",
            "unchecked_struct",
            "password_without_grant",
            "joined_redirect_uris",
            "redirect_uri_port_zero",
            "joined_scopes",
            "misspelt_scope",
            "token_exchange_without_target",
            "dynamic_registration_of_one_installation",
            // The slash may be part of the value.
            "added_slash",
            // What only a tool can tell.
            "overdue_waiver",
            "shared_redirect_uri",
            "stale_document",
            "unpackaged_document",
            "undeclared_client",
            "followed_redirects",
            // For a public client, and against a declared `S256`, it is an error.
            "code_without_pkce",
            // What the server does with refresh tokens, no declaration can break.
            "unprotected_refresh_token",
            // A user may have written the slash.
            "added_slash",
            // A server may support more than it lists.
            "unsupported_metadata_document",
            "unsupported_scope",
        ],
    ),
    // What servers that predate the best practice still ask for.
    (
        [Error, Warn, Error, Error, Error],
        &[
            "front_channel_access_token",
            "https_loopback_redirect_uri",
            "implicit_grant",
            "insecure_redirect_uri",
            "missing_redirect_uri",
            "password_grant",
            "private_use_scheme",
            "redirect_uri_dot_segments",
            "templated_redirect_uri",
            "wildcard_redirect_uri",
        ],
    ),
    // What FAPI 2.0 does not let pass.
    (
        [Warn, Warn, Warn, Error, Warn],
        &[
            "committed_secret",
            "development_client_id",
            "endpoint_mismatch",
            "insecure_switch",
            "key_in_public_client",
            "leaky_secret",
            "loopback_issuer",
            "loopback_redirect_uri",
            "openid_without_user",
            "pkce_switch",
            "refresh_claim_unbacked",
            "unauthenticated_assertion",
        ],
    ),
    // What only FAPI 2.0 asks for.
    (
        [Off, Off, Off, Error, Off],
        &["fapi_client_authentication", "fapi_public_client", "sender_constraint_required"],
    ),
    ([Off, Off, Off, Warn, Off], &["refresh_rotation_under_fapi"]),
    // What only MCP asks for.
    ([Off, Off, Off, Off, Error], &["mcp_redirect_uri", "missing_resource"]),
    // MCP deprecates it and takes it.
    ([Off, Off, Off, Off, Warn], &["deprecated_dynamic_registration"]),
    // RFC 9700 recommends PKCE to confidential clients; the later texts require it.
    ([Warn, Off, Error, Error, Error], &["missing_pkce_confidential"]),
    // MCP takes `localhost` by name.
    ([Warn, Off, Warn, Warn, Off], &["localhost_redirect_uri"]),
    ([Warn, Warn, Error, Error, Warn], &["insecure_logout_uri"]),
    // A server that does not say which PKCE methods it supports may support them.
    ([Warn, Off, Warn, Error, Error], &["response_type_not_code", "unadvertised_pkce"]),
    ([Error, Warn, Error, Error, Error], &["unsupported_pkce_method"]),
    // How much of a document each server has to read is no rule of RFC 6749.
    ([Warn, Off, Warn, Error, Warn], &["large_metadata_document"]),
    ([Off, Warn, Off, Off, Off], &["legacy_profile"]),
];

#[test]
fn a_rule_has_the_level_of_its_group_and_else_is_an_error() {
    let known = |id: &&str| rules::find(id).is_some();
    assert!(GROUPS.iter().flat_map(|(_, ids)| ids.iter()).all(known));
    for rule in rules::all() {
        let group = GROUPS.iter().find(|(_, ids)| ids.contains(&rule.id));
        let expected = group.map_or([Error; 5], |(levels, _)| *levels);
        assert_eq!(PROFILES.map(|profile| rule.level(profile)), expected, "{}", rule.id);
    }
}

/// The rules whose finding may be what a user wants: each names the case.
const WITH_A_CASE: [&str; 23] = [
    "added_slash",
    "committed_secret",
    "deprecated_dynamic_registration",
    "development_client_id",
    "endpoint_mismatch",
    "https_loopback_redirect_uri",
    "key_in_public_client",
    "large_metadata_document",
    "localhost_redirect_uri",
    "missing_credential",
    "private_use_scheme",
    "private_use_scheme_authority",
    "secret_in_public_client",
    "shared_redirect_uri",
    "token_exchange_without_target",
    "unadvertised_pkce",
    "unauthenticated_assertion",
    "unchecked_state",
    "unsupported_grant_type",
    "unsupported_metadata_document",
    "unsupported_pkce_method",
    "unsupported_scope",
    "unverified_id_token",
];

#[test]
fn a_rule_that_may_be_waived_rightly_names_the_case() {
    let mut found: Vec<&str> =
        rules::all().filter(|rule| rule.waive_where.is_some()).map(|rule| rule.id).collect();
    found.sort_unstable();
    assert_eq!(found, WITH_A_CASE);
}
