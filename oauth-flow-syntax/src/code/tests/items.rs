//! The items of a file: where they act, what they declare, and when they are there.

use oauth_flow_core::Unit;

use super::{LIBRARY, acts, file};
use crate::code::{Condition, Obstacle};

/// The units of a file: the type, the types that it names, how much it does.
fn units(text: &str) -> Vec<(Option<String>, Vec<String>, usize)> {
    let units = file(text).units.into_iter();
    units
        .map(|(Unit { of_type, types, acts, .. }, _)| {
            (of_type, types.into_iter().collect(), acts.len())
        })
        .collect()
}

/// What makes a client.
const MAKE: &str = "{ BasicClient::new(id); }";

#[test]
fn each_item_with_code_acts() {
    let client = ["Client at new"];
    for item in [
        format!("fn f() {MAKE}"),
        format!("mod inner {{ fn f() {MAKE} }}"),
        format!("impl Login {{ fn f() {MAKE} }}"),
        format!("trait Login {{ fn f(); fn g() {MAKE} }}"),
        format!("static IT: Lazy<It> = Lazy::new(|| {MAKE});"),
        format!("const IT: It = {MAKE};"),
        format!("impl Login {{ const IT: It = {MAKE}; }}"),
    ] {
        assert_eq!(acts(&format!("{LIBRARY} {item}")), client, "{item}");
    }
    // The body of a macro has texts alone.
    let url = "\"https://as.example.com/oauth/token\"";
    let endpoint = format!("Endpoint(Token, {url}) at {url}");
    for item in [format!("keep! {{ {url} }}"), format!("impl Login {{ keep!({url}); }}")] {
        assert_eq!(acts(&item), [endpoint.as_str()], "{item}");
    }
    // A constant acts where it is named, and else where it is.
    let constant = format!("const URL: &str = {url}; fn other() {{ OTHER; }}");
    assert_eq!(acts(&constant), [endpoint.as_str()]);
    assert_eq!(acts(&format!("{constant} fn f() {{ get(URL); }}")), [endpoint.as_str()]);
    assert_eq!(units(&format!("{constant} impl Login {{ fn f() {{ get(URL); }} }}")).len(), 1);
}

#[test]
fn a_unit_has_the_type_that_it_is_in_and_the_types_that_it_names() {
    for (item, of_type, types) in [
        (
            format!("impl Login {{ fn f(it: Portal) {MAKE} }}"),
            Some("Login"),
            &["BasicClient", "Portal"][..],
        ),
        (
            format!("impl Sign for &auth::Login<A> {{ fn f() {MAKE} }}"),
            Some("Login"),
            &["BasicClient"],
        ),
        (
            format!("impl Login {{ fn f() -> Self {MAKE} }}"),
            Some("Login"),
            &["BasicClient", "Login"],
        ),
        (format!("impl Sign for [u8] {{ fn f() {MAKE} }}"), None, &["BasicClient"]),
        ("fn f() { BasicClient::new(Portal::ID); }".into(), None, &["BasicClient", "Portal"]),
        (format!("impl Login {{}} fn f() {MAKE}"), None, &["BasicClient"]),
    ] {
        let types = types.iter().copied().map(String::from).collect();
        let expected = vec![(of_type.map(String::from), types, 1)];
        assert_eq!(units(&format!("{LIBRARY} {item}")), expected, "{item}");
    }
    let holders = file("struct Login { portal: Arc<Portal>, id: String } struct Unit;").holders;
    let holders: Vec<(String, Vec<String>)> =
        holders.into_iter().map(|(name, types)| (name, types.into_iter().collect())).collect();
    let types = ["Arc", "Portal", "String"].map(String::from).to_vec();
    assert_eq!(holders, [("Login".into(), types), ("Unit".into(), vec![])]);
}

#[test]
fn one_thing_at_one_place_is_said_once() {
    let twice = "fn f() { get(\"https://as.example.com/oauth/token\"); \
                 get(\"https://as.example.com/oauth/token\"); }";
    assert_eq!(acts(twice).len(), 2);
    let scopes = "fn f() { it(\"?response_type=code&scope=a a\"); }";
    let scope = "Scope(\"a\") at \"?response_type=code&scope=a a\"";
    assert_eq!(acts(scopes)[1..], [scope]);
}

