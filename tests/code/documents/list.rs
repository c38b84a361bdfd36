//! What the list says of documents, and snapshots that are too old.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{found, output, place};
use crate::support::{findings, here, package};

/// What `list` says as JSON of the clients.
fn listed(folder: &Path, more: &[&str]) -> Vec<Value> {
    let text = output(folder, 0, &[&["list", "--format", "json"], more].concat());
    let list: Value = serde_json::from_str(&text).unwrap();
    list["clients"].as_array().unwrap().clone()
}

/// A snapshot of the metadata of a server of this day.
fn snapshot(day: &str) -> String {
    format!(
        r#"{{
  "authorization_endpoint": "https://as.example.com/authorize",
  "code_challenge_methods_supported": ["S256"],
  "issuer": "https://as.example.com",
  "oauth_flow_snapshot": {{
    "from": "https://as.example.com/.well-known/oauth-authorization-server",
    "retrieved": "{day}",
    "version": 1
  }},
  "response_types_supported": ["code"],
  "token_endpoint": "https://as.example.com/token"
}}
"#
    )
}

/// A client of a realm with such a snapshot; the path of the snapshot begins at column 79.
const WEB: &str = "#[oauth_flow::oauth_client(kind = \"web\", registration = \"realm.json\", server = \"as.json\", client_id = \"harbor-web\")]\n\
                   pub struct Web { client_secret: String }\n";

fn web(day: &str) -> tempfile::TempDir {
    let realm = here().join("../documents/keycloak/realm.json");
    let realm = fs::read_to_string(realm).unwrap();
    package(&[("src/lib.rs", WEB), ("realm.json", &realm), ("as.json", &snapshot(day))])
}

const TODAY: [&str; 2] = ["--today", "2026-11-26"];

#[test]
fn the_list_has_the_registration_and_the_age_of_the_snapshot() {
    let folder = web("2026-09-01");
    let clients = listed(folder.path(), &TODAY);
    let client = &clients[0];
    let registration =
        json!({ "file": "realm.json", "format": "keycloak", "client_id": "harbor-web" });
    assert_eq!(client["registration"], registration);
    let server = json!({
        "file": "as.json",
        "retrieved": "2026-09-01",
        "age": 86,
        "from": "https://as.example.com/.well-known/oauth-authorization-server",
    });
    assert_eq!(client["server_document"], server);
    assert_eq!(client["members"]["server"], "https://as.example.com");
    let sources = &client["sources"];
    assert_eq!(
        (&sources["server"], &sources["grants"]),
        (&json!("server_document"), &json!("registration"))
    );
    assert_eq!((&sources["kind"], &sources["client_id"]), (&Value::Null, &Value::Null));

    let text = output(folder.path(), 0, &[&["list"][..], &TODAY].concat());
    for line in [
        "  kind: web\n",
        "  authentication: client_secret_basic (from the registration)\n",
        "  server: https://as.example.com (from the server document)\n",
        "  registration: realm.json (Keycloak, client `harbor-web`)\n",
        "  server document: as.json (of 2026-09-01, 86 days ago)\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let text = output(folder.path(), 0, &[&["list", "--format", "markdown"][..], &TODAY].concat());
    for line in [
        "| authentication | client_secret_basic (from the registration) |\n",
        "| registration | `realm.json` (Keycloak, client `harbor-web`) |\n",
        "| server document | `as.json` (of 2026-09-01, 86 days ago) |\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let page = output(folder.path(), 0, &[&["list", "--format", "html"][..], &TODAY].concat());
    for part in [
        "<dt>registration</dt><dd><code>realm.json</code> Keycloak, client <code>harbor-web</code></dd>",
        "<dt>server document</dt><dd><code>as.json</code> of 2026-09-01, 86 days ago</dd>",
        "client_secret_basic <span class=\"muted\">from the registration</span></dd>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn the_list_says_what_is_not_known_of_a_document() {
    for (day, words) in [
        ("2026-11-26", "of 2026-11-26, today"),
        ("2026-11-25", "of 2026-11-25, 1 day ago"),
        ("2026-11-27", "of 2026-11-27, a day to come"),
        ("yesterday", "it does not say how old it is"),
    ] {
        let folder = web(day);
        let text = output(folder.path(), 0, &[&["list"][..], &TODAY].concat());
        assert!(text.contains(&format!("  server document: as.json ({words})\n")), "{text}");
    }
    let folder = web("2026-11-26");
    fs::write(folder.path().join("as.json"), "{").unwrap();
    fs::remove_file(folder.path().join("realm.json")).unwrap();
    let text = output(folder.path(), 0, &["list"]);
    assert!(text.contains("  registration: realm.json (it cannot be read)\n"), "{text}");
    assert!(text.contains("  server document: as.json (it cannot be read)\n"), "{text}");
    let client = &listed(folder.path(), &TODAY)[0];
    assert_eq!(client["registration"]["format"], Value::Null);
    // A client without documents has none.
    let client = &listed(
        package(&[("src/lib.rs", "#[oauth_flow::oauth_client(kind = \"spa\")]\nstruct A;\n")])
            .path(),
        &[],
    )[0];
    assert_eq!((&client["registration"], &client["server_document"]), (&Value::Null, &Value::Null));
    assert_eq!(client["sources"], json!({}));
}

#[test]
fn a_snapshot_of_more_than_90_days_is_a_warning() {
    // 90 days before, and 91.
    assert_eq!(findings(&found(web("2026-08-28").path(), 0, &TODAY)), []);
    let folder = web("2026-08-27");
    let lines = found(folder.path(), 0, &TODAY);
    assert_eq!(findings(&lines), [("src/lib.rs".into(), 1, "stale_document".into())]);
    let finding = &lines[0];
    assert_eq!(finding["level"], "warn");
    assert_eq!(
        finding["fact"],
        "the snapshot `as.json` is of 2026-08-27, which is more than 90 days ago"
    );
    assert_eq!(finding["place"], place(1, 80, 1, 89));
    assert_eq!(findings(&found(folder.path(), 0, &["--today", "2026-11-25"])), []);
    let page = output(folder.path(), 0, &[&["list", "--format", "html"][..], &TODAY].concat());
    assert!(page.contains("more than 90 days old"), "{page}");
    let waived =
        WEB.replace("kind", "allow(stale_document, reason = \"the server is frozen\"), kind");
    fs::write(folder.path().join("src/lib.rs"), waived).unwrap();
    assert_eq!(findings(&found(folder.path(), 0, &TODAY)), []);
}
