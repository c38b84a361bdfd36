//! One client that is registered at two servers, with one redirect URI for both: the response of
//! one server is never taken for one of the other (RFC 9700 section 4.4, RFC 9207).

use std::collections::HashMap;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::Duration;

use oauth_flow::flow::{
    BlockingSafeHttp, BuildError, Flow, Flows, Pending, PendingLogins, SafeHttpOptions,
    ServerMetadata,
};
use oauth_flow_e2e_tests::{Browser, Habit, Server, tests};
use serde_json::json;
use url::Url;

use crate::clients::{M2mPost, Web, secret};
use crate::{
    WEB, answer, answer_in, assert_silent, flow, http, log_in, metadata, parameter, payload,
    replaced,
};

tests! {
    a_response_of_another_server_is_refused_where_no_issuer_is_configured
    an_issuer_of_another_origin_is_refused_where_no_issuer_is_configured
    an_issuer_of_the_same_origin_is_accepted_where_no_issuer_is_configured
    a_response_completes_no_login_at_the_other_server
    a_login_that_is_sent_on_to_another_server_is_refused
    a_login_that_is_sent_on_to_a_silent_server_is_refused_where_an_issuer_is_promised
    a_login_that_a_silent_server_sends_on_is_refused
    a_login_at_a_silent_server_has_no_issuer_and_is_completed
    two_logins_in_one_browser_are_completed_in_the_other_order
    two_servers_on_one_redirect_uri_are_warned_of_where_one_is_silent
    metadata_under_https_with_an_endpoint_on_this_machine_is_refused
    an_endpoint_on_this_machine_is_refused_beside_an_issuer_under_https
}

/// Two servers that know the same client identifiers, each with secrets of its own.
struct Servers {
    /// Has the account that an attacker is after.
    honest: Server,
    /// The user chose it, and an attacker runs it.
    other: Server,
}

impl Servers {
    fn start() -> Self {
        Self::with_habits(&[], &[])
    }

    fn with_habits(honest: &[Habit], other: &[Habit]) -> Self {
        let start = |habits| Server::start_as(&[], habits).unwrap();
        let servers = Self { honest: start(honest), other: start(other) };
        let id = "web-basic";
        assert_ne!(secret(&servers.honest, id), secret(&servers.other, id));
        servers
    }

    /// The login at the other server, sent on to the honest one (RFC 9700 section 4.4.1): the user
    /// logs in there, and the client gets the code of the honest server with the `state` of the
    /// login at the other.
    fn mixed_up(&self, url: &Url) -> String {
        let mut elsewhere = Url::parse(&self.honest.endpoint("/auth")).unwrap();
        elsewhere.set_query(url.query());
        let location = [("location", elsewhere.as_str())];
        self.other.script_with("/auth", 303, &location, &json!(""));
        let query = answer(url, WEB);
        let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1;
        assert_eq!(parameter(&query, "state"), state);
        query
    }

    /// The mixed-up response completes no login of this flow, which is one at the other server.
    #[track_caller]
    fn assert_mix_up_is_refused(&self, flow: &Flow<Web>) -> String {
        let (url, pending) = flow.authorize().begin().unwrap();
        let query = self.mixed_up(&url);
        let refused = flow.complete(pending, &query).unwrap_err();
        assert_silent(&refused, &[&parameter(&query, "code"), &parameter(&query, "state")]);
        self.assert_nothing_was_posted();
        query
    }

    /// Neither server got a code or a verifier: the browser alone was there.
    #[track_caller]
    fn assert_nothing_was_posted(&self) {
        for server in [&self.honest, &self.other] {
            let record = server.record();
            assert!(record.requests.iter().all(|it| it.method == "GET"), "{record:?}");
            assert_eq!(record.values("code"), <[&str; 0]>::default());
            assert_eq!(record.values("code_verifier"), <[&str; 0]>::default());
        }
    }
}

/// The flow of a client that knows two endpoints of its server, and not its issuer.
fn by_hand(server: &Server) -> Flow<Web> {
    Flow::builder()
        .config(&Web::of(server))
        .authorization_endpoint(server.endpoint("/auth"))
        .token_endpoint(server.endpoint("/token"))
        .build()
        .unwrap()
}

fn a_response_of_another_server_is_refused_where_no_issuer_is_configured() {
    let servers = Servers::start();
    let query = servers.assert_mix_up_is_refused(&by_hand(&servers.other));
    assert_eq!(parameter(&query, "iss"), servers.honest.issuer());
}

