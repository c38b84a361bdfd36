//! What holds of any input whatever, reading, checking and the expansion: `oauth_flow_compile_tests::properties`
//! says what, and the fuzzers try more inputs than there is time for here.

use std::fmt::Write as _;

use std::fs;
use std::path::{Path, PathBuf};

use oauth_flow_compile_tests::properties::{hold_of_declaration, hold_of_file, hold_of_text, said};
use oauth_flow_syntax::document::NoDocuments;
use proc_macro2::TokenStream;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces of attributes, right ones and wrong ones.
const ATTRIBUTE: &[&str] = &[
    "kind",
    "=",
    ",",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "kind = \"web\"",
    "kind = web",
    "kind = spa,",
    "kind = \"third-party\",",
    "kind(native)",
    "profile = \"fapi2\",",
    "profile = mcp,",
    "profile = oauth2.1,",
    "grant(\"authorization_code\", \"refresh_token\"),",
    "grant = authorization_code,",
    "grant = jwt-bearer,",
    "grant(implicit, password),",
    "grant()",
    "response_type = \"code id_token\",",
    "response_type = token",
    "response_mode = query.jwt,",
    "pkce = \"S256\",",
    "pkce = plain",
    "pkce",
    "auth = none,",
    "auth = client_secret_basic,",
    "redirect_uri = \"https://app.example.com/cb\",",
    "redirect_uri = runtime,",
    "redirect_uri(\"http://127.1\", \"a:b\", \"\"),",
    "redirect_uri = \"http://\u{fc}\\\\@[::1\",",
    "post_logout_redirect_uri = \"/\",",
    "scope = \"openid offline_access\",",
    "scope(\"a b\", \"*\"),",
    "refresh = rotate,",
    "sender_constraint = dpop,",
    "par,",
    "par = false,",
    "par = \"x\"",
    "request_object = ES256,",
    "resource = \"https://a.example/#x\",",
    "client_id = \"http://a\",",
    "jwks_uri = \"\",",
    "issuer = \"https://a.example?b\",",
    "token_endpoint = \"x\",",
    "allow(implicit_grant, reason = \"a\", until = \"2027-02-29\"),",
    "allow(missing_pkce)",
    "allow(plain_pkce, reason = \"\", until = 2027-06-30)",
    "deny(missing_pkce_confidential),",
    "deny()",
    "allow",
    "crate = ::a::b,",
    "crate = \"a::b\"",
    "client_secret = \"hunter2\",",
    "client_secret",
    "r#type",
    "-",
    "- -",
    "::",
    "#",
    "!",
    "$",
    ".",
    "'a",
    "'x'",
    "b\"b\"",
    "c\"c\"",
    "1",
    "1.5e3",
    "0xffu8",
    "true",
    "r#\"raw\"#",
    "\"\\u{202e}\"",
    "concat!(\"a\", \"b\")",
    "CONST",
    "struct",
    "unknwon = 1,",
    "\u{fc}n\u{ef} = \"\u{fc}\"",
];

/// Pieces of items, without a helper attribute.
const ITEM: &[&str] = &[
    "struct Client;",
    "struct",
    "Client",
    "pub",
    "pub(crate)",
    "enum E { A }",
    "union U { a: u8 }",
    "fn f() {}",
    "mod m { struct A; }",
    "impl A {}",
    "trait T {}",
    "{ client_id: String }",
    "(String);",
    "<'a, T: Clone = u8>",
    "where T: Copy",
    "#[derive(Debug)]",
    "#[cfg(test)]",
    "#[doc = \"x\"]",
    "#[derive(",
    "client_secret: String,",
    "client_secret: Option<&'static str>,",
    "state: State,",
    "pub token_url: url::Url,",
    "#",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "<",
    ">",
    ",",
    ";",
    ":",
    "::",
    "'a",
    "\"text\"",
    "1",
    "!",
    "$",
    "const N: usize = { 1 };",
    "use a::*;",
    "macro_rules! m { () => {} }",
    "r#type: u8",
    "x: [u8; { struct B; 1 }],",
    "#![inner]",
];

/// Pieces of words, dates, scopes and ids.
const WORDS: &[&str] = &[
    "web",
    "third",
    "party",
    "rfc9700",
    "oauth2",
    "1",
    "authorization",
    "code",
    "id_token",
    "token",
    "jwt",
    "urn:ietf:params:oauth:grant-type:",
    "S256",
    "client_secret",
    "dpop",
    "ES256",
    "redirect",
    "uri",
    "missing",
    "pkce",
    "2028",
    "02",
    "29",
    "30",
    "openid",
    "post_logout",
    "",
];

/// What joins them.
const MARKS: &[&str] = &["", "_", "-", " ", ".", "\"", "\\", "\u{202e}", "\n", "\u{fc}"];

