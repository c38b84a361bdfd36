//! A server of a few lines, for clients to be tested against: it shows what came over the wire,
//! and answers anything, as no well-behaved server does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What a server saw so far.
#[derive(Debug, Default)]
struct Seen {
    connections: usize,
    requests: Vec<String>,
    written: usize,
}

/// A server on a free port of `127.0.0.1`, for as long as the test runs.
pub struct Server {
    /// Its port.
    pub port: u16,
    seen: Arc<Mutex<Seen>>,
}

/// The connection that a request came on, to answer it.
pub struct Answer {
    stream: TcpStream,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    /// Starts a server that answers each request with `answer`, and then closes the connection.
    pub fn start(answer: impl Fn(&mut Answer) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("a bound socket").port();
        let seen = Arc::<Mutex<Seen>>::default();
        let shared = Arc::clone(&seen);
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                note(&shared, |seen| seen.connections += 1);
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&shared));
                thread::spawn(move || {
                    let request = read(&stream);
                    note(&seen, |seen| seen.requests.push(request));
                    answer(&mut Answer { stream, seen });
                });
            }
        });
        Self { port, seen }
    }

    /// Starts a server that answers each request with this text.
    #[must_use]
    pub fn saying(answer: &'static str) -> Self {
        Self::start(move |connection| {
            connection.write(answer.as_bytes());
        })
    }

    /// A URL on the server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// How many connections were opened.
    #[must_use]
    pub fn connections(&self) -> usize {
        note(&self.seen, |seen| seen.connections)
    }

    /// The heads of the requests that came, each with its body.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        note(&self.seen, |seen| seen.requests.clone())
    }

    /// How many bytes the clients' side of the connections has taken.
    #[must_use]
    pub fn written(&self) -> usize {
        note(&self.seen, |seen| seen.written)
    }
}

impl Answer {
    /// Sends the bytes; false where the client is gone.
    pub fn write(&mut self, bytes: &[u8]) -> bool {
        let sent = self.stream.write_all(bytes).is_ok();
        if sent {
            note(&self.seen, |seen| seen.written += bytes.len());
        }
        sent
    }
}

fn note<T>(seen: &Mutex<Seen>, what: impl FnOnce(&mut Seen) -> T) -> T {
    what(&mut seen.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The head of a request and its body, as far as it has the length that it says.
fn read(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut text = String::new();
    while !text.ends_with("\r\n\r\n") && reader.read_line(&mut text).is_ok_and(|read| read > 0) {}
    let length = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, length)| length.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_ok() {
        text.push_str(&String::from_utf8_lossy(&body));
    }
    text
}
