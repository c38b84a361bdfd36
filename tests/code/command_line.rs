//! How the command line is used: levels, waivers, what is listed and explained.

use serde_json::Value;

use crate::support::{package, run};

/// A client that asks for a code without PKCE, and a declaration that it is of.
const LOGIN: &str = "#[oauth_flow::oauth_client(\n\
    \x20   kind = \"web\",\n\
    \x20   grant = \"authorization_code\",\n\
    \x20   pkce = \"none\",\n\
    \x20   redirect_uri = \"https://app.example.com/cb\",\n\
    \x20   allow(missing_pkce_confidential, reason = \"the server is of 2014\", until = \"2027-06-30\")\n\
    )]\n\
    struct Login { client_id: String, client_secret: String }\n\
    \n\
    impl Login {\n\
    \x20   fn url(&self, state: &str) -> String {\n\
    \x20       format!(\"https://as.example.com/oauth/authorize?response_type=code&state={state}\")\n\
    \x20   }\n\
    }\n";

fn rules(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let findings = lines.filter(|line| line["type"] == "finding");
    let text = |value: &Value| String::from(value.as_str().unwrap());
    findings.map(|line| (text(&line["rule"]), text(&line["level"]))).collect()
}

fn check(files: &[(&str, &str)], arguments: &[&str]) -> (i32, Vec<(String, String)>) {
    let folder = package(files);
    let (status, text, errors) =
        run(folder.path(), &[&["check", "--format", "json"], arguments].concat());
    assert_eq!(errors, "");
    (status, rules(&text))
}

fn found(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(rule, level)| (String::from(*rule), String::from(*level))).collect()
}

#[test]
fn the_command_line_gives_a_rule_its_level() {
    let files = [("src/lib.rs", LOGIN)];
    let warned = [("code_without_pkce", "warn")];
    let denied = [("code_without_pkce", "error")];
    for (arguments, status, expected) in [
        (&[][..], 0, found(&warned)),
        (&["-D", "code_without_pkce"], 1, found(&denied)),
        (&["--deny", "warnings"], 1, found(&denied)),
        (&["--deny", "warnings", "--no-fail"], 0, found(&denied)),
        (&["-A", "code_without_pkce"], 0, found(&[])),
        (&["-D", "warnings", "-W", "code_without_pkce"], 1, found(&denied)),
    ] {
        assert_eq!(check(&files, arguments), (status, expected), "{arguments:?}");
    }
}

#[test]
fn a_manifest_gives_a_rule_its_level_and_leaves_files_out() {
    let manifest = |of: &str, table: &str| {
        format!(
            "[package]\nname = \"example\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [{of}.metadata.oauth-flow]\n{table}\n"
        )
    };
    for of in ["workspace", "package"] {
        let text = manifest(of, "levels = { code_without_pkce = \"deny\" }");
        let files = [("Cargo.toml", text.as_str()), ("src/lib.rs", LOGIN)];
        let expected = found(&[("code_without_pkce", "error")]);
        assert_eq!(check(&files, &[]), (1, expected), "{of}");
        let text = manifest(of, "exclude = [\"src/legacy\"]");
        let files = [("Cargo.toml", text.as_str()), ("src/legacy/login.rs", LOGIN)];
        assert_eq!(check(&files, &[]), (0, found(&[])), "{of}");
    }
}

#[test]
fn the_level_of_a_package_is_for_that_package_alone() {
    let member = |name: &str, table: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n{table}")
    };
    let strict = member(
        "strict",
        "\n[package.metadata.oauth-flow]\nlevels = { code_without_pkce = \"deny\" }\n",
    );
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"strict\", \"other\"]\nresolver = \"3\"\n"),
        ("strict/Cargo.toml", &strict),
        ("strict/src/lib.rs", LOGIN),
        ("other/Cargo.toml", &member("other", "")),
        ("other/src/lib.rs", LOGIN),
    ];
    let (status, found_) = check(&files, &[]);
    assert_eq!(
        (status, found_),
        (1, found(&[("code_without_pkce", "warn"), ("code_without_pkce", "error")]))
    );
    let (status, found_) = check(&files, &["-p", "other"]);
    assert_eq!((status, found_), (0, found(&[("code_without_pkce", "warn")])));
    let (status, found_) = check(&files, &["--workspace", "--exclude", "strict@0.0.0"]);
    assert_eq!((status, found_), (0, found(&[("code_without_pkce", "warn")])));
}

