//! The userinfo endpoint says who the user is, and of nobody else (OpenID Connect Core section 5.3).

use oauth_flow::JwsAlgorithm;
use oauth_flow::flow::{
    Flow, Identity, JwtErrorReason, Retry, Userinfo, UserinfoError, VerifyError,
};
use oauth_flow_run_time_tests::{Http, Unreachable, clock, run};
use oauth2::AccessToken;
use serde_json::{Value, json};

use super::provider::{
    ISSUER, NOW, Portal, builder, flow, key_set, login_claiming, metadata, p256, p384, with,
};

fn identity() -> Identity {
    login_claiming(&json!({})).unwrap().claims().unwrap().identity()
}

fn asked(flow: &Flow<Portal>, http: &Http) -> Result<Userinfo, UserinfoError<Unreachable>> {
    flow.userinfo(&AccessToken::new("at-1".into()), &identity()).request(http)
}

const JANE: &str = r#"{"sub": "248289761001", "name": "Jane Doe", "groups": ["staff"]}"#;

#[test]
fn the_access_token_asks_who_the_user_is() {
    let http = Http::answering(200, JANE);
    let userinfo = asked(&flow(), &http).unwrap();
    assert_eq!(userinfo.subject(), "248289761001");
    assert_eq!(userinfo.name(), Some("Jane Doe"));
    assert_eq!(userinfo.get("groups"), Some(&json!(["staff"])));
    let request = http.request();
    assert_eq!(request.line, "GET https://idp.example.com/userinfo");
    assert_eq!(request.authorization, ["Bearer at-1"]);
    assert!(request.sensitive);
    assert_eq!(request.accept, ["application/json, application/jwt"]);
    assert_eq!(request.body, "");
    let token = AccessToken::new("at-1".into());
    let http = Http::answering(200, JANE);
    let (flow, identity) = (flow(), identity());
    let userinfo = run(flow.userinfo(&token, &identity).request_async(&http)).unwrap();
    assert_eq!(userinfo.subject(), "248289761001");
}

