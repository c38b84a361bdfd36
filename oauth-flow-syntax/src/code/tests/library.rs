//! What a library for OAuth builds.

use super::{LIBRARY, acts, done};

/// An authorization request whose state and nonce are made by the call.
const URL: &str = "client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, \
                   CsrfToken::new_random, Nonce::new_random).url();";

#[test]
fn what_a_pattern_drops_is_told_by_its_place_and_its_name() {
    for (pattern, state, nonce) in [
        ("(url, _state, _nonce)", "_state", "_nonce"),
        ("(url, _, nonce)", "_", ""),
        ("(url, state, _)", "", "_"),
        ("(url, ..)", "..", ".."),
        ("(url, state, ..)", "", ".."),
        ("(url, .., nonce)", "..", ""),
        ("(url, .., _nonce)", "..", "_nonce"),
        ("(.., nonce)", "..", ""),
        ("(.., state, _nonce)", "", "_nonce"),
        ("(.., _state, nonce)", "_state", ""),
        ("all", "", ""),
    ] {
        let dropped = |name: &str, by: &str| match by {
            "" => String::new(),
            by => format!(", {name} dropped by {by}"),
        };
        let expected = format!(
            "Code, challenge No{}{} at authorize_url",
            dropped("state", state),
            dropped("nonce", nonce)
        );
        let body = format!("let {pattern} = {URL}");
        assert_eq!(done(LIBRARY, &body), [expected], "{pattern}");
    }
    // A name that is used is not dropped.
    let used = format!("let (url, _state, nonce) = {URL} keep(_state);");
    assert_eq!(done(LIBRARY, &used), ["Code, challenge No at authorize_url"]);
}

#[test]
fn a_challenge_is_followed_through_the_chain_and_the_variable() {
    const ASK: &str = "client.authorize_url(CsrfToken::new_random)";
    const S256: &str = "let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();";
    const PLAIN: &str = "PkceCodeChallenge::new_random_plain();";
    const KEPT: &str = "let (url, state) =";
    let always = "Code, challenge Yes (always S256) at authorize_url";
    let sent = "Code, challenge Yes at authorize_url";
    let open = "Code, challenge Unknown at authorize_url";
    let none = "Code, challenge No at authorize_url";
    let plain = "PlainChallenge at new_random_plain";
    let with = ".set_pkce_challenge(challenge)";
    for (body, expected) in [
        (format!("{S256} {KEPT} {ASK}{with}.url();"), &[always][..]),
        (format!("{S256} if new {{ {KEPT} {ASK}{with}.url(); }}"), &[always]),
        (format!("{S256} {PLAIN} {KEPT} {ASK}{with}.url();"), &[plain, sent]),
        (format!("{KEPT} {ASK}{with}.url();"), &[sent]),
        // In several statements, which may be there at times alone.
        (format!("{S256} let mut it = {ASK}; it = it{with}; {KEPT} it.url();"), &[always]),
        (
            format!("{S256} let mut it = {ASK}; if new {{ it = it{with}; }} {KEPT} it.url();"),
            &[sent],
        ),
        (format!("let mut it = {ASK}; it = it{with}; {KEPT} it.url();"), &[sent]),
        (format!("let one = {ASK}; let two = {ASK}; two{with}; one.url();"), &[open, open]),
        (format!("{S256} {KEPT} {ASK}.url(); send(other{with});"), &[none]),
        // Who has the request may add to it.
        (format!("let it = {ASK}; let (url, state) = it.url();"), &[none]),
        (format!("let mut it = {ASK}; add(&mut it); let (url, state) = it.url();"), &[open]),
        (format!("let it = {ASK}; add((it)); let (url, state) = it.url();"), &[open]),
        (format!("let it = {ASK}; add(*it); let (url, state) = it.url();"), &[open]),
        (format!("let it = {ASK}; add(!it); let (url, state) = it.url();"), &[none]),
        (format!("let it = {ASK}.clone();"), &[open]),
        (format!("let (url, state) = {ASK}.url(&base);"), &[open]),
        (format!("{KEPT} ({ASK}).url();"), &[none]),
        (format!("{KEPT} {ASK}.await.url();"), &[none]),
        (format!("let state = {ASK}.url().1;"), &[none]),
        // A method that is none of the library's, before the request and in it.
        (format!("{KEPT} it.client().authorize_url(CsrfToken::new_random).url();"), &[none]),
        (format!("{KEPT} {ASK}.protected().url();"), &[open]),
        (format!("{KEPT} {ASK}.add_extra_param(\"access_type\", \"offline\").url();"), &[none]),
        (format!("{KEPT} {ASK}.add_extra_param(\"code_challenge\", it).url();"), &[sent]),
        (format!("{KEPT} {ASK}.add_extra_param(\"request\", it).url();"), &[open]),
        (format!("{KEPT} {ASK}.add_extra_param(\"request_uri\", it).url();"), &[open]),
        (format!("{KEPT} {ASK}.add_extra_param(name, it).url();"), &[open]),
    ] {
        assert_eq!(done(LIBRARY, &body), expected, "{body}");
    }
}

