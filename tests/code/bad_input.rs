//! What the command line says of bad input: one clear message, nothing lost, and never an abort.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{check, command, findings, package, run};

/// A client with one finding, `plain_pkce`, in the columns 78 to 85 of its first line.
const PLAIN: &str = "#[oauth_flow::oauth_client(kind = \"web\", grant(\"authorization_code\"), pkce = \"plain\", redirect_uri = \"https://app.example.com/cb\")]\n\
                     pub struct Shop { client_id: String, client_secret: String }\n";

/// A function with one finding that a waiver beside its line can silence, `unchecked_state` in its line 4.
/// The other finding of the file is `undeclared_client` in line 3.
fn login(beside: &str) -> String {
    format!(
        "use oauth2::{{CsrfToken, PkceCodeChallenge, basic::BasicClient}};\n\
         pub fn login(client: &BasicClient, challenge: PkceCodeChallenge) -> String {{\n\
         let request = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);\n\
         let (url, _) = request.url();{beside}\n\
         url.to_string() }}\n"
    )
}

/// What is found in a library with this text: the line and the rule.
fn found(text: &str, more: &[&str]) -> Vec<(u64, String)> {
    let folder = package(&[("src/lib.rs", text)]);
    let lines = check(&folder.path().join("Cargo.toml"), more);
    findings(&lines).into_iter().map(|(_, line, rule)| (line, rule)).collect()
}

/// The only finding of a library with this text, with its place.
fn place(text: &str) -> (String, [u64; 4]) {
    let folder = package(&[("src/lib.rs", text)]);
    let lines = check(&folder.path().join("Cargo.toml"), &[]);
    assert_eq!(lines.len(), 2, "{lines:?}");
    let number = |key: &str| lines[0]["place"][key].as_u64().unwrap();
    let place = ["line", "column", "end_line", "end_column"].map(number);
    (String::from(lines[0]["rule"].as_str().unwrap()), place)
}

/// The files that are not read, and why.
fn not_read(lines: &[Value]) -> Vec<(String, String)> {
    let text = |line: &Value, key: &str| String::from(line[key].as_str().unwrap_or_default());
    let gaps = lines.iter().filter(|line| line["type"] == "not_read");
    gaps.map(|line| (text(line, "file"), text(line, "why"))).collect()
}

/// Asserts that the call says this one thing, and that it could not run.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], message: &str) {
    let (status, output, errors) = run(folder, arguments);
    assert_eq!((status, output.as_str()), (2, ""), "{arguments:?}");
    assert_eq!(errors, format!("error: {message}\n"), "{arguments:?}");
}

#[test]
fn a_folder_without_a_manifest_is_no_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let (status, output, errors) = run(folder.path(), &["check"]);
    assert_eq!((status, output.as_str()), (2, ""));
    let start = "error: cargo does not know the workspace: could not find `Cargo.toml` in ";
    assert!(errors.starts_with(start), "{errors}");
}

#[test]
fn a_member_that_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\nmembers = [\"shop\"]\n").unwrap();
    let (status, output, errors) = run(folder.path(), &["list"]);
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(errors.contains("failed to load manifest for workspace member"), "{errors}");
    assert!(errors.contains("/shop`"), "{errors}");
}

#[test]
fn a_workspace_without_members_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    let (status, output, errors) = run(folder.path(), &["check", "--format", "json"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    let summary: Value = serde_json::from_str(&output).unwrap();
    assert_eq!((&summary["type"], &summary["files"]), (&"summary".into(), &0.into()));
}

#[test]
fn without_cargo_the_error_says_so() {
    let folder = package(&[]);
    let mut command = command();
    let output =
        command.env("PATH", "/none").env_remove("CARGO").current_dir(folder.path()).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.starts_with("error: cargo could not be run: "), "{errors}");
}

#[test]
fn a_file_that_does_not_parse_is_named_and_the_others_are_read() {
    let folder = package(&[
        ("src/lib.rs", "// oauth\nfn f() {\n    let x = ;\n}\n"),
        ("src/shop.rs", PLAIN),
    ]);
    let (status, output, errors) = run(folder.path(), &["check", "--format", "github"]);
    assert_eq!((status, errors.as_str()), (1, ""));
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 2, "{output}");
    assert!(lines[0].starts_with("::error file=src/shop.rs,line=1,endLine=1,col=78,endColumn=85,"));
    assert_eq!(
        lines[1],
        "::warning file=src/lib.rs,line=3::not a file of Rust: expected an expression"
    );
}

