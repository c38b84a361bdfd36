//! The authorization response: what is accepted, and every reason to refuse one.

mod stored_logins;

use std::time::Duration;

use oauth_flow::flow::{
    AuthorizationErrorCode, Callback, CompleteError, Flow, ForeignLogin, Pending, Retry,
    ServerMetadata,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, clock, pass};

#[oauth_client(
    kind = "spa",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "https://app.example.com/callback"
)]
struct Frontend {
    client_id: &'static str,
    issuer: Option<&'static str>,
}

const IDP: &str = "https://idp.example.com";
const NO_STATE: CompleteError = CompleteError::MissingState { unconfirmed: None };
const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;

fn flow_of(client_id: &'static str, issuer: Option<&'static str>) -> Flow<Frontend> {
    let config = Frontend { client_id, issuer };
    Flow::<Frontend>::builder().config(&config).clock(clock).build().unwrap()
}

fn flow() -> Flow<Frontend> {
    flow_of("spa", Some(IDP))
}

/// A login that was just begun, and its `state`.
fn begun(flow: &Flow<Frontend>) -> (Pending<Frontend>, String) {
    let (_url, pending) = flow.authorize().begin().unwrap();
    let state = stored(&pending)["state"].as_str().unwrap().to_owned();
    (pending, state)
}

fn stored(pending: &Pending<Frontend>) -> serde_json::Value {
    serde_json::to_value(pending).unwrap()
}

/// Why the response is refused; `{state}` in it is replaced by the state of the login.
#[track_caller]
fn refused(flow: &Flow<Frontend>, response: &str) -> CompleteError {
    let (pending, state) = begun(flow);
    let response = response.replace("{state}", &state);
    flow.complete(pending, &response).map(|_| ()).expect_err("refused")
}

#[test]
fn a_code_is_exchanged_with_what_the_request_was_made_of() {
    let flow = flow();
    let (pending, state) = begun(&flow);
    let stored = stored(&pending);
    let response = format!("code=c%2F1&state={state}&iss=https%3A%2F%2Fidp.example.com&hd=x");
    let http = Http::answering(200, TOKENS);
    flow.complete(pending, &response).unwrap().request(&http).unwrap();
    assert_eq!(
        http.request().body,
        format!(
            "grant_type=authorization_code&code=c%2F1\
             &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&code_verifier={}&client_id=spa",
            stored["code_verifier"].as_str().unwrap()
        )
    );
}

#[test]
fn a_query_or_fragment_comes_with_or_without_its_mark_and_a_form_body_as_bytes() {
    let flow = flow();
    let (pending, state) = begun(&flow);
    let query = format!("code=c&state={state}");
    assert!(flow.complete(pending, Some(query.as_str())).is_ok());
    let (pending, state) = begun(&flow);
    assert!(flow.complete(pending, &format!("?code=c&state={state}")).is_ok());
    let (pending, state) = begun(&flow);
    assert!(flow.complete(pending, &format!("#code=c&state={state}")).is_ok());
    let (pending, state) = begun(&flow);
    let body = format!("state={state}&code=c").into_bytes();
    assert!(flow.complete(pending, body.as_slice()).is_ok());
    let (pending, _) = begun(&flow);
    let nothing = flow.complete(pending, None::<&str>).map(|_| ());
    assert_eq!(nothing.unwrap_err(), NO_STATE);
}

#[test]
fn a_response_answers_one_login() {
    let flow = flow();
    assert_eq!(refused(&flow, ""), NO_STATE);
    assert_eq!(refused(&flow, "code=c"), NO_STATE);
    assert_eq!(refused(&flow, "code=c&state="), NO_STATE);
    assert_eq!(refused(&flow, "code=c&state={state}x"), CompleteError::WrongState);
    assert_eq!(refused(&flow, "code=c&State={state}"), NO_STATE);
    let (_, other) = begun(&flow);
    assert_eq!(refused(&flow, &format!("code=c&state={other}")), CompleteError::WrongState);
    // An error, too, is believed only of the server that was asked.
    let unconfirmed = Some(AuthorizationErrorCode::AccessDenied);
    for response in ["error=access_denied&error_description=x", "error=access_denied&state="] {
        let error = refused(&flow, response);
        assert_eq!(error, CompleteError::MissingState { unconfirmed: unconfirmed.clone() });
        assert_eq!(
            error.to_string(),
            "the authorization response has no `state`, which RFC 6749 section 4.1.2.1 requires; it \
             has the error `access_denied`, unconfirmed"
        );
    }
    assert_eq!(refused(&flow, "error=<b>"), NO_STATE);
    assert_eq!(refused(&flow, "error=access_denied&state=x"), CompleteError::WrongState);
}

