//! What is asked by hand: with URLs, forms and an HTTP client.

use super::{acts, done};

const AUTHORIZE: &str = "https://as.example.com/oauth/authorize";

#[test]
fn an_authorization_request_is_a_url_or_a_list_of_pairs() {
    let by_url = |query: &str| format!("format!(\"?response_type=code{query}\");");
    let by_pairs = |pairs: &str| format!("let query = [(\"response_type\", \"code\"), {pairs}];");
    let s256 = "(\"code_challenge\", it), (\"code_challenge_method\", \"S256\")";
    for (body, expected) in [
        (by_url(""), "challenge No, no state"),
        (by_url("&state={state}"), "challenge No"),
        (by_url("&state=abc"), "challenge No, state fixed at \"?response_type=code&state=abc\""),
        (by_url("&request={it}"), "challenge Unknown"),
        (by_url("&request_uri={it}"), "challenge Unknown"),
        (by_url("&code_challenge={it}&state={it}"), "challenge Yes"),
        (
            by_url("&code_challenge={it}&code_challenge_method=S256&state={it}"),
            "challenge Yes (always S256)",
        ),
        (
            format!("if new {{ {} }}", by_url("&code_challenge={it}&code_challenge_method=S256")),
            "challenge Yes, no state",
        ),
        // What has the method alone is a part of a URL.
        (by_url("&code_challenge_method=S256"), "challenge Unknown"),
        (by_pairs("(\"state\", state)"), "challenge No"),
        (by_pairs("(\"state\", \"\")"), "challenge No"),
        (by_pairs("(\"state\", \"{state}\")"), "challenge No"),
        (by_pairs("(\"state\", \"abc\")"), "challenge No, state fixed at \"abc\""),
        (by_pairs(s256), "challenge Yes (always S256), no state"),
        (by_pairs("(\"code_challenge\", it)"), "challenge Yes, no state"),
    ] {
        let said = done("", &body);
        let expected = format!("Code, {expected} at ");
        assert!(said.len() == 1 && said[0].starts_with(&expected), "{body}: {expected} {said:?}");
    }
    // The constants that a function names are its texts.
    let constant = format!("const URL: &str = \"{AUTHORIZE}?response_type=code&state=\";");
    let said = done(&constant, "open(URL, it);");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[1].starts_with("Code, challenge No at "), "{said:?}");
}

#[test]
fn a_redirect_uri_and_scopes_are_those_that_are_written_out() {
    let body = |pairs: &str| format!("let query = [(\"response_type\", \"code\"), {pairs}];");
    let uri = "(\"redirect_uri\", \"https://app.example.com/cb\")";
    let request = "Code, challenge No, no state at \"code\"";
    for (pairs, more) in [
        (
            uri,
            &["RedirectUri(\"https://app.example.com/cb\") at \"https://app.example.com/cb\""][..],
        ),
        ("(\"redirect_uri\", \"{base}/cb\")", &[]),
        ("(\"redirect_uri\", \" \")", &[]),
        (
            "(\"scope\", \"openid email\")",
            &["Scope(\"openid\") at \"openid email\"", "Scope(\"email\") at \"openid email\""],
        ),
        ("(\"scope\", SCOPE)", &["Scope(\"profile\") at \"profile\""]),
    ] {
        let expected: Vec<&str> = [&[request], more].concat();
        assert_eq!(done("const SCOPE: &str = \"profile\";", &body(pairs)), expected, "{pairs}");
    }
}

#[test]
fn a_form_says_its_grant() {
    for (body, expected) in [
        ("form(\"grant_type=password&username={user}\");", &["Password, verifier No at "][..]),
        (
            "let it = \"grant_type=authorization_code\";",
            &["AuthorizationCode, verifier Unknown at "],
        ),
        (
            "send(\"grant_type=authorization_code\", verifier);",
            &["AuthorizationCode, verifier Unknown at "],
        ),
        (
            "send(\"grant_type=authorization_code&code_verifier={it}\");",
            &["AuthorizationCode, verifier Yes at "],
        ),
        (
            "let mut it = vec![]; it.extend(more); send(\"grant_type=authorization_code\");",
            &["AuthorizationCode, verifier Unknown at "],
        ),
        ("form(\"grant_type=urn:a:b\");", &["Extension(\"urn:a:b\") at "]),
        ("form(\"grant_type=urn:{kind}\");", &[]),
        ("form(\"grant_type=custom\");", &[]),
        ("form(\"grant_type=implicit\");", &[]),
    ] {
        let said = done("", body);
        let fits = said.iter().zip(expected).all(|(it, begin)| it.starts_with(begin));
        assert!(said.len() == expected.len() && fits, "{body}: {said:?}");
    }
}

/// The beginning of a chain that posts to a token endpoint.
const POST: &str = "http.post(url)";

/// A form that asks for a token.
const FORM: &str = ".form(&[(\"grant_type\", \"client_credentials\")]).send();";

const ASKS: &str = "ClientCredentials, verifier No at \"client_credentials\"";

