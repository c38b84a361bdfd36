//! What is said of the metadata of the server.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{GIVEN, WEB, judge_values, judged};
use crate::declaration::{Declaration, Waiver};
use crate::judge::{Finding, Level, Origin, ServerMetadata, Statement, merge};
use crate::members::{Detail, Endpoints, Key};
use crate::rules;
use crate::vocabulary::{Profile, Word};

/// What the metadata of the server says of the declaration: the rule, the level, the origin and the text.
fn held_against(
    declaration: &Declaration<'_>,
    supported: &[(Key, &'static str, &[&str])],
    details: &[(Detail, &str)],
) -> Vec<(&'static str, Level, Origin, String)> {
    let mut server = ServerMetadata::new(Origin::Server);
    for (key, member, texts) in supported {
        for text in *texts {
            server.supported.push_text(*key, text, Origin::Metadata(member));
        }
    }
    for (detail, text) in details {
        server.details.push(*detail, text, Origin::Metadata(detail.word()));
    }
    let mut source = Statement::default();
    source.push_text(Key::Scope, "orders:read", GIVEN);
    let merged = merge(vec![source], Some(&Statement::declared(declaration)));
    let findings = judge_values(declaration, &merged, Some(&server), rules::all());
    let shown = |it: Finding| (it.rule.id, it.level, it.origin, it.fact + "; " + &it.help);
    findings.into_iter().map(shown).collect()
}

const METHODS: &str = "token_endpoint_auth_methods_supported";
const PKCE: &str = "code_challenge_methods_supported";

#[test]
fn what_the_server_does_not_support_is_said_of_the_declaration() {
    const PAR: &str = "require_pushed_authorization_requests";
    const SCOPES: &str = "scopes_supported";
    let s256 = (Key::Pkce, PKCE, &["S256"][..]);
    let text = String::from;
    for (supported, details, expected) in [
        (&[s256][..], &[][..], vec![]),
        (
            &[s256, (Key::Auth, METHODS, &["client_secret_post"])],
            &[],
            vec![(
                "unsupported_auth_method",
                Level::Error,
                Origin::Metadata(METHODS),
                text(
                    "the server does not support the authentication method \
                     `client_secret_basic`; use `auth = \"client_secret_post\"`, which the server \
                     supports",
                ),
            )],
        ),
        (
            &[s256, (Key::Auth, METHODS, &["private_key_jwt", "tls_client_auth"])],
            &[],
            vec![(
                "unsupported_auth_method",
                Level::Error,
                Origin::Metadata(METHODS),
                text(
                    "the server does not support the authentication method \
                     `client_secret_basic`; use as `auth` a method of the server, with the \
                     credential that it needs: `private_key_jwt`, `tls_client_auth`",
                ),
            )],
        ),
        (
            &[(Key::Pkce, PKCE, &["plain"])],
            &[],
            vec![(
                "unsupported_pkce_method",
                Level::Error,
                Origin::Metadata(PKCE),
                text(
                    "the server supports the PKCE methods `plain`, and not `S256`; ask the \
                     operator of the server to support `S256`, or use another server; where you \
                     have checked that the server supports `S256`, state \
                     `allow(unsupported_pkce_method, reason = \"...\")`",
                ),
            )],
        ),
        (
            &[s256, (Key::Par, PAR, &["true"])],
            &[],
            vec![(
                "par_required",
                Level::Error,
                Origin::Metadata(PAR),
                text(
                    "the server requires pushed authorization requests, and `par` is not \
                     declared; add `par`",
                ),
            )],
        ),
        (
            &[s256, (Key::Scope, SCOPES, &["openid", "orders:write"])],
            &[],
            vec![(
                "unsupported_scope",
                Level::Warn,
                GIVEN,
                text(
                    "the server does not list the scope `orders:read`; declare a scope that the \
                     server lists; where the server has scopes that it does not list, state \
                     `allow(unsupported_scope, reason = \"...\")`",
                ),
            )],
        ),
        (
            &[s256],
            &[(Detail::RequireSignedRequestObject, "true")],
            vec![(
                "request_object_required",
                Level::Error,
                Origin::Metadata("require_signed_request_object"),
                text(
                    "the server requires signed authorization requests, and `request_object` is \
                     not declared; ask the operator of the server to take unsigned requests of \
                     the client, or send its requests by code of your own: `Flow` signs none",
                ),
            )],
        ),
    ] {
        assert_eq!(held_against(&WEB, supported, details), expected, "{supported:?}");
    }
}

#[test]
fn metadata_without_pkce_methods_is_judged_by_the_profile() {
    for (profile, level) in [
        (Profile::Rfc9700, Some(Level::Warn)),
        (Profile::Rfc6749, None),
        (Profile::Mcp, Some(Level::Error)),
    ] {
        let declaration = Declaration { profile, ..WEB };
        let found = held_against(&declaration, &[], &[]);
        let levels: Vec<_> = found.iter().map(|(rule, level, ..)| (*rule, *level)).collect();
        let expected: Vec<_> = level.map(|it| ("unadvertised_pkce", it)).into_iter().collect();
        assert_eq!(levels, expected, "{profile}");
        assert!(found.iter().all(|(_, _, origin, _)| *origin == Origin::Server));
    }
}

#[test]
fn a_waiver_holds_for_what_the_server_says() {
    let waive = |rule| [Waiver { rule, reason: "a test", until: None }];
    let plain = [(Key::Pkce, PKCE, &["plain"][..])];
    let waivers = waive("unsupported_pkce_method");
    let declaration = Declaration { waivers: &waivers, ..WEB };
    assert_eq!(held_against(&declaration, &plain, &[]), []);
}

#[test]
fn what_the_metadata_gives_is_corrected_by_its_server() {
    let mut source = Statement::default();
    let origin = Origin::Metadata("token_endpoint");
    source.push_text(Key::TokenEndpoint, "http://as.example.com/token", origin);
    source.push_text(Key::Issuer, "https://as.example.com/{tenant}", Origin::Metadata("issuer"));
    let merged = merge(vec![source], Some(&Statement::declared(&WEB)));
    let findings = judge_values(&WEB, &merged, None, rules::all());
    let found: Vec<_> =
        findings.iter().map(|it| (it.rule.id, it.origin, it.help.as_str())).collect();
    assert_eq!(
        found,
        [
            (
                "templated_server_url",
                Origin::Metadata("issuer"),
                "fetch the metadata of one tenant, whose issuer has a name in place of \
                 `{tenant}`",
            ),
            (
                "insecure_endpoint",
                origin,
                "the metadata of the server gives the value: ask its operator, and do not use \
                 the server as it is",
            ),
        ]
    );
}

#[test]
fn no_endpoint_is_http_under_an_https_issuer() {
    const UNDER: &str = "the endpoint `http://127.0.0.1:9000/t` is http, and the issuer is https";
    let remote = Declaration { issuer: Some("https://as.example.com"), ..WEB };
    let local = Declaration { issuer: Some("http://127.0.0.1:9000"), ..WEB };
    for (declaration, endpoint, expected) in [
        (&WEB, "http://127.0.0.1:9000/t", ("loopback_issuer", Level::Warn)),
        (&local, "http://localhost:9000/t", ("loopback_issuer", Level::Warn)),
        (&remote, "http://127.0.0.1:9000/t", ("insecure_endpoint", Level::Error)),
        (&remote, "http://localhost:9000/t?a=b", ("insecure_endpoint", Level::Error)),
        (&remote, "http://[::1]/t", ("insecure_endpoint", Level::Error)),
    ] {
        let findings = judged(declaration, &[(Key::TokenEndpoint, endpoint)]);
        let found: Vec<_> = findings.iter().map(|it| (it.rule.id, it.level)).collect();
        assert_eq!(found, [expected], "{endpoint}");
        assert!(findings.iter().all(|it| it.origin == GIVEN), "{endpoint}");
    }
    let findings = judged(&remote, &[(Key::TokenEndpoint, "http://127.0.0.1:9000/t")]);
    let facts: Vec<&str> = findings.iter().map(|it| it.fact.as_str()).collect();
    assert_eq!(facts, [UNDER]);
    // The endpoint is declared, and the issuer arrives at run time.
    let endpoints =
        Endpoints { token_endpoint: Some("http://127.0.0.1:9000/t"), ..Endpoints::NONE };
    let declared = Declaration { endpoints, ..WEB };
    let findings = judged(&declared, &[(Key::Issuer, "https://as.example.com")]);
    let found: Vec<_> = findings.iter().map(|it| (it.fact.as_str(), it.origin)).collect();
    assert_eq!(found, [(UNDER, GIVEN)]);
    let waivers = [Waiver { rule: "insecure_endpoint", reason: "a test", until: None }];
    let waived = Declaration { waivers: &waivers, ..remote };
    let findings = judged(&waived, &[(Key::TokenEndpoint, "http://127.0.0.1:9000/t")]);
    assert_eq!(findings, []);
}