#[test]
fn the_url_alone_leaves_the_state_behind() {
    let body = "let url = client.authorize_url(CsrfToken::new_random).url().0;";
    let dropped = ["Code, challenge No, state dropped by .0 at 0 at authorize_url"];
    assert_eq!(done(LIBRARY, body), dropped);
}

#[test]
fn a_verifier_is_dropped_where_a_library_makes_it() {
    for (body, expected) in [
        (
            "let (it, _verifier) = PkceCodeChallenge::new_random_sha256();",
            &["DroppedVerifier(\"_verifier\") at _verifier"][..],
        ),
        (
            "let (it, _) = PkceCodeChallenge::new_random_sha256_len(48);",
            &["DroppedVerifier(\"_\") at _"],
        ),
        ("let (it, verifier) = PkceCodeChallenge::new_random_sha256();", &[]),
        ("let (it, _) = PkceCodeChallenge::from_code_verifier_sha256(&verifier);", &[]),
        ("let (it, _) = Other::new_random_sha256();", &[]),
        ("let (it, _) = PkceCodeChallenge::new_random_sha256().parts();", &[]),
    ] {
        assert_eq!(done(LIBRARY, body), expected, "{body}");
    }
}

#[test]
fn a_flow_says_what_is_asked_for() {
    for (flow, expected) in [
        ("CoreAuthenticationFlow::AuthorizationCode", "Code, challenge No at authorize_url"),
        ("AuthenticationFlow::Hybrid(types)", "Other, challenge No at authorize_url"),
        ("AuthenticationFlow::Implicit(false)", "Other, challenge No at authorize_url"),
        (
            "AuthenticationFlow::Implicit(true)",
            "Implicit(\"id_token token\"), challenge No at Implicit",
        ),
        ("flow", "Other, challenge No at authorize_url"),
    ] {
        let body = format!(
            "let (url, state, nonce) = client.authorize_url({flow}, CsrfToken::new_random, \
             Nonce::new_random).url();"
        );
        assert_eq!(done(LIBRARY, &body), [expected], "{flow}");
    }
    // A method of another type has the name too.
    assert_eq!(done("", "server.authorize_url(state);"), [""; 0]);
    assert_eq!(done(LIBRARY, "server.authorize_url();"), [""; 0]);
}

#[test]
fn a_state_is_fixed_by_a_text_or_a_constant() {
    const STATE: &str = "const STATE: &str = \"abc\";";
    for (state, expected) in [
        ("|| CsrfToken::new(String::from(\"abc\"))", ", state fixed at \"abc\""),
        ("|| CsrfToken::new(STATE.to_string())", ", state fixed at STATE"),
        ("|| CsrfToken::new(Self::STATE.to_string())", ", state fixed at STATE"),
        ("|| CsrfToken::new(OTHER.to_string())", ""),
        ("|| CsrfToken::new(state)", ""),
        ("STATE", ""),
    ] {
        let imports = format!("{LIBRARY} {STATE}");
        let body = format!("let (url, state) = client.authorize_url({state}).url();");
        let expected = format!("Code, challenge No{expected} at authorize_url");
        assert_eq!(done(&imports, &body), [expected], "{state}");
    }
}