#[test]
fn a_form_without_a_grant_is_a_token_request_by_what_it_has() {
    let code = "[(\"code\", code), (\"client_id\", id), (\"client_secret\", secret)]";
    let post = "Authenticates(ClientSecretPost) at \"client_secret\"";
    let exchange = "AuthorizationCode, verifier No at \"code\"";
    let named = "Endpoint(Authorization, \"https://as.example.com/oauth/authorize\") at \
                 \"https://as.example.com/oauth/authorize\"";
    let token = "Endpoint(Token, \"https://as.example.com/oauth/token\") at \
                 \"https://as.example.com/oauth/token\"";
    for (body, expected) in [
        (format!("{POST}.form(&{code}).send();"), &[exchange, post][..]),
        // Nothing posts it.
        (format!("let form = {code};"), &[]),
        (
            format!("{POST}.form(&[(\"grant_type\", \"refresh_token\")]).send(); let it = {code};"),
            &["RefreshToken, verifier No at \"refresh_token\"", post],
        ),
        // Beside another endpoint, a secret of this name is sent to nobody.
        (format!("open(\"{AUTHORIZE}\"); let it = [(\"client_secret\", secret)];"), &[named]),
        (
            "http.post(\"https://as.example.com/oauth/token\").form(&[(\"client_secret\", it)]);"
                .into(),
            &[token, post],
        ),
    ] {
        assert_eq!(done("", &body), expected, "{body}");
    }
}

#[test]
fn a_request_authenticates_by_its_form_or_by_a_header() {
    let basic = "Authenticates(ClientSecretBasic) at basic_auth";
    let secret = "SecretInCode(None) at \"d-FL95Q19q7MQmFpd7hHD0Ty\"";
    for (body, expected) in [
        (format!("{POST}.basic_auth(id, Some(secret)){FORM}"), &[ASKS, basic][..]),
        (format!("{POST}.basic_auth(id, None::<&str>){FORM}"), &[ASKS]),
        (format!("{POST}.basic_auth(id, Some(\"\")){FORM}"), &[ASKS]),
        (
            format!("{POST}.basic_auth(id, Some(\"d-FL95Q19q7MQmFpd7hHD0Ty\")){FORM}"),
            &[secret, ASKS, basic],
        ),
        // It is the password of another service.
        ("http.get(url).basic_auth(id, Some(\"d-FL95Q19q7MQmFpd7hHD0Ty\"));".into(), &[]),
        // A call of one argument, which no library has.
        (
            "http.request(url); post([(\"grant_type\", \"password\"), (\"client_secret\", it)]);"
                .into(),
            &[
                "Password, verifier No at \"password\"",
                "Authenticates(ClientSecretPost) at \"client_secret\"",
            ],
        ),
    ] {
        assert_eq!(done("", &body), expected, "{body}");
    }
}

#[test]
fn a_secret_in_a_query_is_told_however_the_query_is_made() {
    let pairs = "[(\"client_secret\", secret)]";
    for (body, found) in [
        (format!("Url::parse_with_params(base, &{pairs});"), true),
        (format!("Uri::new_with_params(base, &{pairs});"), true),
        (format!("keep(base, &{pairs});"), false),
        (format!("let it = {pairs}; http.get(url).query(&it);"), true),
        (format!("http.get(url).query(&{pairs});"), true),
        ("http.get(url).query(\"client_secret\", secret);".into(), true),
        ("url.query_pairs_mut().append_pair(\"client_secret\", it);".into(), true),
        ("let mut it = url.query_pairs_mut(); it.append_pair(\"client_secret\", it);".into(), true),
        ("it.append_pair(\"client_secret\", it);".into(), false),
    ] {
        let expected: &[&str] = if found { &["SecretInQuery at \"client_secret\""] } else { &[] };
        assert_eq!(done("", &body), expected, "{body}");
    }
}

