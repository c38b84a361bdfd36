//! Baselines, levels, paths, fixes and large documents.

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{CLIENT, PORTAL, found, place, portal};
use crate::support::{findings, package, run};

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
