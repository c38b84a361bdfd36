//! What the rules about code propose to declare, and where.

use alloc::string::{String, ToString};
use alloc::{format, vec};

use super::{asks, code, endpoint, implicit, redeems, redirect_uri, request, scope};
use crate::judge::{Code, Holder, Named, Remedy, Request, Response, Sent, What};
use crate::vocabulary::{AuthMethod, Grant, Kind};

/// What a client that nothing declares is to declare, and whether that is certain.
fn proposal(acts: &[What]) -> (String, bool) {
    let found = code(acts).findings();
    match found.into_iter().find(|it| it.rule.id == "undeclared_client").map(|it| it.remedy) {
        Some(Remedy::Declare { arguments, is_certain, .. }) => (arguments.join(", "), is_certain),
        _ => (String::new(), false),
    }
}

#[test]
fn a_declaration_is_proposed_of_what_the_code_does() {
    let web = What::Behaves(Kind::Web);
    let login = |pkce: &str| {
        format!("kind = \"web\", grant = \"authorization_code\"{pkce}, redirect_uri = \"runtime\"")
    };
    let s256 = || login(", pkce = \"S256\"");
    let yes = || asks(Sent::Yes);
    let at_times = || What::Request(Request { always_s256: false, ..request(Sent::Yes) });
    let auth = What::Authenticates;
    let extension = || What::Extension(String::from("urn:a:b"));
    for (acts, expected, certain) in [
        (vec![What::Client, web.clone(), yes()], s256(), true),
        (vec![What::Client, web.clone(), at_times()], s256(), false),
        (
            vec![What::Client, web.clone(), yes(), implicit()],
            s256().replace(" = \"authorization_code\"", "(\"authorization_code\", \"implicit\")"),
            true,
        ),
        (
            vec![What::Client, web.clone(), yes(), What::PlainChallenge],
            login(", pkce = \"plain\""),
            false,
        ),
        (vec![What::Client, web.clone(), asks(Sent::No)], login(", pkce = \"none\""), true),
        (vec![What::Client, web.clone(), yes(), asks(Sent::No)], login(""), false),
        (
            vec![What::Client, web.clone(), asks(Sent::Unknown), What::PlainChallenge],
            login(""),
            false,
        ),
        (
            vec![What::Client, redeems(Grant::AuthorizationCode, Sent::No)],
            String::from("grant = \"authorization_code\", redirect_uri = \"runtime\""),
            false,
        ),
        // How it authenticates is certain by a library, by one method, or of a public client.
        (vec![web.clone(), yes()], s256(), false),
        (vec![What::Behaves(Kind::Native), yes()], s256().replace("web", "native"), true),
        (
            vec![redeems(Grant::JwtBearer, Sent::No)],
            String::from("kind = \"third_party\", grant = \"jwt-bearer\""),
            true,
        ),
        (
            vec![
                web.clone(),
                yes(),
                auth(AuthMethod::ClientSecretPost),
                auth(AuthMethod::ClientSecretPost),
            ],
            s256().replace("S256\"", "S256\", auth = \"client_secret_post\""),
            true,
        ),
        (
            vec![
                web.clone(),
                yes(),
                auth(AuthMethod::ClientSecretPost),
                auth(AuthMethod::ClientSecretBasic),
            ],
            s256().replace("S256\"", "S256\", auth = \"client_secret_post\""),
            false,
        ),
        // Extensions, each once.
        (vec![extension(), extension()], String::from("grant = \"urn:a:b\""), false),
        (
            vec![redeems(Grant::ClientCredentials, Sent::No), extension()],
            String::from("kind = \"m2m\", grant(\"client_credentials\", \"urn:a:b\")"),
            false,
        ),
        // Scopes are one text, redirect URIs are several. What cannot be shown is left out.
        (
            vec![
                web.clone(),
                yes(),
                scope("b"),
                scope("a"),
                scope("b"),
                redirect_uri("https://a.example/1"),
            ],
            s256().replace("\"runtime\"", "\"https://a.example/1\", scope = \"b a\""),
            false,
        ),
        (
            vec![
                web,
                yes(),
                redirect_uri("https://a/1"),
                redirect_uri("https://a/2"),
                redirect_uri("\u{7}"),
            ],
            s256().replace(" = \"runtime\"", "(\"https://a/1\", \"https://a/2\")"),
            false,
        ),
    ] {
        assert_eq!(proposal(&acts), (expected, certain), "{acts:?}");
    }
}

