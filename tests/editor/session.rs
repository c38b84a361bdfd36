//! A scratch crate, open in an editor: its one file is replaced by a text with a cursor, and the
//! server is asked about the place of the cursor.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use oauth_flow_compile_tests::scratch;
use serde_json::{Value, json};

use crate::server::Server;

/// Where the cursor is in a text.
const CURSOR: &str = "$0";

/// Loading takes in the build of the macro; a question needs seconds at most.
const LOADING: Duration = Duration::from_secs(300);
const ANSWER: Duration = Duration::from_secs(60);

/// An open editor.
pub struct Session {
    server: Server,
    file: String,
    version: u32,
}

/// What is said of a range of the text.
#[derive(Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The text that is underlined.
    pub at: String,
    pub message: String,
}

impl Session {
    /// Opens the scratch crate and waits until the server has loaded it.
    pub fn open() -> Self {
        let program = std::env::var("RUST_ANALYZER").unwrap_or_else(|_| "rust-analyzer".into());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("editor");
        std::fs::write(scratch(&folder, "lib.rs"), "").expect("a source file");
        require_sources_of_core(&folder);
        let mut command = Command::new(program);
        command
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .env("CARGO_NET_OFFLINE", "true");
        let mut server = Server::start(command, &folder.join("rust-analyzer.log"));
        let root = uri(&folder);
        let answer = server.request("initialize", &initialize(&root), ANSWER);
        let info = &answer["serverInfo"];
        println!("{} {}", text(&info["name"]), text(&info["version"]));
        server.notify("initialized", &json!({}));
        let file = uri(&folder.join("src/lib.rs"));
        server.notify(
            "textDocument/didOpen",
            &json!({ "textDocument": {
                "uri": file, "languageId": "rust", "version": 0, "text": "",
            }}),
        );
        let started = Instant::now();
        server.wait("loading the scratch crate", started + LOADING, |message| {
            let status = &message["params"];
            let loaded =
                message["method"] == "experimental/serverStatus" && status["quiescent"] == true;
            if loaded {
                assert_ne!(status["health"], "error", "{}", text(&status["message"]));
            }
            loaded.then_some(())
        });
        println!("loaded in {:.1} s", started.elapsed().as_secs_f32());
        Self { server, file, version: 0 }
    }

    /// The labels that are offered at the cursor, sorted.
    pub fn completions(&mut self, source: &str) -> Vec<String> {
        let answer = self.ask("completion", source, &json!({ "triggerKind": 1 }));
        let items = answer["items"].as_array().or(answer.as_array()).cloned().unwrap_or_default();
        let mut labels: Vec<String> = items.iter().map(|item| text(&item["label"])).collect();
        labels.sort_unstable();
        println!("completion {} -> {}", shown(source), labels.join(" "));
        labels
    }

    /// What is shown over the cursor; empty where nothing is.
    pub fn hover(&mut self, source: &str) -> String {
        let answer = self.ask("hover", source, &Value::Null);
        let hover = text(&answer["contents"]["value"]);
        println!("hover {} -> {}", shown(source), hover.replace('\n', " "));
        hover
    }

    /// Where the definition is: the path of the file, and the text that is named there.
    pub fn definition(&mut self, source: &str) -> Vec<(String, String)> {
        let answer = self.ask("definition", source, &Value::Null);
        let links = answer.as_array().cloned().unwrap_or_default();
        let targets: Vec<(String, String)> = links
            .iter()
            .map(|link| {
                let uri = text(&link["targetUri"]);
                let path = uri.strip_prefix("file://").unwrap_or(&uri).to_owned();
                let source = std::fs::read_to_string(&path).unwrap_or_default();
                let target = slice(&source, &link["targetSelectionRange"]);
                (path, target)
            })
            .collect();
        println!("definition {} -> {targets:?}", shown(source));
        targets
    }

    /// What the server itself reports of the text, without cargo.
    pub fn diagnostics(&mut self, source: &str) -> Vec<Diagnostic> {
        self.replace(source);
        let parameters = json!({ "textDocument": { "uri": self.file } });
        let answer = self.server.request("textDocument/diagnostic", &parameters, ANSWER);
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        let found: Vec<Diagnostic> = items
            .iter()
            .map(|item| Diagnostic {
                at: slice(source, &item["range"]),
                message: text(&item["message"]),
            })
            .collect();
        println!("diagnostics {} -> {found:?}", source.replace('\n', " "));
        found
    }

    /// Replaces the text, and asks about the place of the cursor in it.
    fn ask(&mut self, what: &str, source: &str, context: &Value) -> Value {
        let (before, after) = source.split_once(CURSOR).expect("a cursor");
        self.replace(&format!("{before}{after}"));
        let line = before.matches('\n').count();
        let character = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
        let mut parameters = json!({
            "textDocument": { "uri": self.file },
            "position": { "line": line, "character": character },
        });
        if !context.is_null() {
            parameters["context"] = context.clone();
        }
        self.server.request(&format!("textDocument/{what}"), &parameters, ANSWER)
    }

    fn replace(&mut self, source: &str) {
        self.version += 1;
        let parameters = json!({
            "textDocument": { "uri": self.file, "version": self.version },
            "contentChanges": [{ "text": source }],
        });
        self.server.notify("textDocument/didChange", &parameters);
    }
}

/// `compile_error` is known from there. Without this question, rust-analyzer would add the component
/// to the toolchain by itself.
fn require_sources_of_core(folder: &Path) {
    let output = Command::new("rustc")
        .args(["--print", "sysroot"])
        .current_dir(folder)
        .output()
        .expect("rustc runs");
    let root = String::from_utf8(output.stdout).expect("a path");
    let sources = Path::new(root.trim()).join("lib/rustlib/src/rust/library");
    assert!(sources.is_dir(), "no {}: run `rustup component add rust-src`", sources.display());
}

/// Ranges count bytes; diagnostics are pulled; nothing runs cargo but the build of the macro.
fn initialize(root: &str) -> Value {
    json!({
        "processId": std::process::id(),
        "rootUri": root,
        "workspaceFolders": [{ "uri": root, "name": "scratch" }],
        "capabilities": {
            "general": { "positionEncodings": ["utf-8"] },
            "textDocument": {
                "hover": { "contentFormat": ["markdown"] },
                "definition": { "linkSupport": true },
                "diagnostic": {},
            },
            "experimental": { "serverStatusNotification": true },
        },
        "initializationOptions": {
            "checkOnSave": false,
            "cachePriming": { "enable": false },
        },
    })
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The part of the text that a range of the protocol covers.
fn slice(source: &str, range: &Value) -> String {
    let offset = |position: &Value| {
        let number = |value: &Value| value.as_u64().and_then(|it| usize::try_from(it).ok());
        let (line, character) = (number(&position["line"])?, number(&position["character"])?);
        let before: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
        Some(before + character)
    };
    let range = offset(&range["start"]).zip(offset(&range["end"]));
    range.and_then(|(start, end)| source.get(start..end)).unwrap_or_default().to_owned()
}

/// The line of the cursor.
fn shown(source: &str) -> String {
    let line = source.lines().find(|line| line.contains(CURSOR)).unwrap_or(source);
    line.trim().replace(CURSOR, "|")
}