#[test]
fn a_login_expires() {
    let flow = flow();
    let (pending, state) = begun(&flow);
    assert_eq!(pending.expires_at(), Some(clock() + Duration::from_secs(600)));
    pass(599);
    assert!(flow.complete(pending, &format!("code=c&state={state}")).is_ok());
    let (pending, state) = begun(&flow);
    pass(600);
    let late = flow.complete(pending, &format!("code=c&state={state}")).map(|_| ());
    assert_eq!(late.unwrap_err(), CompleteError::Expired);
}

#[test]
fn a_login_lives_as_long_as_the_builder_says() {
    let builder = Flow::<Frontend>::builder().client_id("spa").clock(clock);
    let flow = builder.login_lifetime(Duration::from_secs(5)).build().unwrap();
    let (pending, state) = begun(&flow);
    pass(5);
    let late = flow.complete(pending, &format!("code=c&state={state}")).map(|_| ());
    assert_eq!(late.unwrap_err(), CompleteError::Expired);
}

#[test]
fn a_session_keeps_several_logins_by_their_keys() {
    use std::collections::HashMap;
    let flow = flow();
    let (mut logins, mut states) = (HashMap::new(), Vec::new());
    for _ in 0..3 {
        let (pending, state) = begun(&flow);
        logins.insert(pending.key(), pending);
        states.push(state);
    }
    assert_eq!(logins.len(), 3);
    // They come back in another order.
    for state in states.iter().rev() {
        let response = format!("code=c&state={state}");
        let key = Callback::from(&response).key().unwrap();
        assert!(!key.to_string().contains(state.as_str()));
        assert_eq!(key.as_str().len(), 43);
        let pending = logins.remove(&key).unwrap();
        assert!(flow.complete(pending, &response).is_ok());
    }
}

#[test]
fn a_foreign_visit_to_the_callback_ends_no_login() {
    let (pending, state) = begun(&flow());
    for foreign in
        ["", "x", "x=1", "state=", "state=guess", "code=c&state=guess", "state=a&state=b"]
    {
        assert_ne!(Callback::from(foreign).key(), Some(pending.key()), "{foreign}");
    }
    let twice = format!("state={state}&state={state}");
    assert_eq!(Callback::from(&twice).key(), None);
    for answer in [
        format!("https://app.example.com/callback?tenant=1#code=c&state={state}"),
        format!("https://app.example.com/callback?code=c&state={state}#_=_"),
        format!("https://app.example.com/callback#code=c&state={state}"),
    ] {
        assert_eq!(Callback::from(&answer).key(), Some(pending.key()), "{answer}");
    }
    // A fragment has no second mark.
    let other = format!("https://app.example.com/callback#code=c&state={state}#x");
    assert_ne!(Callback::from(&other).key(), Some(pending.key()));
}

#[test]
fn a_whole_url_is_understood() {
    let flow = flow();
    for url in [
        "https://app.example.com/callback?code=c&state={state}",
        "https://app.example.com/callback?tenant=blue&code=c&state={state}",
        "https://app.example.com/callback?code=c&state={state}#_=_",
        "com.example.app:/callback?code=c&state={state}",
        "/callback?code=c&state={state}",
        "callback?code=c&state={state}",
    ] {
        let (pending, state) = begun(&flow);
        let url = url.replace("{state}", &state);
        assert!(flow.complete(pending, &url).is_ok(), "{url}");
    }
    // A response may have the marks of a URL in a value.
    let (pending, state) = begun(&flow);
    assert!(flow.complete(pending, &format!("code=a?b&state={state}&to=/x#y")).is_ok());
    assert_eq!(refused(&flow, "https://app.example.com/callback"), NO_STATE);
    assert_eq!(refused(&flow, "https://app.example.com/callback?"), NO_STATE);
}

#[test]
fn a_whole_url_has_a_response_in_its_fragment_where_that_is_declared() {
    #[oauth_client(
        kind = "spa",
        client_id = "spa",
        response_mode = "fragment",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "https://app.example.com/callback?tenant=blue"
    )]
    struct Fragment;
    let flow = Flow::<Fragment>::builder().build().unwrap();
    let (_url, pending) = flow.authorize().begin().unwrap();
    let json = serde_json::to_value(&pending).unwrap();
    let state = json["state"].as_str().unwrap();
    let url = format!("https://app.example.com/callback?tenant=blue#code=c&state={state}");
    assert!(flow.complete(pending, &url).is_ok());
}

