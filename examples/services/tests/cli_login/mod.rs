//! The command line tool.

use std::io::Read as _;
use std::process::{Command, Stdio};

use oauth_flow_e2e_tests::{Browser, Server, tests};
use oauth2::url::Url;
use serde_json::json;
use tempfile::TempDir;

use super::{Program, page};

tests! {
    a_user_logs_in_and_each_command_knows_who_it_is
    one_command_does_it_all_with_a_server_of_its_own
    a_user_who_refuses_is_not_logged_in
}

/// The tool, with the server that its user logs in at and the folder of its tokens.
struct Tool {
    server: Server,
    folder: TempDir,
}

fn tool() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cli_login"));
    command.env("NO_BROWSER", "1").env_remove("CLIENT_SECRET");
    command
}

impl Tool {
    fn new() -> Self {
        let client = json!({
            "client_id": "tool",
            "application_type": "native",
            "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "redirect_uris": ["http://127.0.0.1/callback"],
        });
        let server = Server::start_with(&[client]).unwrap();
        Self { server, folder: tempfile::tempdir().unwrap() }
    }

    fn start(&self, name: &str) -> Program {
        let mut command = tool();
        let tokens = self.folder.path().join("tool").join("tokens.json");
        command.arg(name).env("TOKENS", tokens).stderr(Stdio::piped());
        Program::start(command.env("ISSUER", self.server.issuer()).env("CLIENT_ID", "tool"))
    }

    /// What a command says that fails.
    fn failure(&self, name: &str) -> String {
        error(self.start(name))
    }
}

fn error(mut program: Program) -> String {
    let mut stderr = program.child.stderr.take().expect("standard error is a pipe");
    let mut text = String::new();
    stderr.read_to_string(&mut text).expect("the error is text");
    assert!(!program.child.wait().expect("the program ends").success());
    text
}

/// Opens the page that the tool names, and gives the callback of the tool that the browser is sent to.
fn callback(program: &mut Program, browser: &Browser) -> String {
    let line = program.line();
    let url = Url::parse(line.strip_prefix("open ").expect("a page to open")).unwrap();
    let redirect_uri = url.query_pairs().find(|(name, _)| name == "redirect_uri");
    let redirect_uri = redirect_uri.expect("a redirect URI").1;
    assert!(redirect_uri.starts_with("http://127.0.0.1:"), "{redirect_uri}");
    browser.open(url.as_str(), &redirect_uri).callback()
}

fn log_in(program: &mut Program) {
    let browser = Browser::new();
    let callback = callback(program, &browser);
    let (status, body) = page(browser.open(&callback, "http://127.0.0.1:1/nowhere"));
    assert_eq!(status, 200);
    assert!(body.contains("cli_login"), "{body}");
    assert_eq!(program.line(), "logged in");
}

fn a_user_logs_in_and_each_command_knows_who_it_is() {
    let tool = Tool::new();
    assert_eq!(tool.failure("whoami"), "error: no tokens are stored; help: log in\n");
    let mut login = tool.start("login");
    log_in(&mut login);
    assert!(login.end().is_empty());
    assert_eq!(tool.start("whoami").end(), ["you are Alice Adams"]);
    assert_eq!(tool.start("whoami").end(), ["you are Alice Adams"]);
    assert_eq!(tool.start("logout").end(), ["logged out"]);
    assert_eq!(tool.failure("whoami"), "error: no tokens are stored; help: log in\n");
    assert_eq!(tool.start("logout").end(), ["logged out"]);

    let record = tool.server.record();
    let exchange = record.of("/token").next().expect("the code was exchanged");
    assert_eq!(exchange.body("grant_type"), Some("authorization_code"));
    assert_eq!(exchange.auth_method.as_deref(), Some("none"));
    assert_eq!(record.of("/token").count(), 1, "the access token is valid still");
    let revoked: Vec<_> =
        record.of("/token/revocation").map(|it| (it.body("token_type_hint"), it.status)).collect();
    assert_eq!(revoked, [(Some("refresh_token"), Some(200)), (Some("access_token"), Some(200))]);
    assert!(tool.failure("other").contains("no command `other`"));
}

fn one_command_does_it_all_with_a_server_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = tool();
    command.env("TOKENS", folder.path().join("tokens.json")).env_remove("ISSUER");
    let mut program = Program::start(&mut command);
    log_in(&mut program);
    assert_eq!(program.end(), ["you are Alice Adams", "logged out"]);
}

fn a_user_who_refuses_is_not_logged_in() {
    let tool = Tool::new();
    let mut login = tool.start("login");
    let browser = Browser::new();
    let url = Url::parse(&callback(&mut login, &browser)).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").expect("a state").1;
    let issuer = tool.server.issuer();
    let refused = format!(
        "{}?error=access_denied&state={state}&iss={issuer}",
        &url[..oauth2::url::Position::AfterPath]
    );
    let (_status, body) = page(browser.open(&refused, "http://127.0.0.1:1/nowhere"));
    assert!(!body.contains(&*state), "{body}");
    let text = error(login);
    assert!(text.contains("access_denied"), "{text}");
    assert_eq!(tool.failure("whoami"), "error: no tokens are stored; help: log in\n");
}