#[test]
fn a_method_of_the_library_asks_for_a_token() {
    for (call, expected) in [
        ("exchange_code(code)", Some("AuthorizationCode, verifier Unknown at exchange_code")),
        ("exchange_code(code, more)", None),
        (
            "exchange_code(code).request(&http)",
            Some("AuthorizationCode, verifier No at exchange_code"),
        ),
        (
            "exchange_code(code).set_pkce_verifier(it).request(&http)",
            Some("AuthorizationCode, verifier Yes at exchange_code"),
        ),
        (
            "exchange_client_credentials()",
            Some("ClientCredentials, verifier Unknown at exchange_client_credentials"),
        ),
        (
            "exchange_password(user, password)",
            Some("Password, verifier Unknown at exchange_password"),
        ),
        ("exchange_password(user)", None),
        (
            "exchange_refresh_token(it)",
            Some("RefreshToken, verifier Unknown at exchange_refresh_token"),
        ),
        ("exchange_device_code()", Some("DeviceCode, verifier Unknown at exchange_device_code")),
    ] {
        let expected: Vec<&str> = expected.into_iter().collect();
        assert_eq!(done(LIBRARY, &format!("client.{call};")), expected, "{call}");
    }
    // Without an import, the request that follows tells; and a method of this name is what calls the other.
    let requested = ["AuthorizationCode, verifier No at exchange_code"];
    assert_eq!(done("", "client.exchange_code(code).request(&http);"), requested);
    assert_eq!(done("", "client.exchange_code(code).request_async(&http);"), requested);
    assert_eq!(done("", "client.exchange_code(code);"), [""; 0]);
    let own = format!("{LIBRARY} fn exchange_code() {{ inner.exchange_code(code); }}");
    assert_eq!(acts(&own), [""; 0]);
}

#[test]
fn the_http_client_that_a_library_is_given_carries_its_request() {
    const EXCHANGE: &str = "client.exchange_code(code).set_pkce_verifier(it)";
    let asks = "AuthorizationCode, verifier Yes at exchange_code";
    let follows = "FollowsRedirects(\"Client::new\") at new";
    for (body, expected) in [
        (
            format!("let http = reqwest::Client::new(); {EXCHANGE}.request_async(&http).await;"),
            &[asks, follows][..],
        ),
        (format!("{EXCHANGE}.request(&reqwest::blocking::Client::new());"), &[asks, follows]),
        (
            format!("let http = reqwest::Client::new(); {EXCHANGE}.request_async(&other).await;"),
            &[asks],
        ),
        // How the library authenticates, its client says.
        (format!("{EXCHANGE}.request(&http); keep([(\"client_secret\", secret)]);"), &[asks]),
    ] {
        assert_eq!(done(LIBRARY, &body), expected, "{body}");
    }
}

#[test]
fn what_reads_a_token_without_its_signature_reads_an_id_token() {
    let check =
        "UnverifiedToken(\"insecure_disable_signature_check\") at insecure_disable_signature_check";
    let decode = "UnverifiedToken(\"insecure_decode\") at insecure_decode";
    let client = "Client at new";
    for (body, expected) in [
        // Without a client, it is what a server reads of its own.
        ("let id_token = it.insecure_disable_signature_check();", &[][..]),
        ("BasicClient::new(id); it.insecure_disable_signature_check();", &[client, check]),
        ("let id_token = it.insecure_decode();", &[decode]),
        ("it.insecure_decode(id_token, access_token);", &[]),
        ("it.insecure_decode();", &[]),
    ] {
        assert_eq!(done(LIBRARY, body), expected, "{body}");
    }
}

#[test]
fn a_nonce_of_any_value_is_one_mistake_where_no_refresh_explains_it() {
    for (name, body, any) in [
        ("f", "token.claims(&verifier, |_| Ok(()));", true),
        ("f", "token.claims(&verifier, |_: Option<&Nonce>| { Ok(()) });", true),
        ("f", "token.claims(&verifier, |_| check());", false),
        ("f", "token.claims(&verifier, |nonce| Ok(()));", false),
        ("f", "token.claims(|_| Ok(()));", false),
        ("refresh", "token.claims(&verifier, |_| Ok(()));", false),
        ("f", "token.claims(&verifier, |_| Ok(())); refresh_token();", false),
        ("f", "client.exchange_other(it); token.claims(&verifier, |_| Ok(()));", false),
        ("refresh", "client.exchange_code(a, b); token.claims(&verifier, |_| Ok(()));", true),
    ] {
        let said = acts(&format!("{LIBRARY} fn {name}() {{ {body} }}"));
        let found = said.iter().any(|it| it.starts_with("AnyNonce at |_"));
        assert_eq!((found, said.len()), (any, usize::from(any)), "{name} {body} {said:?}");
    }
}
