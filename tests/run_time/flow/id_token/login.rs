//! Who logged in.

use std::time::{Duration, SystemTime};

use oauth_flow::flow::{Flow, NoClaims};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, clock, only, pairs, run};
use serde_json::json;

use super::provider::{
    NOW, Portal, claims, flow, key_set, login_at, login_of, login_with, metadata, p256, tokens,
    with,
};

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Own {
    groups: Vec<String>,
}

#[test]
fn the_claims_of_the_user_are_those_of_the_id_token() {
    let tokens = login_with(&[p256().published()], |nonce| {
        let more = json!({
            "aud": ["portal"], "azp": "portal", "auth_time": NOW - 60, "acr": "gold",
            "amr": ["pwd", "otp"], "sid": "s-1", "name": "Jane Doe", "email": "jane@example.com",
            "email_verified": true, "phone_number_verified": "true", "updated_at": 1_311_280_970,
            "address": {"country": "NL"}, "groups": ["staff", "admins"], "name#ja": "花子",
        });
        p256().sign(&with(claims(nonce), &more))
    })
    .unwrap();
    let claims = tokens.claims().unwrap();
    let seconds = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    assert_eq!(claims.issuer(), "https://idp.example.com");
    assert_eq!(claims.subject(), "248289761001");
    assert_eq!(claims.audiences(), ["portal"]);
    assert_eq!(claims.authorized_party(), Some("portal"));
    assert_eq!(claims.expires_at(), seconds(1_700_000_300));
    assert_eq!(claims.issued_at(), seconds(1_700_000_000));
    assert_eq!(claims.auth_time(), Some(seconds(1_699_999_940)));
    assert_eq!(claims.acr(), Some("gold"));
    assert_eq!(claims.amr().collect::<Vec<_>>(), ["pwd", "otp"]);
    assert_eq!(claims.sid(), Some("s-1"));
    assert_eq!(claims.nonce(), tokens.nonce());
    assert_eq!(claims.name(), Some("Jane Doe"));
    assert_eq!(claims.email(), Some("jane@example.com"));
    assert!(claims.email_verified());
    assert!(claims.phone_number_verified());
    assert_eq!(claims.address("country"), Some("NL"));
    assert_eq!(claims.address("region"), None);
    assert_eq!(claims.updated_at(), Some(seconds(1_311_280_970)));
    assert_eq!(claims.get("name#ja"), Some(&json!("花子")));
    assert_eq!(claims.nickname(), None);
    let own = Own { groups: vec!["staff".into(), "admins".into()] };
    assert_eq!(claims.parse::<Own>().unwrap(), own);
    let identity = claims.identity();
    assert_eq!(
        (identity.issuer(), identity.subject(), identity.sid()),
        ("https://idp.example.com", "248289761001", Some("s-1"))
    );
    // A session keeps it.
    let json = serde_json::to_string(&identity).unwrap();
    assert_eq!(serde_json::from_str::<oauth_flow::flow::Identity>(&json).unwrap(), identity);
}

#[test]
fn a_claim_that_says_no_is_not_true() {
    for (value, verified) in [
        (json!(true), true),
        (json!("true"), true),
        (json!(false), false),
        (json!("false"), false),
        (json!(1), false),
        (json!(null), false),
    ] {
        let tokens = super::provider::login_claiming(&json!({"email_verified": value})).unwrap();
        assert_eq!(tokens.claims().unwrap().email_verified(), verified, "{value}");
    }
}

#[test]
fn the_keys_are_there_before_the_code_is_sent() {
    let (tokens, http) = login_at(
        &flow(),
        |http| http.then(200, &key_set(&[p256().published()])),
        |nonce| p256().sign(&claims(nonce)),
    );
    assert_eq!(tokens.unwrap().claims().unwrap().subject(), "248289761001");
    let lines: Vec<String> = http.requests().into_iter().map(|it| it.line).collect();
    assert_eq!(lines, ["GET https://idp.example.com/jwks", "POST https://idp.example.com/token"]);
    let keys = &http.requests()[0];
    assert_eq!(keys.accept, ["application/jwk-set+json, application/json"]);
    assert!(keys.authorization.is_empty());
    assert!(keys.body.is_empty());
}

#[test]
fn an_asynchronous_login_is_the_same() {
    let flow = flow();
    let (url, pending) = flow.authorize().begin().unwrap();
    let query = pairs(url.query().unwrap());
    let token = p256().sign(&claims(&only(&query, "nonce")));
    let http = Http::answering(200, &key_set(&[p256().published()])).then(200, &tokens(&token));
    let callback = format!("code=c-1&state={}", only(&query, "state"));
    let request = flow.complete(pending, &callback).unwrap();
    let tokens = run(request.request_async(&http)).unwrap();
    assert_eq!(tokens.claims().unwrap().subject(), "248289761001");
    assert_eq!(http.requests().len(), 2);
}

