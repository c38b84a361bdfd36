//! What the cookie of a login is, and that a login comes back from it.

use std::time::Duration;

use oauth_flow::flow::{CompleteError, Flow, ForeignLogin, Retry, SealError, ShortCookieKey};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, clock, only, pairs, pass};
use oauth2::http::{HeaderMap, header};
use oauth2::{PkceCodeChallenge, PkceCodeVerifier};

use super::{Begun, KEY, NONE, OTHER_KEY, PREFIX, Portal, cookies, flow, pair};

#[test]
fn it_is_for_this_host_and_no_script_and_lives_as_long_as_the_login() {
    let begun = Begun::new();
    assert_eq!(begun.name(), format!("{PREFIX}{}", begun.pending.key()));
    let attributes = begun.set_cookie.strip_prefix(begun.cookie()).unwrap();
    assert_eq!(attributes, "; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=600");

    // One that is sealed later has the rest.
    pass(100);
    let later = cookies().seal(&begun.pending, NONE).unwrap();
    assert!(later[0].ends_with("; Max-Age=500"), "{later:?}");
    pass(500);
    let late = cookies().seal(&begun.pending, NONE).unwrap();
    assert!(late[0].ends_with("; Max-Age=0"), "{late:?}");
}

#[test]
fn it_lives_as_long_as_a_login_of_another_length() {
    let flow = |lifetime| {
        let builder = Flow::<Portal>::builder().client_secret("hush").clock(clock);
        builder.login_lifetime(lifetime).build().unwrap()
    };
    let attributes = |lifetime| {
        let flow = flow(lifetime);
        let (_url, pending) = flow.authorize().begin().unwrap();
        let sealed = flow.login_cookies(&KEY).unwrap().seal(&pending, NONE).unwrap();
        sealed[0].split_once("Path=/").unwrap().1.to_owned()
    };
    assert_eq!(attributes(Duration::from_secs(90)), "; Max-Age=90");
    // A login without an end lives as long as the browser.
    assert_eq!(attributes(Duration::MAX), "");
}

#[test]
fn a_form_of_the_server_brings_it_too() {
    #[oauth_client(
        kind = "web",
        client_id = "portal",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "https://app.example.com/callback",
        response_mode = "form_post"
    )]
    struct Posted;
    let flow = Flow::<Posted>::builder().client_secret("hush").clock(clock).build().unwrap();
    let cookies = flow.login_cookies(&KEY).unwrap();
    let (url, pending) = flow.authorize().begin().unwrap();
    let sealed = cookies.seal(&pending, NONE).unwrap();
    let attributes = sealed[0].strip_prefix(pair(&sealed[0])).unwrap();
    assert_eq!(attributes, "; HttpOnly; SameSite=None; Secure; Path=/; Max-Age=600");

    let body = format!("code=c-1&state={}", only(&pairs(url.query().unwrap()), "state"));
    let (pending, removal) = cookies.open([pair(&sealed[0])], body.as_bytes()).unwrap();
    let name = pair(&sealed[0]).split_once('=').unwrap().0;
    assert_eq!(removal, format!("{name}=; HttpOnly; SameSite=None; Secure; Path=/; Max-Age=0"));
    assert!(flow.complete(pending, body.as_bytes()).is_ok());
}