#[test]
fn an_endpoint_is_proposed_where_there_is_one_and_the_client_uses_it() {
    const AUTHORIZE: &str = "https://as.example.com/authorize";
    const TOKEN: &str = "https://as.example.com/token";
    let authorize = || endpoint(Named::Authorization, AUTHORIZE);
    let token = || endpoint(Named::Token, TOKEN);
    let redeem = || redeems(Grant::ClientCredentials, Sent::No);
    let settings = || What::Configuration(String::from("Job"));
    for (acts, authorizes, asks_at) in [
        (vec![authorize(), token(), asks(Sent::Yes)], true, true),
        (vec![authorize(), token(), implicit()], true, true),
        (vec![authorize(), token(), redeem()], false, true),
        (vec![authorize(), settings()], true, false),
        (vec![token(), token(), redeem()], false, true),
        (vec![token(), endpoint(Named::Token, "https://b.example/token"), redeem()], false, false),
        (vec![endpoint(Named::Token, "/token"), redeem()], false, false),
        (vec![endpoint(Named::Token, "/token"), token(), redeem()], false, true),
        (vec![endpoint(Named::Issuer, TOKEN), redeem()], false, false),
    ] {
        let (arguments, _) = proposal(&acts);
        let has = |key: &str, uri: &str| arguments.contains(&format!("{key} = {uri:?}"));
        let found = (has("authorization_endpoint", AUTHORIZE), has("token_endpoint", TOKEN));
        assert_eq!(found, (authorizes, asks_at), "{arguments}");
        assert_eq!(
            arguments.matches("_endpoint").count(),
            usize::from(found.0) + usize::from(found.1)
        );
    }
}

#[test]
fn a_declaration_belongs_above_the_settings_or_the_only_type_that_calls() {
    let settings = |name: &str| What::Configuration(name.to_string());
    let of = |acts: &[What], types: &[Option<&str>]| {
        let types = types.iter().map(|it| it.map(String::from)).collect();
        let found = Code { types, ..code(acts) }.findings();
        match found.into_iter().find(|it| it.rule.id == "undeclared_client").map(|it| it.remedy) {
            Some(Remedy::Declare { holder, .. }) => Some(holder),
            _ => None,
        }
    };
    let one = || Some(Some(Holder::Settings(String::from("One"))));
    assert_eq!(of(&[settings("One"), What::Client], &[Some("Login")]), one());
    assert_eq!(of(&[settings("One"), settings("Two")], &[Some("Login")]), Some(None));
    assert_eq!(
        of(&[What::Client], &[Some("Login")]),
        Some(Some(Holder::Caller("Login".into(), 0)))
    );
    assert_eq!(of(&[scope("a"), What::Client], &[None]), Some(Some(Holder::Functions(1))));
    assert_eq!(of(&[What::Client], &[None, Some("Login")]), Some(None));
    assert_eq!(of(&[What::Client], &[]), Some(None));
}

#[test]
fn the_place_of_a_client_is_what_makes_it_before_what_it_asks() {
    let settings = || What::Configuration(String::from("Job"));
    let token = || endpoint(Named::Token, "https://as.example.com/token");
    let redeem = || redeems(Grant::ClientCredentials, Sent::No);
    let extension = || What::Extension(String::from("urn:a:b"));
    for (acts, place) in [
        (vec![token(), settings(), redeem(), asks(Sent::Yes), What::Client], Some(4)),
        (vec![token(), settings(), redeem(), asks(Sent::Yes)], Some(3)),
        (vec![token(), settings(), extension(), redeem()], Some(2)),
        (vec![token(), settings()], Some(1)),
        (vec![scope("a"), token()], Some(1)),
        (vec![scope("a"), endpoint(Named::Other, "https://as.example.com/revoke")], None),
    ] {
        assert_eq!(code(&acts).anchor(), place, "{acts:?}");
        assert_eq!(code(&acts).is_client(), place.is_some(), "{acts:?}");
    }
}

#[test]
fn the_kind_is_that_to_which_all_of_it_belongs() {
    let behaves = What::Behaves;
    let redeem = |grant| redeems(grant, Sent::No);
    for (acts, kind) in [
        (vec![behaves(Kind::Spa)], None),
        (vec![behaves(Kind::Spa), asks(Sent::Yes)], Some(Kind::Spa)),
        (vec![behaves(Kind::Web), implicit()], Some(Kind::Web)),
        (vec![behaves(Kind::Native), asks(Sent::Yes)], Some(Kind::Native)),
        (vec![behaves(Kind::Web), behaves(Kind::Native), asks(Sent::Yes)], None),
        (vec![asks(Sent::Yes)], None),
        (vec![redeem(Grant::DeviceCode)], Some(Kind::Native)),
        (vec![behaves(Kind::Native), redeem(Grant::DeviceCode)], Some(Kind::Native)),
        (vec![behaves(Kind::Web), redeem(Grant::DeviceCode)], Some(Kind::Web)),
        (vec![redeem(Grant::ClientCredentials)], Some(Kind::M2m)),
        (vec![behaves(Kind::Web), redeem(Grant::ClientCredentials)], Some(Kind::M2m)),
        (vec![behaves(Kind::Spa), redeem(Grant::ClientCredentials)], Some(Kind::M2m)),
        (vec![redeem(Grant::Password)], Some(Kind::Trusted)),
        (vec![redeem(Grant::Password), redeem(Grant::RefreshToken)], Some(Kind::Trusted)),
        (vec![redeem(Grant::RefreshToken)], None),
        (vec![redeem(Grant::JwtBearer)], Some(Kind::ThirdParty)),
    ] {
        assert_eq!(code(&acts).kind(), kind, "{acts:?}");
    }
    let other = What::Request(Request { response: Response::Other, ..request(Sent::No) });
    let all = [implicit(), redeem(Grant::RefreshToken), asks(Sent::No), other.clone()];
    let grants = [Grant::AuthorizationCode, Grant::Implicit, Grant::RefreshToken];
    assert_eq!(code(&all).grants(), grants);
    assert_eq!(code(&[other]).grants(), []);
}