#[test]
fn a_library_is_known_by_its_names() {
    let exchange = ["AuthorizationCode, verifier Unknown at exchange_code"];
    let call = "{ client.exchange_code(code); }";
    for (text, found) in [
        (format!("use oauth2::basic; fn f() {call}"), true),
        (format!("use openidconnect::*; fn f() {call}"), true),
        (format!("fn f(client: &oauth2::Client) {call}"), true),
        (format!("struct It(openidconnect::Client); fn f() {call}"), true),
        (format!("use other::oauth2; fn f() {call}"), false),
        (format!("fn f() {call}"), false),
    ] {
        let expected: &[&str] = if found { &exchange } else { &[] };
        assert_eq!(acts(&text), expected, "{text}");
    }
    for (text, made) in [
        ("use oauth2::Client; fn f() { Client::new(id); }", true),
        ("use oauth2::Client as Own; fn f() { Own::new(id); }", true),
        ("fn f() { oauth2::Client::new(id); }", true),
        ("fn f() { openidconnect::Client::new(id); }", true),
        ("use other::Client; fn f() { Client::new(id); }", false),
        ("use oauth2::Client; fn f() { Client::default(); }", false),
        ("fn f() { OAuth2::fairing(a); }", true),
        ("fn f() { OAuth2::new(a); }", false),
        ("fn f() { Other::fairing(a); }", false),
        ("fn f() { AppAccessToken::get_app_access_token(a); }", true),
        ("fn f() { AppAccessToken::new(a); }", false),
        ("fn f() { Other::get_app_access_token(a); }", false),
        ("fn f() { Own::from_provider_metadata(a); }", true),
    ] {
        let said = acts(text);
        assert_eq!(said.iter().any(|it| it.starts_with("Client at ")), made, "{text}: {said:?}");
    }
}

#[test]
fn an_http_client_is_that_of_reqwest() {
    let post = "http.post(url).form(&[(\"grant_type\", \"client_credentials\")]);";
    for (imports, maker, follows) in [
        ("", "reqwest::Client::new()", true),
        ("use reqwest::Client;", "Client::new()", true),
        ("use reqwest::Client as Http;", "Http::new()", true),
        ("use reqwest::{self as web};", "web::Client::new()", true),
        ("use reqwest::blocking::{self};", "blocking::Client::new()", true),
        ("use reqwest as web;", "web::Client::new()", true),
        ("use other as web;", "web::Client::new()", false),
        ("use other::Client;", "Client::new()", false),
        ("use reqwest::Response;", "other::Client::new()", false),
        ("use reqwest::Client;", "Client::from(it)", false),
        // In a browser, the browser follows.
        ("use web_sys::Window;", "reqwest::Client::new()", false),
        ("fn g() { web_sys::window(); }", "reqwest::Client::new()", false),
        ("fn g() { wasm_bindgen::throw(); }", "reqwest::Client::new()", false),
    ] {
        let said = acts(&format!("{imports} fn f() {{ let http = {maker}; {post} }}"));
        let found = said.iter().any(|it| it.starts_with("FollowsRedirects"));
        assert_eq!(found, follows, "{imports} {maker}: {said:?}");
    }
}

#[test]
fn a_file_behaves_as_its_crates_do() {
    for (text, kind) in [
        ("use axum::Router;", "Web"),
        ("fn g() { actix_web::run(); }", "Web"),
        ("use gloo::net;", "Spa"),
        ("fn g() { web_sys::window(); }", "Spa"),
        ("fn g() { wasm_bindgen::throw(); }", "Spa"),
        ("use other::Router;", ""),
    ] {
        let said = acts(&format!("{LIBRARY} {text} fn f() {MAKE}"));
        let behaves: Vec<&str> =
            said.iter().filter_map(|it| it.strip_prefix("Behaves(")?.split(')').next()).collect();
        let expected: Vec<&str> = Some(kind).into_iter().filter(|it| !it.is_empty()).collect();
        assert_eq!(behaves, expected, "{text}");
    }
}

#[test]
fn a_struct_of_settings_is_a_client() {
    let fields = "{ client_id: String, token_endpoint: String }";
    for (text, found) in [
        (format!("struct Job {fields}"), true),
        (format!("enum Jobs {{ Job {fields} }}"), true),
        (format!("#[oauth_client(kind = \"m2m\")] struct Job {fields}"), false),
        (format!("#[derive(sqlx::FromRow)] struct Job {fields}"), false),
        (format!("#[derive(Debug)] struct Job {fields}"), true),
        (format!("struct JobResponse {fields}"), false),
        (format!("struct NewJob {fields}"), false),
        ("struct Job { client_id: String }".into(), false),
        ("struct Job { token_endpoint: String }".into(), false),
        (format!("// @generated\nstruct Job {fields}"), false),
        (format!("/*\n * Generated by a program. */\nstruct Job {fields}"), false),
        (format!("struct Job {fields}\n// What is generated by others."), false),
        (format!("const IT: &str = \"@generated\"; struct Job {fields}"), true),
    ] {
        let said = acts(&text);
        let settings = said.iter().any(|it| it == "Configuration(\"Job\") at Job");
        assert_eq!(settings, found, "{text}: {said:?}");
    }
}

