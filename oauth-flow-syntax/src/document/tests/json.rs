//! Texts that are no JSON.

use super::{found, mistakes, place, registered};

#[test]
fn a_text_that_is_no_json_is_one_mistake_at_its_first_wrong_character() {
    for (text, expected) in [
        ("{\n  \"a\": 1,\n}", "3:1 `}` is no JSON here"),
        ("[1,]", "1:4 `]` is no JSON here"),
        ("{\"a\": 01}", "1:8 `1` is no JSON here"),
        ("{\"a\": tru}", "1:10 `}` is no JSON here"),
        ("{'a': 1}", "1:2 `'` is no JSON here"),
        ("{\"a\": 1 // one\n}", "1:9 `/` is no JSON here"),
        ("{\"a\": \"b\nc\"}", "1:9 `\\n` is no JSON here"),
        ("{\"a\": \"\\ud800\"}", "1:14 `\"` is no JSON here"),
        ("{\"a\": \"\u{1f600}\" \"b\"}", "1:11 `\"` is no JSON here"),
        ("{\"a\": \u{feff}1}", "1:7 `\\u{feff}` is no JSON here"),
        ("{\"a\":", "1:6 the document ends before its JSON value does"),
        ("{\"a\": \"b", "1:9 the document ends before its JSON value does"),
        ("{\n\n", "3:1 the document ends before its JSON value does"),
        ("{}\n}", "2:1 `}` comes after the end of the JSON value"),
        ("{} {}", "1:4 `{` comes after the end of the JSON value"),
        ("\u{feff}{}", "1:1 the document begins with a byte order mark"),
    ] {
        let expected = format!("invalid_json {expected}");
        assert_eq!(mistakes(&registered("kind = web", text)), [expected], "{text}");
    }
}

#[test]
fn a_help_says_what_a_common_mistake_is() {
    for (text, help) in [
        ("[1 , ]", "remove the comma before it"),
        ("{\"a\": [1,\r\n]}", "remove the comma before it"),
        ("{\"a\" /* b */: 1}", "remove the comment, which JSON does not have"),
        ("\u{feff}", "save the document as UTF-8 without a byte order mark"),
        ("{\"a\": 1, \"a\": 1}", "remove one of the two"),
        ("{]}", "export the document anew, or correct it here"),
    ] {
        let found = found(&registered("kind = web", text));
        let helps: Vec<_> = found.iter().map(|finding| &finding.help).collect();
        assert_eq!(helps, [help], "{text}");
    }
}

#[test]
fn a_document_has_at_most_128_levels() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let of = |text: String| mistakes(&registered("kind = web", text));
    let ours = "unknown_document 1:1 the document is no registration of a client";
    assert_eq!(of(nested(128)), [ours]);
    let deep = "invalid_json 1:129 the document has more than 128 levels of nesting";
    assert_eq!(of(nested(129)), [deep]);
    assert_eq!(of("[".repeat(1_000_000)), [deep]);
}

#[test]
fn a_member_that_is_there_twice_is_a_mistake_wherever_it_is() {
    for (text, expected, first) in [
        ("{\"a\": 1, \"b\": 2, \"a\": 1}", "1:18 the member `a` is there twice", "1:2"),
        ("{\"x\": [{\"a\": {}, \"a\": 1}]}", "1:18 the member `a` is there twice", "1:9"),
        // The escape is another spelling of the same name.
        ("{\"a\": 1,\n\"\\u0061\": 2}", "2:1 the member `a` is there twice", "1:2"),
        // Of several, the first one that comes again.
        ("{\"b\": 1, \"a\": 1, \"b\": 2, \"a\": 2}", "1:18 the member `b` is there twice", "1:2"),
        ("{\"a\": 1, \"a\": 2, \"a\": 3}", "1:10 the member `a` is there twice", "1:2"),
    ] {
        let source = registered("kind = web", text);
        assert_eq!(mistakes(&source), [format!("invalid_json {expected}")], "{text}");
        let also: Vec<String> = found(&source)
            .iter()
            .flat_map(|finding| &finding.also)
            .map(|also| place(&source, *also))
            .collect();
        assert_eq!(also, [first], "{text}");
    }
    let apart = "{\"client_name\": \"a\", \"x\": {\"a\": 1}, \"y\": [{\"a\": 1}, {\"a\": 1}]}";
    assert_eq!(mistakes(&registered("kind = web", apart)), [""; 0]);
}

#[test]
fn a_number_of_any_size_is_one() {
    let text = format!("{{\"client_name\": \"a\", \"n\": [{}, 1e999999, -0.0]}}", "9".repeat(5000));
    assert_eq!(mistakes(&registered("kind = web", text)), [""; 0]);
}