/// The pieces with each bracket closed, so that they are tokens.
fn balanced(pieces: &[&str]) -> TokenStream {
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    for piece in pieces {
        let closing = match *piece {
            "(" | "#[derive(" => Some(")"),
            "[" => Some("]"),
            "{" => Some("}"),
            _ => None,
        };
        match *piece {
            ")" | "]" | "}" if open.last() == Some(piece) => drop(open.pop()),
            ")" | "]" | "}" => continue,
            "#[derive(" => open.push("]"),
            _ => {}
        }
        open.extend(closing);
        text.push_str(piece);
        text.push(' ');
    }
    while let Some(closing) = open.pop() {
        text.push_str(closing);
    }
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A field, as it is written, and the same without its helper attributes.
fn field() -> impl Strategy<Value = (String, String)> {
    let attributes = [
        "#[serde(default)]",
        "#[cfg(unix)]",
        "#[doc = \"#[oauth(skip)]\"]",
        "#[oauth::other(skip)]",
        "#[a::oauth]",
        "#[oauthx(skip)]",
        "#[cfg_attr(test, serde(skip))]",
    ];
    let helpers = [
        "",
        "",
        "#[oauth(skip)]",
        "#[oauth(client_secret)]",
        "#[oauth(flatten)]",
        "#[oauth]",
        "#[oauth()]",
        "#[oauth(a b c)]",
        "#[oauth = \"x\"]",
        "#[oauth(pkce_verifier, with = a::b)]",
        "#[oauth(with = 1 + 1)]",
        "#[cfg_attr(test, oauth(skip))]",
        "#[oauth(client_id)] #[oauth(state)]",
    ];
    let names =
        ["client_id", "client_secret", "a", "state", "token_url", "r#type", "code_verifier"];
    let types = [
        "String",
        "&'static str",
        "Option<Box<str>>",
        "Vec<u8>",
        "oauth2::ClientSecret",
        "[u8; { 1 + 1 }]",
        "fn(u8) -> (u8, u8)",
        "SecretString",
        "bool",
    ];
    let before = vec(select(attributes.to_vec()), 0..3);
    let after = vec(select(attributes.to_vec()), 0..2);
    let parts = (before, select(helpers.to_vec()), after, any::<bool>(), select(names.to_vec()));
    (parts, select(types.to_vec())).prop_map(|((before, helper, after, public, name), ty)| {
        let (before, after) = (before.join(" "), after.join(" "));
        let public = if public { "pub " } else { "" };
        let rest = format!("{after} {public}{name}: {ty},");
        (format!("{before} {helper} {rest}"), format!("{before} {rest}"))
    })
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_tokens_are_read_and_checked_and_an_item_without_helpers_comes_back(
        attribute in vec(select(ATTRIBUTE.to_vec()), 0..14),
        item in vec(select(ITEM.to_vec()), 0..10),
    ) {
        let (attribute, item) = (balanced(&attribute), balanced(&item));
        hold_of_declaration(&attribute, &item);
        let source = oauth_flow_syntax::read(attribute, item.clone(), &NoDocuments);
        prop_assert_eq!(source.item().to_string(), item.to_string());
    }

    #[test]
    fn a_struct_comes_back_less_its_helpers(
        attribute in vec(select(ATTRIBUTE.to_vec()), 0..6),
        fields in vec(field(), 0..6),
    ) {
        let (mut written, mut expected) = (String::new(), String::new());
        for (with, without) in fields {
            written.push_str(&with);
            expected.push_str(&without);
        }
        let declare = |fields: &str| -> TokenStream {
            let text = format!("#[derive(Debug)] pub(crate) struct Client<T> where T: Copy {{ {fields} }}");
            text.parse().expect("a struct")
        };
        let (item, expected) = (declare(&written), declare(&expected));
        let attribute = balanced(&attribute);
        hold_of_declaration(&attribute, &item);
        let source = oauth_flow_syntax::read(attribute, item, &NoDocuments);
        prop_assert_eq!(source.item().to_string(), expected.to_string());
    }

    #[test]
    fn attributes_of_whole_arguments_are_judged_the_same_twice(
        parts in vec(select(ATTRIBUTE.iter().copied().filter(|it| it.ends_with(',')).collect::<Vec<_>>()), 1..12),
    ) {
        let attribute = balanced(&parts);
        let item: TokenStream = "struct Client { client_secret: String }".parse().expect("a struct");
        hold_of_declaration(&attribute, &item);
        let findings = said(&oauth_flow_syntax::read(attribute, item, &NoDocuments));
        // Without a kind there is always something to say.
        let kind = parts.iter().any(|part| part.starts_with("kind"));
        prop_assert!(kind || !findings.is_empty());
    }
}

proptest! {
    // A text is looked up in every set of words, which takes a while without optimization.
    #![proptest_config(ProptestConfig { cases: 60, ..config() })]

    #[test]
    fn any_text_is_looked_up_and_shown(
        words in vec(select(WORDS.to_vec()), 1..4),
        mark in select(MARKS.to_vec()),
        loud in any::<bool>(),
        other in prop_oneof![Just(String::new()), ".{0,50}"],
    ) {
        let words = words.join(mark);
        hold_of_text(&if loud { words.to_uppercase() + &other } else { words + &other });
    }
}

#[test]
fn the_pieces_reach_clean_declarations_and_most_of_the_reader() {
    let mut clean = 0;
    let mut ids = std::collections::BTreeSet::new();
    for (index, first) in ATTRIBUTE.iter().enumerate() {
        for (offset, second) in ATTRIBUTE.iter().enumerate() {
            let last = ITEM[(index * 7 + offset) % 16];
            let attribute = balanced(&["kind = \"web\", redirect_uri = runtime,", first, second]);
            let source = oauth_flow_syntax::read(
                attribute,
                balanced(&[last, "struct Client;"]),
                &NoDocuments,
            );
            let said = said(&source);
            clean += usize::from(said.is_empty());
            ids.extend(said.iter().filter_map(|it| it.split(' ').next().map(String::from)));
        }
    }
    assert!(clean >= 30, "{clean}");
    assert!(ids.len() >= 35, "{}: {ids:?}", ids.len());
}

#[test]
fn words_of_20_000_characters_give_short_messages() {
    const WHERE: &[(&str, &str)] = &[
        ("kind = \"LONG\"", "struct Client;"),
        ("kind = LONG", "struct Client;"),
        ("kind = web, LONG = 1", "struct Client;"),
        ("kind = web, grant(\"LONG\", \"urn:LONG\")", "struct Client;"),
        (
            "kind = web, redirect_uri = \"https://LONG.example/LONG/../LONG?LONG=LONG#LONG\"",
            "struct Client;",
        ),
        ("kind = web, redirect_uri = \"LONG\"", "struct Client;"),
        ("kind = web, redirect_uri = \"http://[LONG]/\"", "struct Client;"),
        ("kind = web, redirect_uri = \"https://a.example/DOTS\"", "struct Client;"),
        ("kind = web, redirect_uri = \"https://DIGITS/\"", "struct Client;"),
        ("kind = web, redirect_uri = \"https://a.example:DIGITS/\"", "struct Client;"),
        ("kind = web, redirect_uri = \"https://OPEN/\"", "struct Client;"),
        ("kind = web, redirect_uri = runtime, scope = \"LONG\"", "struct Client;"),
        ("kind = web, redirect_uri = runtime, scope = \"WORDS\"", "struct Client;"),
        ("kind = m2m, allow(LONG, reason = \"LONG\", until = \"LONG\")", "struct Client;"),
        ("kind = m2m, deny(LONG)", "struct Client;"),
        ("kind = m2m, client_id = \"https://LONG\"", "struct Client;"),
        ("kind = m2m, crate = LONG::LONG", "struct Client;"),
        ("kind = m2m, LONG-LONG-LONG", "struct Client;"),
        ("kind = m2m", "struct LONG { LONG: LONG }"),
        ("kind = m2m", "struct Client { #[oauth(LONG)] a: String }"),
        ("kind = m2m", "struct Client { #[oauth(client_secret, with = LONG)] a: String }"),
        ("kind = m2m", "LONG"),
    ];
    let long = "x".repeat(20_000);
    let words = (0..4_000).fold(String::new(), |mut text, index| {
        let _ = write!(text, "w{index} ");
        text
    });
    let (dots, digits, open) = ("../".repeat(6_000), "1.".repeat(10_000), "<{".repeat(10_000));
    let fill = |text: &str| -> TokenStream {
        let text = text.replace("LONG", &long).replace("WORDS", words.trim_end());
        let text = text.replace("DOTS", &dots).replace("DIGITS", &digits).replace("OPEN", &open);
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    };
    for (attribute, item) in WHERE {
        let tokens = (fill(attribute), fill(item));
        let source = oauth_flow_syntax::read(tokens.0, tokens.1, &NoDocuments);
        for message in said(&source) {
            assert!(message.len() < 4_000, "{attribute}: a message of {} bytes", message.len());
        }
    }
}

/// The files of Rust under a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// The example files of the rules about code: whole, with each line left out, and cut off at each line.
#[test]
fn a_file_is_read_whatever_a_line_is_missing() {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../code/rules"), &mut paths);
    assert!(paths.len() > 100, "{} files", paths.len());
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        hold_of_file(&text);
        let lines: Vec<&str> = text.lines().collect();
        for at in (0..lines.len()).step_by(3) {
            let without = [&lines[..at], &lines[at + 1..]].concat();
            hold_of_file(&without.join("\n"));
            hold_of_file(&lines[..at].join("\n"));
        }
    }
}
