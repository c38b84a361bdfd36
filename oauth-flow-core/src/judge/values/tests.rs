//! What is said of values that arrive at run time, and of the metadata of the server.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::judge_values;
use crate::declaration::{Declaration, Waiver};
use crate::judge::{Finding, Level, Origin, Place, ServerMetadata, Statement, Value, merge};
use crate::members::{Detail, Endpoints, Key};
use crate::rules;
use crate::vocabulary::{AuthMethod, Grant, Kind, Pkce, Profile, ResponseType, Word};

const GIVEN: Origin = Origin::Field("given");

const WEB: Declaration<'static> = Declaration {
    kind: Some(Kind::Web),
    grants: &[Grant::AuthorizationCode],
    response_types: &[ResponseType::Code],
    pkce: Some(Pkce::S256),
    auth: AuthMethod::ClientSecretBasic,
    redirect_uri_at_run_time: true,
    ..Declaration::EMPTY
};

fn judged(declaration: &Declaration<'_>, given: &[(Key, &str)]) -> Vec<Finding> {
    let mut source = Statement::default();
    for (key, text) in given {
        source.push_text(*key, text, GIVEN);
    }
    let merged = merge(vec![source], Some(&Statement::declared(declaration)));
    judge_values(declaration, &merged, None, rules::all())
}

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
fn what_is_declared_is_a_statement_too() {
    let statement = Statement::declared(&Declaration {
        redirect_uris: &["https://app.example.com/cb"],
        redirect_uri_at_run_time: true,
        scopes: &["read", "write"],
        resources: &["https://api.example.com"],
        audiences: &["orders"],
        client_id: Some("portal"),
        issuer: Some("https://as.example.com"),
        endpoints: Endpoints {
            token_endpoint: Some("https://as.example.com/token"),
            ..Endpoints::NONE
        },
        ..WEB
    });
    for (key, texts) in [
        (Key::RedirectUri, &["https://app.example.com/cb"][..]),
        (Key::Scope, &["read", "write"]),
        (Key::Resource, &["https://api.example.com"]),
        (Key::Audience, &["orders"]),
        (Key::ClientId, &["portal"]),
        (Key::Issuer, &["https://as.example.com"]),
        (Key::TokenEndpoint, &["https://as.example.com/token"]),
        (Key::AuthorizationEndpoint, &[]),
    ] {
        assert_eq!(statement.texts(key).collect::<Vec<_>>(), texts, "{key}");
    }
    let at_run_time = |key| statement.values(key).iter().any(|it| it.value == Value::RunTime);
    assert!(at_run_time(Key::RedirectUri));
    assert!(!at_run_time(Key::Resource));
    assert_eq!(statement.origin(Place::Key(Key::Scope)), Some(Origin::Declared));
}

#[test]
fn a_value_of_the_run_time_is_judged_like_a_declared_one() {
    for (key, text, rule, place) in [
        (
            Key::RedirectUri,
            "http://app.example.com/cb",
            "insecure_redirect_uri",
            Place::Value(Key::RedirectUri, 0),
        ),
        (Key::Scope, "read\"", "invalid_scope", Place::Value(Key::Scope, 0)),
        (Key::Resource, "api", "invalid_resource", Place::Value(Key::Resource, 0)),
        (Key::Issuer, "http://as.example.com", "insecure_issuer", Place::Key(Key::Issuer)),
        (
            Key::TokenEndpoint,
            "http://as.example.com/token",
            "insecure_endpoint",
            Place::Key(Key::TokenEndpoint),
        ),
    ] {
        let findings = judged(&WEB, &[(key, text)]);
        let found: Vec<_> = findings.iter().map(|it| (it.rule.id, it.place, it.origin)).collect();
        assert_eq!(found, [(rule, place, GIVEN)], "{key}");
    }
}

#[test]
fn what_is_declared_is_not_judged_again() {
    let declaration = Declaration { issuer: Some("http://as.example.com"), ..WEB };
    assert_eq!(judged(&declaration, &[]), []);
    assert_eq!(judged(&declaration, &[(Key::RedirectUri, "https://app.example.com/cb")]), []);
}

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

#[test]
fn no_endpoint_is_http_under_an_https_issuer() {
    const UNDER: &str = "the endpoint `http://127.0.0.1:9000/t` is http, and the issuer \
                         `https://as.example.com` is https";
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
