//! An expansion holds a declaration as texts, which unpack to that declaration. Anything else stops
//! the evaluation.

use oauth_flow_compile_tests::{declaration, mistakes};
use oauth_flow_core::packed::Unpacked;
use oauth_flow_core::vocabulary::{
    AuthMethod, Grant, JwsAlgorithm, Kind, Pkce, Profile, Refresh, ResponseMode, ResponseType,
    SenderConstraint, Word,
};
use oauth_flow_core::{Date, Declaration, Endpoints, Key, Waiver, rules};
use oauth_flow_syntax::text::{Text, read};

/// Every member holds something, but an endpoint that is added later.
#[allow(clippy::needless_update, reason = "an endpoint is added as a row of the table alone")]
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
    resource_at_run_time: true,
    audiences: &["urn:orders", "billing"],
    dynamic_registration: true,
    client_id: Some("größe;kind=web"),
    jwks_uri: Some("https://app.example.com/jwks"),
    issuer: Some("https://as.example.com"),
    endpoints: Endpoints {
        authorization_endpoint: Some("https://as.example.com/authorize"),
        token_endpoint: Some("https://as.example.com/token"),
        device_authorization_endpoint: Some("https://as.example.com/device"),
        revocation_endpoint: Some("https://as.example.com/revoke"),
        pushed_authorization_request_endpoint: Some("https://as.example.com/par"),
        ..Endpoints::NONE
    },
    waivers: &[Waiver {
        rule: "password_grant",
        reason: "a test",
        until: Some(Date { year: 2027, month: 6, day: 30 }),
    }],
    denied: &["pkce_switch"],
};

/// The texts of [`FULL`].
const FULL_TEXTS: [&str; 28] = [
    "kind=third_party;profile=oauth2.1;grant=authorization_code,implicit,password,\
     client_credentials,refresh_token,device_code,jwt-bearer,saml2-bearer,token-exchange,ciba,2;\
     response_type=code,token,id_token,id_token token,code id_token,code token,\
     code id_token token;response_mode=form_post.jwt;pkce=none;auth=self_signed_tls_client_auth;\
     redirect_uri=2,runtime;post_logout_redirect_uri=1,runtime;scope=12;\
     refresh=sender_constrained;sender_constraint=mtls;par=true;request_object=EdDSA;resource=1,runtime;\
     audience=2;client_id=1;dynamic_registration=true;jwks_uri=1;issuer=1;authorization_endpoint=1;token_endpoint=1;\
     device_authorization_endpoint=1;revocation_endpoint=1;\
     pushed_authorization_request_endpoint=1;deny=1",
    "urn:example:a",
    "urn:example:b",
    "https://app.example.com/cb?a=b;c,d",
    "",
    "https://app.example.com/bye",
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "https://api.example.com",
    "urn:orders",
    "billing",
    "größe;kind=web",
    "https://app.example.com/jwks",
    "https://as.example.com",
    "https://as.example.com/authorize",
    "https://as.example.com/token",
    "https://as.example.com/device",
    "https://as.example.com/revoke",
];

#[test]
fn every_member_is_unpacked() {
    let texts = [&FULL_TEXTS[..], &["https://as.example.com/par", "pkce_switch"]].concat();
    let unpacked = Unpacked::of(&texts, FULL.waivers);
    assert_eq!(unpacked.declaration(), FULL);
    for nothing in [&[""][..], &["profile=rfc9700;auth=none"]] {
        assert_eq!(Unpacked::of(nothing, &[]).declaration(), Declaration::EMPTY);
    }
}

#[test]
fn every_word_is_unpacked() {
    fn unpacked<T: Word>(key: Key, holds: impl Fn(&Declaration<'_>, T) -> bool) {
        for word in T::ALL {
            let words = format!("{key}={}", word.word());
            let texts = [words.as_str()];
            assert!(holds(&Unpacked::of(&texts, &[]).declaration(), *word), "{words}");
        }
    }
    unpacked(Key::Kind, |it, word| it.kind == Some(word));
    unpacked(Key::Profile, |it, word| it.profile == word);
    unpacked(Key::Grant, |it, word| it.grants == [word]);
    unpacked(Key::ResponseType, |it, word| it.response_types == [word]);
    unpacked(Key::ResponseMode, |it, word| it.response_mode == Some(word));
    unpacked(Key::Pkce, |it, word| it.pkce == Some(word));
    unpacked(Key::Auth, |it, word| it.auth == word);
    unpacked(Key::Refresh, |it, word| it.refresh == Some(word));
    unpacked(Key::SenderConstraint, |it, word| it.sender_constraint == Some(word));
    unpacked(Key::RequestObject, |it, word| it.request_object == Some(word));
}

#[test]
fn every_example_of_the_rulebook_comes_back() {
    let mut examples = 0;
    for example in rules::all().flat_map(|rule| rule.accepts.iter().chain(rule.rejects)) {
        let source = Text::from(example).read();
        if !mistakes(&source).is_empty() {
            continue;
        }
        let statement = source.client().statement();
        let texts = |key| statement.texts(key).collect::<Vec<_>>();
        declaration(&source, |it| {
            assert_eq!(it.kind, statement.word(Key::Kind), "{example:?}");
            assert_eq!(it.grants, statement.words::<Grant>(Key::Grant).collect::<Vec<_>>());
            assert_eq!(it.pkce, statement.word(Key::Pkce));
            assert_eq!(Some(it.auth), statement.word(Key::Auth));
            assert_eq!(it.redirect_uris, texts(Key::RedirectUri));
            assert_eq!(it.scopes, texts(Key::Scope));
            assert_eq!(it.client_id.into_iter().collect::<Vec<_>>(), texts(Key::ClientId));
        });
        examples += 1;
    }
    assert!(examples > 150, "{examples} examples");
}

#[test]
fn a_declaration_is_packed_as_reviewed() {
    let source = read(
        r#"kind = "web", grant("authorization_code", "urn:example:a", "refresh_token"),
           response_type = "code id_token", auth = "none", par, deny(pkce_switch),
           redirect_uri("https://app.example.com/cb", "runtime"), scope = "a b",
           token_endpoint = "https://as.example.com/token""#,
        "struct Client { issuer: String }",
    );
    let packed = source.client().pack();
    assert_eq!(
        packed.words,
        "kind=web;grant=authorization_code,refresh_token,1;response_type=code id_token;auth=none;\
         redirect_uri=1,runtime;scope=2;par=true;token_endpoint=1;deny=1"
    );
    assert_eq!(
        packed.texts,
        [
            "urn:example:a",
            "https://app.example.com/cb",
            "a",
            "b",
            "https://as.example.com/token",
            "pkce_switch",
        ]
    );
}

/// What separates words, and the numbers, are not in words.
#[test]
fn no_word_can_be_taken_for_anything_else() {
    fn assert_plain<T: Word>() {
        for entry in T::SET.entries {
            let word = entry.word;
            assert!(!word.contains([';', ',', '=']), "{word}");
            assert!(word.contains(|letter: char| !letter.is_ascii_digit()), "{word}");
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
        let unpack = || Unpacked::of(texts, &[]).declaration().kind;
        assert!(std::panic::catch_unwind(unpack).is_err(), "{texts:?}");
    }
}
