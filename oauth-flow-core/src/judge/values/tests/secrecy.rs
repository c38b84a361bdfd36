//! What no finding of the run time shows.

use alloc::string::String;
use alloc::vec::Vec;

use super::{GIVEN, WEB, judged};
use crate::declaration::Declaration;
use crate::judge::{Finding, Level, Place, Subject, check};
use crate::members::Key;

#[test]
fn a_value_that_is_not_declared_is_shown_without_its_secrets() {
    let declaration = Declaration {
        redirect_uris: &["https://app.example.com/cb"],
        redirect_uri_at_run_time: false,
        client_id: Some("portal"),
        ..WEB
    };
    for (key, text, fact) in [
        (
            Key::RedirectUri,
            "https://new.example.com/cb?key=s3cr3t",
            "`https://new.example.com/cb?...` is not declared",
        ),
        (
            Key::RedirectUri,
            "https://new.example.com/cb",
            "`https://new.example.com/cb` is not declared",
        ),
        // What is no URI has no query.
        (Key::ClientId, "shop?eu", "`shop?eu` is not declared"),
    ] {
        let findings = judged(&declaration, &[(key, text)]);
        let found: Vec<_> = findings.iter().map(|it| (it.fact.as_str(), it.origin)).collect();
        assert_eq!(found, [(fact, GIVEN)]);
    }
    let findings = judged(&declaration, &[(Key::ClientId, "shop")]);
    let found: Vec<_> =
        findings.iter().map(|it| (it.rule.id, it.level, it.place, it.help.as_str())).collect();
    assert_eq!(
        found,
        [(
            "undeclared_value",
            Level::Error,
            Place::Key(Key::ClientId),
            "add it to `client_id`, or leave `client_id` to the run time",
        )]
    );
}

#[test]
fn what_a_uri_has_before_its_host_is_never_shown() {
    let findings = judged(&WEB, &[(Key::Issuer, "https://user:s3cr3t@as.example.com")]);
    let facts: Vec<String> = findings.into_iter().map(|it| it.fact).collect();
    assert_eq!(facts, ["the issuer `https://...@as.example.com` has userinfo before the host"]);
    let declaration = Declaration { issuer: Some("https://as.example.com"), ..WEB };
    let findings = judged(&declaration, &[(Key::Issuer, "https://s3cr3t@other.example.com/?q=1")]);
    let facts: Vec<_> =
        findings.iter().filter(|it| it.rule.id == "undeclared_value").map(|it| &it.fact).collect();
    assert_eq!(facts, ["`https://...@other.example.com/?...` is not declared"]);
}

/// All that a front end can show of the findings.
fn shown(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |text, it| alloc::format!("{text}{it}\n{it:?}\n"))
}

#[test]
fn what_a_uri_has_in_its_query_is_never_shown() {
    for (key, text, fact) in [
        (
            Key::TokenEndpoint,
            "http://a.example/t?code=SECRETKEY",
            "the endpoint `http://a.example/t?...` is not https",
        ),
        (
            Key::TokenEndpoint,
            "http://127.0.0.1/t?code=SECRETKEY",
            "`http://127.0.0.1/t?...` is a server on the same machine",
        ),
        (
            Key::TokenEndpoint,
            "https://as.example.com/t#SECRETKEY",
            "the endpoint `https://as.example.com/t#...` has a fragment",
        ),
        (
            Key::TokenEndpoint,
            "https://as.example.com/t?key={SECRETKEY}",
            "`...` in `https://as.example.com/t?...` is a placeholder",
        ),
        (
            Key::Issuer,
            "https://as.example.com?key=SECRETKEY",
            "the issuer `https://as.example.com?...` has a query",
        ),
        (
            Key::Issuer,
            // The 40 characters that are shown end within the query.
            "https://as.example.com/realms/main?a=SECRETKEY",
            "the issuer `https://as.example.com/realms/main?...` has a query",
        ),
        (
            Key::Resource,
            "api.example.com?key=SECRETKEY",
            "the resource `api.example.com?...` has no scheme",
        ),
        (
            Key::RedirectUri,
            "http://app.example.com/cb?key=SECRETKEY",
            "the redirect URI `http://app.example.com/cb?...` is not https",
        ),
        (
            Key::RedirectUri,
            "https://app.example.com/cb?key=SECRETKEY#top",
            "the redirect URI `https://app.example.com/cb?...` has a fragment",
        ),
        (
            Key::RedirectUri,
            "https://App.example.com/cb?key=SECRETKEY",
            "a browser sends another form of `https://App.example.com/cb?...`",
        ),
        (
            Key::RedirectUri,
            "https://app.example.com/cb?key=SECRETKEY`",
            "the redirect URI `https://app.example.com/cb?...` contains a backtick",
        ),
        (Key::RedirectUri, "/cb?key=SECRETKEY", "the redirect URI `/cb?...` has no scheme"),
        (
            Key::RedirectUri,
            "https://app.example.com/cb?key=${SECRETKEY}",
            "the redirect URI has the placeholder `...`",
        ),
        (
            Key::RedirectUri,
            "https://app.example.com/cb?access_token=SECRETKEY",
            "the URI has the query parameter `access_token`",
        ),
        (
            Key::RedirectUri,
            "https://app.example.com/cb?state=SECRETKEY",
            "the server adds `state` to the redirect URI itself",
        ),
    ] {
        let findings = judged(&WEB, &[(key, text)]);
        assert!(findings.iter().any(|it| it.fact == fact), "{text}: {findings:#?}");
        assert!(!shown(&findings).contains("SECRETKEY"), "{text}: {findings:#?}");
    }
}

#[test]
fn help_shows_no_query_either() {
    for (text, help) in [
        (
            "http://app.example.com/cb?key=SECRETKEY",
            "write `https://app.example.com/cb?...` in place of `http://app.example.com/cb?...`, \
             here and in the registration",
        ),
        (
            "https://app.example.com/cb,https://b.example.com/cb?key=SECRETKEY",
            "write a list: `redirect_uri(\"https://app.example.com/cb\", \
             \"https://b.example.com/cb?...\")`",
        ),
    ] {
        let findings = judged(&WEB, &[(Key::RedirectUri, text)]);
        assert!(findings.iter().any(|it| it.help == help), "{text}: {findings:#?}");
        assert!(!shown(&findings).contains("SECRETKEY"), "{text}: {findings:#?}");
    }
    // What is declared is shown beside what arrives, and is a URI of the user too.
    let redirect_uris = ["https://app.example.com/cb?key=SECRETKEY"];
    let declaration =
        Declaration { redirect_uris: &redirect_uris, redirect_uri_at_run_time: false, ..WEB };
    let findings =
        judged(&declaration, &[(Key::RedirectUri, "https://app.example.com/b?key=SECRETKEY")]);
    assert!(!findings.is_empty() && !shown(&findings).contains("SECRETKEY"), "{findings:#?}");
}

#[test]
fn a_compiler_shows_the_whole_uri() {
    let redirect_uris = ["http://app.example.com/cb?tenant=1"];
    let declaration =
        Declaration { redirect_uris: &redirect_uris, redirect_uri_at_run_time: false, ..WEB };
    let facts: Vec<String> =
        check(&Subject::of(declaration)).into_iter().map(|finding| finding.fact).collect();
    assert_eq!(facts, ["the redirect URI `http://app.example.com/cb?tenant=1` is not https"]);
}
