//! What the rules about code find in the code of a client.

mod proposals;

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use super::{RULES, look};
use crate::judge::{
    Act, Client, Code, Exchange, Finding, Kept, Level, Named, Origin, OwnedWaiver, Place, Request,
    Response, Sent, Sources, Stated, Statement, Value, What,
};
use crate::members::{Key, Keys};
use crate::rules::fields::RULES as OTHERS;
use crate::rules::waivers::unused_beside_line;
use crate::vocabulary::{AuthMethod, Grant, Kind};

/// Code that does these things, each at the place of its number.
fn code(acts: &[What]) -> Code {
    let acts = acts.iter().cloned().enumerate().map(|(place, what)| Act { what, place });
    Code { acts: acts.collect(), types: BTreeSet::new() }
}

fn request(challenge: Sent) -> Request {
    Request {
        response: Response::Code,
        challenge,
        always_s256: challenge == Sent::Yes,
        state: Kept::Unknown,
        nonce: Kept::Unknown,
    }
}

fn asks(challenge: Sent) -> What {
    What::Request(request(challenge))
}

fn redeems(grant: Grant, verifier: Sent) -> What {
    What::Exchange(Exchange { grant, verifier })
}

fn implicit() -> What {
    let response = Response::Implicit(String::from("token"));
    What::Request(Request { response, ..request(Sent::No) })
}

fn endpoint(named: Named, uri: &str) -> What {
    What::Endpoint(named, String::from(uri))
}

fn scope(scope: &str) -> What {
    What::Scope(String::from(scope))
}

fn redirect_uri(uri: &str) -> What {
    What::RedirectUri(String::from(uri))
}