#[test]
fn a_login_is_completed_from_it() {
    let begun = Begun::new();
    let response = begun.response();
    let (pending, removal) = cookies().open([begun.cookie()], &response).unwrap();
    let name = begun.name();
    assert_eq!(removal, format!("{name}=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"));

    let http = Http::answering(200, r#"{"access_token": "at", "token_type": "Bearer"}"#);
    flow().complete(pending, &response).unwrap().request(&http).ok();
    let verifier = PkceCodeVerifier::new(http.request().parameter("code_verifier"));
    let challenge = only(&pairs(begun.url.query().unwrap()), "code_challenge");
    assert_eq!(PkceCodeChallenge::from_code_verifier_sha256(&verifier).as_str(), challenge);
}

#[test]
fn it_shows_nothing_of_the_login() {
    let begun = Begun::new();
    let stored = serde_json::to_value(&begun.pending).unwrap();
    let bytes = begun.bytes();
    for name in ["state", "code_verifier", "nonce", "client_id", "redirect_uri", "issuer"] {
        let value = stored[name].as_str().unwrap();
        assert!(!begun.set_cookie.contains(value), "{name}");
        let is_there = bytes.windows(value.len()).any(|part| part == value.as_bytes());
        assert!(!is_there, "{name}");
    }
    // Twice the same login is no repetition.
    let again = cookies().seal(&begun.pending, NONE).unwrap();
    assert_ne!(pair(&again[0]), begun.cookie());
}

#[test]
fn it_is_found_among_others() {
    let (first, second) = (Begun::new(), Begun::new());
    let names = |header: &str| {
        let opened = cookies().open([header], &first.response());
        opened.is_some_and(|(pending, _)| pending.key() == first.pending.key())
    };
    let (one, other) = (first.cookie(), second.cookie());
    for header in [
        format!("{one}; {other}"),
        format!("{other}; {one}"),
        format!("theme=dark; {one}; session=\"a b\""),
        format!("{one};{other}"),
        format!("  {one}  "),
        format!(";; =; x; {one};"),
        format!("{}=; {one}", first.name()),
    ] {
        assert!(names(&header), "{header}");
    }
    assert!(!names(other));
    assert!(!names(""));

    // HTTP/2 splits the header (RFC 9113 section 8.2.3), and a service has it as it came.
    let mut headers = HeaderMap::new();
    headers.append(header::COOKIE, "theme=dark".parse().unwrap());
    headers.append(header::COOKIE, other.parse().unwrap());
    headers.append(header::COOKIE, one.parse().unwrap());
    assert!(cookies().open(headers.get_all(header::COOKIE), &first.response()).is_some());
    // A cookie of somebody else that is no text.
    let odd = [b"name=M\xfcller; ", one.as_bytes()].concat();
    assert!(cookies().open([odd], &first.response()).is_some());
}

#[test]
fn a_response_that_answers_no_login_opens_none() {
    let begun = Begun::new();
    let no_state = "code=c-1&iss=https%3A%2F%2Fidp.example.com";
    for response in [no_state, "", "state=", "code=c-1&state=guessed"] {
        assert!(cookies().open([begun.cookie()], response).is_none(), "{response}");
    }
    let twice = format!("{0}&state={1}", begun.response(), begun.state());
    assert!(cookies().open([begun.cookie()], &twice).is_none());
    assert!(cookies().open(NONE, &begun.response()).is_none());
    assert!(cookies().open([begun.cookie()], &begun.response()).is_some());
}

#[test]
fn a_login_that_took_too_long_is_refused() {
    let begun = Begun::new();
    pass(600);
    let (pending, _removal) = cookies().open([begun.cookie()], &begun.response()).unwrap();
    let error = flow().complete(pending, &begun.response()).map(|_| ()).unwrap_err();
    assert_eq!(error, CompleteError::Expired);
}

#[test]
fn a_login_of_another_client_is_refused() {
    #[oauth_client(
        kind = "web",
        scope = "openid",
        client_id = "portal",
        issuer = "https://idp.example.com",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "https://app.example.com/callback"
    )]
    struct Shop;
    let begun = Begun::new();
    let flow = Flow::<Shop>::builder().client_secret("hush").clock(clock).build().unwrap();
    let cookies = flow.login_cookies(&KEY).unwrap();
    let (pending, _removal) = cookies.open([begun.cookie()], &begun.response()).unwrap();
    let error = flow.complete(pending, &begun.response()).map(|_| ()).unwrap_err();
    assert_eq!(error, CompleteError::Foreign(ForeignLogin::Client));
}

/// A cookie with any text, sealed as the service seals.
fn sealed(name: &str, text: &str) -> String {
    let mut jar = cookie::CookieJar::new();
    let key = cookie::Key::derive_from(&KEY);
    jar.private_mut(&key).add(cookie::Cookie::new(name.to_owned(), text.to_owned()));
    jar.get(name).unwrap().to_string()
}