#[test]
fn a_declaration_may_be_above_a_struct_of_a_client() {
    for (text, above) in [
        ("struct Portal { client_id: String }", Some("struct Portal")),
        ("pub(crate) struct Portal { issuer: Url }", Some("pub(crate)")),
        ("#[serde(x)] #[derive(Debug)] pub struct Portal { client_secret: A }", Some("#[derive")),
        ("struct Portal;", Some("struct")),
        ("struct Portal { name: String }", None),
        ("struct PortalClaims { client_id: String }", None),
        ("#[derive(FromRow)] struct Portal { client_id: String }", None),
        ("#[oauth_client] struct Portal { client_id: String }", None),
        ("#[oauth_flow::oauth_client(kind = \"m2m\")] struct Portal { client_id: String }", None),
        ("#[cfg_attr(a, oauth_client)] struct Portal { client_id: String }", None),
        ("#[cfg_attr(a, derive(Debug))] struct Portal { client_id: String }", Some("struct")),
        ("#[cfg(oauth_client)] struct Portal { client_id: String }", Some("struct")),
    ] {
        let structs = file(text).structs;
        let found: Vec<(&str, &str)> =
            structs.iter().map(|it| (it.name.as_str(), &text[it.above..])).collect();
        let expected = above.map(|it| ("Portal", it));
        assert_eq!(found.len(), usize::from(above.is_some()), "{text}");
        if let (Some((name, begin)), Some((found, rest))) = (expected, found.first()) {
            assert!(name == *found && rest.starts_with(begin), "{text}: {rest}");
        }
    }
}

#[test]
fn a_declaration_is_found_by_each_of_its_names() {
    for (text, declared) in [
        ("#[oauth_client] struct A;", true),
        ("#[oauth_flow::oauth_client] struct A;", true),
        ("use oauth_flow::oauth_client as client; #[client] struct A;", true),
        ("use oauth_flow::{Flow, oauth_client as client}; #[client] struct A;", true),
        ("use oauth_flow::other as client; #[client] struct A;", false),
        ("use oauth_flow::client; #[client] struct A;", false),
        ("#[other] struct A;", false),
    ] {
        assert_eq!(file(text).declared.len(), usize::from(declared), "{text}");
    }
}

#[test]
fn a_derive_above_the_attribute_is_gone_when_it_is_expanded() {
    let own = "#[oauth_client(kind = \"m2m\", issuer = \"https://as.example.com\")]";
    let item = "struct Job { client_id: String, client_secret: String }";
    for (above, below, printed) in [
        ("", "#[derive(Debug)]", true),
        ("#[allow(unused)]", "#[allow(unused)] #[derive(Debug)]", true),
        ("#[derive(Debug)]", "", false),
        ("#[derive(Debug)] #[allow(unused)]", "", false),
    ] {
        let file = file(&format!("{above} {own} {below} {item}"));
        let findings = file.declared[0].client.findings();
        let ids: Vec<&str> = findings.iter().map(|it| it.rule.id).collect();
        assert_eq!(ids.contains(&"leaky_secret"), printed, "{above} {below}: {ids:?}");
    }
    // What else is above it is still there.
    let serde =
        format!("#[serde(deny_unknown_fields)] {own} enum Auth {{ Job {{ client_id: String }} }}");
    let findings = file(&serde).declared[0].client.findings();
    let helps: Vec<bool> =
        findings.iter().map(|it| it.help.contains("`#[serde(deny_unknown_fields)]`")).collect();
    assert_eq!(helps, [true], "{findings:?}");
}