#[test]
fn a_code_goes_to_the_server_it_was_asked_of_though_no_issuer_is_known() {
    #[oauth_client(kind = "spa", client_id = "spa", redirect_uri = "https://app.example.com/cb")]
    struct Anywhere;
    let flow = |token_endpoint: &str| {
        let builder = Flow::<Anywhere>::builder().token_endpoint(token_endpoint);
        builder.authorization_endpoint("https://idp.example.com/authorize").build().unwrap()
    };
    let (honest, other) =
        (flow("https://idp.example.com/token"), flow("https://evil.example/token"));
    let begun = || {
        let (_url, pending) = honest.authorize().begin().unwrap();
        let json = serde_json::to_value(&pending).unwrap();
        (pending, format!("code=c&state={}", json["state"].as_str().unwrap()))
    };
    let (pending, response) = begun();
    let foreign = other.complete(pending, &response).map(|_| ());
    assert_eq!(foreign.unwrap_err(), CompleteError::Foreign(ForeignLogin::Server));
    let (pending, response) = begun();
    assert!(honest.complete(pending, &response).is_ok());
}

#[test]
fn a_response_of_another_server_is_refused() {
    let flow = flow();
    for iss in ["https://evil.example", "https://idp.example.com/", "HTTPS://idp.example.com", ""] {
        for response in ["code=c", "error=access_denied"] {
            let response = format!("{response}&state={{state}}&iss={iss}");
            let (expected, received) = (IDP.to_owned(), iss.to_owned());
            assert_eq!(
                refused(&flow, &response),
                CompleteError::WrongIssuer { expected, received },
                "{iss}"
            );
        }
    }
    let long = format!("code=c&state={{state}}&iss=https://<b>{}", "x".repeat(50_000));
    let told = refused(&flow, &long).to_string();
    assert!(told.len() < 300 && !told.contains('<'), "{told}");
}

#[test]
fn a_server_is_known_by_its_origin_where_no_issuer_is_known() {
    let flow = flow_of("spa", None);
    for iss in
        ["https://idp.example.com", "https://idp.example.com/tenant", "https://IDP.example.com:443"]
    {
        let (pending, state) = begun(&flow);
        assert!(
            flow.complete(pending, &format!("code=c&state={state}&iss={iss}")).is_ok(),
            "{iss}"
        );
    }
    for iss in [
        "https://honest.example",
        "http://idp.example.com",
        "https://idp.example.com:8443",
        "https://idp.example.com.evil.example",
        "https://idp.example.com@evil.example",
        "idp.example.com",
        "",
    ] {
        let error = refused(&flow, &format!("code=c&state={{state}}&iss={iss}"));
        assert_eq!(error, CompleteError::UnknownIssuer { received: iss.into() });
        assert_eq!(error.retry(), Retry::No);
    }
    let error = refused(&flow, "code=c&state={state}&iss=https://honest.example");
    assert_eq!(
        error.to_string(),
        "the authorization response comes from the server `https://honest.example`, which is of another \
         origin than the authorization endpoint; help: if it is the server of this client, declare it as \
         `issuer`, or call `issuer` of the builder"
    );
}

#[test]
fn iss_is_required_where_the_server_promises_it() {
    let promised = Flow::<Frontend>::builder()
        .config(&Frontend { client_id: "spa", issuer: Some(IDP) })
        .authorization_response_iss_parameter_supported(true)
        .build()
        .unwrap();
    let metadata = ServerMetadata::read(
        br#"{"issuer": "https://idp.example.com",
             "authorization_response_iss_parameter_supported": true}"#,
        IDP,
    )
    .unwrap();
    let builder = Flow::<Frontend>::builder().client_id("spa");
    let by_metadata = builder.server(&metadata).build().unwrap();
    for flow in [promised, by_metadata] {
        assert_eq!(refused(&flow, "code=c&state={state}"), CompleteError::MissingIssuer);
        assert_eq!(
            refused(&flow, "error=access_denied&state={state}"),
            CompleteError::MissingIssuer
        );
        let (pending, state) = begun(&flow);
        let response = format!("code=c&state={state}&iss={IDP}");
        assert!(flow.complete(pending, &response).is_ok());
    }
}

