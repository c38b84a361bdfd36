//! Files that cannot be read, and the places in those that can.

use std::fs;

use serde_json::Value;

use crate::support::{check, findings, package, run};

use super::PLAIN;

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
