//! The services, run as programs against a real authorization server.

mod cli_login;
mod device_login;
mod two_providers;
mod without_sessions;

use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, ExitCode, Stdio};

use oauth_flow_e2e_tests::{Browser, Outcome, Run, Server, tests};
use oauth_flow_services::StandInApi;
use serde_json::{Value, json};

tests! {
    a_user_logs_in_and_out
    a_login_that_ends_at_the_server_ends_its_session
    a_logout_that_the_server_did_not_sign_ends_no_session
    a_user_without_a_name_is_shown_by_the_subject
    a_login_that_fails_says_why_and_tells_no_secret
    the_session_is_out_of_reach_of_scripts_and_other_sites
    #[cfg(unix)]
    the_web_service_stops_when_it_is_asked_to
    a_worker_keeps_its_token_fresh
}

fn main() -> ExitCode {
    let tests = [
        TESTS,
        cli_login::TESTS,
        device_login::TESTS,
        two_providers::TESTS,
        without_sessions::TESTS,
    ];
    let tests = tests.into_iter().flatten().copied();
    oauth_flow_e2e_tests::run(tests.map(|(name, test)| (name, Box::new(test) as Run)))
}

const SECRET: &str = "a secret of this test: 100%";
const ALICE: &str = "Logged in as Alice Adams.";

/// A program that runs, and what it prints.
struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Program {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let stdout = child.stdout.take().expect("standard output is a pipe");
        Self { child, lines: BufReader::new(stdout).lines() }
    }

    fn line(&mut self) -> String {
        let line = self.lines.next().expect("the program prints another line");
        line.expect("the line is text")
    }

    /// The lines that are left, of a program that ends well.
    fn end(mut self) -> Vec<String> {
        let lines = self.lines.by_ref().map(|it| it.expect("the line is text")).collect();
        assert!(self.child.wait().expect("the program ends").success());
        lines
    }
}

/// A test that fails leaves no program behind.
impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn client(grants: &[&str], redirect_uris: &[&str]) -> Value {
    let response_types: &[&str] = if redirect_uris.is_empty() { &[] } else { &["code"] };
    let origins = redirect_uris.iter().filter_map(|it| it.split_once("/callback"));
    let at = |path| origins.clone().map(|(origin, _)| format!("{origin}{path}")).collect();
    let (home, logouts): (Vec<String>, Vec<String>) = (at("/"), at("/backchannel-logout"));
    let mut client = json!({
        "client_id": "service",
        "client_secret": SECRET,
        "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": grants,
        "response_types": response_types,
        "redirect_uris": redirect_uris,
        "post_logout_redirect_uris": home,
    });
    if let Some(url) = logouts.first() {
        client["backchannel_logout_uri"] = json!(url);
        client["backchannel_logout_session_required"] = json!(true);
    }
    client
}

fn configured<'c>(command: &'c mut Command, server: &Server) -> &'c mut Command {
    command
        .env("ISSUER", server.issuer())
        .env("CLIENT_ID", "service")
        .env("CLIENT_SECRET", SECRET)
        .env_remove("REDIRECT_URI")
}

/// A web service that listens.
fn serving(program: &str, variables: &[(&str, &str)], server: &Server, origin: &str) -> Program {
    let address = origin.strip_prefix("http://").expect("it is plain http");
    let mut command = Command::new(program);
    let command = configured(&mut command, server).env("LISTEN", address);
    let mut program = Program::start(command.envs(variables.iter().copied()));
    assert_eq!(program.line(), format!("open {origin}/"));
    program
}

/// The web service, with the server that its users log in at.
struct Web {
    server: Server,
    program: Program,
    origin: String,
}

impl Web {
    fn start() -> Self {
        Self::start_program(env!("CARGO_BIN_EXE_axum_login"), &[])
    }

    fn start_program(program: &str, variables: &[(&str, &str)]) -> Self {
        // Free again when the program asks for it.
        let free = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = free.local_addr().expect("it is bound").to_string();
        drop(free);
        let origin = format!("http://{address}");
        let callback = format!("{origin}/callback");
        // A server may give a refresh token that nobody asked for.
        let client = client(&["authorization_code", "refresh_token"], &[&callback]);
        let server = Server::start_with(&[client]).unwrap();
        let program = serving(program, variables, &server, &origin);
        Self { server, program, origin }
    }

    /// Ends the program, and starts it anew at the same address.
    fn start_again(&mut self, program: &str, variables: &[(&str, &str)]) {
        self.program.child.kill().expect("the program runs");
        self.program.child.wait().expect("the program ends");
        self.program = serving(program, variables, &self.server, &self.origin);
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Where the user comes back to; nothing has arrived there yet.
    fn log_in(&self, browser: &Browser) -> String {
        browser.open(&self.at("/login"), &self.at("/callback")).callback()
    }

    /// The page behind a link.
    #[track_caller]
    fn page(&self, browser: &Browser, url: &str) -> (u16, String) {
        page(browser.open(url, &self.at("/nowhere")))
    }
}

/// What a page has between two texts.
#[track_caller]
fn part<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("{before} in {page}"));
    rest.split_once(after).unwrap_or_else(|| panic!("{after} in {page}")).0
}