#[test]
fn a_parameter_that_is_there_twice_is_refused() {
    let flow = flow();
    for (response, name) in [
        ("code=c&code=c&state={state}", Some("code")),
        ("code=c&state={state}&state={state}", Some("state")),
        ("code=c&state={state}&iss=a&iss=b", Some("iss")),
        ("error=a&error=b&state={state}", Some("error")),
        // No name of another one is shown: the response may be anybody's.
        ("code=c&state={state}&<script>=x&<script>=x", None),
        ("code=c&state={state}&c%6Fde=d", Some("code")),
    ] {
        assert_eq!(refused(&flow, response), CompleteError::Duplicate(name), "{response}");
    }
}

#[test]
fn a_refusal_says_why() {
    let error = refused(
        &flow(),
        "error=access_denied&error_description=The+user+said+no&error_uri=https://idp.example.com/e\
         &state={state}&code=c",
    );
    let CompleteError::Refused(refusal) = &error else { panic!("{error:?}") };
    assert_eq!(refusal.code(), &AuthorizationErrorCode::AccessDenied);
    assert_eq!(refusal.description(), Some("The user said no"));
    assert_eq!(refusal.uri(), Some("https://idp.example.com/e"));
    assert_eq!(error.to_string(), "the authorization request was refused: `access_denied`");
    assert!(!format!("{error:?}").contains("said"), "{error:?}");
}

#[test]
fn every_code_of_the_standards_is_known() {
    use AuthorizationErrorCode as Code;
    for (word, code) in [
        ("invalid_request", Code::InvalidRequest),
        ("unauthorized_client", Code::UnauthorizedClient),
        ("access_denied", Code::AccessDenied),
        ("unsupported_response_type", Code::UnsupportedResponseType),
        ("invalid_scope", Code::InvalidScope),
        ("invalid_target", Code::InvalidTarget),
        ("server_error", Code::ServerError),
        ("temporarily_unavailable", Code::TemporarilyUnavailable),
        ("interaction_required", Code::InteractionRequired),
        ("login_required", Code::LoginRequired),
        ("account_selection_required", Code::AccountSelectionRequired),
        ("consent_required", Code::ConsentRequired),
        ("teapot", Code::Other("teapot".into())),
    ] {
        let error = refused(&flow(), &format!("error={word}&state={{state}}"));
        let CompleteError::Refused(refusal) = error else { panic!("{error:?}") };
        assert_eq!(refusal.code(), &code);
        assert_eq!(code.as_str(), word);
    }
}

#[test]
fn a_response_without_a_code_is_refused() {
    assert_eq!(refused(&flow(), "state={state}"), CompleteError::MissingCode);
    assert_eq!(refused(&flow(), "code=&state={state}"), CompleteError::MissingCode);
    assert_eq!(refused(&flow(), "code&state={state}"), CompleteError::MissingCode);
    // RFC 6749 appendix A.11: printable ASCII.
    for code in ["%FF", "a%00", "%C3%A9", "a%0A"] {
        let response = format!("code={code}&state={{state}}");
        assert_eq!(refused(&flow(), &response), CompleteError::InvalidCode, "{code}");
    }
    // An empty parameter is one that is left out (RFC 6749 section 3.1).
    let flow = flow();
    let (pending, state) = begun(&flow);
    assert!(flow.complete(pending, &format!("error=&code=c&state={state}")).is_ok());
}

#[test]
fn a_response_that_no_server_sends_is_not_read() {
    let flow = flow();
    let (pending, state) = begun(&flow);
    let mut response = format!("code=c&state={state}&x=");
    response.push_str(&"y".repeat(1024 * 1024 - response.len()));
    let error = flow.complete(pending, &response).map(|_| ()).unwrap_err();
    assert_eq!(error, CompleteError::TooLong { length: 1_048_576 });
    let (pending, state) = begun(&flow);
    let mut response = format!("code=c&state={state}&x=");
    response.push_str(&"y".repeat(64 * 1024 - response.len()));
    assert!(flow.complete(pending, &response).is_ok());
}

#[test]
fn bytes_that_are_no_text_are_no_reason_to_panic() {
    let flow = flow();
    for bytes in [&b"%"[..], b"%f", b"code=%ff%fe&state=\xff", b"&&==&", b"?", b"\0"] {
        let (pending, _) = begun(&flow);
        assert!(flow.complete(pending, Callback::from(bytes)).is_err());
    }
}
