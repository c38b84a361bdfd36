//! The life of a server: it is alone, it knows whom it was told about, and it leaves nothing behind.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use oauth_flow_e2e_tests::{Server, tests};
use serde_json::json;
use url::Url;

use crate::{SPA, basic, code, exchange, send};

tests! {
    a_killed_test_leaves_no_server_behind
    a_dropped_server_is_gone
    a_server_knows_the_clients_that_it_is_given
    a_client_that_the_server_refuses_stops_the_start
    the_record_tells_what_a_client_sent
}

const HOLD: &str = "OAUTH_FLOW_E2E_HOLD_A_SERVER";

fn answers(issuer: &str) -> bool {
    let address: Vec<SocketAddr> = Url::parse(issuer).unwrap().socket_addrs(|| None).unwrap();
    TcpStream::connect_timeout(&address[0], Duration::from_secs(1)).is_ok()
}

#[track_caller]
fn is_gone_soon(issuer: &str) {
    let start = Instant::now();
    while answers(issuer) {
        assert!(start.elapsed() < Duration::from_secs(10), "{issuer} still answers");
        sleep(Duration::from_millis(50));
    }
}

/// Runs this test again in a process of its own, which starts a server and is killed.
fn a_killed_test_leaves_no_server_behind() {
    if std::env::var_os(HOLD).is_some() {
        let server = Server::start().unwrap();
        println!("\nholding {}", server.issuer());
        sleep(Duration::from_secs(60));
        return;
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "process::a_killed_test_leaves_no_server_behind", "--nocapture"])
        .env(HOLD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let issuer = lines.into_iter().find_map(|it| it.strip_prefix("holding ").map(str::to_owned));
    let issuer = issuer.expect("the inner test says where its server is");
    assert!(answers(&issuer));
    // SIGKILL on Unix: nothing in the process gets to clean up.
    child.kill().unwrap();
    child.wait().unwrap();
    is_gone_soon(&issuer);
}

fn a_dropped_server_is_gone() {
    let server = Server::start().unwrap();
    let issuer = server.issuer().to_owned();
    assert!(answers(&issuer));
    drop(server);
    is_gone_soon(&issuer);
}

fn a_server_knows_the_clients_that_it_is_given() {
    let client = json!({
        "client_id": "guest", "client_secret": "a secret of the test's own",
        "token_endpoint_auth_method": "client_secret_basic", "grant_types": ["client_credentials"],
        "response_types": [], "redirect_uris": [],
    });
    let server = Server::start_with(&[client]).unwrap();
    assert_eq!(server.client("guest").token_endpoint_auth_method, "client_secret_basic");
    let form = [("grant_type", "client_credentials")];
    let authorization = basic("guest", "a secret of the test's own");
    send(&server.endpoint("/token"), &form, Some(&authorization)).granted();
}

fn a_client_that_the_server_refuses_stops_the_start() {
    let client = json!({
        "client_id": "bad", "token_endpoint_auth_method": "none", "redirect_uris": ["not a URI"],
    });
    let error = Server::start_with(&[client]).unwrap_err();
    assert!(error.contains("redirect_uris"), "{error}");
}

fn the_record_tells_what_a_client_sent() {
    let server = Server::start().unwrap();
    let code_1 = code(&server, "spa", SPA, &[("scope", "read"), ("state", "one")]);
    exchange(&server, "spa", SPA, &code_1).granted();
    code(&server, "spa", SPA, &[("scope", "read"), ("state", "two")]);

    let record = server.record();
    assert_eq!(record.values("state"), ["one", "two"]);
    let requests: Vec<_> = record.of("/auth").collect();
    assert_eq!(requests.len(), 2);
    for it in requests {
        assert_eq!(it.query("code_challenge_method"), Some("S256"));
        assert_eq!((it.method.as_str(), it.status), ("GET", Some(303)));
    }
    let request = record.of("/token").next().unwrap();
    assert_eq!(request.content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.body("code"), Some(code_1.as_str()));
    assert_eq!((request.status, &request.authorization), (Some(200), &None));
    assert!(request.error.is_none());
    assert!(!record.is_in_a_url(&code_1));

    server.reset();
    assert!(server.record().requests.is_empty());
}