/// The user confirms a logout, which this page of the server asks for.
fn confirm(web: &Web, browser: &Browser, asks: &str) -> (u16, String) {
    let action = part(asks, "action=\"", "\"");
    let xsrf = part(asks, "name=\"xsrf\" value=\"", "\"");
    let form = [("xsrf", xsrf), ("logout", "yes")];
    page(browser.submit_form(action, &form, &web.at("/nowhere")))
}

#[track_caller]
fn page(outcome: Outcome) -> (u16, String) {
    match outcome {
        Outcome::Page { status, body } => (status, body),
        Outcome::Callback(url) => panic!("no page, but {url}"),
    }
}

fn a_user_logs_in_and_out() {
    let web = Web::start();
    let (browser, home) = (Browser::new(), web.at("/"));
    assert!(web.page(&browser, &home).1.contains("Nobody is logged in."));

    let callback = web.log_in(&browser);
    let (status, body) = web.page(&browser, &callback);
    assert_eq!(status, 200);
    assert!(body.contains(ALICE), "{body}");
    assert!(web.page(&browser, &home).1.contains(ALICE));
    assert!(web.page(&Browser::new(), &home).1.contains("Nobody is logged in."));
    let profile = web.at("/profile");
    assert!(web.page(&browser, &profile).1.contains("The server knows you as Alice Adams."));
    assert!(web.page(&Browser::new(), &profile).1.contains("Nobody is logged in."));

    // A link to the logout does nothing.
    assert_eq!(web.page(&browser, &web.at("/logout")).0, 405);
    assert!(web.page(&browser, &home).1.contains(ALICE));
    let (status, asks) = page(browser.submit(&web.at("/logout"), &web.at("/nowhere")));
    assert_eq!(status, 200);
    // The server asks the user, whose session here has ended all the same.
    assert!(asks.contains("op.logoutForm"), "{asks}");
    assert!(web.page(&browser, &home).1.contains("Nobody is logged in."));
    let (status, body) = confirm(&web, &browser, &asks);
    assert_eq!(status, 200);
    assert!(body.contains("Nobody is logged in."), "{body}");

    let record = web.server.record();
    let exchange = record.of("/token").next().expect("the code was exchanged");
    assert_eq!(exchange.auth_method.as_deref(), Some("client_secret_basic"));
    assert_eq!(
        (exchange.body("grant_type"), exchange.status),
        (Some("authorization_code"), Some(200))
    );
    assert_eq!(record.of("/me").count(), 1, "the profile; the ID token says who logged in");
    let revoked: Vec<_> =
        record.of("/token/revocation").map(|it| (it.body("token_type_hint"), it.status)).collect();
    assert_eq!(revoked, [(Some("refresh_token"), Some(200)), (Some("access_token"), Some(200))]);
    let logout = record.of("/session/end").next().expect("the user was sent there");
    assert!(logout.query("id_token_hint").is_some_and(|hint| hint.split('.').count() == 3));
    assert_eq!(logout.query("post_logout_redirect_uri"), Some(home.as_str()));
    assert!(!record.is_in_a_url(SECRET));
}

fn a_login_that_ends_at_the_server_ends_its_session() {
    let web = Web::start();
    let (here, elsewhere, home) = (Browser::new(), Browser::new(), web.at("/"));
    for browser in [&here, &elsewhere] {
        let callback = web.log_in(browser);
        assert!(web.page(browser, &callback).1.contains(ALICE));
    }
    // Such as by another service, of which this one knows nothing.
    let (_status, asks) = web.page(&here, &web.server.endpoint("/session/end"));
    assert_eq!(confirm(&web, &here, &asks).0, 200);
    assert!(web.page(&here, &home).1.contains("Nobody is logged in."));
    assert!(web.page(&elsewhere, &home).1.contains(ALICE), "another login of the same user");
}

fn a_logout_that_the_server_did_not_sign_ends_no_session() {
    let web = Web::start();
    let (browser, home) = (Browser::new(), web.at("/"));
    let callback = web.log_in(&browser);
    assert!(web.page(&browser, &callback).1.contains(ALICE));
    let url = web.at("/backchannel-logout");
    for token in ["", "no token", "eyJhbGciOiJub25lIn0.e30."] {
        let answer = browser.submit_form(&url, &[("logout_token", token)], &web.at("/nowhere"));
        assert_eq!(page(answer), (400, String::new()), "{token}");
    }
    let answer = head(&web, &["POST /backchannel-logout HTTP/1.1", "Content-Length: 0"]);
    assert!(answer.starts_with("http/1.1 400"), "{answer}");
    assert!(answer.contains("cache-control: no-store"), "{answer}");
    assert!(web.page(&browser, &home).1.contains(ALICE));
}