#[test]
fn a_waiver_beside_a_line_silences_its_rule_there() {
    let line = "        format!(\"https://as.example.com/oauth/authorize?response_type=code&state={state}\")";
    let waiver = "// oauth-flow: allow(code_without_pkce, reason = \"a test\"";
    let behind = LOGIN.replace(line, &format!("{line} {waiver})"));
    let above = LOGIN.replace(line, &format!("        {waiver})\n{line}"));
    let overdue =
        LOGIN.replace(line, &format!("        {waiver}, until = \"2026-01-31\")\n{line}"));
    let elsewhere = format!("{waiver})\n{LOGIN}");
    let in_text =
        LOGIN.replace("&state={state}", &format!("&state={{state}}{}", "// oauth-flow: allow(x)"));
    for (name, text, expected) in [
        ("behind", behind, found(&[])),
        ("above", above, found(&[])),
        ("overdue", overdue, found(&[("overdue_waiver", "warn")])),
        ("elsewhere", elsewhere, found(&[("unused_allow", "warn"), ("code_without_pkce", "warn")])),
        ("in a text", in_text, found(&[("code_without_pkce", "warn")])),
    ] {
        let (_, said) = check(&[("src/lib.rs", &text)], &["--today", "2026-11-26"]);
        assert_eq!(said, expected, "{name}");
    }
}

#[test]
fn a_waiver_beside_a_line_that_cannot_be_read_is_one_finding() {
    for (comment, expected) in [
        ("allow(code_without_pkce)", "missing_reason"),
        ("allow(code_without_pkc, reason = \"a\")", "unknown_rule"),
        ("allow(code_without_pkce, reason = \"\")", "missing_reason"),
    ] {
        let text = format!("fn oauth() {{}} // oauth-flow: {comment}\n");
        let (_, said) = check(&[("src/lib.rs", &text)], &[]);
        assert_eq!(said, found(&[(expected, "error")]), "{comment}");
    }
    let folder = package(&[("src/lib.rs", "fn oauth() {} // oauth-flow: silence\n")]);
    let (_, text, _) = run(folder.path(), &["check"]);
    assert!(
        text.contains("src/lib.rs:1:15: a waiver beside a line is `allow(rule, reason"),
        "{text}"
    );
}

#[test]
fn a_waiver_in_the_attribute_is_judged_by_the_code_and_by_the_day() {
    let waived = LOGIN.replace(
        "allow(missing_pkce_confidential",
        "allow(code_without_pkce, reason = \"a\"), allow(unchecked_state, reason = \"b\"), allow(missing_pkce_confidential",
    );
    let (_, said) = check(&[("src/lib.rs", &waived)], &["--today", "2026-11-26"]);
    assert_eq!(said, found(&[("unused_allow", "warn")]));
    let (_, said) = check(&[("src/lib.rs", LOGIN)], &["--today", "2027-07-01"]);
    assert_eq!(said, found(&[("overdue_waiver", "warn"), ("code_without_pkce", "warn")]));
}