#[test]
fn an_answer_of_another_user_is_refused() {
    for subject in ["248289761002", "248289761001 ", "2482897610010"] {
        let http = Http::answering(200, &json!({"sub": subject, "name": "Eve"}).to_string());
        let error = asked(&flow(), &http).unwrap_err();
        assert!(matches!(error, UserinfoError::OtherSubject));
        assert_eq!(error.retry(), Retry::No);
    }
    for (answer, text) in [
        (
            r#"{"name": "Jane"}"#,
            "the server's answer has no `sub`, which OpenID Connect Core section 5.3.2 requires; it has \
             `name`",
        ),
        (
            r#"{"sub": ""}"#,
            "`sub` of the server's answer is empty, and OpenID Connect Core section 5.3.2 requires it",
        ),
        (
            r#"{"sub": 1}"#,
            "`sub` of the server's answer is a number, and OpenID Connect Core section 5.3.2 has a string",
        ),
        (
            r#"{"sub": "248289761001", "s\u0075b": "eve"}"#,
            "the server's answer has the member `sub` twice",
        ),
        ("[]", "the server's answer is an array and not a JSON object"),
    ] {
        let error = asked(&flow(), &Http::answering(200, answer)).unwrap_err();
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn a_server_that_refuses_says_why() {
    let http = Http::answering(401, r#"{"error": "invalid_token"}"#);
    let error = asked(&flow(), &http).unwrap_err();
    assert_eq!(error.to_string(), "the server answered `invalid_token` (HTTP status 401)");
    // RFC 6750 section 3: the header says it, and the body may say nothing.
    for (challenge, body, text) in [
        (
            r#"Bearer realm="x", error="invalid_token", error_description="expired""#,
            "",
            "the server answered `invalid_token` (HTTP status 401)",
        ),
        (
            r#"Bearer error="insufficient_scope""#,
            "{}",
            "the server answered `insufficient_scope` (HTTP status 401)",
        ),
        (
            r#"Bearer error="x""#,
            r#"{"error": "invalid_token"}"#,
            "the server answered `invalid_token` (HTTP status 401)",
        ),
        (r#"Bearer error="<b>""#, "", r"the server answered `\u{3c}b\u{3e}` (HTTP status 401)"),
        (
            r#"Bearer realm="x""#,
            "",
            "the server answered with HTTP status 401: the content type is `text/plain`",
        ),
        (
            r#"Bearer error="""#,
            "{}",
            "the server answered with HTTP status 401: an empty JSON object",
        ),
    ] {
        let http = Http::default().then_challenging(401, challenge, body);
        assert_eq!(asked(&flow(), &http).unwrap_err().to_string(), text, "{challenge}");
    }
    let error = asked(&flow(), &Http::default().then_unreachable()).unwrap_err();
    assert_eq!(error.retry(), Retry::Later(None));
    let without = metadata(&json!({"userinfo_endpoint": null}));
    let flow = Flow::<Portal>::builder().server(&without).client_secret("hush").clock(clock);
    let error = asked(&flow.build().unwrap(), &Http::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`userinfo_endpoint` is missing; help: give the metadata of the server to the builder, or, if \
         the server has the endpoint, call `userinfo_endpoint` of the builder"
    );
    let error = super::provider::flow()
        .userinfo(&AccessToken::new("a\nb".into()), &identity())
        .request(&Http::default())
        .unwrap_err();
    assert!(matches!(error, UserinfoError::AccessToken));
}

fn signed(claims: &Value) -> String {
    p256().sign(&with(
        json!({"iss": ISSUER, "aud": "portal", "sub": "248289761001", "name": "Jane Doe"}),
        claims,
    ))
}

fn answering(token: &str) -> Http {
    Http::default()
        .then_typed(200, "application/jwt; charset=utf-8", token)
        .then(200, &key_set(&[p256().published()]))
}

#[test]
fn a_signed_answer_is_verified() {
    let userinfo = asked(&flow(), &answering(&signed(&json!({})))).unwrap();
    assert_eq!(userinfo.name(), Some("Jane Doe"));
    // Some servers say neither who they are nor for whom.
    assert!(asked(&flow(), &answering(&signed(&json!({"iss": null, "aud": null})))).is_ok());
    let reason = |token: &str, http: Http| {
        let _ = token;
        let error = asked(&flow(), &http).unwrap_err();
        let UserinfoError::Signed(VerifyError::Token(error)) = error else { panic!("{error:?}") };
        error.reason().clone()
    };
    let of = |changed: &Value| {
        let token = signed(changed);
        reason(&token, answering(&token))
    };
    assert_eq!(of(&json!({"aud": "other"})), JwtErrorReason::Audience);
    assert!(matches!(of(&json!({"iss": "https://evil.example"})), JwtErrorReason::Issuer { .. }));
    assert_eq!(of(&json!({"exp": NOW - 60})), JwtErrorReason::Expired);
    assert!(matches!(of(&json!({"sub": null})), JwtErrorReason::Claim { claim: "sub", .. }));
    let other = p384().sign_text(r#"{"alg":"ES256","kid":"p256"}"#, "{}");
    assert_eq!(reason(&other, answering(&other)), JwtErrorReason::Signature);
    let typed = p256().sign_text(r#"{"alg":"ES256","kid":"p256","typ":"at+jwt"}"#, "{}");
    let received = "at+jwt".into();
    assert_eq!(reason(&typed, answering(&typed)), JwtErrorReason::Type { received });
    assert_eq!(reason("", answering("h.k.i.c.t")), JwtErrorReason::Encrypted);
    assert_eq!(reason("", answering("{}")), JwtErrorReason::NotAJws);
    let error = asked(&flow(), &answering(&signed(&json!({"sub": "eve"})))).unwrap_err();
    assert!(matches!(error, UserinfoError::OtherSubject));
}

#[test]
fn a_user_of_another_server_is_another_user() {
    let json = serde_json::to_string(&identity()).unwrap();
    let other: Identity =
        serde_json::from_str(&json.replace("https://idp.example.com", "https://other.example"))
            .unwrap();
    let (flow, token) = (flow(), AccessToken::new("at-1".into()));
    let error = flow.userinfo(&token, &other).request(&Http::answering(200, JANE)).unwrap_err();
    assert!(matches!(error, UserinfoError::OtherSubject));
}

#[test]
fn an_answer_that_has_to_be_signed_is() {
    let flow = || builder().userinfo_signed_response_alg(JwsAlgorithm::Es256).build().unwrap();
    assert!(asked(&flow(), &answering(&signed(&json!({})))).is_ok());
    let error = asked(&flow(), &Http::answering(200, JANE)).unwrap_err();
    assert!(matches!(error, UserinfoError::NotSigned));
    assert_eq!(
        error.to_string(),
        "the answer of the userinfo endpoint is not signed, and the client is registered with \
         `userinfo_signed_response_alg`"
    );
}

#[test]
fn the_endpoint_for_certificates_is_the_one_that_takes_bound_tokens() {
    use oauth_flow::oauth_client;
    #[oauth_client(
        kind = "web",
        client_id = "portal",
        auth = "tls_client_auth",
        redirect_uri = "https://app.example.com/callback",
        scope = "openid"
    )]
    struct Bound;
    let aliases = json!({"mtls_endpoint_aliases": {
        "token_endpoint": "https://mtls.example.com/token",
        "userinfo_endpoint": "https://mtls.example.com/userinfo",
    }});
    let flow = Flow::<Bound>::builder().server(&metadata(&aliases)).clock(clock).build().unwrap();
    let http = Http::answering(200, JANE);
    flow.userinfo(&AccessToken::new("at".into()), &identity()).request(&http).unwrap();
    assert_eq!(http.request().line, "GET https://mtls.example.com/userinfo");
}
