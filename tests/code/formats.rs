//! What the formats hold: their objects and keys, and that they are what their readers take.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{here, package, run};

/// A package with a finding of a declaration, one of the code, one of a waiver, and a file that is no Rust.
const FILES: [(&str, &str); 2] = [
    (
        "src/lib.rs",
        "use oauth_flow::oauth_client;\n\
         \n\
         #[oauth_client(kind = \"spa\", grant = \"authorization_code\", redirect_uri = \"runtime\")]\n\
         struct Späher { client_id: String }\n\
         \n\
         fn url(state: &str) -> String {\n\
         \x20   format!(\"https://as.example.com/oauth/authorize?response_type=code&state={state}\")\n\
         }\n\
         \n\
         fn other() {} // oauth-flow: allow(secret_in_code, reason = \"a test\")\n",
    ),
    ("src/broken.rs", "fn oauth( {\n"),
];

fn output(format: &str) -> String {
    let folder = package(&FILES);
    let (status, text, errors) =
        run(folder.path(), &["check", "--format", format, "--color", "never"]);
    assert_eq!((status, errors.as_str()), (1, ""));
    text
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_line_of_json_has_the_keys_that_are_documented() {
    let text = output("json");
    let lines = lines(&text);
    let types: Vec<&str> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["finding", "finding", "finding", "not_read", "summary"]);
    let documented = [
        "type",
        "rule",
        "level",
        "fact",
        "why",
        "help",
        "spec",
        "sources",
        "profile",
        "package",
        "client",
        "file",
        "place",
        "related",
        "fix",
        "fingerprint",
        "baseline",
    ];
    assert_eq!(keys(&lines[0]), BTreeSet::from(documented));
    assert_eq!(
        keys(&lines[0]["place"]),
        BTreeSet::from(["line", "column", "end_line", "end_column"])
    );
    assert_eq!(lines[0]["fix"], Value::Null);
    assert_eq!(keys(&lines[2]["fix"]), BTreeSet::from(["file", "place", "text"]));
    let summary = &lines[4];
    assert_eq!(summary["clients"], 1);
    assert_eq!(summary["errors"], 2);
    assert_eq!(summary["warnings"], 1);
    let rules: Vec<&str> = lines[..3].iter().map(|line| line["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["missing_pkce", "code_without_pkce", "unused_allow"]);
    assert_eq!(lines[3]["file"], "src/broken.rs");
    assert_eq!(lines[3]["is_fault"], true);
}

#[test]
fn sarif_is_valid_by_the_schema_of_its_standard() {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.enable_format_assertions();
    let path = here().join("sarif-schema-2.1.0.json");
    let schema = compiler.compile(&path.to_string_lossy(), &mut schemas).unwrap();
    let sarif: Value = serde_json::from_str(&output("sarif")).unwrap();
    let faults = schemas.validate(&sarif, schema).err().map(|fault| fault.to_string());
    assert_eq!(faults, None);
    // The schema does refuse what is wrong.
    let mut wrong = sarif.clone();
    wrong["runs"][0]["results"][0]["level"] = Value::from("fatal");
    assert!(schemas.validate(&wrong, schema).is_err());
    let run = &sarif["runs"][0];
    let results: Vec<&str> = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["ruleId"].as_str().unwrap())
        .collect();
    assert_eq!(results, ["missing_pkce", "code_without_pkce", "unused_allow"]);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(rules[index]["help"]["markdown"].as_str().unwrap().contains("Sources:"));
    }
    let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notes.len(), 1);
}

#[test]
fn a_fingerprint_survives_a_moved_line_and_no_other_change() {
    let prints = |text: &str| -> Vec<String> {
        let folder = package(&[("src/lib.rs", text)]);
        let (_, out, _) = run(folder.path(), &["check", "--format", "json"]);
        let findings = lines(&out).into_iter().filter(|line| line["type"] == "finding");
        findings.map(|line| String::from(line["fingerprint"].as_str().unwrap())).collect()
    };
    let text = FILES[0].1;
    let before = prints(text);
    assert_eq!(before.len(), 3);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(prints(&format!("\n\n// Moved.\n{text}")), before);
    assert_ne!(prints(&text.replace("Späher", "Other"))[0], before[0]);
}

#[test]
fn a_command_of_github_is_one_line_with_its_text_escaped() {
    let text = output("github");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with(
        "::error file=src/lib.rs,line=3,endLine=3,col=38,endColumn=58,title=missing_pkce::a `spa` client"
    ));
    assert!(lines[0].contains("%0Ahelp: add `pkce = \"S256\"`"));
    assert!(lines[3].starts_with("::warning file=src/broken.rs,line="));
}

#[test]
fn a_person_sees_what_the_compiler_would_show() {
    let text = output("human");
    let shown = "error[missing_pkce]: a `spa` client uses the authorization code grant without PKCE\n \
                 --> src/lib.rs:3:38\n  \
                 |\n\
                 3 | #[oauth_client(kind = \"spa\", grant = \"authorization_code\", redirect_uri = \"runtime\")]\n  \
                 |                                      ^^^^^^^^^^^^^^^^^^^^\n  \
                 |\n  \
                 = help: add `pkce = \"S256\"`\n  \
                 = spec: RFC 9700 section 2.1.1 (MUST), RFC 7636 section 4.2\n";
    assert!(text.starts_with(shown), "{text}");
    assert!(text.contains("warning: not read: src/broken.rs:"), "{text}");
    let end = "1 declared client, 2 errors, 1 warning\n\
               `cargo oauth-flow check --fix` mends 1 of these\n";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn two_findings_of_one_fact_in_one_file_have_two_fingerprints() {
    let url = "fn NAME() -> &'static str { \"https://as.example.com/oauth/authorize?response_type=code\" }\n";
    let text = url.replace("NAME", "one") + &url.replace("NAME", "other");
    let folder = package(&[("src/lib.rs", &text)]);
    let (_, out, _) = run(folder.path(), &["check", "--format", "json"]);
    let findings = lines(&out).into_iter().filter(|line| line["rule"] == "code_without_pkce");
    let prints: BTreeSet<String> = findings.map(|it| it["fingerprint"].to_string()).collect();
    assert_eq!(prints.len(), 2);
}

#[test]
fn a_service_that_shows_the_repository_finds_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let inner = package(&FILES);
    let below = folder.path().join("services/login");
    std::fs::create_dir_all(below.parent().unwrap()).unwrap();
    std::fs::rename(inner.path(), &below).unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let (_, github, _) = run(&below, &["check", "--format", "github"]);
    for line in github.lines() {
        assert!(line.contains(" file=services/login/src/"), "{line}");
    }
    let (_, sarif, _) = run(&below, &["check", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    let artifact = &result["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(artifact["uri"], "services/login/src/lib.rs");
    // What is told to a person, or compared with a baseline, is of the workspace.
    let (_, json, _) = run(&below, &["check", "--format", "json"]);
    assert_eq!(lines(&json)[0]["file"], "src/lib.rs");
}