#[test]
fn the_list_has_each_client_with_what_it_relies_on_and_where_it_acts() {
    let folder = package(&[("src/lib.rs", LOGIN)]);
    let (status, text, _) = run(folder.path(), &["list"]);
    assert_eq!(status, 0);
    for line in [
        "Login (example, src/lib.rs:1)",
        "  kind: web",
        "  PKCE: none",
        "  redirect URIs: https://app.example.com/cb",
        "  waived: missing_pkce_confidential: the server is of 2014, until 2027-06-30",
        "  calls: src/lib.rs:12",
        "  relies on: the redirect URIs are registered as they are declared, and no other",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
    let (_, text, _) = run(folder.path(), &["list", "--format", "json"]);
    let list: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(list["clients"][0]["members"]["grants"], "authorization_code");
    assert_eq!(list["undeclared"].as_array().map(Vec::len), Some(0));
    let (_, text, _) = run(folder.path(), &["list", "--format", "markdown"]);
    assert!(text.contains("\n## Login\n") && text.contains("| kind | web |"), "{text}");
}

#[test]
fn a_rule_is_explained_and_a_misspelt_one_is_told() {
    let folder = package(&[]);
    let (status, text, _) = run(folder.path(), &["explain", "dropped_verifier"]);
    assert_eq!(status, 0);
    assert!(text.starts_with("`dropped_verifier`: a code challenge is sent"), "{text}");
    assert!(text.contains("RFC 7636 section 4.5"), "{text}");
    let (status, text, errors) = run(folder.path(), &["explain", "droped_verifier"]);
    assert_eq!((status, text.as_str()), (2, ""));
    assert_eq!(
        errors,
        "error: there is no rule `droped_verifier`; did you mean `dropped_verifier`?\n"
    );
    let (_, text, _) = run(folder.path(), &["explain", "--list"]);
    for rule in oauth_flow_core::rules::all() {
        assert!(text.lines().any(|line| line.trim_start().starts_with(rule.id)), "{}", rule.id);
    }
}

/// Two declarations with these redirect URIs, at two servers.
fn two_servers(one: &str, other: &str) -> String {
    let client = |name: &str, issuer: &str, uri: &str| {
        format!(
            "#[oauth_flow::oauth_client(kind = \"native\", issuer = \"https://{issuer}\", redirect_uri = \"{uri}\")]\n\
             struct {name} {{ client_id: String }}\n"
        )
    };
    client("One", "one.example.com", one) + &client("Other", "other.example.com", other)
}

#[test]
fn one_redirect_uri_of_two_servers_is_reported_at_each_unless_it_is_of_this_machine() {
    let shared = "https://app.example.com/cb";
    let twice = found(&[("shared_redirect_uri", "warn"), ("shared_redirect_uri", "warn")]);
    for (one, other, expected) in [
        (shared, shared, twice),
        (shared, "https://app.example.com/other", found(&[])),
        ("http://127.0.0.1/cb", "http://127.0.0.1/cb", found(&[])),
    ] {
        let text = two_servers(one, other);
        let (_, said) = check(&[("src/lib.rs", &text)], &[]);
        assert_eq!(said, expected, "{one} {other}");
    }
}

#[test]
fn a_denied_unused_waiver_is_an_error() {
    let waived = LOGIN.replace(
        "allow(missing_pkce_confidential",
        "deny(unused_allow), allow(unchecked_state, reason = \"b\"), allow(missing_pkce_confidential",
    );
    let (status, said) = check(&[("src/lib.rs", &waived)], &["--today", "2026-11-26"]);
    assert_eq!(
        (status, said),
        (1, found(&[("unused_allow", "error"), ("code_without_pkce", "warn")]))
    );
}

#[test]
fn a_waiver_in_a_test_method_is_not_looked_at_where_tests_are_not_read() {
    let text = "struct Shop;\nimpl Shop {\n    #[cfg(test)]\n    fn oauth() {} \
                // oauth-flow: allow(unchecked_state, reason = \"a mock\")\n}\n";
    let (_, said) = check(&[("src/lib.rs", text)], &[]);
    assert_eq!(said, found(&[]));
    let (_, said) = check(&[("src/lib.rs", text)], &["--tests"]);
    assert_eq!(said, found(&[("unused_allow", "warn")]));
}

#[test]
fn the_level_of_a_finding_follows_the_declaration_and_the_kind() {
    let password = |waiver: &str| {
        format!(
            "#[oauth_flow::oauth_client(kind = \"trusted\", grant = \"password\"{waiver})]\n\
             struct Till {{ client_id: String, client_secret: String }}\n\
             impl Till {{\n\
             fn body(&self, user: &str) -> String {{ format!(\"grant_type=password&username={{user}}\") }}\n\
             }}\n"
        )
    };
    let url = "\"https://as.example.com/oauth/authorize?response_type=code&state={state}\"";
    let web = format!("fn start(state: &str) -> String {{ axum::body(format!({url})) }}\n");
    let native = format!("fn start(state: &str) {{ open::that(format!({url})); }}\n");
    for (text, rule, level) in [
        (password(", allow(password_grant, reason = \"a till\")"), "password_in_code", "warn"),
        (password(""), "password_in_code", "error"),
        (web, "code_without_pkce", "warn"),
        (native, "code_without_pkce", "error"),
        (LOGIN.replace("\"none\"", "\"S256\""), "code_without_pkce", "error"),
    ] {
        let (_, said) = check(&[("src/lib.rs", &text)], &[]);
        let of_rule: Vec<_> = said.into_iter().filter(|(id, _)| id == rule).collect();
        assert_eq!(of_rule, found(&[(rule, level)]), "{text}");
    }
}
