//! What the user sees.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use oauth_flow_run_time_tests::Http;
use sha2::{Digest as _, Sha256};

use super::{Page, TOKENS, app, log_in, logged_in};

/// What is between two marks of a text that has them once.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

#[test]
fn a_page_loads_nothing_and_is_not_kept() {
    let (page, refused, not_found) = logged_in(|browser| {
        let others = (browser.get("/callback?code=x&state=y"), browser.get("/favicon.ico"));
        (browser.follow(), others.0, others.1)
    });
    for page in [&page, &refused, &not_found] {
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert_eq!(page.header("connection"), Some("close"));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        let length: usize = page.header("content-length").unwrap().parse().unwrap();
        assert_eq!(length, page.body.len());
    }
    for page in [&page, &refused] {
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        for load in ["src=", "href=", "url(", "@import", "http:", "https:"] {
            assert!(!page.body.contains(load), "{load} in {page:?}");
        }
        let hash = |before, after| {
            BASE64_STANDARD.encode(Sha256::digest(between(&page.body, before, after)))
        };
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
            hash("<style>", "</style>"),
            hash("<script>", "</script>"),
        );
        assert_eq!(page.header("content-security-policy"), Some(policy.as_str()));
    }
    // The code leaves the address bar.
    let script = between(&page.body, "<script>", "</script>");
    assert_eq!(script, r#"history.replaceState(null,"",location.pathname)"#);
}

/// The pages of the two ends.
fn pages(
    told: impl Fn(
        oauth_flow::flow::LoopbackLogin<'_, super::App>,
    ) -> oauth_flow::flow::LoopbackLogin<'_, super::App>,
) -> (Page, Page) {
    let flow = app();
    let http = Http::answering(200, TOKENS);
    let (tokens, success) = log_in(told(flow.login_on_loopback()), &http, |it| it.follow());
    tokens.unwrap();
    let (error, failure) = log_in(told(flow.login_on_loopback()), &Http::default(), |browser| {
        browser.get(&format!("/callback?error=access_denied&state={}", browser.state))
    });
    error.unwrap_err();
    assert_eq!((success.status, failure.status), (200, 400));
    (success, failure)
}

#[test]
fn the_pages_name_the_app() {
    let (success, failure) = pages(|login| login.app_name("Example & <Co>"));
    assert!(success.body.starts_with("<!DOCTYPE html>\n<html lang=\"en\"><head>"));
    assert_eq!(
        between(&success.body, "<body>", "<script>"),
        "<h1>You are logged in</h1>\n\
         <p>You can close this page and go back to Example &amp; &lt;Co&gt;.</p>\n"
    );
    let title = between(&success.body, "<title>", "</title>");
    assert_eq!(title, "You are logged in - Example &amp; &lt;Co&gt;");
    assert_eq!(
        between(&failure.body, "<body>", "<script>"),
        "<h1>You are not logged in</h1>\n<p>Please go back to Example &amp; &lt;Co&gt;: it says why, and \
         you can try again there. This page can be closed.</p>\n"
    );
    let (success, _) = pages(|login| login);
    assert_eq!(
        between(&success.body, "<body>", "<script>"),
        "<h1>You are logged in</h1>\n\
         <p>You can close this page and go back to the application.</p>\n"
    );
}

#[test]
fn the_pages_have_texts_of_the_app_which_are_escaped() {
    let (success, failure) = pages(|login| {
        login
            .app_name("Beispiel")
            .success_page("Angemeldet", "Du kannst die Seite schließen: \"'<b>&")
            .failure_page("Nicht angemeldet", "<script>alert(1)</script>")
    });
    // Their language is not known.
    assert!(success.body.starts_with("<!DOCTYPE html>\n<html><head>"));
    assert_eq!(
        between(&success.body, "<body>", "<script>"),
        "<h1>Angemeldet</h1>\n<p>Du kannst die Seite schließen: &quot;&#39;&lt;b&gt;&amp;</p>\n"
    );
    assert_eq!(between(&success.body, "<title>", "</title>"), "Angemeldet - Beispiel");
    assert_eq!(
        between(&failure.body, "<body>", "<script>"),
        "<h1>Nicht angemeldet</h1>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    );
}
