//! Waivers beside a line of code.

use super::file;

const MARK: &str = "// oauth-flow: allow(unchecked_state, reason = \"a\")";

/// The lines that a file waives, with the comments.
fn waived(text: &str) -> Vec<(usize, String)> {
    let said = |it: crate::code::LineWaiver| (it.line, String::from(&text[it.place.bytes]));
    file(text).waivers.into_iter().map(said).collect()
}

#[test]
fn a_waiver_is_for_its_line_or_the_next_line_of_code() {
    for (text, lines) in [
        ("fn f() {} W", &[1][..]),
        ("fn f() {} W\nfn g() {} W", &[1, 2]),
        ("W\nfn f() {}", &[2]),
        ("fn f() {}\n  W\n\n // more\nfn g() {}", &[5]),
        ("W\nW\nfn f() {}", &[3, 3]),
        ("fn f() {}\nW", &[2]),
        ("fn f() {}\r\nW\r\nfn g() {}", &[3]),
        ("fn ä() {}\nfn f() {} W", &[2]),
        // A second comment on the line, and what is no comment.
        ("fn f() {} // more W", &[1]),
        ("fn f() { r#\"W\"# }", &[]),
        ("fn f() { [r#\"W\"#] }", &[]),
        ("fn f() { r#\"\n W\n\"# }", &[]),
        ("fn f() { \"a\" } W", &[1]),
        ("/*\nW\n*/ fn f() {}", &[]),
        ("/* /* */\nW\n*/ fn f() {}", &[]),
        ("/* */ fn f() {} W\n/*\nW\n*/", &[1]),
        ("fn f() {} W\n/* /* */ */", &[1]),
        ("/* /* */ */ fn f() {} W", &[1]),
        ("/* a */ /* b */ fn f() {} W", &[1]),
        ("/*/\nW\n*/ fn f() {}", &[]),
        ("/* // */ fn f() {} W", &[1]),
        ("fn f() { \"/*\" } W", &[1]),
        ("fn f() { (\"/*\", \"*/\") } W", &[1]),
        ("fn f() { \"/*\" } W\nfn g() { \"*/\" }", &[1]),
        ("fn f() { \"/*\" } W\n// */", &[1]),
        ("/*\nW\n*/ fn f() { \"a\" }", &[]),
        ("fn a_function() {} /* a */ W", &[1]),
        ("m!(a */ b); fn f() {} W", &[1]),
        ("// /*\nfn f() {} W\nfn g() { \"*/\" }", &[2]),
        ("fn f() { a * b / c } W", &[1]),
        ("fn f() { '\"' } W", &[1]),
    ] {
        let text = text.replace('W', MARK);
        let read = file(&text);
        assert!(read.bad_waivers.is_empty() && read.not_read.is_empty(), "{text}");
        let found = waived(&text);
        let at: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(at, lines, "{text}");
        for (_, comment) in found {
            assert!(comment.ends_with(MARK) && comment.starts_with("//"), "{comment}");
        }
    }
}

#[test]
fn the_place_of_a_waiver_is_its_comment() {
    let text = format!("fn f() {{}}\r\nfn ä() {{}} {MARK}\nfn g() {{}}");
    let place = &file(&text).waivers[0].place;
    assert_eq!(&text[place.bytes.clone()], MARK);
    assert_eq!((place.line, place.column), (2, 11));
    assert_eq!((place.end_line, place.end_column), (2, 11 + MARK.len()));
}

#[test]
fn a_waiver_that_cannot_be_read_is_one_mistake() {
    for (comment, found, rule) in [
        ("allow(unchecked_state, reason = \"a\")", 1, None),
        (
            "allow(unchecked_state, reason = \"a\"), allow(implicit_in_code, reason = \"b\")",
            2,
            None,
        ),
        ("allow(unchecked_state)", 0, Some("missing_reason")),
        ("allow(unchecked, reason = \"a\")", 0, Some("unknown_rule")),
        ("allow(unchecked_state, reason = \"a\"), allow(unchecked)", 0, Some("unknown_rule")),
        ("silence(unchecked_state)", 0, None),
    ] {
        let file = file(&format!("fn f() {{}} // oauth-flow: {comment}"));
        let rules: Vec<&str> = file.bad_waivers.iter().map(|it| it.finding.rule.id).collect();
        assert_eq!((file.waivers.len(), rules), (found, rule.into_iter().collect()), "{comment}");
    }
}