fn an_issuer_of_another_origin_is_refused_where_no_issuer_is_configured() {
    let server = crate::server();
    let flow = by_hand(server);
    let (pending, query) = log_in(&flow, WEB);
    let stored = serde_json::to_string(&pending).unwrap();
    for other in [
        server.issuer().replace("127.0.0.1", "localhost"),
        server.issuer().replace("http:", "https:"),
        "https://honest.example".to_owned(),
        "honest".to_owned(),
    ] {
        let pending: Pending<Web> = serde_json::from_str(&stored).unwrap();
        let changed = replaced(&query, "iss", Some(&other));
        let refused = flow.complete(pending, &changed).expect_err(&other);
        // The way out is to configure the issuer.
        assert!(refused.to_string().contains("issuer"), "{refused}");
    }
    let record = server.record();
    assert!(!record.values("code").contains(&parameter(&query, "code").as_str()));
}

fn an_issuer_of_the_same_origin_is_accepted_where_no_issuer_is_configured() {
    let server = crate::server();
    let flow = by_hand(server);
    let (pending, query) = log_in(&flow, WEB);
    assert_eq!(parameter(&query, "iss"), server.issuer());
    flow.complete(pending, &query).unwrap().request(http()).unwrap();

    // One server may have several issuers, which their paths tell apart.
    let (pending, query) = log_in(&flow, WEB);
    let tenant = format!("{}/tenant", server.issuer());
    let changed = replaced(&query, "iss", Some(&tenant));
    flow.complete(pending, &changed).unwrap().request(http()).unwrap();
}

fn a_response_completes_no_login_at_the_other_server() {
    let servers = Servers::start();
    let at_honest = flow(&servers.honest, &Web::of(&servers.honest));
    let at_other = flow(&servers.other, &Web::of(&servers.other));
    let (pending, query) = log_in(&at_honest, WEB);
    let stored = serde_json::to_string(&pending).unwrap();

    // The login that it answers, and one that waits at the other server.
    assert!(at_other.complete(pending, &query).is_err());
    let (_, waiting) = at_other.authorize().begin().unwrap();
    assert!(at_other.complete(waiting, &query).is_err());
    servers.assert_nothing_was_posted();

    let pending: Pending<Web> = serde_json::from_str(&stored).unwrap();
    at_honest.complete(pending, &query).unwrap().request(http()).unwrap();
    assert_eq!(servers.honest.record().values("code"), [parameter(&query, "code")]);
    assert_eq!(servers.other.record().of("/token").count(), 0);
}

fn a_login_that_is_sent_on_to_another_server_is_refused() {
    let servers = Servers::start();
    let flow = flow(&servers.other, &Web::of(&servers.other));
    let query = servers.assert_mix_up_is_refused(&flow);
    assert_eq!(parameter(&query, "iss"), servers.honest.issuer());
}

fn a_login_that_is_sent_on_to_a_silent_server_is_refused_where_an_issuer_is_promised() {
    let servers = Servers::with_habits(&[Habit::SilentAboutIssuer], &[]);
    let flow = flow(&servers.other, &Web::of(&servers.other));
    let query = servers.assert_mix_up_is_refused(&flow);
    assert!(!query.contains("iss="), "{query}");
}

fn a_login_that_a_silent_server_sends_on_is_refused() {
    let servers = Servers::with_habits(&[], &[Habit::SilentAboutIssuer]);
    let flow = flow(&servers.other, &Web::of(&servers.other));
    let query = servers.assert_mix_up_is_refused(&flow);
    assert_eq!(parameter(&query, "iss"), servers.honest.issuer());
}

fn a_login_at_a_silent_server_has_no_issuer_and_is_completed() {
    let server = Server::start_as(&[], &[Habit::SilentAboutIssuer]).unwrap();
    assert!(!metadata(&server).authorization_response_iss_parameter_supported());
    let flow = flow(&server, &Web::of(&server));
    let (pending, query) = log_in(&flow, WEB);
    assert!(!query.contains("iss="), "{query}");
    flow.complete(pending, &query).unwrap().request(http()).unwrap();
}

fn two_logins_in_one_browser_are_completed_in_the_other_order() {
    let servers = Servers::start();
    let flows = [&servers.honest, &servers.other].map(|it| (it, flow(it, &Web::of(it))));
    let browser = Browser::new();
    // What the session of the browser holds: each login by its `state`.
    let mut session = HashMap::new();
    let begun: Vec<Url> = flows
        .iter()
        .map(|(_, flow)| {
            let (url, pending) = flow.authorize().begin().unwrap();
            let state = parameter(url.query().unwrap(), "state");
            session.insert(state, serde_json::to_string(&pending).unwrap());
            url
        })
        .collect();
    let callbacks: Vec<_> = begun.iter().map(|url| answer_in(&browser, url, WEB)).collect();
    for ((server, flow), query) in flows.iter().zip(&callbacks).rev() {
        let stored = session.remove(&parameter(query, "state")).unwrap();
        let pending: Pending<Web> = serde_json::from_str(&stored).unwrap();
        let tokens = flow.complete(pending, query).unwrap().request(http()).unwrap();
        let claims = payload(tokens.id_token().unwrap());
        assert_eq!((&claims["iss"], &claims["sub"]), (&json!(server.issuer()), &json!("alice")));
        assert_eq!(server.record().values("code"), [parameter(query, "code")]);
    }
}