#[test]
fn a_file_that_is_not_utf_8_or_too_large_is_named() {
    let folder = package(&[("src/shop.rs", PLAIN)]);
    fs::write(folder.path().join("src/latin.rs"), b"// oauth \xe9\n").unwrap();
    fs::write(folder.path().join("src/large.rs"), "// oauth\n".repeat(2_400_000)).unwrap();
    let lines = check(&folder.path().join("Cargo.toml"), &[]);
    assert_eq!(findings(&lines), [("src/shop.rs".into(), 1, "plain_pkce".into())]);
    assert_eq!(
        not_read(&lines),
        [
            ("src/large.rs".into(), "the file is larger than 20 MiB, and is not read".into()),
            ("src/latin.rs".into(), "the file is not UTF-8 (byte 9)".into()),
        ]
    );
}

#[test]
fn places_are_those_of_an_editor() {
    let at = |line| (String::from("plain_pkce"), [line, 78, line, 85]);
    assert_eq!(place(PLAIN), at(1));
    assert_eq!(place(&format!("\u{feff}{PLAIN}")), at(1), "a byte order mark has no column");
    assert_eq!(place(&PLAIN.replace('\n', "\r\n")), at(1), "CRLF");
    assert_eq!(place(&format!("#!/usr/bin/env it's (\n{PLAIN}")), at(2), "a line for the shell");
    let wide = format!("/*\t\u{6f22}\u{5b57}\u{1f600}*/{PLAIN}");
    assert_eq!(place(&wide), (String::from("plain_pkce"), [1, 86, 1, 93]), "characters, not bytes");
}

#[test]
fn human_output_points_below_a_line_for_the_shell() {
    let folder = package(&[("src/lib.rs", &format!("#!/usr/bin/env cargo\n{PLAIN}"))]);
    let (status, output, _) = run(folder.path(), &["check", "--color", "never"]);
    assert_eq!(status, 1);
    assert!(output.contains("\n --> src/lib.rs:2:78\n"), "{output}");
}

/// The constructs that a parser reads by calling itself, or whose tree is as deep as they are many.
fn nested(times: usize) -> Vec<String> {
    let around = |before: &str, open: &str, inner: &str, close: &str, after: &str| {
        format!("{before}{}{inner}{}{after}\n", open.repeat(times), close.repeat(times))
    };
    let body = |open: &str, inner: &str, close: &str| {
        around("fn f() { let x = ", open, inner, close, "; }")
    };
    vec![
        body("(", "1", ")"),
        body("[", "1", "]"),
        body("{", "1", "}"),
        body("!", "a", ""),
        body("& ", "a", ""),
        body("|a| ", "a", ""),
        body("m!(", "", ")"),
        body("S { a: ", "a", " }"),
        body("match a { _ => ", "a", " }"),
        body("if a {} else ", "{}", ""),
        body("return ", "a", ""),
        body("", "1", " + 1"),
        body("", "a", ".b()"),
        body("", "a", "[0]"),
        body("", "a", "?"),
        body("", "a", " as u8"),
        around("type T = ", "A<", "u8", ">", ";"),
        around("type T = ", "&", "u8", "", ";"),
        around("use ", "a::", "b", "", ";"),
        around("", "mod m { ", "", "}", ""),
        around("", "fn f() { ", "", "}", ""),
        around("fn f() { let ", "Some(", "a", ")", " = b; }"),
        around("fn f() { let ", "a @ ", "a", "", " = b; }"),
        around("#[cfg(", "not(", "test", ")", ")] fn f() {}"),
        around("", "/*", "", "*/", ""),
    ]
}

/// Asserts that a package with each of these is read to its end.
#[track_caller]
fn nesting_ends_well(times: usize) {
    let mut aborted = Vec::new();
    for text in nested(times) {
        let text = format!("// oauth\n{text}");
        // More files than one: each is then read by a thread with a small stack.
        let files =
            [("src/lib.rs", &*text), ("src/a.rs", &text), ("src/b.rs", PLAIN), ("src/c.rs", "")];
        let folder = package(&files);
        let mut call = command();
        let call = call.args(["check", "--format", "json"]).current_dir(folder.path());
        let output = call.output().unwrap();
        let ended = output.status.code() == Some(1) && output.stderr.is_empty();
        if !ended || !String::from_utf8_lossy(&output.stdout).contains("\"src/b.rs\"") {
            aborted.push(text.lines().nth(1).unwrap().chars().take(30).collect::<String>());
        }
    }
    assert_eq!(aborted, Vec::<String>::new(), "{times} times");
}

#[test]
fn code_that_is_nested_a_hundred_and_fifty_times_does_not_abort() {
    nesting_ends_well(150);
}

