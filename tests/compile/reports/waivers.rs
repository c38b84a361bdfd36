//! Waivers that the run time can need.

use super::{UNIT, finds};

#[test]
fn a_waiver_of_values_that_arrive_at_run_time_is_used() {
    let whole = "struct Client { client_id: Text, client_secret: Text, issuer: Text, \
                 authorization_url: Text, token_url: Text, callback_url: Text, scopes: Text, \
                 resource: Text }";
    for rule in [
        "insecure_issuer",
        "insecure_endpoint",
        "loopback_issuer",
        "templated_server_url",
        "insecure_redirect_uri",
        "loopback_redirect_uri",
        "localhost_redirect_uri",
        "private_use_scheme",
        "redirect_uri_fragment",
        "secret_in_uri",
        "missing_openid_scope",
        "over_broad_scope",
        "joined_scopes",
        "invalid_resource",
    ] {
        let waiver = format!("allow({rule}, reason = \"compose network\")");
        finds(&format!("kind = \"web\", {waiver}"), whole, &[]);
    }
    let waived = |rule: &str| format!("allow({rule}, reason = \"compose network\")");
    let run_time = |rule| format!("kind = \"web\", redirect_uri = \"runtime\", {}", waived(rule));
    finds(&run_time("insecure_redirect_uri"), UNIT, &[]);
    // The issuer, the endpoints and the scope come from the server's metadata and the builder.
    for rule in ["insecure_issuer", "insecure_endpoint", "over_broad_scope", "invalid_resource"] {
        finds(&run_time(rule), UNIT, &[]);
    }
    // What the server supports is known where its metadata is.
    for rule in [
        "unsupported_grant_type",
        "unsupported_response_type",
        "unsupported_pkce_method",
        "unsupported_auth_method",
        "unsupported_algorithm",
        "unsupported_scope",
        "unadvertised_pkce",
        "unsupported_metadata_document",
        "par_required",
        "request_object_required",
        "added_slash",
    ] {
        finds(&run_time(rule), UNIT, &[]);
    }
    let mcp = r#"profile = "mcp", kind = "native", resource = "runtime", redirect_uri = "runtime""#;
    finds(&format!("{mcp}, {}", waived("mcp_redirect_uri")), UNIT, &[]);
}

#[test]
fn a_waiver_of_values_that_are_all_declared_is_unused() {
    let declared = r#"kind = "m2m", issuer = "https://as.example.com",
        token_endpoint = "https://as.example.com/token", scope = "orders:read",
        resource = "https://api.example.com""#;
    for rule in [
        "insecure_issuer",
        "insecure_endpoint",
        "loopback_issuer",
        "over_broad_scope",
        "invalid_resource",
        // No rule of values, or none of this client.
        "plain_pkce",
        "insecure_redirect_uri",
        "insecure_logout_uri",
    ] {
        let attribute = format!("{declared}, allow({rule}, reason = \"a test\")");
        finds(&attribute, UNIT, &["unused_allow"]);
    }
    let uri = r#"kind = "native", redirect_uri = "http://127.0.0.1/cb", allow(localhost_redirect_uri, reason = "a test")"#;
    finds(uri, UNIT, &["unused_allow"]);
    // Off under the profile, at run time too.
    let off = r#"profile = "mcp", kind = "native", resource = "runtime", redirect_uri = "runtime", allow(localhost_redirect_uri, reason = "a test")"#;
    finds(off, UNIT, &["unused_allow"]);
}
