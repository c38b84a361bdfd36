//! Comments that are no waiver, or none that counts.

use crate::support::{package, run};

use super::{found, login};

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