#[test]
fn code_that_is_nested_ten_thousand_times_does_not_abort() {
    nesting_ends_well(10_000);
}

#[test]
fn a_long_flat_file_is_not_nested() {
    let functions = "fn f<T>(a: &T) -> bool { !g(a) }\n".repeat(1500);
    let arms = "1 | 2 => {}\n".repeat(1500);
    for text in [
        "//! A line of documentation.\n".repeat(1500),
        functions,
        "impl From<A> for B {}\n".repeat(1500),
        "macro_call! { a }\n".repeat(1500),
        format!("fn f() {{ match a {{ {arms} }} }}\n"),
        format!("fn f() {{ {} }}\n", "if a < b { c() }\n".repeat(1500)),
    ] {
        let rules: Vec<String> =
            found(&format!("{text}{PLAIN}"), &[]).into_iter().map(|(_, rule)| rule).collect();
        assert_eq!(rules, ["plain_pkce"], "{}", text.lines().next().unwrap_or_default());
    }
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_walked_once() {
    let folder = package(&[("src/lib.rs", PLAIN), ("src/x.rs/inner.rs", PLAIN)]);
    std::os::unix::fs::symlink("..", folder.path().join("src/loop")).unwrap();
    std::os::unix::fs::symlink("self.rs", folder.path().join("src/self.rs")).unwrap();
    let lines = check(&folder.path().join("Cargo.toml"), &[]);
    let expected = ["src/lib.rs", "src/x.rs/inner.rs"];
    let files: Vec<String> = findings(&lines).into_iter().map(|(file, _, _)| file).collect();
    assert_eq!(files, expected);
}

#[test]
fn what_git_leaves_out_above_the_workspace_is_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".gitignore"), "*\n").unwrap();
    let inner = folder.path().join("shop");
    fs::create_dir_all(inner.join("src")).unwrap();
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.0.0\"\n\n[workspace]\n";
    fs::write(inner.join("Cargo.toml"), manifest).unwrap();
    fs::write(inner.join("src/lib.rs"), "mod shop;\n").unwrap();
    fs::write(inner.join("src/shop.rs"), PLAIN).unwrap();
    let lines = check(&inner.join("Cargo.toml"), &[]);
    assert_eq!(findings(&lines), [("src/shop.rs".into(), 1, "plain_pkce".into())]);
}

#[test]
fn a_rule_that_there_is_not_is_refused_wherever_it_is_named() {
    let folder = package(&[]);
    let nearly = "there is no rule `missing_pkc`; did you mean `missing_pkce`?";
    let not_at_all = "there is no rule `nope`; `cargo oauth-flow explain --list` has all of them";
    for option in ["-D", "-W", "-A"] {
        refused(folder.path(), &["check", option, "missing_pkc"], nearly);
    }
    refused(folder.path(), &["check", "-A", "warnings"], &not_at_all.replace("nope", "warnings"));
    refused(folder.path(), &["explain", "missing_pkc"], nearly);
    refused(folder.path(), &["explain", "nope"], not_at_all);
    let hostile =
        "there is no rule `a\\u{1b}[31m\\nb`; `cargo oauth-flow explain --list` has all of them";
    refused(folder.path(), &["explain", "a\u{1b}[31m\nb"], hostile);
}

#[test]
fn settings_that_are_not_in_order_are_refused() {
    for (settings, message) in [
        ("level = {}", "there is no key `level`; did you mean `levels`?"),
        ("colour = 1", "there is no key `colour`; it takes `levels` and `exclude`"),
        ("levels = []", "`levels` is a table, such as `{ leaky_secret = \"deny\" }`"),
        (
            "levels = { plain_pkce = \"forbid\" }",
            "the level of `plain_pkce` is `allow`, `warn` or `deny`",
        ),
        ("levels = { plain_pkce = 1 }", "the level of `plain_pkce` is `allow`, `warn` or `deny`"),
        (
            "levels = { plain_pkc = \"deny\" }",
            "there is no rule `plain_pkc`; did you mean `plain_pkce`?",
        ),
        (
            "exclude = \"src\"",
            "`exclude` is a list of paths from here, such as `[\"src/generated\"]`",
        ),
        ("exclude = [1]", "`exclude` is a list of paths from here, such as `[\"src/generated\"]`"),
    ] {
        for of in ["package", "workspace"] {
            let folder = package(&[]);
            let path = folder.path().join("Cargo.toml");
            let manifest = fs::read_to_string(&path).unwrap();
            fs::write(&path, format!("{manifest}[{of}.metadata.oauth-flow]\n{settings}\n"))
                .unwrap();
            let name = if of == "package" { " of `example`" } else { "" };
            let message = format!("`[{of}.metadata.oauth-flow]`{name}: {message}");
            refused(folder.path(), &["check"], &message);
            refused(folder.path(), &["list"], &message);
        }
    }
}