#[test]
fn the_http_client_of_a_token_request_is_found() {
    const NEW: &str = "let http = reqwest::Client::new();";
    let follows = "FollowsRedirects(\"Client::new\") at new";
    let built = "FollowsRedirects(\"Client::builder\") at builder";
    let off = "NoCertificateCheck(\"danger_accept_invalid_certs\") at danger_accept_invalid_certs";
    let other = "let other = reqwest::Client::builder().redirect(Policy::none()).build();";
    for (body, expected) in [
        (format!("{NEW} {POST}{FORM}"), &[ASKS, follows][..]),
        (format!("{NEW} http.request(Method::POST, url){FORM}"), &[ASKS, follows]),
        (format!("{NEW} http.request(url){FORM}"), &[ASKS]),
        (format!("{NEW} http.get(url){FORM}"), &[ASKS]),
        (format!("{NEW} {POST}.bearer_auth(token){FORM}"), &[ASKS]),
        // Of two requests, that which asks.
        (format!("{NEW} {other} other.post(url).send(); {POST}{FORM}"), &[ASKS, follows]),
        (
            format!("{NEW} {other} other.post(url).form(&[(\"a\", b)]).send(); {POST}{FORM}"),
            &[ASKS, follows],
        ),
        (
            format!("{NEW} {other} {POST}.form(&[(\"a\", b)]).send(); other.post(url){FORM}"),
            &[ASKS],
        ),
        (
            format!(
                "{NEW} {other} other.post(url).form(&[(\"a\", b)]).send(); \
                 {POST}.body(\"grant_type=client_credentials&client_id={{id}}\").send();"
            ),
            &[
                "ClientCredentials, verifier No at \"grant_type=client_credentials&client_id={id}\"",
                follows,
            ],
        ),
        // What is built elsewhere may have a policy.
        (format!("let http = reqwest::Client::builder().build(); {POST}{FORM}"), &[ASKS, built]),
        (format!("let http = reqwest::Client::builder().timeout(it); {POST}{FORM}"), &[ASKS]),
        (
            format!(
                "let http = reqwest::Client::builder().danger_accept_invalid_certs(true); {POST}{FORM}"
            ),
            &[ASKS, off],
        ),
        // The switch of another client, where the function asks.
        (format!("it.danger_accept_invalid_certs(true); {POST}{FORM}"), &[ASKS, off]),
        ("it.danger_accept_invalid_certs(true);".into(), &[]),
        (format!("it.danger_accept_invalid_certs(false); {POST}{FORM}"), &[ASKS]),
    ] {
        assert_eq!(done("", &body), expected, "{body}");
    }
}

#[test]
fn an_http_client_in_a_field_is_that_of_the_type() {
    let holder = |of: &str, field: &str| {
        format!(
            "impl {of} {{ fn new() -> Self {{ Self {{ {field}: reqwest::Client::new() }} }} }}\n\
             impl Login {{ fn token(&self) {{ self.http.post(url){FORM} }} }}"
        )
    };
    let follows = "FollowsRedirects(\"Client::new\") at new";
    assert_eq!(acts(&holder("Login", "http")), [ASKS, follows]);
    assert_eq!(acts(&holder("Login", "other")), [ASKS]);
    assert_eq!(acts(&holder("Other", "http")), [ASKS]);
    let of_another = holder("Login", "http").replace("self.http", "shared.http");
    assert_eq!(acts(&of_another), [ASKS]);
}

#[test]
fn the_types_of_a_library_hold_endpoints_and_secrets() {
    const IMPORTS: &str = "use oauth2::*;";
    let secret = "SecretInCode(None) at \"d-FL95Q19q7MQmFpd7hHD0Ty\"";
    for (body, expected) in [
        ("TokenUrl::new(url);", &["Endpoint(Token, \"\") at new"][..]),
        ("TokenUrl::from_url(url);", &["Endpoint(Token, \"\") at from_url"]),
        ("AuthUrl::from(url);", &["Endpoint(Authorization, \"\") at from"]),
        (
            "IssuerUrl::new(\"https://as\");",
            &["Endpoint(Issuer, \"https://as\") at \"https://as\""],
        ),
        ("RevocationUrl::new(url);", &["Endpoint(Other, \"\") at new"]),
        ("TokenUrl::parse(url);", &[]),
        ("PkceCodeChallengeMethod::new(\"plain\");", &["PlainChallenge at new"]),
        ("PkceCodeChallengeMethod::new(\"S256\");", &[]),
        ("ClientSecret::new(\"d-FL95Q19q7MQmFpd7hHD0Ty\");", &[secret]),
        (
            "ClientSecret::new(it.get(\"oauth.secret1\").unwrap_or(\"d-FL95Q19q7MQmFpd7hHD0Ty\"));",
            &[secret],
        ),
        ("ClientSecret::new(it.get(\"oauth.secret1\"));", &[]),
        ("ClientSecret::new(\"\");", &[]),
        ("Scope::new(\"email\");", &["Scope(\"email\") at \"email\""]),
        ("Client::new(ClientId::new(id));", &["Client at new"]),
        ("Login::build(ClientId::new(id));", &[]),
    ] {
        assert_eq!(done(IMPORTS, body), expected, "{body}");
    }
    assert_eq!(done("", "Scope::new(\"/api\");"), [""; 0]);
}

#[test]
fn what_a_function_does_beside_the_flow_tells_the_kind() {
    for (body, native) in [
        ("open::that(url);", true),
        ("webbrowser::open(url);", true),
        ("open::now(url);", false),
        ("door::open(url);", false),
        ("TcpListener::bind(\"127.0.0.1:8080\");", true),
        ("TcpListener::bind((Ipv4Addr::LOCALHOST, 0));", true),
        ("TcpListener::bind(\"0.0.0.0:8080\");", false),
        ("UdpSocket::bind(\"127.0.0.1:8080\");", false),
    ] {
        let said = done("", body);
        let found = said.iter().any(|it| it.starts_with("Behaves(Native) at "));
        assert_eq!((found, said.len()), (native, usize::from(native)), "{body}: {said:?}");
    }
}
