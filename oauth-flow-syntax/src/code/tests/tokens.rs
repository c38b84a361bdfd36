//! Texts and pairs among the tokens of a function.

use super::{LIBRARY, acts, done};

/// A text that names an endpoint, unless it is compared.
const T: &str = "\"https://as.example.com/oauth/token\"";

#[test]
fn a_text_that_is_compared_is_none_of_the_client() {
    for (body, named) in [
        ("let url = T;", true),
        ("url = T;", true),
        ("let urls = [other, T, more];", true),
        ("if url == T {}", false),
        ("if url != T {}", false),
        ("let same = url != T;", false),
        ("matches!(url, \"b\" | T);", false),
        ("matches!(url, T | \"b\");", false),
        ("if T == url {}", false),
        ("if T != url {}", false),
        ("if T <= url {}", true),
        ("if get(T) == it {}", true),
        ("match url { T => a(), _ => b() }", false),
        ("match url { T | \"b\" => a(), _ => b() }", false),
        ("match url { \"b\" | T => a(), _ => b() }", false),
        ("match key { \"scope\" => a(), T => b(), _ => c() }", false),
        ("match it { (T, _) => a(), _ => b() }", false),
        ("match it { (T, _) if new => a(), _ => b() }", false),
        ("match it { (a, _) => get(T), _ => b() }", true),
        ("let (T, url) = it else { return };", false),
        // What is there in some builds alone, and what other macros read.
        ("#[cfg(test)] let url = T; let next = 1;", false),
        ("#[cfg(test)] let one = 1; let url = T;", true),
        ("#[cfg(test)] { get(T); } let next = 1;", false),
        ("#[cfg(test)] { one(); } let url = T; let next = 1;", true),
        ("let it = Form { #[cfg(test)] url: T, next: 1 };", false),
        ("let it = Form { #[cfg(test)] next: 1, url: T };", true),
        ("#[allow(unused)] let url = T;", true),
        ("#[doc = T] let next = 1;", false),
        ("loop { #![doc = T] break; }", false),
    ] {
        let expected = format!("Endpoint(Token, {T}) at {T}");
        let expected = if named { vec![expected] } else { Vec::new() };
        assert_eq!(done("", &body.replace('T', T)), expected, "{body}");
    }
}

#[test]
fn a_pair_is_a_key_and_the_value_behind_it() {
    for (body, found) in [
        ("[(\"grant_type\", \"client_credentials\")];", true),
        ("[(\"grant_type\", &\"client_credentials\")];", true),
        ("[(\"grant_type\", *&\"client_credentials\")];", true),
        ("[(&\"grant_type\", \"client_credentials\")];", true),
        ("[(\"grant_type\".to_string(), \"client_credentials\".to_string())];", true),
        ("[(\"grant_type\".into(), String::from(\"client_credentials\"))];", true),
        ("[(\"grant_type\".len(), \"client_credentials\")];", false),
        ("it.insert(\"grant_type\", \"client_credentials\");", true),
        ("it.insert(\"grant_type\", Some(\"client_credentials\"));", true),
        ("it.insert(\"grant_type\", Cow::Borrowed(\"client_credentials\"));", true),
        ("it.insert(\"grant_type\", lookup(\"client_credentials\"));", false),
        ("it.is(\"grant_type\", \"client_credentials\");", false),
        ("return (\"grant_type\", \"client_credentials\");", true),
        ("json!({ \"grant_type\": \"client_credentials\" });", true),
        ("hashmap! { \"grant_type\" => \"client_credentials\" };", true),
        ("hashmap! { \"client_id\" => id, \"grant_type\" => \"client_credentials\" };", true),
        ("let it = Form { grant_type: \"client_credentials\" };", true),
        ("form! { grant_type:&\"client_credentials\" }", true),
        ("[\"scope\", \"grant_type\", \"client_credentials\"];", false),
        ("match it { \"client_credentials\" => \"grant_type\", _ => \"a\" };", false),
        ("match it { \"grant_type\" => { \"client_credentials\" } _ => \"a\" };", false),
    ] {
        let said = done("", body);
        let asks = said.iter().any(|it| it.starts_with("ClientCredentials, verifier "));
        assert_eq!((asks, said.len()), (found, usize::from(found)), "{body}: {said:?}");
    }
}

