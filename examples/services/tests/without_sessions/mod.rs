//! The web service that keeps all of its state in cookies.

use oauth_flow_e2e_tests::{Browser, tests};
use serde_json::json;

use super::{ALICE, SECRET, Web, head, page};

tests! {
    a_user_logs_in_and_out
    a_login_that_fails_says_why_and_tells_no_secret
    the_cookies_are_out_of_reach_of_scripts_and_other_sites
    many_logins_fit_into_a_request
    a_process_goes_on_with_what_another_began
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_axum_cookie");
const KEY: &str = "a key of the tests, which everybody knows, and nobody is to copy";
const OTHER_KEY: &str = "another one of the tests, which everybody knows, not to be copied";
const NOBODY: &str = "Nobody is logged in.";
const NO_LOGIN: &str = "No such login is under way.";

fn start() -> Web {
    Web::start_program(PROGRAM, &[("COOKIE_KEY", KEY)])
}

fn a_user_logs_in_and_out() {
    let web = start();
    let (browser, home) = (Browser::new(), web.at("/"));
    assert!(web.page(&browser, &home).1.contains(NOBODY));

    let callback = web.log_in(&browser);
    let (status, body) = web.page(&browser, &callback);
    assert_eq!(status, 200);
    assert!(body.contains(ALICE), "{body}");
    assert!(web.page(&browser, &home).1.contains(ALICE));
    assert!(web.page(&Browser::new(), &home).1.contains(NOBODY));

    // A link to the logout does nothing.
    assert_eq!(web.page(&browser, &web.at("/logout")).0, 405);
    assert!(web.page(&browser, &home).1.contains(ALICE));
    let (status, body) = page(browser.submit(&web.at("/logout"), &web.at("/nowhere")));
    assert_eq!(status, 200);
    assert!(body.contains(NOBODY), "{body}");
    assert!(!web.server.record().is_in_a_url(SECRET));
}

fn a_login_that_fails_says_why_and_tells_no_secret() {
    let web = start();
    let browser = Browser::new();
    let refused = |callback: &str| {
        let (status, body) = web.page(&browser, callback);
        assert_eq!(status, 400);
        assert!(!body.contains("stolen") && !body.contains("guessed"), "{body}");
        body
    };
    let guessed = web.at("/callback?code=stolen&state=guessed");
    assert!(refused(&guessed).contains(NO_LOGIN));

    // The answer to somebody else's login ends neither of two that are under way.
    let (first, second) = (web.log_in(&browser), web.log_in(&browser));
    let of_other = web.log_in(&Browser::new());
    assert!(refused(&guessed).contains(NO_LOGIN));
    assert!(refused(&of_other).contains(NO_LOGIN));
    assert_eq!(web.page(&browser, &first).0, 200);
    assert_eq!(web.page(&browser, &second).0, 200);

    // A callback that is loaded again.
    assert!(refused(&first).contains(NO_LOGIN));
    assert!(web.page(&browser, &web.at("/")).1.contains(ALICE));

    // A server that refuses, and repeats in its answer what it was sent: the login is over.
    let callback = web.log_in(&browser);
    let refusal = json!({ "error": "invalid_grant", "error_description": SECRET });
    web.server.script("/token", 400, &refusal);
    let body = refused(&callback);
    assert!(!body.contains(SECRET) && !body.contains("invalid_grant"), "{body}");
    assert!(refused(&callback).contains(NO_LOGIN));
}

fn the_cookies_are_out_of_reach_of_scripts_and_other_sites() {
    let web = start();
    let answer = head(&web, &["GET /login HTTP/1.1"]);
    assert!(answer.starts_with("http/1.1 303"), "{answer}");
    let cookie = answer.lines().find_map(|it| it.strip_prefix("set-cookie: ")).expect("a cookie");
    assert!(cookie.starts_with("__host-"), "{cookie}");
    for attribute in ["httponly", "secure", "samesite=lax", "path=/"] {
        assert!(cookie.split("; ").any(|it| it == attribute), "{attribute}: {cookie}");
    }
    assert!(head(&web, &["GET / HTTP/1.1"]).contains("cache-control: no-store"));

    let logout = |site| head(&web, &["POST /logout HTTP/1.1", site, "Content-Length: 0"]);
    assert!(logout("Sec-Fetch-Site: same-origin").starts_with("http/1.1 303"));
    assert!(logout("Sec-Fetch-Site: same-site").starts_with("http/1.1 403"));
    assert!(logout("Sec-Fetch-Site: cross-site").starts_with("http/1.1 403"));
}

fn many_logins_fit_into_a_request() {
    let web = start();
    let browser = Browser::new();
    let callbacks: Vec<_> = (0..20).map(|_| web.log_in(&browser)).collect();
    let newest = callbacks.last().expect("there are twenty");
    assert_eq!(web.page(&browser, newest).0, 200);
    let (status, body) = web.page(&browser, &callbacks[0]);
    assert_eq!(status, 400);
    assert!(body.contains(NO_LOGIN), "{body}");
}

fn a_process_goes_on_with_what_another_began() {
    let mut web = start();
    let (browser, home) = (Browser::new(), web.at("/"));
    let callback = web.log_in(&browser);
    web.start_again(PROGRAM, &[("COOKIE_KEY", KEY)]);
    let (_status, body) = web.page(&browser, &callback);
    assert!(body.contains(ALICE), "{body}");
    web.start_again(PROGRAM, &[("COOKIE_KEY", KEY)]);
    assert!(web.page(&browser, &home).1.contains(ALICE));

    // Another key opens none of the cookies.
    let callback = web.log_in(&browser);
    web.start_again(PROGRAM, &[("COOKIE_KEY", OTHER_KEY)]);
    assert!(web.page(&browser, &home).1.contains(NOBODY));
    assert!(web.page(&browser, &callback).1.contains(NO_LOGIN));
}