#[test]
fn what_only_the_compiler_sees_is_named() {
    for (text, why) in [
        (
            "make! { #[oauth_client(kind = \"m2m\")] struct A; }",
            Some((Obstacle::Macro, "[oauth_client(kind = \"m2m\")]")),
        ),
        (
            "make! { { #[oauth_flow::oauth_client] struct A; } }",
            Some((Obstacle::Macro, "[oauth_flow::oauth_client]")),
        ),
        (
            "macro_rules! make { () => { #[oauth_client] struct A; } }",
            Some((Obstacle::Macro, "[oauth_client]")),
        ),
        ("make! { [oauth_client] }", None),
        ("make! { #(oauth_client) }", None),
        ("make! { #[derive(oauth_client)] struct A; }", None),
        (
            "#[cfg_attr(a, oauth_client)] struct A;",
            Some((Obstacle::ConditionalAttribute, "#[cfg_attr(a, oauth_client)]")),
        ),
        (
            "#[cfg_attr(a, b(oauth_client))] struct A;",
            Some((Obstacle::ConditionalAttribute, "#[cfg_attr(a, b(oauth_client))]")),
        ),
        ("#[cfg_attr(a, derive(Debug))] struct A;", None),
        ("#[allow(oauth_client)] struct A;", None),
        ("fn f() {} // oauth-flow: silence", Some((Obstacle::NoWaiver, "// oauth-flow: silence"))),
    ] {
        let found = file(text).not_read;
        let said: Vec<_> = found.iter().map(|it| (it.why, &text[it.place.bytes.clone()])).collect();
        assert_eq!(said, why.into_iter().collect::<Vec<_>>(), "{text}");
    }
    for (text, opaque) in [
        ("make! { it.authorize_url(a) }", true),
        ("make! { { it.exchange_code(a) } }", true),
        ("make! { it.exchange(a) }", false),
        ("fn f() { it.authorize_url(a) }", false),
    ] {
        assert_eq!(file(text).is_opaque, opaque, "{text}");
    }
}

#[test]
fn what_is_there_under_conditions_has_them_with_its_lines() {
    let test = || Condition::Name(String::from("test"));
    let feature = || Condition::Value(String::from("feature"), String::from("login"));
    for (text, expected) in [
        ("fn f() {}\nimpl A {\n fn g() {}\n}", vec![]),
        ("#[allow(test)]\nfn f() {}", vec![]),
        ("\n#[cfg(test)]\nfn f() {}", vec![(2..=3, vec![test()])]),
        ("#[test]\nfn f() {}", vec![(1..=2, vec![test()])]),
        ("#[tokio::test]\nfn f() {}", vec![(1..=2, vec![test()])]),
        ("impl A {\n #[cfg(test)]\n fn g() {}\n fn h() {}\n}", vec![(2..=3, vec![test()])]),
        (
            "#[cfg(feature = \"login\")]\nmod a {\n #[cfg(test)]\n fn g() {}\n}",
            vec![(1..=5, vec![feature()]), (3..=4, vec![feature(), test()])],
        ),
        ("#![cfg(test)]", vec![(1..=usize::MAX, vec![test()])]),
    ] {
        assert_eq!(file(text).conditional, expected, "{text}");
    }
    let nested =
        format!("{LIBRARY} #[cfg(unix)] mod a {{ #[cfg(test)] fn f() {MAKE} }} fn g() {MAKE}");
    let found: Vec<_> = file(&nested).units.into_iter().map(|(_, conditions)| conditions).collect();
    assert_eq!(found, [vec![Condition::Name(String::from("unix")), test()], vec![]]);
}

#[test]
fn a_condition_is_read_and_evaluated() {
    let holds = |name: &str, value: Option<&str>| match (name, value) {
        ("yes", None) | ("feature", Some("on")) => Some(true),
        ("no", None) | ("feature", Some("off")) => Some(false),
        _ => None,
    };
    for (condition, expected) in [
        ("yes", Some(true)),
        ("no", Some(false)),
        ("other", None),
        ("feature = \"on\"", Some(true)),
        ("feature = \"off\"", Some(false)),
        ("feature + \"on\"", None),
        ("feature = 1", None),
        ("all(yes, feature = \"on\")", Some(true)),
        ("all(yes, no)", Some(false)),
        ("all(other, no)", Some(false)),
        ("all(yes, other)", None),
        ("any(no, yes)", Some(true)),
        ("any(no, no)", Some(false)),
        ("any(no, other)", None),
        ("any(other, yes)", Some(true)),
        ("not(yes)", Some(false)),
        ("not(no)", Some(true)),
        ("not(yes, no)", None),
        ("none(yes)", None),
        ("not(any(no, not(yes)))", Some(true)),
    ] {
        let tokens = condition.parse().unwrap();
        assert_eq!(Condition::of(&tokens).evaluate(&holds), expected, "{condition}");
    }
}