#[test]
fn the_settings_of_a_package_are_for_that_package_alone() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let members = "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"2\"\n";
    fs::write(root.join("Cargo.toml"), members).unwrap();
    for (name, settings) in [
        ("one", "[package.metadata.oauth-flow]\nlevels = { plain_pkce = \"allow\" }\n"),
        ("two", ""),
    ] {
        fs::create_dir_all(root.join(name).join("src")).unwrap();
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\n{settings}");
        fs::write(root.join(name).join("Cargo.toml"), manifest).unwrap();
        fs::write(root.join(name).join("src/lib.rs"), PLAIN).unwrap();
    }
    let expected = [(String::from("two/src/lib.rs"), 1, String::from("plain_pkce"))];
    assert_eq!(findings(&check(&root.join("Cargo.toml"), &[])), expected);
    assert_eq!(findings(&check(&root.join("Cargo.toml"), &["-p", "two"])), expected);
    let nearly = "the workspace has no package `tow`; did you mean `two`?";
    refused(root, &["check", "-p", "tow"], nearly);
    refused(root, &["list", "--workspace", "--exclude", "tow"], nearly);
}

#[test]
fn a_day_that_is_not_in_the_calendar_is_refused() {
    let folder = package(&[]);
    for day in ["2026-02-30", "2026-2-3", "0000-00-00", "tomorrow"] {
        let (status, output, errors) = run(folder.path(), &["check", "--today", day]);
        assert_eq!((status, output.as_str()), (2, ""), "{day}");
        let message = format!(
            "error: invalid value '{day}' for '--today <DATE>': write a day of the calendar, such as `2027-06-30`\n"
        );
        assert!(errors.starts_with(&message), "{errors}");
    }
}

#[test]
fn a_waiver_is_a_comment_of_its_own_and_in_order() {
    let unchecked = (4, "unchecked_state");
    for (beside, expected) in [
        ("", vec![unchecked]),
        (" // oauth-flow: allow(unchecked_state, reason = \"a\")", vec![]),
        (
            " // oauth-flow: allow(unchecked_state, until = \"2026-06-30\", reason = \"a\")",
            vec![(4, "overdue_waiver")],
        ),
        (" // oauth-flow: allow(unchecked_state, until = \"2026-07-01\", reason = \"a\")", vec![]),
        (" // oauth-flow: allow(unchecked_state)", vec![(4, "missing_reason"), unchecked]),
        (
            " // oauth-flow: allow(unchecked_stat, reason = \"a\")",
            vec![unchecked, (4, "unknown_rule")],
        ),
        (
            " // oauth-flow: allow(secret_in_code, reason = \"a\")",
            vec![unchecked, (4, "unused_allow")],
        ),
        (" let s = \"// oauth-flow: allow(unchecked_state)\";", vec![unchecked]),
        ("\n/// oauth-flow: allow(unchecked_state)\nfn g() {}", vec![unchecked]),
    ] {
        let mut found = found(&login(beside), &["--today", "2026-07-01"]);
        found.retain(|(_, rule)| rule != "undeclared_client");
        let expected: Vec<(u64, String)> =
            expected.into_iter().map(|(line, rule)| (line, String::from(rule))).collect();
        assert_eq!(found, expected, "{beside}");
    }
}

#[test]
fn a_waiver_in_a_comment_of_several_lines_is_none() {
    let out = "/*\nfn f() {} // oauth-flow: allow(unchecked_state, reason = \"a\")\n*/\n";
    assert_eq!(found(out, &[]), []);
    let nested = "/* /* // oauth-flow: allow(unchecked_state) */ */\n";
    assert_eq!(found(nested, &[]), []);
}

#[test]
fn a_waiver_among_tests_is_not_unused_where_tests_are_not_read() {
    let waived = login(" // oauth-flow: allow(unchecked_state, reason = \"a mock\")");
    let text = format!("#[cfg(test)]\nmod tests {{\n{waived}}}\n");
    assert_eq!(found(&text, &[]), []);
    assert_eq!(found(&text, &["--tests"]), [(5, "undeclared_client".into())]);
}