#[test]
fn a_secret_is_a_text_a_constant_or_what_a_macro_puts_in() {
    const ASKS: &str = "form([(\"grant_type\", \"client_credentials\")]);";
    const KEYS: &str = "const KEY: &str = \"d-FL95Q19q7MQmFpd7hHD0Ty\"; \
                        const K: &str = \"d-FL95Q19q7MQmFpd7hHD0Tz\"; \
                        const key: &str = \"d-FL95Q19q7MQmFpd7hHD0Tx\"; \
                        impl Of { const OWN: &str = \"d-FL95Q19q7MQmFpd7hHD0Tw\"; } \
                        mod keys { pub const IN: &str = \"d-FL95Q19q7MQmFpd7hHD0Tv\"; } \
                        #[cfg(test)] mod tests { const TEST: &str = \"d-FL95Q19q7MQmFpd7hHD0Tu\"; }";
    let asks = "ClientCredentials, verifier No at \"client_credentials\"";
    let post = "Authenticates(ClientSecretPost) at \"client_secret\"";
    let literal = |text: &str| format!("SecretInCode(None) at \"{text}\"");
    for (value, expected) in [
        ("\"d-FL95Q19q7MQmFpd7hHD0Ty\"", literal("d-FL95Q19q7MQmFpd7hHD0Ty")),
        ("KEY", literal("d-FL95Q19q7MQmFpd7hHD0Ty")),
        ("KEY.to_string()", literal("d-FL95Q19q7MQmFpd7hHD0Ty")),
        ("Of::OWN", literal("d-FL95Q19q7MQmFpd7hHD0Tw")),
        ("keys::IN", literal("d-FL95Q19q7MQmFpd7hHD0Tv")),
        ("env!(\"SECRET\")", String::from("SecretInCode(Some(\"env\")) at (")),
        ("std::env!(\"SECRET\")", String::from("SecretInCode(Some(\"env\")) at (")),
        // A part of a constant, a name that a variable may have too, and a constant of the tests.
        ("&KEY[1..]", String::new()),
        ("key", String::new()),
        ("K", String::new()),
        ("TEST", String::new()),
        ("env, (KEY)", String::new()),
        ("format!(\"{it}\")", String::new()),
        ("lookup(\"d-FL95Q19q7MQmFpd7hHD0Ty\")", String::new()),
    ] {
        let body = format!("{ASKS} it.insert(\"client_secret\", {value});");
        let secret = Some(expected.as_str()).filter(|it| !it.is_empty());
        let expected: Vec<&str> = [asks].into_iter().chain(secret).chain([post]).collect();
        assert_eq!(done(KEYS, &body), expected, "{value}");
    }
    // What is no pair sends no secret.
    for body in [
        "client_secret::read();",
        "match key { \"client_secret\" => { read() } _ => {} }",
        "form!(\"client_secret\" = it);",
    ] {
        assert_eq!(done("", &format!("{ASKS} {body}")), [asks], "{body}");
    }
}

#[test]
fn a_name_in_a_text_is_a_use_of_it() {
    let body = |text: &str| {
        format!(
            "let (url, _state) = client.authorize_url(CsrfToken::new_random).url(); format!({text:?});"
        )
    };
    let dropped = "Code, challenge No, state dropped by _state at authorize_url";
    for (text, expected) in [
        ("{_state}", "Code, challenge No at authorize_url"),
        ("{_state:?}", "Code, challenge No at authorize_url"),
        ("_state", dropped),
        ("{}", dropped),
    ] {
        assert_eq!(done(LIBRARY, &body(text)), [expected], "{text}");
    }
    let body = "let (url, state) = client.authorize_url(|| CsrfToken::new(String::from(\"{no name}\"))).url();";
    assert_eq!(
        done(LIBRARY, body),
        ["Code, challenge No, state fixed at \"{no name}\" at authorize_url"]
    );
}

#[test]
fn what_a_statement_does_in_some_builds_alone_is_not_claimed() {
    let make = "BasicClient::new(id)";
    for (body, made) in [
        (format!("{make};"), true),
        (format!("#[allow(unused)] {make};"), true),
        (format!("#[cfg(test)] {make};"), false),
        (format!("#[cfg(test)] it.set({make});"), false),
        (format!("#[cfg(test)] it = {make};"), false),
        (format!("it = {make};"), true),
        (format!("#[cfg(test)] self.it[0] = {make};"), false),
        (format!("#[cfg(test)] {make}.call();"), false),
        (format!("#[cfg(test)] {make}.call().await;"), false),
        (format!("#[cfg(test)] {make}.call()?;"), false),
        (format!("#[cfg(test)] *it += {make};"), false),
        (format!("#[cfg(test)] if new {{ {make}; }}"), false),
        (format!("#[cfg(test)] match new {{ _ => {make} }}"), false),
        (format!("#[cfg(test)] for it in all {{ {make}; }}"), false),
        (format!("#[cfg(test)] fn inner() {{ {make}; }}"), false),
        (format!("#[cfg(test)] unsafe {{ {make}; }}"), false),
        (format!("#[cfg(test)] return {make};"), false),
        (format!("#[cfg(test)] all[0] = {make};"), false),
        (format!("#[cfg(test)] self.it = {make};"), false),
        (format!("#[cfg(test)] let it = {make};"), false),
        (format!("#[cfg(test)] {{ {make}; }}"), false),
        (format!("#[cfg(test)] keep!({make});"), false),
        // A macro takes expressions or statements.
        (format!("keep!(a, {make});"), true),
        (format!("keep! {{ let it = {make}; it }}"), true),
        (format!("let it = pair.0; {make};"), true),
    ] {
        let expected: &[&str] = if made { &["Client at new"] } else { &[] };
        assert_eq!(done(LIBRARY, &body), expected, "{body}");
    }
    // A function for tests acts in them.
    assert_eq!(acts(&format!("{LIBRARY} #[cfg(test)] fn f() {{ {make}; }}")), ["Client at new"]);
}
