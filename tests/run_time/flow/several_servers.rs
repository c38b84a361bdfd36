//! Several authorization servers in one service.

use oauth_flow::flow::{CompleteError, Flow, Flows, ForeignLogin, PendingLogins};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, only, pairs};

#[oauth_client(kind = "web", redirect_uri = "runtime")]
struct Login {
    client_id: &'static str,
    client_secret: String,
    redirect_uri: &'static str,
    issuer: Option<&'static str>,
    authorization_endpoint: String,
    token_endpoint: String,
}

const CALLBACK: &str = "https://app.example.com/callback";
const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;

struct Server {
    host: &'static str,
    issuer: Option<&'static str>,
    names_itself: bool,
    redirect_uri: &'static str,
}

const HONEST: Server = Server {
    host: "honest.example",
    issuer: Some("https://honest.example"),
    names_itself: false,
    redirect_uri: CALLBACK,
};
const OTHER: Server = Server {
    host: "other.example",
    issuer: Some("https://other.example"),
    names_itself: false,
    redirect_uri: CALLBACK,
};

fn flow(server: &Server) -> Flow<Login> {
    let config = Login {
        client_id: "portal",
        client_secret: "hush".into(),
        redirect_uri: server.redirect_uri,
        issuer: server.issuer,
        authorization_endpoint: format!("https://{}/authorize", server.host),
        token_endpoint: format!("https://{}/token", server.host),
    };
    let builder = Flow::builder().config(&config);
    builder.authorization_response_iss_parameter_supported(server.names_itself).build().unwrap()
}

fn flows(one: &Server, other: &Server) -> Flows<Login> {
    Flows::new().with("one", flow(one)).with("other", flow(other))
}

/// The rules that warn, each with the flow.
fn warnings(flows: &Flows<Login>) -> Vec<(&str, &str)> {
    flows.warnings().into_iter().map(|(name, finding)| (name, finding.rule.id)).collect()
}

#[test]
fn a_login_is_completed_with_the_flow_that_began_it() {
    let flows = flows(&HONEST, &OTHER);
    let mut logins = PendingLogins::new();
    let mut states = Vec::new();
    for name in ["one", "other", "one"] {
        let (url, pending) = flows.get(name).unwrap().authorize().begin().unwrap();
        states.push((name, only(&pairs(url.query().unwrap()), "state")));
        logins.insert(pending);
    }
    // The session is stored in between.
    let stored = serde_json::to_string(&logins).unwrap();
    let mut logins: PendingLogins<Login> = serde_json::from_str(&stored).unwrap();
    for (name, state) in states.iter().rev() {
        let query = format!("code=c&state={state}");
        let pending = logins.take(&query).unwrap();
        assert_eq!(flows.of(&pending).unwrap().0, *name);
        let (found, request) = flows.complete(pending, &query).unwrap();
        assert_eq!(found, *name);
        let http = Http::answering(200, TOKENS);
        request.request(&http).unwrap();
        let host = if *name == "one" { "honest" } else { "other" };
        assert_eq!(http.request().line, format!("POST https://{host}.example/token"));
    }
    assert!(logins.is_empty());
}

#[test]
fn the_response_of_another_server_does_not_complete_a_login() {
    let flows = flows(&HONEST, &OTHER);
    let (url, pending) = flows.get("other").unwrap().authorize().begin().unwrap();
    let state = only(&pairs(url.query().unwrap()), "state");
    let query = format!("code=c&state={state}&iss=https://honest.example");
    let error = flows.complete(pending, &query).map(|_| ()).unwrap_err();
    assert!(matches!(error, CompleteError::WrongIssuer { .. }), "{error:?}");
}

#[test]
fn a_login_that_none_of_the_flows_began_is_refused() {
    let third = Server { host: "third.example", issuer: Some("https://third.example"), ..HONEST };
    let (url, pending) = flow(&third).authorize().begin().unwrap();
    let state = only(&pairs(url.query().unwrap()), "state");
    let flows = flows(&HONEST, &OTHER);
    assert_eq!(flows.of(&pending).unwrap_err(), ForeignLogin::Server);
    let error = flows.complete(pending, &format!("code=c&state={state}")).map(|_| ()).unwrap_err();
    assert_eq!(error, CompleteError::Foreign(ForeignLogin::Server));
    let (_url, pending) = flow(&third).authorize().begin().unwrap();
    assert_eq!(Flows::new().of(&pending).unwrap_err(), ForeignLogin::Client);
}

#[test]
fn one_redirect_uri_of_two_servers_that_do_not_name_themselves_is_warned_of() {
    let both = |id| vec![("one", id), ("other", id)];
    assert_eq!(warnings(&flows(&HONEST, &OTHER)), both("shared_redirect_uri"));
    let told = flows(&HONEST, &OTHER).warnings()[0].1.to_string();
    assert!(told.contains("is also that of a client of `https://other.example`"), "{told}");
    // One of them alone does not help: the other one is silent about itself.
    let named = Server { names_itself: true, ..OTHER };
    assert_eq!(warnings(&flows(&HONEST, &named)), both("shared_redirect_uri"));
    let honest = Server { names_itself: true, ..HONEST };
    assert_eq!(warnings(&flows(&honest, &named)), []);
    let apart = Server { redirect_uri: "https://app.example.com/callback/other", ..OTHER };
    assert_eq!(warnings(&flows(&HONEST, &apart)), []);
    assert_eq!(warnings(&flows(&HONEST, &HONEST)), []);
    // Without issuers, servers are known by their endpoints.
    let (one, two) = (Server { issuer: None, ..HONEST }, Server { issuer: None, ..OTHER });
    assert_eq!(warnings(&flows(&one, &two)), both("shared_redirect_uri"));
}

#[test]
fn a_session_keeps_ten_logins() {
    let flow = flow(&HONEST);
    let mut logins = PendingLogins::new();
    let mut states = Vec::new();
    for _ in 0..11 {
        let (url, pending) = flow.authorize().begin().unwrap();
        states.push(only(&pairs(url.query().unwrap()), "state"));
        logins.insert(pending);
    }
    assert_eq!(logins.len(), 10);
    let taken = |logins: &mut PendingLogins<Login>, index: usize| {
        logins.take(&format!("code=c&state={}", states[index])).is_some()
    };
    assert!(!taken(&mut logins, 0), "the oldest one went");
    assert!(taken(&mut logins, 1));
    assert!(!taken(&mut logins, 1), "each is taken once");
    assert!(logins.take("code=c").is_none());
    assert_eq!(logins.len(), 9);
    logins.drop_expired(std::time::SystemTime::now());
    assert_eq!(logins.len(), 9);
    logins.drop_expired(std::time::SystemTime::now() + std::time::Duration::from_secs(601));
    assert!(logins.is_empty());
}

#[test]
fn a_session_outlives_the_logins_that_another_version_stored() {
    let mut logins = PendingLogins::new();
    for _ in 0..2 {
        logins.insert(flow(&HONEST).authorize().begin().unwrap().1);
    }
    let mut json = serde_json::to_value(&logins).unwrap();
    json[0]["version"] = 1.into();
    let mut logins: PendingLogins<Login> = serde_json::from_value(json).unwrap();
    assert_eq!(logins.len(), 1);
    logins.insert(flow(&HONEST).authorize().begin().unwrap().1);
    assert_eq!(serde_json::to_value(&logins).unwrap().as_array().unwrap().len(), 2);
    let bytes = postcard::to_stdvec(&logins).unwrap();
    assert_eq!(postcard::from_bytes::<PendingLogins<Login>>(&bytes).unwrap().len(), 2);
}