#[test]
fn a_login_of_another_version_is_refused() {
    let begun = Begun::new();
    let mut stored = serde_json::to_value(&begun.pending).unwrap();
    let same = sealed(begun.name(), &stored.to_string());
    assert!(cookies().open([same], &begun.response()).is_some());

    stored["version"] = 1000.into();
    let other = sealed(begun.name(), &stored.to_string());
    let (pending, _removal) = cookies().open([other], &begun.response()).unwrap();
    let error = cookies().seal(&pending, NONE).unwrap_err();
    assert_eq!(error, SealError::Foreign(ForeignLogin::Version));
    assert_eq!(error.to_string(), ForeignLogin::Version.to_string());
    assert_eq!(error.retry(), Retry::NewLogin);
    let error = flow().complete(pending, &begun.response()).map(|_| ()).unwrap_err();
    assert_eq!(error, CompleteError::Foreign(ForeignLogin::Version));

    for text in ["", "null", "{}", "no JSON"] {
        let other = sealed(begun.name(), text);
        assert!(cookies().open([other], &begun.response()).is_none(), "{text}");
    }
}

#[test]
fn a_key_that_was_used_before_opens_and_seals_none() {
    let begun = Begun::new();
    let open = |begun: &Begun, cookies: &super::LoginCookies<Portal>| {
        cookies.open([begun.cookie()], &begun.response()).is_some()
    };
    let after = flow().login_cookies(&OTHER_KEY).unwrap();
    assert!(!open(&begun, &after));
    let during = after.clone().older_key(&[9; 64]).unwrap().older_key(&KEY).unwrap();
    assert!(open(&begun, &during));
    assert!(open(&begun, &during.clone()));
    let begun = Begun::sealed_by(&during);
    assert!(open(&begun, &during) && open(&begun, &after));
    assert!(!open(&begun, &cookies()));
    assert_eq!(format!("{during:?}"), "LoginCookies { older_keys: 2, .. }");
}

#[test]
fn each_byte_of_a_key_counts() {
    let begun = Begun::new();
    for at in 0..64 {
        let mut key = KEY;
        key[at] ^= 1;
        let other = flow().login_cookies(&key).unwrap();
        assert!(other.open([begun.cookie()], &begun.response()).is_none(), "{at}");
    }
    let longer = [&KEY[..], b"x"].concat();
    let other = flow().login_cookies(&longer).unwrap();
    assert!(other.open([begun.cookie()], &begun.response()).is_none());
}

#[test]
fn a_short_key_is_refused() {
    for length in [0, 31, 32, 63] {
        let error = flow().login_cookies(&[7; 64][..length]).unwrap_err();
        assert_eq!(error, ShortCookieKey { length });
        assert_eq!(cookies().older_key(&[7; 64][..length]).unwrap_err(), error);
    }
    assert_eq!(
        ShortCookieKey { length: 63 }.to_string(),
        "the key of the cookies has 63 bytes; help: give 64 random ones or more"
    );
}

#[test]
fn a_login_that_no_browser_keeps_is_refused() {
    // With an age of two digits, there is a cookie of 4096 bytes.
    let builder = Flow::<Portal>::builder().client_secret("hush").clock(clock);
    let flow = builder.login_lifetime(Duration::from_secs(90)).build().unwrap();
    let seal = |letters: usize| {
        let resource = format!("https://api.example.com/{}", "x".repeat(letters));
        let (_url, pending) = flow.authorize().resource(resource).begin().unwrap();
        cookies().seal(&pending, NONE).map(|it| it[0].len())
    };
    let letters: Vec<usize> = (0..4096).collect();
    let most = letters.partition_point(|letters| seal(*letters).is_ok()) - 1;
    assert_eq!(seal(most).unwrap(), 4096);
    // Four letters of the cookie hold three of the resource.
    let error = seal(most + 1).unwrap_err();
    assert_eq!(error, SealError::TooLong { length: 4100 });
    assert_eq!(error.retry(), Retry::No);
    assert_eq!(
        error.to_string(),
        "the cookie of the login has 4100 bytes, and browsers take 4096 (RFC 6265 section 6.1); help: ask \
         for fewer resources in one login, or keep logins in a session"
    );
}
