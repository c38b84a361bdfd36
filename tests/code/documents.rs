//! The documents that a declaration names: findings in them, and what the list says of them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{findings, here, package, run};

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

/// A secret that no output has.
const SECRET: &str = "q8Zr4vXw2LkP";

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

/// What `list` says as JSON of the clients.
fn listed(folder: &Path, more: &[&str]) -> Vec<Value> {
    let text = output(folder, 0, &[&["list", "--format", "json"], more].concat());
    let list: Value = serde_json::from_str(&text).unwrap();
    list["clients"].as_array().unwrap().clone()
}

fn place(line: usize, column: usize, end_line: usize, end_column: usize) -> Value {
    json!({ "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}

#[test]
fn a_person_sees_the_lines_of_the_document_and_who_names_it() {
    let text = output(portal().path(), 1, &["check"]);
    let shown = "error[insecure_redirect_uri]: the redirect URI `http://shop.example.com/cb` is not https\n \
                 --> clients/portal.json:6:5\n  \
                 |\n\
                 6 |     \"http://shop.example.com/cb\"\n  \
                 |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ registered here\n  \
                 |\n \
                 ::: src/lib.rs:1:72\n  \
                 |\n\
                 1 | #[oauth_flow::oauth_client(kind = \"web\", pkce = \"S256\", registration = \"clients/portal.json\")]\n  \
                 |                                                                        --------------------- named here\n  \
                 |\n  \
                 = why: whoever shares the network with the user reads the code\n";
    assert!(text.starts_with(shown), "{text}");
    assert!(text.ends_with("\n1 declared client, 1 error, 0 warnings\n"), "{text}");
}

#[test]
fn each_format_has_the_place_in_the_document_and_the_path_in_the_attribute() {
    let folder = portal();
    let lines = found(folder.path(), 1, &[]);
    let finding = &lines[0];
    assert_eq!(finding["rule"], "insecure_redirect_uri");
    assert_eq!(finding["file"], "clients/portal.json");
    assert_eq!(finding["place"], place(6, 5, 6, 33));
    let named = json!({ "what": "named here", "file": "src/lib.rs", "place": place(1, 72, 1, 93) });
    assert_eq!(finding["related"], json!([named]));
    assert_eq!((&finding["client"], &finding["package"]), (&json!("Portal"), &json!("example")));
    assert_eq!(finding["fix"], Value::Null);

    let github = output(folder.path(), 1, &["check", "--format", "github"]);
    assert_eq!(github.lines().count(), 1);
    assert!(github.starts_with(
        "::error file=clients/portal.json,line=6,endLine=6,col=5,endColumn=33,title=insecure_redirect_uri::the redirect URI"
    ));
    assert!(github.ends_with("%0Anamed here: src/lib.rs:1:72\n"), "{github}");

    let sarif = output(folder.path(), 1, &["check", "--format", "sarif"]);
    assert_is_sarif(&sarif);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    let at = |line: u64, column: u64, end: u64| json!({ "startLine": line, "startColumn": column, "endLine": line, "endColumn": end });
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "clients/portal.json");
    assert_eq!(place["region"], at(6, 5, 33));
    let related = &result["relatedLocations"][0];
    assert_eq!(related["physicalLocation"]["artifactLocation"]["uri"], "src/lib.rs");
    assert_eq!(related["physicalLocation"]["region"], at(1, 72, 93));
    assert_eq!(related["message"]["text"], "named here");
}

#[track_caller]
fn assert_is_sarif(text: &str) {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    let path = here().join("sarif-schema-2.1.0.json");
    let schema = compiler.compile(&path.to_string_lossy(), &mut schemas).unwrap();
    let sarif: Value = serde_json::from_str(text).unwrap();
    let faults = schemas.validate(&sarif, schema).err().map(|fault| fault.to_string());
    assert_eq!(faults, None);
}

#[test]
fn a_contradiction_shows_both_places() {
    // The key of the attribute is in line 3, that of the document in line 4.
    let client = CLIENT.replace(
        "kind = \"web\", pkce",
        "kind = \"web\",\n    issuer = \"https://as.example.com\",\n    auth = \"client_secret_post\", pkce",
    );
    let registered = PORTAL.replace("http:", "https:");
    let folder = package(&[("src/lib.rs", &client), ("clients/portal.json", &registered)]);
    let lines = found(folder.path(), 1, &[]);
    let finding = &lines[0];
    assert_eq!(finding["rule"], "registration_mismatch");
    assert_eq!((&finding["file"], &finding["place"]["line"]), (&json!("src/lib.rs"), &json!(3)));
    let registered = json!({
        "what": "registered here", "file": "clients/portal.json", "place": place(4, 33, 4, 54)
    });
    assert_eq!(finding["related"], json!([registered]));
    let text = output(folder.path(), 1, &["check"]);
    for part in [
        "^^^^^^^^^^^^^^^^^^^^ declared here\n",
        " ::: clients/portal.json:4:33\n",
        "4 |   \"token_endpoint_auth_method\": \"client_secret_basic\",\n",
        "--------------------- registered here\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
    // The first place is that of the attribute, and no other one names the document.
    assert!(!text.contains("named here"), "{text}");
}

#[test]
fn what_the_server_does_not_support_shows_its_list() {
    let server = r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "response_types_supported": ["code"],
  "grant_types_supported": ["client_credentials"],
  "code_challenge_methods_supported": ["S256"]
}
"#;
    let client = "#[oauth_flow::oauth_client(kind = \"web\", redirect_uri = \"https://a.example.com/cb\", server = \"as.json\")]\n\
                  pub struct Shop { client_id: String, client_secret: String }\n";
    let folder = package(&[("src/lib.rs", client), ("as.json", server)]);
    let lines = found(folder.path(), 1, &[]);
    assert_eq!(lines[0]["rule"], "unsupported_grant_type");
    assert_eq!(lines[0]["file"], "src/lib.rs");
    assert_eq!(lines[0]["related"][0]["what"], "published here");
    assert_eq!(lines[0]["related"][0]["file"], "as.json");
    assert_eq!(lines[0]["related"][0]["place"]["line"], 6);
}

#[test]
fn a_line_of_a_megabyte_is_shown_in_part() {
    let filler = "\u{e4}".repeat(500_000);
    let one_line: String = PORTAL.lines().map(str::trim_start).collect();
    let text = one_line.replacen('{', &format!("{{\"client_name\":\"{filler}\","), 1);
    let text = text.replacen("\n", "", 1).trim_end_matches('}').to_owned();
    let text = format!("{text},\"contacts\":[\"{filler}\"]}}");
    let folder = package(&[("src/lib.rs", CLIENT), ("clients/portal.json", &text)]);
    // In front of the value are the filler and 148 other characters.
    let before = text.find("\"http:").unwrap() - 2 * 500_000 + 500_000;
    assert_eq!(before, 500_000 + 148);
    let lines = found(folder.path(), 1, &[]);
    assert_eq!(lines[0]["place"], place(1, 500_149, 1, 500_177));
    let start = Instant::now();
    for format in ["human", "html"] {
        let list = ["list", "--format", "html"];
        let check = ["check", "--format", "human"];
        let (status, arguments) = if format == "html" { (0, list) } else { (1, check) };
        let text = output(folder.path(), status, &arguments);
        assert!(text.len() < 200_000, "{format}: {}", text.len());
        assert!(text.contains("clients/") && text.contains("500149"), "{format}");
        let longest = text.lines().map(|line| line.matches('\u{e4}').count()).max();
        assert!(longest.is_some_and(|it| it < 400), "{format}: {longest:?}");
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    let text = output(folder.path(), 1, &["check"]);
    assert!(text.contains("\n --> clients/portal.json:1:500149\n"), "{text}");
    assert!(text.contains("\"http://shop.example.com/cb\""), "{text}");
}

#[test]
fn no_output_has_a_secret_of_a_document() {
    let registration = PORTAL.replace(
        "  \"grant_types\"",
        &format!(
            "  \"client_secret\": \"{SECRET}\", \"registration_access_token\": \"{SECRET}\",\n  \
             \"jwks\": {{ \"keys\": [{{ \"kty\": \"RSA\", \"n\": \"bg\", \"e\": \"AQAB\", \"d\": \"{SECRET}\" }}] }},\n  \
             \"client_uri\": \"https://u:{SECRET}@shop.example.com\",\n  \"grant_types\""
        ),
    );
    let keycloak = format!(
        "{{ \"clientId\": \"portal\", \"protocol\": \"openid-connect\", \"publicClient\": false,\n  \
         \"clientAuthenticatorType\": \"client-secret\", \"secret\":\n\"{SECRET}\", \"standardFlowEnabled\": true,\n  \
         \"redirectUris\": [\"http://shop.example.com/cb\"] }}"
    );
    let broken =
        format!("{{\n  \"client_secret\": \"{SECRET}\",,\n  \"client_id\": \"portal\"\n}}\n");
    let unquoted = format!("{{ \"client_secret\": {SECRET} }}\n");
    let minified: String = registration.lines().map(str::trim_start).collect();
    for (name, text, rules) in [
        ("registration", &registration, &["committed_secret", "private_key_in_jwks"][..]),
        ("minified", &minified, &["committed_secret", "private_key_in_jwks"]),
        ("keycloak", &keycloak, &["committed_secret"]),
        ("broken", &broken, &["invalid_json"]),
        ("unquoted", &unquoted, &["invalid_json"]),
    ] {
        let folder = package(&[("src/lib.rs", CLIENT), ("clients/portal.json", text)]);
        for format in ["human", "json", "sarif", "github"] {
            let said = output(folder.path(), 1, &["check", "--format", format]);
            assert!(!said.contains(SECRET), "{name} {format}: {said}");
            for rule in rules {
                assert!(said.contains(rule), "{name} {format}: {said}");
            }
        }
        for format in ["human", "json", "markdown", "html"] {
            let said = output(folder.path(), 0, &["list", "--format", format]);
            assert!(!said.contains(SECRET), "{name} {format}: {said}");
        }
    }
}

#[test]
fn a_person_sees_the_member_whose_secret_is_masked() {
    let registration = PORTAL.replace(
        "  \"grant_types\"",
        &format!("  \"client_secret\": \"{SECRET}\",\n  \"grant_types\""),
    );
    let folder = package(&[("src/lib.rs", CLIENT), ("clients/portal.json", &registration)]);
    let text = output(folder.path(), 1, &["check"]);
    let shown = " --> clients/portal.json:3:20\n  \
                 |\n\
                 3 |   \"client_secret\": \"[masked]\",\n  \
                 |                    ^^^^^^^^^^ registered here\n";
    assert!(text.contains(shown), "{text}");
}

/// Two clients that name one registration; the second one is held to FAPI 2.0 too.
fn shared(folder: &Path) {
    let second = CLIENT.replace("Portal", "Office").replace("kind", "profile = \"fapi2\", kind");
    fs::write(folder.join("src/office.rs"), second).unwrap();
    let secret = PORTAL.replace("http:", "https:").replace(
        "  \"grant_types\"",
        "  \"client_secret\": \"not-a-real-secret\",\n  \"grant_types\"",
    );
    fs::write(folder.join("clients/portal.json"), secret).unwrap();
}

#[test]
fn a_mistake_in_a_document_of_two_clients_is_one_of_the_stronger_level() {
    let folder = portal();
    shared(folder.path());
    let lines = found(folder.path(), 1, &[]);
    let secret: Vec<&Value> = lines.iter().filter(|it| it["rule"] == "committed_secret").collect();
    assert_eq!(secret.len(), 1);
    assert_eq!(secret[0]["level"], "error");
    let named: Vec<&str> = secret[0]["related"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["file"].as_str().unwrap())
        .collect();
    assert_eq!(BTreeSet::from_iter(named), BTreeSet::from(["src/lib.rs", "src/office.rs"]));
    let page = output(folder.path(), 0, &["list", "--format", "html"]);
    let page = scraper::Html::parse_document(&page);
    let texts = |selector: &str| -> Vec<String> {
        let selector = scraper::Selector::parse(selector).unwrap();
        page.select(&selector).map(|it| it.text().collect()).collect()
    };
    // It is shown with one client, and the other one leads to it.
    let shown = texts("article.finding h4");
    assert_eq!(shown.iter().filter(|it| it.contains("has the client secret")).count(), 1);
    let links = texts("article.client > p > a[href^='#finding-']");
    assert_eq!(links, ["the document has the client secret in it"]);
}

#[test]
fn a_baseline_knows_a_finding_of_a_document_wherever_its_lines_move() {
    let folder = portal();
    let here = folder.path();
    let against = |status: i32, more: &[&str]| -> Value {
        let lines = found(here, status, &[&["--baseline", "baseline.json"], more].concat());
        lines.last().unwrap().clone()
    };
    let (status, ..) = run(here, &["check", "--baseline", "baseline.json", "--write-baseline"]);
    assert_eq!(status, 0);
    let written = fs::read_to_string(here.join("baseline.json")).unwrap();
    assert!(
        written.contains(
            "{ \"package\": \"example\", \"file\": \"clients/portal.json\", \"rule\": \
             \"insecure_redirect_uri\", \"client\": \"Portal\", \"fact\": \"the redirect URI \
             `http://shop.example.com/cb` is not https\" }"
        ),
        "{written}"
    );
    let counts =
        |summary: &Value| ["known", "gone", "not_checked"].map(|it| summary[it].as_u64().unwrap());
    let write = |text: &str| fs::write(here.join("clients/portal.json"), text).unwrap();
    write(&PORTAL.replace("\"client_id\"", "\n\n  \"client_name\": \"Shop\",\n  \"client_id\""));
    assert_eq!(counts(&against(0, &[])), [1, 0, 0]);
    write(&PORTAL.replace("http:", "https:"));
    assert_eq!(counts(&against(0, &[])), [0, 1, 0]);
    // Nobody can tell whether it is still there.
    write(&PORTAL.replace(']', ""));
    assert_eq!(counts(&against(1, &[])), [0, 0, 1]);
    write(PORTAL);
    let exclude = fs::read_to_string(here.join("Cargo.toml")).unwrap()
        + "\n[package.metadata.oauth-flow]\nexclude = [\"clients\"]\n";
    let manifest = fs::read_to_string(here.join("Cargo.toml")).unwrap();
    fs::write(here.join("Cargo.toml"), exclude).unwrap();
    assert_eq!(counts(&against(0, &[])), [0, 0, 1]);
    fs::write(here.join("Cargo.toml"), manifest).unwrap();
    // The document is there, and no client names it.
    fs::write(here.join("src/lib.rs"), "").unwrap();
    assert_eq!(counts(&against(0, &[])), [0, 1, 0]);
}

#[test]
fn levels_waivers_and_paths_are_those_of_the_client() {
    let folder = portal();
    let here = folder.path();
    let rules = |lines: &[Value]| -> Vec<String> {
        findings(lines).into_iter().map(|(_, _, rule)| rule).collect()
    };
    let warned = found(here, 0, &["-W", "insecure_redirect_uri"]);
    assert_eq!(warned[0]["level"], "warn");
    assert_eq!(rules(&found(here, 0, &["-A", "insecure_redirect_uri"])), [""; 0]);
    let waived = CLIENT.replace(
        "registration =",
        "allow(insecure_redirect_uri, reason = \"a test\"), registration =",
    );
    fs::write(here.join("src/lib.rs"), waived).unwrap();
    assert_eq!(rules(&found(here, 0, &[])), [""; 0]);
    fs::write(here.join("src/lib.rs"), CLIENT).unwrap();
    // What the document says counts all the same: without it, the client would have no redirect URI.
    let manifest = fs::read_to_string(here.join("Cargo.toml")).unwrap();
    let exclude = "\n[package.metadata.oauth-flow]\nexclude = [\"clients/portal.json\"]\n";
    fs::write(here.join("Cargo.toml"), manifest + exclude).unwrap();
    assert_eq!(rules(&found(here, 0, &[])), [""; 0]);
}

#[test]
fn a_document_of_the_workspace_is_shown_from_its_root() {
    let client = CLIENT.replace("clients/portal.json", "../clients/portal.json");
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.0.0\"\nedition = \"2024\"\n";
    let folder = package(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"shop\"]\nresolver = \"3\"\n"),
        ("shop/Cargo.toml", manifest),
        ("shop/src/lib.rs", &client),
        ("clients/portal.json", PORTAL),
    ]);
    let lines = found(folder.path(), 1, &[]);
    assert_eq!(
        findings(&lines),
        [
            ("clients/portal.json".into(), 6, "insecure_redirect_uri".into()),
            ("shop/src/lib.rs".into(), 1, "document_outside_package".into()),
        ]
    );
}

#[test]
fn what_cannot_be_read_is_a_finding_where_it_is() {
    for (text, rule, file, line, column) in [
        (&b""[..], "unreadable_document", "src/lib.rs", 1, 72),
        (
            b"{\n  \"client_id\": \"caf\xe9\"\n}",
            "unreadable_document",
            "clients/portal.json",
            2,
            20,
        ),
        (b"{\n  \"client_id\": \"a\",\n}", "invalid_json", "clients/portal.json", 3, 1),
        (b"{\r\n  \"client_id\": 7\r\n}", "wrong_member", "clients/portal.json", 2, 16),
        (b"[]", "unknown_document", "clients/portal.json", 1, 1),
    ] {
        let folder = portal();
        fs::write(folder.path().join("clients/portal.json"), text).unwrap();
        let lines = found(folder.path(), 1, &[]);
        let finding = lines.iter().find(|it| it["rule"] == rule);
        let finding = finding.unwrap_or_else(|| panic!("{rule}: {lines:?}"));
        let said = (&finding["file"], &finding["place"]["line"], &finding["place"]["column"]);
        assert_eq!(said, (&json!(file), &json!(line), &json!(column)), "{rule}");
        let shown = format!(" {file}:{line}:{column}\n");
        let human = output(folder.path(), 1, &["check"]);
        assert!(human.contains(&shown), "{human}");
    }
    let folder = portal();
    fs::remove_file(folder.path().join("clients/portal.json")).unwrap();
    let missing = [("src/lib.rs".into(), 1, "unreadable_document".into())];
    assert_eq!(findings(&found(folder.path(), 1, &[])), missing);
}

#[test]
fn a_fix_reads_the_document_and_never_writes_it() {
    let spelt =
        CLIENT.replace("pkce = \"S256\"", "pkce = \"s256\"").replace("kind = \"web\", ", "");
    let text = PORTAL.replace("http:", "https:").replacen(
        "{\n",
        "{\n  \"application_type\": \"web\",\n  \"scope\": \"read read\",\n",
        1,
    );
    let folder = package(&[("src/lib.rs", &spelt), ("clients/portal.json", &text)]);
    let here = folder.path();
    let document = here.join("clients/portal.json");
    let before = found(here, 1, &[]);
    let fixes: Vec<(&str, bool)> = before
        .iter()
        .filter(|it| it["type"] == "finding")
        .map(|it| (it["rule"].as_str().unwrap(), !it["fix"].is_null()))
        .collect();
    let fixable: Vec<_> = fixes.iter().filter(|(_, fix)| *fix).map(|(rule, _)| *rule).collect();
    assert_eq!(fixable, ["unknown_word"], "{fixes:?}");
    let (status, said, errors) = run(here, &["check", "--fix", "--allow-no-vcs"]);
    assert_eq!(errors, "", "{status} {said}");
    assert!(said.contains("fixed: src/lib.rs: 1 mistake\n"), "{said}");
    let mended = spelt.replace("s256", "S256");
    assert_eq!(fs::read_to_string(here.join("src/lib.rs")).unwrap(), mended);
    assert_eq!(fs::read_to_string(document).unwrap(), text);
}

#[test]
fn a_document_that_is_not_published_is_a_warning() {
    let folder = package(&[
        ("src/lib.rs", CLIENT),
        ("clients/portal.json", &PORTAL.replace("http:", "https:")),
    ]);
    let here = folder.path();
    assert_eq!(findings(&found(here, 0, &[])), []);
    let manifest = fs::read_to_string(here.join("Cargo.toml")).unwrap();
    let only_sources = manifest.replace("[workspace]", "include = [\"/src\"]\n\n[workspace]");
    fs::write(here.join("Cargo.toml"), &only_sources).unwrap();
    let lines = found(here, 0, &[]);
    assert_eq!(findings(&lines), [("src/lib.rs".into(), 1, "unpackaged_document".into())]);
    let fact = "`cargo package` leaves `clients/portal.json` out, by `include` of the manifest";
    assert_eq!((&lines[0]["fact"], &lines[0]["place"]), (&json!(fact), &place(1, 72, 1, 93)));
    let private = only_sources.replace("include", "publish = false\ninclude");
    fs::write(here.join("Cargo.toml"), private).unwrap();
    assert_eq!(findings(&found(here, 0, &[])), []);
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

#[test]
fn a_hundred_clients_of_a_large_realm_are_read_in_time() {
    let mut realm = String::from("{\"realm\":\"shop\",\"enabled\":true,\"clients\":[");
    for number in 0..10_000 {
        let comma = if number == 0 { "" } else { "," };
        write!(
            realm,
            "{comma}\n{{\"clientId\":\"client-{number}\",\"protocol\":\"openid-connect\",\"publicClient\":false,\
             \"clientAuthenticatorType\":\"client-secret\",\"standardFlowEnabled\":true,\
             \"redirectUris\":[\"https://c{number}.example.com/cb\"],\
             \"attributes\":{{\"pkce.code.challenge.method\":\"S256\"}}}}"
        )
        .unwrap();
    }
    realm.push_str("]}");
    let clients = |count: usize| -> String {
        let mut text = String::new();
        for number in 0..count {
            writeln!(
                text,
                "#[oauth_flow::oauth_client(kind = \"web\", client_id = \"client-{}\", registration = \"realm.json\")]\n\
                 struct Client{number} {{ client_secret: String }}",
                number * 99
            )
            .unwrap();
        }
        text
    };
    let time = |count: usize| -> Duration {
        let folder = package(&[("src/lib.rs", &clients(count)), ("realm.json", &realm)]);
        let start = Instant::now();
        let lines = found(folder.path(), 0, &[]);
        assert_eq!(lines.last().unwrap()["clients"], count);
        start.elapsed()
    };
    let (one, hundred) = (time(1), time(100));
    assert!(hundred < one * 20 + Duration::from_secs(2), "{one:?}, {hundred:?}");
}
