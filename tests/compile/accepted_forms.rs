//! Each kind, each profile and each accepted form of every key compiles without a warning, and
//! gives the declaration that it says.
#![deny(warnings)]
#![deny(clippy::pedantic, missing_docs)]

use oauth_flow::{
    AuthMethod, Date, Grant, JwsAlgorithm, Kind, OAuthClient, Pkce, Profile, Refresh, ResponseMode,
    ResponseType, SenderConstraint,
};

/// Declares a client of its own module, so that no two names meet.
macro_rules! client {
    ($name:ident: $($attribute:tt)*) => {
        mod $name {
            /// A client.
            #[oauth_flow::oauth_client($($attribute)*)]
            pub struct Client;
        }
    };
}

client!(m2m: kind = "m2m");
client!(web: kind = "web", redirect_uri = "https://app.example.com/cb");
client!(spa: kind = "spa", redirect_uri = "https://app.example.com/cb");
client!(native: kind = "native", redirect_uri = "com.example.app:/cb");
client!(device: kind = "device");
client!(trusted: kind = "trusted", redirect_uri = "http://127.0.0.1/cb");
client!(third_party: kind = "third_party");

client!(rfc9700: kind = "m2m", profile = "rfc9700");
client!(rfc6749: kind = "m2m", profile = "rfc6749", allow(legacy_profile, reason = "old server"));
client!(oauth2_1: kind = "m2m", profile = "oauth2.1");
client!(fapi2: kind = "m2m", profile = "fapi2", jwks_uri = "https://svc.example.com/jwks.json");
client!(mcp: kind = "m2m", profile = "mcp", resource = "https://mcp.example.com");