/// A client that declares these values, and waives these rules.
fn client(values: &[(Key, &'static str)], unknown: &[Key], waived: &[&'static str]) -> Client {
    let mut attribute = Statement::default();
    for (key, value) in values {
        let value = match key {
            Key::Scope | Key::RedirectUri => Value::Text(String::from(*value)),
            _ => Value::Word(value),
        };
        attribute.push(*key, value, Origin::Token(0));
    }
    let written: Vec<Key> = values.iter().map(|(key, _)| *key).collect();
    (attribute.written, attribute.unknown) = (Keys::of(&written), Keys::of(unknown));
    let waivers = waived.iter().map(|rule| Stated {
        value: OwnedWaiver { rule, reason: String::from("a test"), until: None },
        origin: Origin::Token(1),
    });
    let waivers = waivers.collect();
    Client::of(Sources { attribute, waivers, ..Sources::default() })
}

/// The rules, the places and the facts, without the rule of a client that nothing declares.
fn facts(findings: Vec<Finding>) -> Vec<(&'static str, Place, String)> {
    let own = findings.into_iter().filter(|it| it.rule.id != "undeclared_client");
    own.map(|it| (it.rule.id, it.place, it.fact)).collect()
}

fn level(findings: &[Finding], rule: &str) -> Option<Level> {
    findings.iter().find(|it| it.rule.id == rule).map(|it| it.level)
}

#[test]
fn each_act_is_reported_by_its_rule_where_it_is() {
    let kept = |state, nonce| What::Request(Request { state, nonce, ..request(Sent::Unknown) });
    let dropped = || Kept::Dropped(7, String::from("_it"));
    let text = || String::from("it");
    for (what, rule, at, fact) in [
        (
            What::PlainChallenge,
            "plain_pkce_in_code",
            0,
            "the code challenge is the verifier itself",
        ),
        (
            What::DroppedVerifier(text()),
            "dropped_verifier",
            0,
            "`it` drops the code verifier whose challenge is sent",
        ),
        (
            kept(dropped(), Kept::Unknown),
            "unchecked_state",
            7,
            "`_it` drops the state of the authorization request",
        ),
        (
            kept(Kept::Fixed(8), Kept::Unknown),
            "unchecked_state",
            8,
            "the state of the authorization request is the same for everybody",
        ),
        (
            kept(Kept::Absent, Kept::Absent),
            "unchecked_state",
            0,
            "the authorization request has no state",
        ),
        (
            kept(Kept::Unknown, dropped()),
            "unchecked_nonce",
            7,
            "`_it` drops the nonce of the authorization request",
        ),
        (
            kept(Kept::Unknown, Kept::Fixed(8)),
            "unchecked_nonce",
            8,
            "the nonce of the authorization request is the same for everybody",
        ),
        (What::AnyNonce, "unchecked_nonce", 0, "this accepts an ID token with any nonce"),
        (
            implicit(),
            "implicit_in_code",
            0,
            "the response type `token` puts the access token into the redirect",
        ),
        (
            What::UnverifiedToken(text()),
            "unverified_id_token",
            0,
            "`it` does not verify the signature of the token",
        ),
        (
            redeems(Grant::Password, Sent::No),
            "password_in_code",
            0,
            "the code sends the user's password to the token endpoint",
        ),
    ] {
        let expected = [(rule, Place::Code(at), String::from(fact))];
        assert_eq!(facts(code(&[what]).findings()), expected, "{rule}");
    }
    for (what, rule) in [
        (What::SecretInCode(None), "secret_in_code"),
        (What::SecretInCode(Some(text())), "secret_in_code"),
        (What::SecretInQuery, "secret_in_query"),
        (What::FollowsRedirects(text()), "followed_redirects"),
        (What::NoCertificateCheck(text()), "certificate_checks_off"),
        (What::PlainHttp(text()), "plain_http_endpoint"),
    ] {
        let quotes = !matches!(what, What::SecretInCode(None) | What::SecretInQuery);
        let found = facts(code(&[what]).findings());
        let told: Vec<_> =
            found.iter().map(|(id, at, fact)| (*id, *at, fact.contains("`it"))).collect();
        assert_eq!(told, [(rule, Place::Code(0), quotes)], "{found:?}");
    }
    for what in [
        asks(Sent::Yes),
        asks(Sent::Unknown),
        redeems(Grant::ClientCredentials, Sent::No),
        redeems(Grant::AuthorizationCode, Sent::No),
        scope("openid"),
    ] {
        assert_eq!(facts(code(&[what]).findings()), []);
    }
}

#[test]
fn the_help_names_the_case_in_which_a_rule_is_waived() {
    let absent = What::Request(Request { state: Kept::Absent, ..request(Sent::Yes) });
    for (what, case) in [
        (absent, "the server is known to check PKCE"),
        (
            What::UnverifiedToken(String::from("it")),
            "the token came straight from the token endpoint",
        ),
    ] {
        let helps: Vec<String> = code(&[what]).findings().into_iter().map(|it| it.help).collect();
        assert!(helps.iter().any(|help| help.contains(case)), "{helps:?}");
    }
}

#[test]
fn a_waiver_beside_a_line_that_silences_nothing_is_named() {
    let help = unused_beside_line("unchecked_state").help;
    assert_eq!(help, "remove `allow(unchecked_state)`");
}

#[test]
fn a_verifier_is_missing_where_each_request_has_a_challenge() {
    let yes = || asks(Sent::Yes);
    let redeem = |verifier| redeems(Grant::AuthorizationCode, verifier);
    let dropped = || What::DroppedVerifier(String::from("_"));
    for (acts, places) in [
        (vec![yes(), redeem(Sent::No)], &[1][..]),
        (vec![yes(), yes(), redeem(Sent::No), redeem(Sent::No)], &[2, 3]),
        (vec![yes(), implicit(), redeem(Sent::No)], &[2]),
        (vec![yes(), redeem(Sent::Yes)], &[]),
        (vec![yes(), redeem(Sent::Unknown)], &[]),
        (vec![yes(), asks(Sent::No), redeem(Sent::No)], &[]),
        (vec![yes(), redeems(Grant::ClientCredentials, Sent::No)], &[]),
        (vec![redeem(Sent::No)], &[]),
        (vec![implicit(), redeem(Sent::No)], &[]),
        (vec![yes(), redeem(Sent::No), dropped()], &[2]),
        (vec![dropped(), yes(), redeem(Sent::No), scope("a")], &[0]),
    ] {
        let found = code(&acts).findings();
        let found = found.iter().filter(|it| it.rule.id == "dropped_verifier");
        let expected: Vec<Place> = places.iter().copied().map(Place::Code).collect();
        assert_eq!(found.map(|it| it.place).collect::<Vec<_>>(), expected, "{acts:?}");
    }
}

#[test]
fn a_missing_challenge_is_an_error_of_a_public_client_and_against_the_declaration() {
    let rule = "code_without_pkce";
    let found = |kind: Kind| code(&[What::Behaves(kind), asks(Sent::No)]).findings();
    assert_eq!(level(&found(Kind::Web), rule), Some(Level::Warn));
    assert_eq!(level(&found(Kind::Native), rule), Some(Level::Error));
    let declared =
        "the authorization request carries no code challenge, and `pkce = \"S256\"` is declared";
    for (kind, pkce, expected) in [
        ("web", "S256", (Level::Error, declared)),
        ("web", "none", (Level::Warn, "the authorization request carries no code challenge")),
        ("native", "none", (Level::Error, "the authorization request carries no code challenge")),
    ] {
        let client = client(&[(Key::Kind, kind), (Key::Pkce, pkce)], &[], &[]);
        let found = client.findings_in(&code(&[asks(Sent::No)]));
        let said: Vec<_> = found.iter().map(|it| (it.level, it.fact.as_str())).collect();
        assert_eq!(said, [expected], "{kind} {pkce}");
    }
}

#[test]
fn a_password_is_a_warning_where_the_grant_is_declared_and_waived() {
    let code = code(&[redeems(Grant::Password, Sent::No)]);
    let rule = "password_in_code";
    let trusted = [(Key::Kind, "trusted"), (Key::Grant, "password")];
    let m2m = [(Key::Kind, "m2m"), (Key::Grant, "client_credentials")];
    let denied = [trusted[0], trusted[1], (Key::Deny, rule)];
    for (values, waived, expected) in [
        (&trusted[..], &["password_grant"][..], Some(Level::Warn)),
        (&trusted, &[], Some(Level::Error)),
        (&trusted, &["legacy_profile"], Some(Level::Error)),
        (&m2m, &["password_grant"], Some(Level::Error)),
        (&denied, &["password_grant"], Some(Level::Error)),
        (&trusted, &[rule], None),
    ] {
        let found = client(values, &[], waived).findings_in(&code);
        assert_eq!(level(&found, rule), expected, "{values:?} {waived:?}");
    }
}

#[test]
fn what_the_code_does_is_compared_with_what_is_declared() {
    const URI: &str = "https://app.example.com/cb";
    const LOCAL: &str = "http://127.0.0.1:8000/cb";
    let web = [
        (Key::Kind, "web"),
        (Key::Grant, "authorization_code"),
        (Key::Auth, "client_secret_basic"),
        (Key::Scope, "openid"),
        (Key::RedirectUri, URI),
        (Key::RedirectUri, LOCAL),
    ];
    let basic = || What::Authenticates(AuthMethod::ClientSecretBasic);
    let post = || What::Authenticates(AuthMethod::ClientSecretPost);
    let rule = "declared_otherwise";
    let grant = |word: &str| format!("the code uses the grant `{word}`, which is not declared");
    let other_kind = "change the code, or declare another client of the kind that does this";
    for (what, said) in [
        (redeems(Grant::AuthorizationCode, Sent::Yes), None),
        (redeems(Grant::DeviceCode, Sent::No), Some((grant("device_code"), other_kind))),
        (
            redeems(Grant::RefreshToken, Sent::No),
            Some((grant("refresh_token"), "add `refresh_token` to `grant`, or change the code")),
        ),
        (asks(Sent::Yes), None),
        (implicit(), Some((grant("implicit"), other_kind))),
        (What::Request(Request { response: Response::Other, ..request(Sent::Yes) }), None),
        (basic(), None),
        (
            post(),
            Some((
                String::from(
                    "the code authenticates with `client_secret_post`, and `client_secret_basic` is declared",
                ),
                "declare `auth = \"client_secret_post\"`, or change the code",
            )),
        ),
        (scope("openid"), None),
        (
            scope("email"),
            Some((
                String::from("the code asks for the scope `email`, which is not declared"),
                "add `email` to `scope`, or change the code",
            )),
        ),
        (redirect_uri(URI), None),
        (redirect_uri("http://127.0.0.1/cb"), None),
        (redirect_uri("http://127.0.0.1:9000/cb"), None),
        (
            redirect_uri("http://127.0.0.1:8000/other"),
            Some((
                String::from(
                    "the code sends the redirect URI `http://127.0.0.1:8000/other`, which is not declared",
                ),
                "add `http://127.0.0.1:8000/other` to `redirect_uri`, or change the code",
            )),
        ),
        (
            redirect_uri("https://app.example.com:8000/cb"),
            Some((
                String::from(
                    "the code sends the redirect URI `https://app.example.com:8000/cb`, which is not declared",
                ),
                "add `https://app.example.com:8000/cb` to `redirect_uri`, or change the code",
            )),
        ),
    ] {
        // What is done at two places is one difference.
        let mut found = client(&web, &[], &[]).findings_in(&code(&[what.clone(), what]));
        found.retain(|it| it.rule.id == rule);
        let found: Vec<_> = found.iter().map(|it| (it.fact.clone(), it.help.as_str())).collect();
        assert_eq!(found, said.into_iter().collect::<Vec<_>>());
    }
    // What is not known or left to the run time is compared with nothing.
    let all = [
        redeems(Grant::RefreshToken, Sent::No),
        post(),
        scope("email"),
        redirect_uri("https://b/c"),
    ];
    let differs = |values: &[(Key, &'static str)], unknown: &[Key]| -> Vec<usize> {
        let found = client(values, unknown, &[]).findings_in(&code(&all));
        let found = found.iter().filter(|it| it.rule.id == rule);
        found
            .filter_map(|it| all.iter().enumerate().find(|(at, _)| it.place == Place::Code(*at)))
            .map(|it| it.0)
            .collect()
    };
    assert_eq!(differs(&web, &[]), [0, 1, 2, 3]);
    assert_eq!(differs(&web, &[Key::Grant, Key::Auth]), [2, 3]);
    assert_eq!(differs(&web[..3], &[]), [0, 1]);
    // A public client keeps no secret.
    let native = client(&[(Key::Kind, "native")], &[], &[]).findings_in(&code(&[post()]));
    let helps: Vec<&str> = native.iter().map(|it| it.help.as_str()).collect();
    assert_eq!(helps, ["send no secret: a public client has none that it could keep"]);
}

#[test]
fn each_rule_about_code_has_what_looks_and_no_other_rule_has() {
    for rule in RULES {
        assert!(look(rule).is_some(), "{}", rule.id);
    }
    for rule in OTHERS {
        assert!(look(rule).is_none(), "{}", rule.id);
    }
}
