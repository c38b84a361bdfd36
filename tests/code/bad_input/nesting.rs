//! Code that is nested deeply, and code that is only long.

use crate::support::{command, package};

use super::{PLAIN, found};

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
