//! The documents that a declaration names: findings in them, and what the list says of them.

mod list;
mod runs;
mod secrets;
mod shown;

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{package, run};

/// A registration with one mistake: the redirect URI, in line 6, is not https.
const PORTAL: &str = r#"{
  "client_id": "portal",
  "grant_types": ["authorization_code"],
  "token_endpoint_auth_method": "client_secret_basic",
  "redirect_uris": [
    "http://shop.example.com/cb"
  ]
}
"#;

/// A client that names it. The path begins at column 72.
const CLIENT: &str = "#[oauth_flow::oauth_client(kind = \"web\", pkce = \"S256\", registration = \"clients/portal.json\")]\n\
                      pub struct Portal { client_secret: String }\n";

fn portal() -> tempfile::TempDir {
    package(&[("src/lib.rs", CLIENT), ("clients/portal.json", PORTAL)])
}

/// The standard output of a run that has the status.
#[track_caller]
fn output(folder: &Path, status: i32, arguments: &[&str]) -> String {
    let (code, text, errors) = run(folder, &[arguments, &["--color", "never"]].concat());
    assert_eq!((code, errors.as_str()), (status, ""), "{text}");
    text
}

/// What `check` finds, an object a line.
#[track_caller]
fn found(folder: &Path, status: i32, more: &[&str]) -> Vec<Value> {
    let text = output(folder, status, &[&["check", "--format", "json"], more].concat());
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn place(line: usize, column: usize, end_line: usize, end_column: usize) -> Value {
    json!({ "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}
