//! What an expansion holds of a declaration is decoded to that declaration, and anything else stops
//! the evaluation.

use oauth_flow_compile_tests::read_example;
use oauth_flow_core::encoding::{Decoded, Encoded};
use oauth_flow_core::vocabulary::{
    AuthMethod, Grant, JwsAlgorithm, Key, Kind, Pkce, Profile, Refresh, ResponseMode, ResponseType,
    SenderConstraint, Word,
};
use oauth_flow_core::{Date, Declaration, Waiver, rules};

/// Every member holds something.
const FULL: Declaration<'static> = Declaration {
    kind: Some(Kind::ThirdParty),
    profile: Profile::OAuth21,
    grants: Grant::ALL,
    extension_grants: &["urn:example:a", "urn:example:b"],
    response_types: ResponseType::ALL,
    response_mode: Some(ResponseMode::FormPostJwt),
    pkce: Some(Pkce::None),
    auth: AuthMethod::SelfSignedTlsClientAuth,
    redirect_uris: &["https://app.example.com/cb?a=b;c,d", ""],
    redirect_uri_at_run_time: true,
    post_logout_redirect_uris: &["https://app.example.com/bye"],
    post_logout_redirect_uri_at_run_time: true,
    scopes: &["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"],
    refresh: Some(Refresh::SenderConstrained),
    sender_constraint: Some(SenderConstraint::Mtls),
    par: true,
    request_object: Some(JwsAlgorithm::EdDsa),
    resources: &["https://api.example.com"],
    client_id: Some("größe;kind=web"),
    jwks_uri: Some("https://app.example.com/jwks"),
    issuer: Some("https://as.example.com"),
    authorization_endpoint: Some("https://as.example.com/authorize"),
    token_endpoint: Some("https://as.example.com/token"),
    device_authorization_endpoint: Some("https://as.example.com/device"),
    revocation_endpoint: Some("https://as.example.com/revoke"),
    pushed_authorization_request_endpoint: Some("https://as.example.com/par"),
    waivers: &[Waiver {
        rule: "password_grant",
        reason: "a test",
        until: Some(Date { year: 2027, month: 6, day: 30 }),
    }],
    denied: &["pkce_switch"],
};

#[track_caller]
fn assert_round_trip(declaration: &Declaration<'_>) {
    let encoded = Encoded::of(declaration);
    let mut texts = vec![encoded.words.as_str()];
    texts.extend(&encoded.texts);
    let decoded = Decoded::of(&texts, declaration.waivers);
    assert_eq!(decoded.declaration(), *declaration, "{encoded:?}");
}

#[test]
fn every_member_comes_back() {
    assert_round_trip(&Declaration::EMPTY);
    assert_round_trip(&FULL);
    let fewer = Declaration { redirect_uri_at_run_time: false, par: false, grants: &[], ..FULL };
    assert_round_trip(&fewer);
    assert_round_trip(&Declaration { redirect_uris: &[], extension_grants: &[], ..FULL });
}

#[test]
fn every_word_comes_back() {
    let each = |declarations: Vec<Declaration<'_>>| declarations.iter().for_each(assert_round_trip);
    macro_rules! of_each {
        ($($member:ident),+) => {
            $(each(
                Word::ALL.iter().map(|it| Declaration { $member: Some(*it), ..FULL }).collect(),
            );)+
        };
    }
    of_each!(kind, response_mode, pkce, refresh, sender_constraint, request_object);
    each(Word::ALL.iter().map(|it| Declaration { profile: *it, ..FULL }).collect());
    each(Word::ALL.iter().map(|it| Declaration { auth: *it, ..FULL }).collect());
}

#[test]
fn every_example_of_the_rulebook_comes_back() {
    let mut examples = 0;
    for example in rules::all().flat_map(|rule| rule.accepts.iter().chain(rule.rejects)) {
        // A repeated grant is a mistake of reading, and what it stands in is not expanded.
        let source = read_example(example);
        if source.mistakes().is_empty() {
            source.with_subject(|subject| assert_round_trip(&subject.declaration));
            examples += 1;
        }
    }
    assert!(examples > 150, "{examples} examples");
}

#[test]
fn a_declaration_is_encoded_as_reviewed() {
    let declaration = Declaration {
        kind: Some(Kind::Web),
        grants: &[Grant::AuthorizationCode, Grant::RefreshToken],
        extension_grants: &["urn:example:a"],
        response_types: &[ResponseType::CodeIdToken],
        redirect_uris: &["https://app.example.com/cb"],
        redirect_uri_at_run_time: true,
        scopes: &["a", "b"],
        par: true,
        ..Declaration::EMPTY
    };
    let encoded = Encoded::of(&declaration);
    assert_eq!(
        encoded.words,
        "kind=web;profile=rfc9700;grant=authorization_code,refresh_token,1;\
         response_type=code id_token;auth=none;redirect_uri=1,runtime;scope=2;par=true"
    );
    assert_eq!(encoded.texts, ["urn:example:a", "https://app.example.com/cb", "a", "b"]);
}

/// What separates words, and the numbers, are not in words.
#[test]
fn no_word_can_be_taken_for_anything_else() {
    fn assert_plain<T: Word>() {
        for (_, spelt) in T::SPELT {
            assert!(!spelt.contains([';', ',', '=']), "{spelt}");
            assert!(spelt.contains(|letter: char| !letter.is_ascii_digit()), "{spelt}");
        }
    }
    assert_plain::<Key>();
    assert_plain::<Kind>();
    assert_plain::<Profile>();
    assert_plain::<Grant>();
    assert_plain::<ResponseType>();
    assert_plain::<ResponseMode>();
    assert_plain::<Pkce>();
    assert_plain::<AuthMethod>();
    assert_plain::<Refresh>();
    assert_plain::<SenderConstraint>();
    assert_plain::<JwsAlgorithm>();
}

#[test]
fn a_malformed_text_stops_the_evaluation() {
    for texts in [
        &[][..],
        &[""],
        &["kind"],
        &["kind="],
        &["kind=sap"],
        &["kind=web;"],
        &["kind=webs"],
        &["kind=we"],
        &["kind=1", "web"],
        &["kin=web"],
        &["par=runtime"],
        &["redirect_uri=true"],
        &["scope=one", "a"],
        &["scope=2", "a"],
        &["scope=1", "a", "b"],
        &["scope=99999999999999999999", "a"],
        &["client_id=0"],
        &["client_id=2", "a", "b"],
        &["allow=1", "a"],
        &["crate=1", "a"],
        &["grant=ciba,ciba,ciba,ciba,ciba,ciba,ciba,ciba,ciba,ciba,ciba"],
    ] {
        let decode = || Decoded::of(texts, &[]).declaration().kind;
        assert!(std::panic::catch_unwind(decode).is_err(), "{texts:?}");
    }
}
