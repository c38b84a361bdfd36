//! Every mistake, once: its id, and that it is the only one.

use oauth_flow_core::rules::reading;
use oauth_flow_core::vocabulary::Word;
use oauth_flow_core::{Key, Remedy};

use super::{UNIT, broken_rules, ids, mistakes, seen, source};

/// Attributes on a unit struct, with the mistakes in them.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("", &["missing_kind"]),
    ("grant = client_credentials", &["missing_kind"]),
    ("kindd = m2m", &["unknown_key"]),
    ("kind = web, redirect-uri = \"x\"", &["unknown_key"]),
    ("kind = web, redirect_uris(\"x\")", &["unknown_key"]),
    ("kind = web, größe = 1", &["unknown_key"]),
    ("kind = web, client_secret", &["unknown_key"]),
    ("spa", &["unknown_key"]),
    ("kind = mobile", &["unknown_word"]),
    ("kind = \"nonsense\"", &["unknown_word"]),
    ("kind = SPA", &["unknown_word"]),
    ("kind = Zebra", &["unknown_word"]),
    ("kind = spa, pkce = true", &["unknown_word"]),
    ("kind = m2m, grant(foo, bar)", &["unknown_word", "unknown_word"]),
    ("kind = m2m, grant(\"not: a uri\")", &["unknown_word"]),
    ("kind = 5", &["wrong_value"]),
    ("kind = true", &["wrong_value"]),
    ("kind = b\"spa\"", &["wrong_value"]),
    ("kind = 's'", &["wrong_value"]),
    ("kind = \"spa\"x", &["wrong_value"]),
    ("kind = -1", &["wrong_value"]),
    ("kind = { spa }", &["wrong_value"]),
    ("kind = spa-", &["wrong_value"]),
    ("kind(spa, web)", &["wrong_value"]),
    ("kind = m2m, grant([client_credentials])", &["wrong_value"]),
    ("kind = m2m, grant = \"jwt-bearer, token-exchange\"", &["wrong_value"]),
    ("kind = m2m, client_id = true", &["wrong_value"]),
    ("kind = m2m, par = \"true\"", &["wrong_value"]),
    ("kind = m2m, par = \"false\"", &["wrong_value"]),
    ("kind = m2m, par = yes", &["wrong_value"]),
    ("kind = m2m, par(true)", &["wrong_value"]),
    ("kind = m2m, crate = 5", &["wrong_value"]),
    ("kind = KIND", &["constant_value"]),
    ("kind = crate::KIND", &["constant_value"]),
    ("kind = ::a::KIND", &["constant_value"]),
    ("kind = concat!(\"s\", \"pa\")", &["constant_value"]),
    ("kind = kind()", &["constant_value"]),
    ("kind = web, redirect_uri = CALLBACK", &["constant_value"]),
    ("kind = web, redirect_uri = callback", &["constant_value"]),
    ("kind = web, redirect_uri(env!(\"CALLBACK\"))", &["constant_value"]),
    ("kind = m2m, scope = openid", &["constant_value"]),
    ("kind = m2m, grant()", &["empty_list"]),
    ("kind = m2m, grant = []", &["empty_list"]),
    ("kind = m2m, allow()", &["empty_list"]),
    ("kind = m2m, deny()", &["empty_list"]),
    ("kind = \"\"", &["empty_value"]),
    ("kind = m2m, client_id = \" \"", &["empty_value"]),
    ("kind = m2m, kind = spa", &["duplicate_key"]),
    ("kind = web, redirect_uri = \"a\", redirect_uri = \"b\"", &["duplicate_key"]),
    (
        "kind = m2m, allow(missing_pkce, reason = \"a\"), allow(missing_pkce, reason = \"b\")",
        &["duplicate_key"],
    ),
    ("kind = m2m, allow(missing_pkce, reason = \"a\", reason = \"b\")", &["duplicate_key"]),
    ("kind = web, response_type(code, token, code, token)", &["repeated_value"]),
    ("kind = m2m, grant(\"urn:a:b\", \"urn:a:b\")", &["repeated_value"]),
    ("kind = m2m, deny(missing_pkce, missing_pkce)", &["repeated_value"]),
    ("kind", &["unfinished_input"]),
    ("kind =", &["unfinished_input"]),
    ("kind \"spa\"", &["unfinished_input"]),
    ("kind: \"spa\"", &["unfinished_input"]),
    ("kind = m2m, grant[client_credentials]", &["unfinished_input"]),
    ("kind = m2m, crate", &["unfinished_input"]),
    ("kind = m2m, crate(a)", &["unfinished_input"]),
    ("kind = m2m, allow = missing_pkce", &["unfinished_input"]),
    ("kind = m2m, allow(reason = \"x\")", &["unfinished_input"]),
    ("kind = m2m, allow(missing_pkce, reason)", &["unfinished_input"]),
    ("kind = m2m, allow(missing_pkce, reason =)", &["unfinished_input"]),
    ("kind = m2m, allow(missing_pkce, reason = \"a\", until)", &["unfinished_input"]),
    ("\"spa\"", &["unexpected_token"]),
    ("kind = m2m,, par", &["unexpected_token"]),
    (", kind = m2m", &["unexpected_token"]),
    ("kind = \"spa\" grant = \"authorization_code\"", &["unexpected_token"]),
    ("kind = spa grant = authorization_code", &["unexpected_token"]),
    ("kind = spa 5", &["unexpected_token"]),
    ("kind = spa[5]", &["unexpected_token"]),
    ("kind = third-\"party\"", &["unexpected_token"]),
    ("kind = m2m, allow(missing_pkce reason = \"x\")", &["unexpected_token"]),
    ("kind = m2m, grant(client_credentials) par", &["unexpected_token"]),
    ("kind = m2m, grant(client_credentials,, token-exchange)", &["unexpected_token"]),
    ("kind = m2m, allow(missing_pkce, reason = \"x\") par", &["unexpected_token"]),
    ("kind = m2m, allow(missing_pkce, implicit_grant, reason = \"x\")", &["unexpected_token"]),
    ("kind = m2m, allow(no_such_thing_here, reason = \"x\")", &["unknown_rule"]),
    ("kind = m2m, allow(no_such_thing_here)", &["unknown_rule"]),
    ("kind = m2m, allow(unknown_key, reason = \"x\")", &["unknown_rule"]),
    ("kind = m2m, deny(mising_pkce)", &["unknown_rule"]),
    ("kind = m2m, allow(missing_pkce)", &["missing_reason"]),
    ("kind = m2m, allow(missing_pkce, reason = \"  \")", &["missing_reason"]),
    ("kind = m2m, allow(missing_pkce, raeson = \"x\")", &["unknown_key"]),
    ("kind = m2m, allow(missing_pkce, reason = REASON)", &["constant_value"]),
    ("kind = m2m, allow(missing_pkce, reason = \"x\", until = \"2027-02-30\")", &["invalid_date"]),
    ("kind = m2m, allow(missing_pkce, reason = \"x\", until = tomorrow)", &["invalid_date"]),
    ("kind = m2m, allow(missing_pkce, reason = \"x\"), deny(missing_pkce)", &["allow_and_deny"]),
    (
        "kindd = m2m, grant = foo, par = 1, scope = [A]",
        &["unknown_key", "unknown_word", "wrong_value", "constant_value"],
    ),
];