fn a_user_without_a_name_is_shown_by_the_subject() {
    let web = Web::start();
    let browser = Browser::new();
    let request = browser.open(&web.at("/login"), &web.server.endpoint("/auth")).callback();
    let request = format!("{request}&login_hint=bob");
    let callback = browser.open(&request, &web.at("/callback")).callback();
    let (_status, body) = web.page(&browser, &callback);
    assert!(body.contains("Logged in as bob."), "{body}");
}

fn a_login_that_fails_says_why_and_tells_no_secret() {
    let web = Web::start();
    let browser = Browser::new();

    let (status, body) = web.page(&browser, &web.at("/callback?code=stolen&state=guessed"));
    assert_eq!(status, 400);
    assert!(body.contains("No such login is under way."), "{body}");

    // The answer to somebody else's login ends neither of two that are under way.
    let (first, second) = (web.log_in(&browser), web.log_in(&browser));
    let (status, body) = web.page(&browser, &web.at("/callback?code=stolen&state=guessed"));
    assert_eq!(status, 400);
    assert!(body.contains("No such login is under way."), "{body}");
    assert!(!body.contains("stolen") && !body.contains("guessed"), "{body}");
    assert_eq!(web.page(&browser, &first).0, 200);
    assert_eq!(web.page(&browser, &second).0, 200);

    // A callback that is loaded again.
    let callback = web.log_in(&browser);
    assert_eq!(web.page(&browser, &callback).0, 200);
    assert_eq!(web.page(&browser, &callback).0, 400);
    assert!(web.page(&browser, &web.at("/")).1.contains(ALICE));

    // A server that refuses, and repeats in its answer what it was sent.
    let callback = web.log_in(&browser);
    let refusal = json!({ "error": "invalid_grant", "error_description": format!("{SECRET}") });
    web.server.script("/token", 400, &refusal);
    let (status, body) = web.page(&browser, &callback);
    assert_eq!(status, 502);
    assert!(!body.contains(SECRET) && !body.contains("invalid_grant"), "{body}");
}

/// The head of the answer to a request of these lines.
fn head(web: &Web, request: &[&str]) -> String {
    let address = web.origin.strip_prefix("http://").expect("it is plain http");
    let mut stream = TcpStream::connect(address).expect("the service listens");
    let request = request.join("\r\n");
    write!(stream, "{request}\r\nHost: {address}\r\nConnection: close\r\n\r\n")
        .expect("the service reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the service answers");
    answer.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase()
}

fn the_session_is_out_of_reach_of_scripts_and_other_sites() {
    let web = Web::start();
    let answer = head(&web, &["GET /login HTTP/1.1"]);
    assert!(answer.starts_with("http/1.1 303"), "{answer}");
    let cookie = answer.lines().find_map(|it| it.strip_prefix("set-cookie: ")).expect("a cookie");
    for attribute in ["httponly", "secure", "samesite=lax", "path=/"] {
        assert!(cookie.split("; ").any(|it| it == attribute), "{attribute}: {cookie}");
    }
    assert!(head(&web, &["GET / HTTP/1.1"]).contains("cache-control: no-store"));

    let logout = |site| head(&web, &["POST /logout HTTP/1.1", site, "Content-Length: 0"]);
    assert!(logout("Sec-Fetch-Site: same-origin").starts_with("http/1.1 303"));
    assert!(logout("Sec-Fetch-Site: same-site").starts_with("http/1.1 403"));
    assert!(logout("Sec-Fetch-Site: cross-site").starts_with("http/1.1 403"));
}

#[cfg(unix)]
fn the_web_service_stops_when_it_is_asked_to() {
    let web = Web::start();
    let id = web.program.child.id().to_string();
    let kill = Command::new("sh").args(["-c", &format!("kill -TERM {id}")]).status();
    assert!(kill.expect("there is a shell").success());
    assert_eq!(web.program.end(), ["stopped"]);
}

fn a_worker_keeps_its_token_fresh() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let server = Server::start_with(&[client(&["client_credentials"], &[])]).unwrap();
    let api = runtime.block_on(StandInApi::start()).expect("there is a free port");
    // Shorter than the worker runs; the tokens that follow are the server's own and live long.
    let short = json!({ "access_token": "short", "token_type": "Bearer", "expires_in": 1 });
    server.script("/token", 200, &short);
    let mut command = Command::new(env!("CARGO_BIN_EXE_worker"));
    let program = Program::start(configured(&mut command, &server).env("API", api.url()));
    let lines = program.end();
    let calls = (1..=5).map(|number| format!("call {number}: 200 OK"));
    assert_eq!(lines, calls.chain(["stopped".to_owned()]).collect::<Vec<_>>());

    let record = server.record();
    let requests: Vec<_> = record.of("/token").collect();
    assert_eq!(requests.len(), 2, "one for each token");
    for request in requests {
        assert_eq!(request.body("grant_type"), Some("client_credentials"));
        assert_eq!(request.body("scope"), Some("read"));
        assert_eq!(request.auth_method.as_deref(), Some("client_secret_basic"));
        assert_eq!(request.status, Some(200));
    }
    let seen = api.seen();
    assert_eq!((seen.len(), seen[0].as_str()), (5, "short"));
    assert_ne!(seen[4], "short");
}