#[test]
fn a_waiver_that_cannot_be_read_is_named() {
    let deep = format!(" allow{}{}", "(".repeat(100_000), ")".repeat(100_000));
    for rest in [" allow(unchecked_state, reason = \"a)", &deep, ""] {
        let folder = package(&[("src/lib.rs", &login(&format!(" // oauth-flow:{rest}")))]);
        let (status, output, errors) = run(folder.path(), &["check", "--format", "json"]);
        assert_eq!((status, errors.as_str()), (1, ""));
        let on_line = output.lines().filter(|line| line.contains("\"line\":4")).count();
        let start: String = rest.chars().take(40).collect();
        assert_eq!(on_line, 2, "what the waiver is for, and the waiver:{start}");
    }
}

#[test]
fn commands_of_github_are_one_a_line_whatever_a_uri_holds() {
    let text =
        PLAIN.replace("https://app.example.com/cb", "http://a.test/%0A::error::,\\n\\r\u{1b}[m");
    let folder = package(&[("src/a%0A,b.rs", &text)]);
    let (status, output, errors) = run(folder.path(), &["check", "--format", "github"]);
    assert_eq!((status, errors.as_str()), (1, ""));
    for line in output.lines() {
        assert!(line.starts_with("::error file=src/a%250A%2Cb.rs,line=1,"), "{line}");
    }
    assert!(output.contains("`http://a.test/%250A::error::,\\n\\r\\u{1b}[m`"), "{output}");
    assert!(!output.contains(['\u{1b}', '\r']), "{output}");
}

#[test]
fn documents_are_json_whatever_a_file_is_called() {
    let folder = package(&[("src/\u{65e5}\u{672c} \u{202e}#?.rs", PLAIN)]);
    let (status, output, _) = run(folder.path(), &["check", "--format", "sarif"]);
    assert_eq!(status, 1);
    let sarif: Value = serde_json::from_str(&output).unwrap();
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = "src/%E6%97%A5%E6%9C%AC%20%E2%80%AE%23%3F.rs";
    assert_eq!(location["artifactLocation"]["uri"], uri);
    let (status, output, _) = run(folder.path(), &["list", "--format", "json"]);
    assert_eq!(status, 0);
    let list: Value = serde_json::from_str(&output).unwrap();
    assert_eq!(list["clients"][0]["file"], "src/\u{65e5}\u{672c} \u{202e}#?.rs");
}

#[test]
fn a_list_shows_no_control_character_of_what_it_lists() {
    let hostile = "a\\n::stop-commands::b\u{1b}]0;c\u{7}\u{202e}\u{9b}";
    let text = PLAIN.replace("kind = ", &format!("client_id = \"{hostile}\", kind = "));
    let folder = package(&[("src/lib.rs", &text)]);
    for format in ["human", "markdown"] {
        // As on a terminal, where nothing is taken out of the text behind it.
        let arguments = ["list", "--format", format, "--color", "always"];
        let (status, output, errors) = run(folder.path(), &arguments);
        assert_eq!((status, errors.as_str()), (0, ""));
        let shown = ['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}'].map(|it| output.contains(it));
        assert_eq!(shown, [false; 4], "{format}: {output:?}");
        assert!(!output.contains("\n::stop-commands::"), "{format}: {output:?}");
    }
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let folder = package(&[("src/lib.rs", PLAIN)]);
    let (status, output, errors) = run(folder.path(), &["check", "--output", "none/here.json"]);
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(errors.starts_with("error: `none/here.json` cannot be written: "), "{errors}");
    if cfg!(target_os = "linux") {
        let full = fs::File::create("/dev/full").unwrap();
        let mut call = command();
        let call = call.current_dir(folder.path()).stdout(full).stderr(Stdio::piped());
        let output = call.output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.starts_with("error: the output could not be written: "), "{errors}");
    }
}

#[test]
fn a_reader_that_has_gone_does_not_hide_that_errors_were_found() {
    // More than a pipe holds, so that each run meets the closed end.
    let text = PLAIN.repeat(200);
    let folder = package(&[("src/lib.rs", &text)]);
    let mut call = command();
    let call = call.args(["check", "--format", "json"]).current_dir(folder.path());
    let mut child = call.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn the_name_that_cargo_gives_is_no_command_and_options_may_come_first() {
    let folder = package(&[("src/lib.rs", PLAIN)]);
    for arguments in
        [&["check"][..], &["oauth-flow"], &["oauth-flow", "check"], &["--color", "never", "check"]]
    {
        let (status, output, errors) = run(folder.path(), arguments);
        assert_eq!((status, errors.as_str()), (1, ""), "{arguments:?}");
        assert!(output.starts_with("error[plain_pkce]: "), "{arguments:?}: {output}");
    }
    assert_eq!(run(folder.path(), &["oauth-flow", "oauth-flow"]).0, 2);
}
