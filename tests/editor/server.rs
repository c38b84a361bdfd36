//! A language server over its standard streams: requests, notifications, and waiting for both with
//! a limit.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The error codes with which a server asks for the same request again: the content was modified
/// meanwhile, or the server cancelled.
const ASK_AGAIN: [i64; 2] = [-32801, -32802];

/// A running server. It is killed when this is dropped, be it by a panic.
pub struct Server {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    /// What came while something else was waited for, the newest last.
    past: VecDeque<String>,
    next_id: u64,
    log: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    pub fn start(mut command: Command, log: &Path) -> Self {
        let errors = File::create(log).expect("a file for what the server logs");
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()));
        let input = process.stdin.take().expect("it is piped");
        let mut output = BufReader::new(process.stdout.take().expect("it is piped"));
        let (sender, messages) = channel();
        // Ends with the stream, at the latest when the server is killed.
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let (past, log) = (VecDeque::new(), log.to_owned());
        Self { process, input, messages, past, next_id: 0, log }
    }

    pub fn notify(&mut self, method: &str, parameters: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// The result of a request. It is asked again where the server says so.
    pub fn request(&mut self, method: &str, parameters: &Value, limit: Duration) -> Value {
        let deadline = Instant::now() + limit;
        loop {
            self.next_id += 1;
            let id = self.next_id;
            let request =
                json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters });
            self.send(&request);
            let answer = self.wait(method, deadline, |message| {
                let answers = message["id"] == id && message["method"].is_null();
                answers.then(|| message.clone())
            });
            match answer["error"]["code"].as_i64() {
                None => return answer["result"].clone(),
                Some(code) if ASK_AGAIN.contains(&code) => {}
                Some(_) => panic!("{method}: {}", answer["error"]),
            }
        }
    }

    /// Waits for a message that `find` takes; the server's own requests are answered meanwhile.
    pub fn wait<T>(
        &mut self,
        what: &str,
        deadline: Instant,
        mut find: impl FnMut(&Value) -> Option<T>,
    ) -> T {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(message) = self.messages.recv_timeout(left) else {
                let why = if left.is_zero() || Instant::now() >= deadline {
                    "no answer in time"
                } else {
                    "the server ended"
                };
                let past: Vec<&str> = self.past.iter().map(String::as_str).collect();
                panic!(
                    "{what}: {why}. The last messages:\n{}\nMore is in {}",
                    past.join("\n"),
                    self.log.display()
                );
            };
            self.remember(&message);
            if !message["id"].is_null() && message["method"].is_string() {
                self.answer(&message);
            }
            if let Some(found) = find(&message) {
                return found;
            }
        }
    }

    /// Answers a request of the server: it gets no settings but those of the start, and may
    /// register and report whatever it likes.
    fn answer(&mut self, request: &Value) {
        let asked = request["params"]["items"].as_array().map(Vec::len);
        let result = match asked {
            Some(count) if request["method"] == "workspace/configuration" => {
                Value::Array(vec![Value::Null; count])
            }
            _ => Value::Null,
        };
        self.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }));
    }

    fn remember(&mut self, message: &Value) {
        const KEPT: usize = 8;
        if self.past.len() == KEPT {
            self.past.pop_front();
        }
        self.past.push_back(message.to_string().chars().take(240).collect());
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len())
            .and_then(|()| self.input.flush())
            .unwrap_or_else(|error| panic!("{error}; more is in {}", self.log.display()));
    }
}

/// One message: headers, an empty line, and as many bytes as the headers say. `None` at the end of
/// the stream.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length:") {
            length = value.trim().parse().ok();
        }
    }
    let mut body = vec![0; length?];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
