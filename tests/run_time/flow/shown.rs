//! What `Debug` shows of each type: enough to tell one from another in a log, and nothing secret.

use std::error::Error as _;
use std::time::{Duration, SystemTime};

use oauth_flow::flow::{
    Callback, CompleteError, ExchangeError, Flow, Flows, PendingLogins, PushError, Retry,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, clock, only, pairs};
use oauth2::RefreshToken;

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    client_id = "portal",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    revocation_endpoint = "https://idp.example.com/revoke",
    pushed_authorization_request_endpoint = "https://idp.example.com/par",
    redirect_uri = "https://app.example.com/callback"
)]
struct Portal;

fn flow() -> Flow<Portal> {
    Flow::<Portal>::builder().client_secret("hush").clock(clock).build().unwrap()
}

fn token() -> RefreshToken {
    RefreshToken::new("rt".into())
}

#[test]
fn what_belongs_to_a_client_names_it() {
    let flow = flow();
    assert_eq!(format!("{flow:?}"), r#"Flow { client_id: "portal", .. }"#);
    assert_eq!(format!("{:?}", flow.authorize()), r#"Authorize { client_id: "portal", .. }"#);
    assert_eq!(
        format!("{:?}", flow.refresh(token())),
        r#"TokenRequest { client_id: "portal", .. }"#
    );
    assert_eq!(
        format!("{:?}", flow.revoke(token())),
        r#"Revocation { token_type_hint: Some("refresh_token"), .. }"#
    );
    assert_eq!(format!("{:?}", Flow::<Portal>::builder()), "Builder { .. }");
    let flows = Flows::new().with("one", flow.clone()).with("other", flow);
    assert_eq!(format!("{:?}", flows.clone()), r#"["one", "other"]"#);
    assert!(flows.clone().get("other").is_some());
}

#[test]
fn a_login_shows_its_client_and_its_end() {
    let (_url, pending) = flow().authorize().begin().unwrap();
    let shown = r#"Pending { client_id: "portal", expires: 1700000600, .. }"#;
    assert_eq!(format!("{pending:?}"), shown);
    assert_eq!(pending.key().to_string(), pending.key().as_str());
    assert_eq!(pending.key().to_string().len(), 43);
    let mut logins = PendingLogins::new();
    assert!(logins.is_empty());
    logins.insert(pending);
    assert!(!logins.is_empty());
    assert_eq!(format!("{logins:?}"), format!("[{shown}]"));
    // It is over at the time, and not only after it.
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_600);
    logins.drop_expired(end - Duration::from_secs(1));
    assert_eq!(logins.len(), 1);
    logins.drop_expired(end);
    assert_eq!(logins.len(), 0);
}

#[test]
fn a_response_shows_its_length() {
    assert_eq!(format!("{:?}", Callback::from("code=c")), "Callback { length: 6, .. }");
}

#[test]
fn a_request_that_is_not_pushed_says_why() {
    let error = flow().authorize().push(&Http::default().then_unreachable()).map(|_| ());
    let error = error.unwrap_err();
    assert_eq!(error.to_string(), "the request to the authorization server failed");
    assert_eq!(error.source().unwrap().to_string(), "no route to host");
    assert_eq!(error.retry(), Retry::Later(None));
    assert!(matches!(error, PushError::Exchange(ExchangeError::Http(_))));
    let error = flow().authorize().scope("a\"b").push(&Http::default()).map(|_| ()).unwrap_err();
    assert!(error.to_string().starts_with("invalid_scope: "), "{error}");
    assert!(error.source().is_none());
    assert_eq!(error.retry(), Retry::No);
}

#[test]
fn a_refusal_shows_its_code_and_says_whether_a_new_login_helps() {
    let refused = |code: &str| {
        let flow = flow();
        let (url, pending) = flow.authorize().begin().unwrap();
        let state = only(&pairs(url.query().unwrap()), "state");
        let response = format!("error={code}&error_description=secret&state={state}");
        flow.complete(pending, &response).map(|_| ()).unwrap_err()
    };
    for (code, retry) in [
        ("invalid_request", Retry::No),
        ("unauthorized_client", Retry::No),
        ("unsupported_response_type", Retry::No),
        ("invalid_scope", Retry::No),
        ("invalid_target", Retry::No),
        ("access_denied", Retry::NewLogin),
        ("server_error", Retry::NewLogin),
        ("login_required", Retry::NewLogin),
        ("teapot", Retry::NewLogin),
    ] {
        assert_eq!(refused(code).retry(), retry, "{code}");
    }
    let CompleteError::Refused(error) = refused("access_denied") else { panic!("refused") };
    assert_eq!(format!("{error:?}"), "AuthorizationError { code: AccessDenied, .. }");
    assert_eq!(refused("access_denied").to_string(), error.to_string());
}
