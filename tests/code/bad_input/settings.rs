//! Arguments and settings that are not in order.

use std::fs;

use crate::support::{package, run};

use super::{PLAIN, refused};

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
