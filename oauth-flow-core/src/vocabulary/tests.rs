//! Looking words up, and how near two of them are.

use super::search::edits;
use super::{
    Answer, Grant, Kind, Pkce, Profile, ResponseMode, ResponseType, Word, bare, is_respelling,
    look_up, nearest,
};

#[test]
fn an_unknown_word_is_answered_by_what_is_meant() {
    assert_eq!(look_up("spa"), Answer::Known(Kind::Spa));
    assert_eq!(look_up("mobile"), Answer::DidYouMean(Kind::Native));
    assert_eq!(look_up("sap"), Answer::DidYouMean(Kind::Spa));
    assert_eq!(look_up("third party"), Answer::DidYouMean(Kind::ThirdParty));
    assert_eq!(look_up::<Kind>("zebra"), Answer::Unknown);
    assert_eq!(look_up("s256"), Answer::DidYouMean(Pkce::S256));
    assert_eq!(look_up("clientcredentials"), Answer::DidYouMean(Grant::ClientCredentials));
    assert_eq!(
        look_up("urn:ietf:params:oauth:grant-type:jwt-bearer"),
        Answer::Known(Grant::JwtBearer)
    );
    assert_eq!(look_up::<Grant>(""), Answer::Unknown);
    assert_eq!(look_up::<Kind>(&"s".repeat(20_000)), Answer::Unknown);
}

#[test]
fn a_slip_of_the_pen_is_an_edit_for_every_three_characters() {
    for (text, candidate, near) in [
        ("wbe", "web", true),
        ("abxy", "abcd", false),
        ("abcxy", "abcde", false),
        ("abcdxy", "abcdef", true),
        ("abcdefxyz", "abcdefghi", false),
    ] {
        assert_eq!(nearest(text, &[candidate]).is_some(), near, "{text} {candidate}");
    }
}

#[test]
fn a_word_is_respelt_by_its_own_letters_or_by_those_of_another_spelling() {
    let respelt = |text| Grant::SET.respelt(text).and_then(|index| Grant::ALL.get(index)).copied();
    assert_eq!(respelt("JWT.Bearer"), Some(Grant::JwtBearer));
    assert_eq!(respelt("urn:ietf:params:oauth:grant-type:JWT_bearer"), Some(Grant::JwtBearer));
    assert_eq!(respelt("jwt-bear"), None);
}

#[test]
fn quotes_around_a_text_do_not_count() {
    for (text, same) in [
        ("\"SPA\"", true),
        ("r#\"spa\"#", true),
        ("\"spa", true),
        ("\"web\"", false),
        ("\"\"", false),
    ] {
        assert_eq!(is_respelling(text, "spa"), same, "{text}");
    }
}

#[test]
fn a_word_without_quotes_is_the_same_word() {
    fn check<T: Word + core::fmt::Debug>() {
        for word in T::ALL {
            assert_eq!(look_up(&bare(word.word())), Answer::Known(*word));
        }
    }
    check::<Profile>();
    check::<Grant>();
    check::<ResponseType>();
    check::<ResponseMode>();
    assert_eq!(bare("code id_token"), "code_id_token");
    assert_eq!(bare("jwt-bearer"), "jwt_bearer");
}

#[test]
fn a_text_of_more_than_64_bytes_is_no_slip_of_the_pen() {
    for (length, near) in [(63, true), (64, true), (65, false), (200, false)] {
        let text = "a".repeat(length);
        let candidate = "a".repeat(length - 1) + "b";
        assert_eq!(nearest(&text, &[candidate.as_str()]).is_some(), near, "{length}");
    }
}

#[test]
fn edits_count_insertions_removals_replacements_and_swaps() {
    for (a, b, distance) in [
        ("", "", 0),
        ("", "abc", 3),
        ("abc", "", 3),
        ("sap", "spa", 1),
        ("wbe", "web", 1),
        ("native", "ntive", 1),
        ("kitten", "sitting", 3),
        ("A", "a", 0),
    ] {
        assert_eq!(edits(a, b), distance, "{a} {b}");
    }
}

#[test]
fn a_word_is_found_by_its_documented_spelling_alone() {
    assert_eq!(Grant::of_word("jwt-bearer"), Some(Grant::JwtBearer));
    assert_eq!(Grant::of_word("jwt_bearer"), None);
    assert_eq!(Grant::JwtBearer.word(), "jwt-bearer");
    assert_eq!(Kind::M2m.documentation().split(',').next(), Some("a program that acts on its own"));
}

#[test]
fn a_grant_has_the_value_of_its_token_request() {
    for (grant, grant_type, marker) in [
        (Grant::AuthorizationCode, "authorization_code", "authorization_code"),
        (Grant::RefreshToken, "refresh_token", "refresh_token"),
        (Grant::DeviceCode, "urn:ietf:params:oauth:grant-type:device_code", "device_code"),
        (Grant::JwtBearer, "urn:ietf:params:oauth:grant-type:jwt-bearer", "jwt_bearer"),
        (Grant::Saml2Bearer, "urn:ietf:params:oauth:grant-type:saml2-bearer", "saml2_bearer"),
        (Grant::TokenExchange, "urn:ietf:params:oauth:grant-type:token-exchange", "token_exchange"),
        (Grant::Ciba, "urn:openid:params:grant-type:ciba", "ciba"),
    ] {
        assert_eq!((grant.grant_type(), grant.marker()), (grant_type, marker));
        assert_eq!(look_up(grant_type), Answer::Known(grant));
        assert_eq!(look_up(marker), Answer::Known(grant));
    }
}

#[test]
fn a_client_of_keycloak_has_a_flag_for_a_grant() {
    for (grant, flag) in [
        (Grant::AuthorizationCode, Some("standardFlowEnabled")),
        (Grant::Implicit, Some("implicitFlowEnabled")),
        (Grant::Password, Some("directAccessGrantsEnabled")),
        (Grant::ClientCredentials, Some("serviceAccountsEnabled")),
        (Grant::RefreshToken, Some("use.refresh.tokens")),
        (Grant::DeviceCode, Some("oauth2.device.authorization.grant.enabled")),
        (Grant::JwtBearer, Some("oauth2.jwt.authorization.grant.enabled")),
        (Grant::Saml2Bearer, None),
        (Grant::TokenExchange, Some("standard.token.exchange.enabled")),
        (Grant::Ciba, Some("oidc.ciba.grant.enabled")),
    ] {
        assert_eq!(grant.keycloak(), flag, "{grant}");
    }
    // The table of members has the same flags.
    let flags = Grant::ALL.iter().filter_map(|grant| grant.keycloak());
    assert!(flags.eq(crate::Key::Grant.member().keycloak.iter().copied()));
}