#[test]
fn a_stored_login_is_validated_like_any_other() {
    let flow = flow();
    let (url, pending) = flow.authorize().max_age(Duration::from_secs(60)).begin().unwrap();
    let query = pairs(url.query().unwrap());
    let stored = serde_json::to_string(&pending).unwrap();
    let pending = serde_json::from_str(&stored).unwrap();
    let old = json!({"auth_time": NOW - 121});
    let token = p256().sign(&with(claims(&only(&query, "nonce")), &old));
    let http = Http::answering(200, &key_set(&[p256().published()])).then(200, &tokens(&token));
    let callback = format!("code=c-1&state={}", only(&query, "state"));
    let login = flow.complete(pending, &callback).unwrap().request(&http);
    assert_eq!(super::provider::reason(login), oauth_flow::flow::JwtErrorReason::MaxAge);
}

#[test]
fn who_did_not_log_in_has_no_claims() {
    let by_hand = Flow::<ByHand>::builder().client_secret("hush").clock(clock);
    let by_hand = by_hand.jwks_uri("https://idp.example.com/jwks").build().unwrap();
    // Not asked for.
    let (url, pending) = by_hand.authorize().scope("profile").begin().unwrap();
    let state = only(&pairs(url.query().unwrap()), "state");
    let http = Http::answering(200, &tokens("h.p.s"));
    let request = by_hand.complete(pending, &format!("code=c&state={state}")).unwrap();
    assert_eq!(request.request(&http).unwrap().claims().unwrap_err(), NoClaims::NotALogin);
    // Not granted.
    let flow = flow();
    let (url, pending) = flow.authorize().begin().unwrap();
    let state = only(&pairs(url.query().unwrap()), "state");
    let answer = r#"{"access_token": "at", "token_type": "Bearer", "scope": "profile"}"#;
    let http = Http::answering(200, &key_set(&[])).then(200, answer);
    let request = flow.complete(pending, &format!("code=c&state={state}")).unwrap();
    assert_eq!(request.request(&http).unwrap().claims().unwrap_err(), NoClaims::NoIdToken);
}

#[test]
fn nothing_is_claimed_where_the_keys_are_not_known() {
    let without_keys = metadata(&json!({"jwks_uri": null}));
    let unknown = Flow::<Portal>::builder().server(&without_keys).client_secret("hush");
    let unknown = unknown.clock(clock).build().unwrap();
    let (tokens, http) = login_at(&unknown, |http| http, |nonce| p256().sign(&claims(nonce)));
    let tokens = tokens.unwrap();
    assert_eq!(tokens.claims().unwrap_err(), NoClaims::UnknownServer);
    assert_eq!(
        tokens.claims().unwrap_err().to_string(),
        "the flow knows no issuer or no keys of the server; help: give the metadata of the server to \
         the builder, or call `issuer` and `jwks_uri`"
    );
    assert_eq!(http.requests().len(), 1);
}

#[oauth_client(
    kind = "web",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback",
    scope = "openid profile",
    issuer = "https://idp.example.com",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token"
)]
struct ByHand;

#[test]
fn the_keys_of_a_server_without_metadata_are_given_by_hand() {
    let build = |url: &str| {
        Flow::<ByHand>::builder().client_secret("hush").clock(clock).jwks_uri(url).build()
    };
    let flow = build("https://keys.example.com/idp").unwrap();
    let (url, pending) = flow.authorize().begin().unwrap();
    let query = pairs(url.query().unwrap());
    let token = p256().sign(&claims(&only(&query, "nonce")));
    let http = Http::answering(200, &key_set(&[p256().published()])).then(200, &tokens(&token));
    let callback = format!("code=c-1&state={}", only(&query, "state"));
    let tokens = flow.complete(pending, &callback).unwrap().request(&http).unwrap();
    assert_eq!(tokens.claims().unwrap().subject(), "248289761001");
    assert_eq!(http.requests()[0].line, "GET https://keys.example.com/idp");
    for url in [
        "http://keys.example.com/idp",
        "http://127.0.0.1/jwks",
        "https://a:b@keys.example.com/idp",
        "https://keys.example.com/idp#x",
        "keys.example.com/idp",
        "",
    ] {
        assert_eq!(
            build(url).unwrap_err().to_string(),
            "`jwks_uri` is not an `https` URL; help: give the one of the \
             server's metadata. Plain `http` is for a server whose issuer is on the loopback address",
            "{url}"
        );
    }
}

#[test]
fn a_device_knows_who_logged_in() {
    let flow = flow();
    let codes = r#"{"device_code": "dc", "user_code": "uc", "expires_in": 900,
        "verification_uri": "https://idp.example.com/activate"}"#;
    let token = p256().sign(&with(claims(""), &json!({"nonce": null})));
    let http = Http::answering(200, codes)
        .then(200, &key_set(&[p256().published()]))
        .then(200, &tokens(&token));
    let login = flow.device().start(&http).unwrap();
    let tokens_ = login.wait(&http, |_| {}).unwrap();
    assert_eq!(tokens_.claims().unwrap().subject(), "248289761001");
    // What is not signed by the server ends it, and keeps the tokens.
    let other = p256().sign(&with(claims(""), &json!({"nonce": null, "aud": "other"})));
    let http = Http::answering(200, codes).then(200, &tokens(&other));
    let error = flow.device().start(&http).unwrap().wait(&http, |_| {}).unwrap_err();
    assert_eq!(error.to_string(), "the ID token is for another client (`aud`)");
}