/// Items under a correct attribute, with the mistakes in them.
/// What is found where the attribute is `kind = m2m` and a prefix.
const PREFIXES: &[(&str, &str, &[&str])] = &[
    (r#"fields = "a_""#, "struct C { a_client_id: A, b: B }", &[]),
    (r#"fields = "a_""#, "struct C { b_client_id: A }", &["unused_prefix"]),
    (r#"fields = "a_""#, UNIT, &["unused_prefix"]),
    (r#"fields = "a_""#, "struct C { #[oauth(client_id)] b: A }", &[]),
    (r#"fields = """#, UNIT, &["empty_value"]),
    ("fields", UNIT, &["unfinished_input"]),
];

const ITEMS: &[(&str, &[&str])] = &[
    ("enum C { A }", &["not_a_struct"]),
    ("union C { a: u8 }", &["not_a_struct"]),
    ("fn f() {}", &["not_a_struct"]),
    ("mod m {}", &["not_a_struct"]),
    ("", &["not_a_struct"]),
    ("struct C { a: }", &["not_a_struct"]),
    ("#[oauth_client(kind = spa)] #[oauth_flow::oauth_client] struct C;", &["repeated_attribute"]),
    ("struct C { client_id: A, b_client_id: A, c_client_id: A }", &["repeated_role"]),
    ("struct C { secret: A, client_secret: A }", &["repeated_role"]),
    ("struct C { issuer: A, authority: A }", &["repeated_role"]),
    ("struct C { #[cfg(a)] client_id: A, b_client_id: A }", &["repeated_role"]),
    ("struct C { #[cfg(a)] client_id: A, #[cfg(not(a))] b_client_id: A }", &[]),
    ("struct C { redirect_uri: A, other_redirect_uri: A }", &[]),
    ("struct C { client_id: A, #[oauth(skip)] b_client_id: A }", &[]),
    ("struct C { #[oauth(foo)] a: A }", &["unknown_helper"]),
    ("struct C { #[oauth(skp)] a: A }", &["unknown_helper"]),
    ("struct C { #[oauth] a: A }", &["unknown_helper"]),
    ("struct C { #[oauth()] a: A }", &["unknown_helper"]),
    ("struct C { #[oauth(\"client_secret\")] a: A }", &["unknown_helper"]),
    ("struct C { #[oauth(client_secret, with = 5)] a: A }", &["unknown_helper"]),
    ("struct C { #[oauth(client_secret, client_id)] a: A }", &[]),
    ("struct C { #[oauth(client_secret, client_id, with = read)] a: A }", &["unknown_helper"]),
    ("trait C {}", &["not_a_struct"]),
    ("async fn c() {}", &["not_a_struct"]),
    ("#[oauth(client_id)] struct C { a: A }", &["unknown_helper"]),
    ("struct C { #[oauth(skip, flatten)] a: A }", &["unknown_helper"]),
    ("struct C { #[oauth(client_secret)] #[oauth(skip)] a: A }", &["unknown_helper"]),
    ("struct C { #[oauth(= client_secret)] a: A }", &["unknown_helper"]),
    ("struct C { #[oauth(client_secret with = get)] a: A }", &["unexpected_token"]),
    ("struct C { #[oauth(client_secret, with get)] a: A }", &["unexpected_token"]),
    ("struct C { #[cfg_attr(a, oauth(client_secret))] a: A }", &["conditional_helper"]),
    ("struct C { #[cfg_attr(a, serde(skip))] a: A }", &[]),
];

#[test]
fn each_mistake_is_one_finding() {
    for (attribute, expected) in ATTRIBUTES {
        assert_eq!(ids(&source(attribute, UNIT)), *expected, "{attribute}");
    }
    for (item, expected) in ITEMS {
        assert_eq!(ids(&source("kind = m2m", item)), *expected, "{item}");
    }
    for (prefix, item, expected) in PREFIXES {
        let attribute = format!("kind = m2m, {prefix}");
        assert_eq!(ids(&source(&attribute, item)), *expected, "{attribute} on {item}");
    }
}

#[test]
fn every_rule_of_the_chapter_has_a_case() {
    for rule in reading::RULES {
        let cases = ATTRIBUTES.iter().chain(ITEMS).map(|(_, expected)| expected);
        let mut cases = cases.chain(PREFIXES.iter().map(|(_, _, expected)| expected));
        assert!(cases.any(|expected| expected.contains(&rule.id)), "{}", rule.id);
    }
}

#[test]
fn the_examples_of_the_chapter_hold() {
    for rule in reading::RULES {
        assert!(!rule.rejects.is_empty(), "{}", rule.id);
        for (examples, count) in [(rule.accepts, 0), (rule.rejects, 1)] {
            for example in examples {
                let source = source(example.attribute, example.item);
                let mut found = ids(&source);
                found.extend(broken_rules(&source));
                assert_eq!(found, vec![rule.id; count], "{example:?}");
            }
        }
    }
}

#[test]
fn a_key_that_failed_to_read_is_unknown_and_not_written() {
    for (attribute, key) in [
        ("kind = mobile", Key::Kind),
        ("", Key::Kind),
        ("\"spa\"", Key::Kind),
        ("kind = m2m, grant = foo", Key::Grant),
        ("kind = m2m, grant = client_credentials, grant = password", Key::Grant),
        ("kind = web, redirect_url = \"x\"", Key::RedirectUri),
        ("kind = \"spa\" pkce = \"S256\"", Key::Pkce),
        ("kind = web, allow(missing_pkce)", Key::Allow),
    ] {
        seen(&source(attribute, UNIT), |subject| {
            assert!(subject.unknown.contains(key) && !subject.written.contains(key), "{attribute}");
        });
    }
}

#[test]
fn a_waiver_with_a_mistake_still_silences_its_rule() {
    for (waiver, mistakes, found) in [
        ("par", &[][..], &["missing_pkce"][..]),
        ("allow(missing_pkc, reason = \"x\")", &["unknown_rule"], &[]),
        ("allow(\"missing_pkc\", reason = \"x\")", &["unknown_rule"], &[]),
        ("allow(missing_pkce reason = \"x\")", &["unexpected_token"], &[]),
        ("allow(\"missing_pkce\" reason = \"x\")", &["unexpected_token"], &[]),
        ("allow(missing_pkce)", &["missing_reason"], &[]),
        ("allow = missing_pkce", &["unfinished_input"], &[]),
        ("allow = (missing_pkce)", &["unfinished_input"], &[]),
    ] {
        let attribute =
            format!("kind = spa, grant = authorization_code, redirect_uri = runtime, {waiver}");
        let source = source(&attribute, UNIT);
        assert_eq!(
            (ids(&source).as_slice(), broken_rules(&source).as_slice()),
            (mistakes, found),
            "{waiver}"
        );
    }
}

#[test]
fn a_word_that_is_near_is_the_remedy_and_else_the_list() {
    let remedy = |attribute: &str| {
        mistakes(&source(attribute, UNIT)).first().map(|finding| finding.remedy.clone())
    };
    let replaced = |attribute: &str, word: &str| {
        assert!(
            matches!(remedy(attribute), Some(Remedy::Replace(_, meant)) if meant == word),
            "{attribute}"
        );
    };
    replaced("spa", "kind = \"spa\"");
    replaced("kind = mobile", "native");
    replaced("kind = web, redirect_url = \"x\"", "redirect_uri");
    replaced("kind = m2m, deny(mising_pkce)", "missing_pkce");
    let list = "write one of `m2m`, `web`, `spa`, `native`, `device`, `trusted`, `third_party`";
    assert_eq!(remedy("kind = nonsense"), Some(Remedy::decide(list)));
    assert_eq!(
        remedy(""),
        Some(Remedy::decide(
            "add `kind`: one of `m2m`, `web`, `spa`, `native`, `device`, `trusted`, `third_party`"
        ))
    );
    // What is to be written is what is meant, and that once.
    let list = Remedy::decide("write a list: `grant(\"jwt-bearer\", \"implicit\")`");
    assert_eq!(remedy("kind = web, grant = \"jwt\\u{202e}bearer implicit, IMPLICIT\""), Some(list));
}

#[test]
fn help_shows_the_usage_of_the_key_that_has_the_mistake() {
    for (attribute, fact, help) in [
        (
            "kind = \"spa\" (5)",
            "unexpected `(`",
            "write `key = \"value\"`, and a comma between two keys",
        ),
        (
            "kind = \"spa\" [5]",
            "unexpected `[`",
            "write `key = \"value\"`, and a comma between two keys",
        ),
        (
            "kind = \"spa\" {5}",
            "unexpected `{`",
            "write `key = \"value\"`, and a comma between two keys",
        ),
        ("kind = spa 5", "unexpected `5`", "write `key = \"value\"`, and a comma between two keys"),
        (
            "kind = spa, allow(missing_pkce reason = \"x\")",
            "unexpected `reason`",
            "write `allow(rule, reason = \"...\")`",
        ),
        (
            "kind = m2m, grant = \"jwt-bearer, token-exchange\"",
            "`grant` has 2 words in one string",
            "write a list: `grant(\"jwt-bearer\", \"token-exchange\")`",
        ),
        (
            "kind = m2m, allow(missing_pkce, reason = concat!(\"a\"))",
            "`reason` is not a literal, and a macro sees only tokens",
            "write the text itself: `reason = \"...\"`",
        ),
        (
            "kind = m2m, allow(missing_pkce, reason = 5)",
            "`allow` takes a rule and a reason",
            "write `allow(rule, reason = \"...\")`",
        ),
        ("kind = \"\"", "the value of `kind` is empty", "write `kind = \"spa\"`"),
        (
            "kind = m2m, client_id = \"\"",
            "the value of `client_id` is empty",
            "write `client_id = \"...\"`, or remove the key",
        ),
    ] {
        let source = source(attribute, UNIT);
        let found: Vec<_> = mistakes(&source).into_iter().map(|it| (it.fact, it.remedy)).collect();
        assert_eq!(found, [(String::from(fact), Remedy::decide(help))], "{attribute}");
    }
}

#[test]
fn a_value_of_another_form_is_answered_by_what_the_key_takes() {
    for (attribute, fact, help) in [
        ("kind = 5", "`kind` takes one word", r#"write `kind = "spa"`"#),
        (
            "kind = m2m, grant = 5",
            "`grant` takes one word or a list of words",
            r#"write `grant("authorization_code", "refresh_token")`"#,
        ),
        (
            "kind = m2m, scope = 5",
            "`scope` takes one string or a list of strings",
            r#"write `scope("openid", "profile")`"#,
        ),
        ("kind = m2m, par = 5", "`par` takes `true`, `false` or no value", "write `par = true`"),
        (
            "kind = m2m, allow(5)",
            "`allow` takes a rule and a reason",
            r#"write `allow(rule, reason = "...")`"#,
        ),
        ("kind = m2m, deny = 5", "`deny` takes the ids of rules", "write `deny(rule)`"),
        ("kind = m2m, crate = 5", "`crate` takes a path", "write `crate = path::to::oauth_flow`"),
        (
            "kind = m2m, issuer = 5",
            "`issuer` takes one string",
            r#"write `issuer = "https://..."`"#,
        ),
    ] {
        let source = source(attribute, UNIT);
        let found: Vec<_> = mistakes(&source).into_iter().map(|it| (it.fact, it.remedy)).collect();
        assert_eq!(found, [(String::from(fact), Remedy::decide(help))], "{attribute}");
    }
}

#[test]
fn an_item_that_is_no_struct_is_called_what_it_is() {
    for (item, fact) in [
        ("struct C { a: }", "this struct could not be read"),
        ("#[a] pub(crate) enum C { A }", "an enum is not one client"),
        ("pub union C { a: u8 }", "a union is not a client"),
        ("fn f() {}", "a function is not a client"),
        ("mod m {}", "a module is not a client"),
        ("impl C {}", "this item is not a struct"),
        ("a [b] enum C {}", "this item is not a struct"),
        ("a(b) enum C {}", "this item is not a struct"),
        ("", "this item is not a struct"),
    ] {
        let source = source("kind = m2m", item);
        let facts: Vec<String> = mistakes(&source).into_iter().map(|it| it.fact).collect();
        assert_eq!(facts, [fact], "{item}");
    }
}

#[test]
fn every_fact_is_short_and_worded_as_all_are() {
    let long = "x".repeat(300);
    let attributes = ATTRIBUTES.iter().map(|(attribute, _)| source(attribute, UNIT));
    let items = ITEMS.iter().map(|(item, _)| source("kind = m2m", item));
    let keys = Key::ALL.iter().flat_map(|key| {
        [
            format!("{key} = \"{long}\""),
            format!("{key} = {long}!()"),
            format!("{key}({long})"),
            format!("{key} {long}"),
            format!("{key} = 5"),
            format!("{long} = {key}"),
            format!("allow({long}, reason = \"\"), deny(\"{long}\")"),
        ]
    });
    let field = format!(
        "struct C {{ device_authorization_endpoint: A, {long}_device_authorization_endpoint: A, #[oauth({long})] a: A }}"
    );
    let keys = keys.map(|attribute| source(&attribute, &field));
    for source in attributes.chain(items).chain(keys) {
        for finding in mistakes(&source) {
            let (fact, help) = (&finding.fact, &finding.help);
            assert!(fact.chars().count() < 100, "{fact}");
            for text in [fact, help] {
                assert!(!text.ends_with('.') && !text.contains('\n'), "{text}");
                assert!(!text.starts_with(char::is_uppercase), "{text}");
            }
        }
    }
}