/// A service of this machine that no request is for.
struct Bystander(TcpListener);

impl Bystander {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn url(&self, host: &str) -> String {
        let port = self.0.local_addr().unwrap().port();
        format!("http://{host}:{port}/internal/admin?delete=all")
    }

    #[track_caller]
    fn assert_untouched(&self) {
        let visit = self.0.accept().map(|_| ()).map_err(|error| error.kind());
        assert_eq!(visit, Err(ErrorKind::WouldBlock));
    }
}

const TENANT: &str = "https://tenant.example";

fn machine() -> M2mPost {
    M2mPost::with("machine", "a secret of the test's own")
}

fn two_servers_on_one_redirect_uri_are_warned_of_where_one_is_silent() {
    let warned = |servers: &Servers| {
        let flows = Flows::new()
            .with("honest", flow(&servers.honest, &Web::of(&servers.honest)))
            .with("other", flow(&servers.other, &Web::of(&servers.other)));
        let rules: Vec<_> =
            flows.warnings().into_iter().map(|(_, finding)| finding.rule.id).collect();
        (flows, rules.contains(&"shared_redirect_uri"))
    };
    let (flows, is_warned) = warned(&Servers::start());
    assert!(!is_warned, "both name themselves");
    drop(flows);
    let silent = Servers::with_habits(&[Habit::SilentAboutIssuer], &[]);
    let (flows, is_warned) = warned(&silent);
    assert!(is_warned);
    // Each login is completed with the flow that began it all the same.
    let mut logins = PendingLogins::new();
    let mut queries = Vec::new();
    for name in ["honest", "other"] {
        let (url, pending) = flows.get(name).unwrap().authorize().begin().unwrap();
        logins.insert(pending);
        queries.push((name, answer(&url, WEB)));
    }
    for (name, query) in queries.iter().rev() {
        let pending = logins.take(query).unwrap();
        let (found, request) = flows.complete(pending, query).unwrap();
        assert_eq!(found, *name);
        request.request(http()).unwrap();
    }
}

fn metadata_under_https_with_an_endpoint_on_this_machine_is_refused() {
    let bystander = Bystander::start();
    let options = SafeHttpOptions::new().timeout(Duration::from_millis(500));
    let hasty = BlockingSafeHttp::with_options(&options).unwrap();
    for member in [
        "token_endpoint",
        "authorization_endpoint",
        "device_authorization_endpoint",
        "pushed_authorization_request_endpoint",
        "revocation_endpoint",
        "introspection_endpoint",
        "userinfo_endpoint",
        "end_session_endpoint",
        "jwks_uri",
        "mtls_endpoint_aliases",
    ] {
        for host in ["127.0.0.1", "localhost", "[::1]"] {
            let mut document = json!({
                "issuer": TENANT,
                "authorization_endpoint": format!("{TENANT}/authorize"),
                "token_endpoint": format!("{TENANT}/token"),
                "response_types_supported": ["code"],
            });
            let here = json!(bystander.url(host));
            // The one that is an object of endpoints (RFC 8705 section 5).
            let nested = member == "mtls_endpoint_aliases";
            document[member] = if nested { json!({ "token_endpoint": here }) } else { here };
            let read = ServerMetadata::read(document.to_string().as_bytes(), TENANT);
            // A client that got the metadata would go on to use it.
            let sent = read.as_ref().ok().map(|metadata| {
                let flow = Flow::builder().config(&machine()).server(metadata).build();
                flow.map(|flow| flow.client_credentials().request(&hasty).is_ok())
            });
            bystander.assert_untouched();
            assert!(read.is_err(), "{member} at {host} is read; then {sent:?}");
        }
    }
}

fn an_endpoint_on_this_machine_is_refused_beside_an_issuer_under_https() {
    let bystander = Bystander::start();
    let builder = || {
        let builder = Flow::builder().config(&machine());
        builder.token_endpoint(bystander.url("127.0.0.1"))
    };
    let refused = builder().issuer(TENANT).build();
    assert!(matches!(refused, Err(BuildError::Values(_))), "{refused:?}");
    // Without an issuer, it may be the server of a developer's own machine.
    builder().build().unwrap();
    bystander.assert_untouched();
}