#[test]
fn a_secret_signs_where_that_is_registered() {
    use super::provider::{SECRET, builder, reason, shared};
    use oauth_flow::JwsAlgorithm;
    use oauth_flow::flow::JwtErrorReason;

    let signed = |nonce: &str| shared(SECRET.as_bytes()).sign(&claims(nonce));
    let registered = builder().id_token_signed_response_alg(JwsAlgorithm::Hs256).build().unwrap();
    let (tokens, http) = login_at(&registered, |http| http, signed);
    assert_eq!(tokens.unwrap().claims().unwrap().subject(), "248289761001");
    // No key is fetched.
    assert_eq!(http.requests().len(), 1);
    let (login, _) = login_at(
        &registered,
        |http| http,
        |nonce| shared(b"another secret of thirty-two bytes").sign(&claims(nonce)),
    );
    assert_eq!(reason(login), JwtErrorReason::Signature);
    // A key that is published is none of the secret, and the other way round.
    let (login, _) = login_at(&registered, |http| http, |nonce| p256().sign(&claims(nonce)));
    let algorithm = |received: &str, registered| JwtErrorReason::Algorithm {
        received: received.into(),
        registered,
    };
    assert_eq!(reason(login), algorithm("ES256", Some(JwsAlgorithm::Hs256)));
    assert_eq!(reason(login_with(&[p256().published()], signed)), algorithm("HS256", None));
    let es256 = builder().id_token_signed_response_alg(JwsAlgorithm::Es256).build().unwrap();
    let login = login_of(&es256, &[p256().published()], signed);
    assert_eq!(reason(login), algorithm("HS256", Some(JwsAlgorithm::Es256)));
}

#[oauth_client(
    kind = "native",
    client_id = "cli",
    redirect_uri = "http://127.0.0.1/callback",
    scope = "openid"
)]
struct Cli;

#[test]
fn a_client_without_a_secret_has_no_tokens_that_one_signs() {
    let builder = Flow::<Cli>::builder().server(&metadata(&json!({}))).clock(clock);
    let error = builder.id_token_signed_response_alg(oauth_flow::JwsAlgorithm::Hs256).build();
    assert_eq!(
        error.unwrap_err().to_string(),
        "`HS256` signs with the client secret, and `none` has none; help: register `RS256` or `ES256`, \
         or declare the `auth` that the client is registered with"
    );
}

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token", "device_code"),
    pkce = "S256",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback",
    allow(kind_grant_mismatch, reason = "one client for each answer")
)]
struct Unscoped;

/// A flow whose configuration asks for `profile` alone.
fn unscoped() -> Flow<Unscoped> {
    let builder = Flow::<Unscoped>::builder().server(&metadata(&json!({}))).clock(clock);
    builder.client_secret("hush").scope("profile").build().unwrap()
}

/// Where the requests went.
fn paths(http: &Http) -> Vec<String> {
    let path = |line: String| line.rsplit_once('/').unwrap().1.to_owned();
    http.requests().into_iter().map(|it| path(it.line)).collect()
}

#[test]
fn the_keys_are_fetched_before_whatever_may_give_an_id_token() {
    let keys = key_set(&[p256().published()]);
    // The login asks for `openid`, and the configuration does not.
    let flow = unscoped();
    let (url, pending) = flow.authorize().scope("openid").begin().unwrap();
    let query = pairs(url.query().unwrap());
    let token = p256().sign(&claims(&only(&query, "nonce")));
    let http = Http::answering(200, &keys).then(200, &tokens(&token));
    let callback = format!("code=c&state={}", only(&query, "state"));
    let login = flow.complete(pending, &callback).unwrap().request(&http).unwrap();
    assert_eq!(paths(&http), ["jwks", "token"]);
    let identity = login.claims().unwrap().identity();
    // A refresh of a login that is known.
    let flow = unscoped();
    let http = Http::answering(200, &keys).then(200, &tokens(&token));
    let request = flow.refresh(oauth2::RefreshToken::new("rt".into())).identity(&identity);
    assert!(request.request(&http).unwrap().claims().is_ok());
    assert_eq!(paths(&http), ["jwks", "token"]);
    // A device that does not ask for it, and gets one all the same.
    let flow = unscoped();
    let codes = r#"{"device_code": "dc", "user_code": "uc", "expires_in": 900,
        "verification_uri": "https://idp.example.com/activate"}"#;
    let http = Http::answering(200, codes).then(200, &tokens(&token)).then(200, &keys);
    let tokens_ = flow.device().start(&http).unwrap().wait(&http, |_| {}).unwrap();
    assert!(tokens_.claims().is_ok());
    assert_eq!(paths(&http), ["device", "token", "jwks"]);
}
