//! The login on a device without a browser.

use std::io::Read as _;
use std::process::{Command, Stdio};

use oauth_flow_e2e_tests::{Browser, Server, tests};
use serde_json::json;

use super::{Program, page, part};

tests! {
    a_user_logs_in_on_another_device
    it_has_a_server_of_its_own_where_none_is_given
    a_user_who_refuses_ends_it
    a_user_who_is_late_gets_a_new_code
}

const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The program, with the server that its user logs in at.
struct Device {
    server: Server,
    program: Program,
}

impl Device {
    fn start() -> Self {
        let client = json!({
            "client_id": "television",
            "token_endpoint_auth_method": "none",
            "grant_types": [DEVICE_CODE],
            "response_types": [],
            "redirect_uris": [],
        });
        let server = Server::start_with(&[client]).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_device_login"));
        command.env("ISSUER", server.issuer()).env("CLIENT_ID", "television");
        let program = Program::start(command.env_remove("CLIENT_SECRET").stderr(Stdio::piped()));
        Self { server, program }
    }
}

/// What the program shows: where a code is entered, the code, and the page that has it entered already.
#[track_caller]
fn shown(program: &mut Program) -> [String; 3] {
    let (first, second) = (program.line(), program.line());
    let place = part(&first, "open ", " and enter ");
    let (_, code) = first.rsplit_once(' ').expect("a code");
    let complete = part(&second, "or open ", " and compare the code");
    assert_eq!(complete, format!("{place}?user_code={code}"));
    [place, code, complete].map(str::to_owned)
}

/// A user logs in by the page that has the code entered already, and compares the code.
fn log_in([place, code, complete]: &[String; 3]) {
    let (browser, nowhere) = (Browser::new(), "http://127.0.0.1:1/nowhere");
    let (_status, entered) = page(browser.open(complete, nowhere));
    let xsrf = part(&entered, "name=\"xsrf\" value=\"", "\"");
    let form = [("xsrf", xsrf), ("user_code", code.as_str()), ("confirm", "yes")];
    let (status, asks) = page(browser.submit_form(place, &form[..2], nowhere));
    assert_eq!(status, 200);
    assert!(asks.contains(code), "{asks}");
    assert_eq!(page(browser.submit_form(place, &form, nowhere)).0, 200);
}

fn a_user_logs_in_on_another_device() {
    let mut device = Device::start();
    let shown = shown(&mut device.program);
    assert_eq!(shown[0], device.server.endpoint("/device"));
    log_in(&shown);
    assert_eq!(device.program.end(), ["logged in as Alice Adams"]);

    let record = device.server.record();
    let started = record.of("/device/auth").next().expect("it asked for a code");
    assert_eq!(started.body("client_id"), Some("television"));
    assert_eq!(started.body("scope"), Some("openid profile"));
    let polls: Vec<_> = record.of("/token").collect();
    assert_eq!(polls.last().and_then(|poll| poll.status), Some(200));
    for poll in polls {
        assert_eq!(poll.body("grant_type"), Some(DEVICE_CODE));
        assert_eq!(poll.auth_method.as_deref(), Some("none"));
    }
}

fn it_has_a_server_of_its_own_where_none_is_given() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_device_login"));
    let mut program = Program::start(command.env_remove("ISSUER"));
    log_in(&shown(&mut program));
    assert_eq!(program.end(), ["logged in as Alice Adams"]);
}

fn a_user_who_refuses_ends_it() {
    let mut device = Device::start();
    let [_, code, _] = shown(&mut device.program);
    device.server.deny_device(&code);
    let mut stderr = device.program.child.stderr.take().expect("standard error is a pipe");
    let mut text = String::new();
    stderr.read_to_string(&mut text).expect("the error is text");
    assert!(text.ends_with("error: the user refused the login\n"), "{text}");
    assert!(!device.program.child.wait().expect("the program ends").success());
}

fn a_user_who_is_late_gets_a_new_code() {
    let mut device = Device::start();
    device.server.script("/token", 400, &json!({ "error": "expired_token" }));
    let [_, late, _] = shown(&mut device.program);
    assert_eq!(device.program.line(), "the code has expired");
    let [_, code, _] = shown(&mut device.program);
    assert_ne!(code, late);
    device.server.approve_device(&code);
    assert_eq!(device.program.end(), ["logged in as Alice Adams"]);
}
