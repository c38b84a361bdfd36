//! What is derived from the table of members.

use alloc::vec::Vec;

use super::{Endpoint, Key, Keys, Name, Role, Shape, names_a_secret};
use crate::vocabulary::{Answer, Word, look_up};

#[test]
fn a_field_has_a_role_by_its_whole_name_or_its_end() {
    for (name, role) in [
        ("client_id", Some(Role::ClientId)),
        ("GITHUB_CLIENT_ID", Some(Role::ClientId)),
        ("github_client_secret", Some(Role::ClientSecret)),
        ("secret", Some(Role::ClientSecret)),
        ("token_url", Some(Role::TokenEndpoint)),
        ("authorization_url", Some(Role::AuthorizationEndpoint)),
        ("device_authorization_url", Some(Role::DeviceAuthorizationEndpoint)),
        ("tv_device_authorization_endpoint", Some(Role::DeviceAuthorizationEndpoint)),
        ("use_pkce", Some(Role::PkceSwitch)),
        ("issuer_url", Some(Role::Issuer)),
        ("my_issuer", None),
        ("insecure", Some(Role::InsecureSwitch)),
        ("session_secret", None),
        ("db_password", None),
        ("access_token", None),
        ("login_scopes", None),
        ("post_logout_redirect_uri", None),
        ("myclient_id", None),
        // Known names without their underscores, the shortest of which has seven letters.
        ("authuri", Some(Role::AuthorizationEndpoint)),
        ("sso_redirecturi", Some(Role::RedirectUri)),
        ("tokenendpoi", None),
        ("tokenendpoints", None),
        ("größe", None),
    ] {
        assert_eq!(Name::of(name).role().map(|it| it.role), role, "{name}");
    }
}

#[test]
fn a_client_has_one_identifier_one_credential_of_a_kind_and_one_address_of_each_endpoint() {
    let single: Vec<&str> =
        Role::ALL.iter().filter(|role| role.is_single()).map(|role| role.word()).collect();
    assert_eq!(
        single,
        [
            "client_id",
            "issuer",
            "authorization_endpoint",
            "token_endpoint",
            "device_authorization_endpoint",
            "revocation_endpoint",
            "client_secret",
            "private_key",
        ]
    );
}

#[test]
fn a_key_takes_words_of_a_set_or_texts_of_its_user() {
    let of_words: Vec<&str> =
        Key::ALL.iter().filter(|key| key.takes_words()).map(|key| key.word()).collect();
    let expected = [
        "kind",
        "profile",
        "grant",
        "response_type",
        "response_mode",
        "pkce",
        "auth",
        "refresh",
        "sender_constraint",
        "request_object",
        "allow",
        "deny",
    ];
    assert_eq!(of_words, expected);
}

#[test]
fn a_message_says_in_words_what_a_key_takes() {
    for (key, takes) in [
        (Key::Kind, "one word"),
        (Key::ResponseType, "one word or a list of words"),
        (Key::Grant, "one word or a list of words"),
        (Key::ClientId, "one string"),
        (Key::Issuer, "one string"),
        (Key::Fields, "one string"),
        (Key::Audience, "one string or a list of strings"),
        (Key::RedirectUri, "one string or a list of strings"),
        (Key::Scope, "one string or a list of strings"),
        (Key::Par, "`true`, `false` or no value"),
        (Key::Allow, "a rule and a reason"),
        (Key::Deny, "the ids of rules"),
        (Key::Crate, "a path"),
    ] {
        assert_eq!(key.member().shape.takes(), takes, "{key}");
    }
}

#[test]
fn a_key_that_is_in_two_sets_is_in_both_together() {
    let together = Keys::of(&[Key::Kind, Key::Pkce]).with(Keys::of(&[Key::Pkce, Key::Auth]));
    assert_eq!(together, Keys::of(&[Key::Kind, Key::Pkce, Key::Auth]));
    assert!(together.contains(Key::Pkce));
}

#[test]
fn every_row_quotes_a_usage_of_its_own_key() {
    for key in Key::ALL {
        let member = key.member();
        assert_eq!(member.key, *key);
        assert!(member.usage.starts_with(key.word()), "{key}: {}", member.usage);
    }
}

#[test]
fn a_name_of_the_standards_is_answered_by_its_key() {
    for key in Key::ALL {
        let member = key.member();
        for name in member.registration {
            let answer = look_up::<Key>(name);
            let known = [Answer::Known(*key), Answer::DidYouMean(*key)];
            assert!(known.contains(&answer), "{name}: {answer:?}");
        }
        if key.endpoint().is_some() {
            assert_eq!(member.server_metadata, [key.word()]);
        }
    }
}

#[test]
fn an_endpoint_and_its_key_name_each_other() {
    for endpoint in Endpoint::ALL {
        assert_eq!(endpoint.key().endpoint(), Some(*endpoint));
        assert!(matches!(endpoint.key().member().shape, Shape::Uri));
        assert!(endpoint.key().is_uri());
    }
    assert_eq!(Key::Issuer.endpoint(), None);
}

#[test]
fn a_secret_has_no_key() {
    for name in [
        "client_secret",
        "app_secret",
        "private_key",
        "signing_key",
        "secret",
        "registration_access_token",
    ] {
        assert!(names_a_secret(name), "{name}");
    }
    assert!(!names_a_secret("client_id"));
    assert!(!names_a_secret("session_secret"));
}

#[test]
fn what_a_field_holds_is_the_value_of_a_key() {
    for (role, key) in [
        (Role::ClientId, Some(Key::ClientId)),
        (Role::RedirectUri, Some(Key::RedirectUri)),
        (Role::Scope, Some(Key::Scope)),
        (Role::Resource, Some(Key::Resource)),
        (Role::Audience, Some(Key::Audience)),
        (Role::Issuer, Some(Key::Issuer)),
        (Role::TokenEndpoint, Some(Key::TokenEndpoint)),
        (Role::ClientSecret, None),
        (Role::PkceSwitch, None),
    ] {
        assert_eq!(role.key(), key, "{role}");
    }
}