client!(bare_words:
    kind = spa, profile = oauth2_1, grant = [authorization_code, refresh_token], pkce = S256,
    refresh = rotate, redirect_uri = runtime, response_type = code, response_mode = query.jwt
);
client!(bare_version: kind = third_party, profile = oauth2.1, grant = jwt-bearer);
client!(bracket_list: kind = "third_party", grant = ["jwt-bearer", "token-exchange"]);
client!(one_in_a_list: kind = "third_party", grant("jwt_bearer"));
client!(urns:
    kind = "third_party",
    grant("urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:example:grant-type:badge")
);
client!(raw_strings: kind = r"m2m", scope = r#"orders:read"#);
client!(scope_text: kind = "m2m", scope = "orders:read orders:write");
client!(scope_list: kind = "m2m", scope("orders:read", "orders:write"));
client!(par_flag: kind = "web", redirect_uri = "runtime", par);
client!(par_true: kind = "web", redirect_uri = "runtime", par = true);
client!(par_false: kind = "web", redirect_uri = "runtime", par = false);
client!(several_uris:
    kind = "web",
    redirect_uri("https://a.example.com/cb", "https://b.example.com/cb"),
    scope = "openid",
    post_logout_redirect_uri = "https://a.example.com/bye",
);
client!(everything:
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "private_key_jwt",
    jwks_uri = "https://app.example.com/jwks.json",
    redirect_uri = "https://app.example.com/cb",
    response_mode = "form_post",
    sender_constraint = "dpop",
    request_object = "ES256",
    resource("https://api.example.com", "https://files.example.com"),
    client_id = "portal",
    issuer = "https://as.example.com",
    authorization_endpoint = "https://as.example.com/authorize",
    token_endpoint = "https://as.example.com/token",
    device_authorization_endpoint = "https://as.example.com/device",
    revocation_endpoint = "https://as.example.com/revoke",
    pushed_authorization_request_endpoint = "https://as.example.com/par",
    par,
    deny(leaky_secret, pkce_switch),
);
client!(waived:
    kind = "trusted",
    grant = "password",
    allow(password_grant, reason = "terminal retired with release 9", until = "2027-06-30"),
);
client!(waived_bare_date:
    kind = "trusted", grant = "password",
    allow(password_grant, reason = "terminal", until = 2028-02-29)
);

#[test]
fn every_kind_and_profile_compiles() {
    let kinds = [
        m2m::Client::DECLARATION,
        web::Client::DECLARATION,
        spa::Client::DECLARATION,
        native::Client::DECLARATION,
        device::Client::DECLARATION,
        trusted::Client::DECLARATION,
        third_party::Client::DECLARATION,
    ]
    .map(|declaration| declaration.kind);
    let expected = [
        Kind::M2m,
        Kind::Web,
        Kind::Spa,
        Kind::Native,
        Kind::Device,
        Kind::Trusted,
        Kind::ThirdParty,
    ];
    assert_eq!(kinds, expected.map(Some));
    let profiles = [
        rfc9700::Client::DECLARATION,
        rfc6749::Client::DECLARATION,
        oauth2_1::Client::DECLARATION,
        fapi2::Client::DECLARATION,
        mcp::Client::DECLARATION,
    ]
    .map(|declaration| declaration.profile);
    let expected =
        [Profile::Rfc9700, Profile::Rfc6749, Profile::OAuth21, Profile::Fapi2, Profile::Mcp];
    assert_eq!(profiles, expected);
}

#[test]
fn bare_words_read_like_strings() {
    let declaration = bare_words::Client::DECLARATION;
    assert_eq!(declaration.kind, Some(Kind::Spa));
    assert_eq!(declaration.profile, Profile::OAuth21);
    assert_eq!(declaration.grants, [Grant::AuthorizationCode, Grant::RefreshToken]);
    assert_eq!(declaration.pkce, Some(Pkce::S256));
    assert_eq!(declaration.refresh, Some(Refresh::Rotate));
    assert!(declaration.redirect_uri_at_run_time);
    assert_eq!(declaration.response_types, [ResponseType::Code]);
    assert_eq!(declaration.response_mode, Some(ResponseMode::QueryJwt));
    assert_eq!(bare_version::Client::DECLARATION.profile, Profile::OAuth21);
    assert_eq!(bare_version::Client::DECLARATION.grants, [Grant::JwtBearer]);
}

#[test]
fn lists_have_two_forms_and_a_single_value_a_third() {
    let both = [Grant::JwtBearer, Grant::TokenExchange];
    assert_eq!(bracket_list::Client::DECLARATION.grants, both);
    assert_eq!(one_in_a_list::Client::DECLARATION.grants, [Grant::JwtBearer]);
    let urns = urns::Client::DECLARATION;
    assert_eq!(urns.grants, [Grant::JwtBearer]);
    assert_eq!(urns.extension_grants, ["urn:example:grant-type:badge"]);
    let scopes = ["orders:read", "orders:write"];
    assert_eq!(scope_text::Client::DECLARATION.scopes, scopes);
    assert_eq!(scope_list::Client::DECLARATION.scopes, scopes);
    assert_eq!(raw_strings::Client::DECLARATION.scopes, ["orders:read"]);
    let several = several_uris::Client::DECLARATION;
    assert_eq!(several.redirect_uris, ["https://a.example.com/cb", "https://b.example.com/cb"]);
    assert_eq!(several.post_logout_redirect_uris, ["https://a.example.com/bye"]);
}

#[test]
fn par_is_a_flag_or_a_bool() {
    assert!(par_flag::Client::DECLARATION.par);
    assert!(par_true::Client::DECLARATION.par);
    assert!(!par_false::Client::DECLARATION.par);
}

#[test]
fn every_other_key_arrives_in_the_declaration() {
    let declaration = everything::Client::DECLARATION;
    assert_eq!(declaration.auth, AuthMethod::PrivateKeyJwt);
    assert_eq!(declaration.jwks_uri, Some("https://app.example.com/jwks.json"));
    assert_eq!(declaration.response_mode, Some(ResponseMode::FormPost));
    assert_eq!(declaration.sender_constraint, Some(SenderConstraint::Dpop));
    assert_eq!(declaration.request_object, Some(JwsAlgorithm::Es256));
    let resources = ["https://api.example.com", "https://files.example.com"];
    assert_eq!(declaration.resources, resources);
    assert_eq!(declaration.client_id, Some("portal"));
    assert_eq!(declaration.issuer, Some("https://as.example.com"));
    assert_eq!(
        declaration.endpoints.authorization_endpoint,
        Some("https://as.example.com/authorize")
    );
    assert_eq!(declaration.endpoints.token_endpoint, Some("https://as.example.com/token"));
    assert_eq!(
        declaration.endpoints.device_authorization_endpoint,
        Some("https://as.example.com/device")
    );
    assert_eq!(declaration.endpoints.revocation_endpoint, Some("https://as.example.com/revoke"));
    let pushed = declaration.endpoints.pushed_authorization_request_endpoint;
    assert_eq!(pushed, Some("https://as.example.com/par"));
    assert_eq!(declaration.denied, ["leaky_secret", "pkce_switch"]);
}

#[test]
fn a_waiver_carries_its_reason_and_its_date() {
    let [waiver] = waived::Client::DECLARATION.waivers else { panic!("one waiver") };
    assert_eq!((waiver.rule, waiver.reason), ("password_grant", "terminal retired with release 9"));
    assert_eq!(waiver.until, Some(Date { year: 2027, month: 6, day: 30 }));
    let [waiver] = waived_bare_date::Client::DECLARATION.waivers else { panic!("one waiver") };
    assert_eq!(waiver.until, Some(Date { year: 2028, month: 2, day: 29 }));
}
