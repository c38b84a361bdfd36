//! `server`: snapshots of the metadata of servers, from a server that answers as it is told to.

mod add;
mod check;
mod hostile;
mod refresh;

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::support::run;

const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

/// How a server answers a path.
#[derive(Clone)]
enum Answer {
    /// With this status, content type and body.
    Whole(u16, &'static str, Vec<u8>),
    /// With a redirect to this URL.
    Redirect(String),
    /// With 200 and these bytes, of more that it announces.
    Truncated(Vec<u8>),
    /// With a body that has no end.
    Endless,
    /// With a byte now and then.
    Slow,
    /// With bytes that are no HTTP.
    NoHttp,
}

impl Answer {
    fn json(text: &str) -> Self {
        Self::Whole(200, "application/json", Vec::from(text))
    }

    fn write(&self, mut to: &TcpStream) -> std::io::Result<()> {
        let head = |status: u16, more: &str| {
            format!("HTTP/1.1 {status} -\r\nconnection: close\r\n{more}\r\n")
        };
        match self {
            Self::Whole(status, kind, body) => {
                let length = body.len();
                let more = format!("content-type: {kind}\r\ncontent-length: {length}\r\n");
                to.write_all(head(*status, &more).as_bytes())?;
                to.write_all(body)
            }
            Self::Redirect(url) => {
                let more = format!("location: {url}\r\ncontent-length: 0\r\n");
                to.write_all(head(302, &more).as_bytes())
            }
            Self::Truncated(body) => {
                let more = format!("content-length: {}\r\n", body.len() + 100);
                to.write_all(head(200, &more).as_bytes())?;
                to.write_all(body)
            }
            Self::Endless => {
                to.write_all(head(200, "").as_bytes())?;
                loop {
                    to.write_all(&[b' '; 4096])?;
                }
            }
            Self::Slow => {
                to.write_all(head(200, "").as_bytes())?;
                loop {
                    to.write_all(b" ")?;
                    thread::sleep(Duration::from_millis(100));
                }
            }
            Self::NoHttp => to.write_all(b"220 mail.example.com ESMTP\r\n"),
        }
    }
}

/// A server on the loopback interface. A path without an answer is 404.
struct Server {
    /// Its origin, which is an issuer identifier too.
    origin: String,
    answers: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            origin: format!("http://{}", listener.local_addr().unwrap()),
            answers: Arc::default(),
            asked: Arc::default(),
        };
        let (answers, asked) = (server.answers.clone(), server.asked.clone());
        // It ends with the tests.
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (answers, asked) = (answers.clone(), asked.clone());
                thread::spawn(move || {
                    let Some(path) = path(&stream) else { return };
                    let answer = answers.lock().unwrap().get(&path).cloned();
                    asked.lock().unwrap().push(path);
                    let none = Answer::Whole(404, "text/plain", Vec::from("there is nothing"));
                    // The client need not wait for the end.
                    let _ = answer.unwrap_or(none).write(&stream);
                });
            }
        });
        server
    }

    /// A server with the metadata of its origin.
    fn with_metadata() -> Self {
        let server = Self::start();
        server.answer(OPENID, Answer::json(&metadata(&server.origin)));
        server
    }

    fn answer(&self, path: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(String::from(path), answer);
    }

    /// The paths that were asked for since the last call.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

/// Reads a request, and gives its path.
fn path(stream: &TcpStream) -> Option<String> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next()?;
    lines.find(String::is_empty)?;
    let mut words = first.split(' ');
    assert_eq!(words.next(), Some("GET"));
    words.next().map(String::from)
}

/// The issuer of a server that has gone.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// Metadata as a server gives it, with members that a client has no use for.
fn metadata(issuer: &str) -> String {
    format!(
        r#"{{"token_endpoint":"{issuer}/token","issuer":"{issuer}","service_documentation":null,
        "authorization_endpoint":"{issuer}/authorize","scopes_supported":["profile","openid"],
        "claims_supported":["sub"],"signed_metadata":"e30.e30.",
        "code_challenge_methods_supported":["S256"],"require_pushed_authorization_requests":false}}"#
    )
}

/// The snapshot of that metadata.
fn snapshot(issuer: &str, from: &str, day: &str) -> String {
    format!(
        r#"{{
  "authorization_endpoint": "{issuer}/authorize",
  "code_challenge_methods_supported": [
    "S256"
  ],
  "issuer": "{issuer}",
  "oauth_flow_snapshot": {{
    "from": "{from}",
    "retrieved": "{day}",
    "version": 1
  }},
  "require_pushed_authorization_requests": false,
  "scopes_supported": [
    "openid",
    "profile"
  ],
  "token_endpoint": "{issuer}/token"
}}
"#
    )
}

/// The snapshot of an origin that answers at the path of OpenID.
fn of_openid(issuer: &str, day: &str) -> String {
    snapshot(issuer, &format!("{issuer}{OPENID}"), day)
}

/// A call of `server`, which may take a moment, on the day of these tests.
fn server(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let (command, more) = arguments.split_first().unwrap();
    let fixed = ["server", command, "--today", "2026-11-26"];
    run(folder, &[&fixed[..], more].concat())
}

/// The names and the texts of the files in a folder.
fn files(folder: &Path) -> Vec<(String, String)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let read = |path: &Path| {
        let name = path.file_name().unwrap().to_str().map(String::from).unwrap();
        (name, fs::read_to_string(path).unwrap())
    };
    let mut files: Vec<_> = entries.map(|entry| read(&entry.unwrap().path())).collect();
    files.sort();
    files
}
