//! Findings in documents as each format shows them.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{CLIENT, PORTAL, found, output, place, portal};
use crate::support::{findings, here, package};

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
    let text = text.trim_end_matches('}');
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
fn a_mistake_in_a_document_of_two_clients_is_one_finding_unless_they_are_judged_differently() {
    let secret = PORTAL.replace("http:", "https:").replace(
        "  \"grant_types\"",
        "  \"client_secret\": \"not-a-real-secret\",\n  \"grant_types\"",
    );
    let office = CLIENT.replace("Portal", "Office");
    let bank = CLIENT.replace("Portal", "Bank").replace("kind", "profile = \"fapi2\", kind");
    let folder = package(&[
        ("src/lib.rs", CLIENT),
        ("src/office.rs", &office),
        ("src/bank.rs", &bank),
        ("clients/portal.json", &secret),
    ]);
    let lines = found(folder.path(), 1, &[]);
    let secret = lines.iter().filter(|it| it["rule"] == "committed_secret");
    let secret: Vec<(&str, &str, Vec<&str>)> = secret
        .map(|it| {
            let related = it["related"].as_array().unwrap().iter();
            let named = related.map(|it| it["file"].as_str().unwrap()).collect();
            (it["level"].as_str().unwrap(), it["client"].as_str().unwrap(), named)
        })
        .collect();
    let both = vec!["src/lib.rs", "src/office.rs"];
    let expected = [("error", "Bank", vec!["src/bank.rs"]), ("warn", "Portal", both)];
    assert_eq!(secret, expected);
    let page = output(folder.path(), 0, &["list", "--format", "html"]);
    let page = scraper::Html::parse_document(&page);
    let texts = |selector: &str| -> Vec<String> {
        let selector = scraper::Selector::parse(selector).unwrap();
        page.select(&selector).map(|it| it.text().collect()).collect()
    };
    // That of two clients is shown with one of them, and the other one leads to it.
    let shown = texts("article.finding h4");
    assert_eq!(shown.iter().filter(|it| it.contains("has the client secret")).count(), 2);
    let elsewhere = texts("article.client > p > a[href^='#finding-']");
    assert_eq!(elsewhere, ["the document has the client secret in it"]);
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
