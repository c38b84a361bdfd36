//! What a declaration says of itself: its defaults, its grants and endpoints, its days and its sets
//! of keys.

use oauth_flow_core::vocabulary::{
    AuthMethod, Grant, Kind, Pkce, Profile, ResponseType, SenderConstraint,
};
use oauth_flow_core::{Date, Declaration, Endpoint, Endpoints, Key, Keys};

fn of_kind(kind: Kind) -> Declaration<'static> {
    Declaration { kind: Some(kind), ..Declaration::EMPTY }
}

#[test]
fn a_day_is_one_of_the_calendar_in_the_form_of_rfc_3339() {
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (month, length) in (1..).zip(months) {
        for day in [1, length] {
            let text = format!("2027-{month:02}-{day:02}");
            assert_eq!(Date::read(&text), Some(Date { year: 2027, month, day }), "{text}");
        }
        let after = format!("2027-{month:02}-{:02}", length + 1);
        assert_eq!(Date::read(&after), None, "{after}");
    }
    for (text, leap) in [
        ("2024-02-29", true),
        ("2000-02-29", true),
        ("0000-02-29", true),
        ("2023-02-29", false),
        ("1900-02-29", false),
        ("2100-02-29", false),
    ] {
        assert_eq!(Date::read(text).is_some(), leap, "{text}");
    }
    for text in [
        "",
        "2027-06",
        "2027-06-30-01",
        "2027-00-10",
        "2027-13-01",
        "2027-06-00",
        "2024-02-30",
        "27-06-30",
        "02027-06-30",
        "2027-6-30",
        "2027-06-3",
        "+027-06-30",
        "2027-+6-30",
        "2027-06-+3",
        "2027/06/30",
        "2027-06-3O",
    ] {
        assert_eq!(Date::read(text), None, "{text}");
    }
}

#[test]
fn a_kind_alone_adopts_its_flow_and_keeps_what_is_written() {
    let written = Keys::of(&[Key::Kind]);
    let spa = of_kind(Kind::Spa).completed(written);
    assert_eq!(spa.grants, [Grant::AuthorizationCode]);
    assert_eq!(spa.response_types, [ResponseType::Code]);
    assert_eq!((spa.pkce, spa.auth, spa.par), (Some(Pkce::S256), AuthMethod::None, false));
    let device = of_kind(Kind::Device).completed(written);
    assert_eq!(device.grants, [Grant::DeviceCode]);
    assert_eq!((device.pkce, device.response_types), (None, &[][..]));
    let fapi = Declaration { profile: Profile::Fapi2, ..of_kind(Kind::Web) };
    let adopted = fapi.completed(written);
    assert_eq!((adopted.auth, adopted.par), (AuthMethod::PrivateKeyJwt, true));
    assert_eq!(adopted.sender_constraint, Some(SenderConstraint::Dpop));
    assert!(!fapi.completed(Keys::of(&[Key::Kind, Key::Par])).par);

    let keys = Keys::of(&[Key::Kind, Key::Pkce, Key::Auth, Key::Par, Key::ResponseType]);
    let web = Declaration {
        pkce: Some(Pkce::None),
        auth: AuthMethod::TlsClientAuth,
        par: true,
        response_types: &[ResponseType::CodeIdToken],
        ..of_kind(Kind::Web)
    };
    let adopted = Declaration { grants: &[Grant::AuthorizationCode], ..web };
    assert_eq!(web.completed(keys), adopted);
    assert_eq!(Declaration::EMPTY.completed(Keys::NONE), Declaration::EMPTY);
}

#[test]
fn a_written_grant_leaves_only_the_defaults_of_registration() {
    let written = Keys::of(&[Key::Kind, Key::Grant]);
    for (kind, auth) in [
        (Kind::M2m, AuthMethod::ClientSecretBasic),
        (Kind::Web, AuthMethod::ClientSecretBasic),
        (Kind::Spa, AuthMethod::None),
        (Kind::Native, AuthMethod::None),
        (Kind::Device, AuthMethod::None),
        (Kind::Trusted, AuthMethod::ClientSecretBasic),
        (Kind::ThirdParty, AuthMethod::ClientSecretBasic),
    ] {
        let code = Declaration { grants: &[Grant::AuthorizationCode], ..of_kind(kind) };
        let response_types = &[ResponseType::Code];
        assert_eq!(code.completed(written), Declaration { auth, response_types, ..code }, "{kind}");
        let refresh = Declaration { grants: &[Grant::RefreshToken], ..of_kind(kind) };
        assert_eq!(refresh.completed(written), Declaration { auth, ..refresh }, "{kind}");
        let none = Keys::of(&[Key::Kind, Key::Grant, Key::Auth, Key::ResponseType]);
        assert_eq!(code.completed(none), code, "{kind}");
    }
}

#[test]
fn a_client_is_public_by_its_kind_or_because_it_does_not_authenticate() {
    for (kind, auth, public) in [
        (Kind::Web, AuthMethod::ClientSecretBasic, false),
        (Kind::Web, AuthMethod::None, true),
        (Kind::Spa, AuthMethod::None, true),
        (Kind::Native, AuthMethod::PrivateKeyJwt, true),
        (Kind::Device, AuthMethod::ClientSecretPost, true),
        (Kind::Trusted, AuthMethod::TlsClientAuth, false),
    ] {
        let declaration = Declaration { auth, ..of_kind(kind) };
        assert_eq!(declaration.is_public(), public, "{kind} {auth}");
    }
}

#[test]
fn the_grants_that_redirect_are_code_and_implicit() {
    for (grants, redirects) in [
        (&[][..], false),
        (&[Grant::ClientCredentials, Grant::DeviceCode, Grant::Ciba], false),
        (&[Grant::RefreshToken, Grant::AuthorizationCode], true),
        (&[Grant::Implicit], true),
    ] {
        let declaration = Declaration { grants, ..Declaration::EMPTY };
        assert_eq!(declaration.redirects(), redirects, "{grants:?}");
        assert_eq!(declaration.allows(Grant::Implicit), grants == [Grant::Implicit]);
    }
}

#[test]
fn an_endpoint_has_its_own_key_and_its_own_value() {
    let mut endpoints = Endpoints::NONE;
    for (endpoint, key, value) in [
        (Endpoint::Authorization, Key::AuthorizationEndpoint, "authorization"),
        (Endpoint::Token, Key::TokenEndpoint, "token"),
        (Endpoint::DeviceAuthorization, Key::DeviceAuthorizationEndpoint, "device"),
        (Endpoint::Revocation, Key::RevocationEndpoint, "revocation"),
        (Endpoint::PushedAuthorizationRequest, Key::PushedAuthorizationRequestEndpoint, "pushed"),
    ] {
        assert_eq!((endpoint.key(), *endpoints.get(endpoint)), (key, None));
        *endpoints.get_mut(endpoint) = Some(value);
        assert_eq!(*endpoints.get(endpoint), Some(value));
    }
    assert_eq!(endpoints.authorization_endpoint, Some("authorization"));
    assert_eq!(endpoints.token_endpoint, Some("token"));
    assert_eq!(endpoints.device_authorization_endpoint, Some("device"));
    assert_eq!(endpoints.revocation_endpoint, Some("revocation"));
    assert_eq!(endpoints.pushed_authorization_request_endpoint, Some("pushed"));
    assert_eq!(Endpoints::of(|endpoint| endpoint).token_endpoint, Endpoint::Token);
}

#[test]
fn a_set_of_keys_holds_what_was_put_in() {
    let mut keys = Keys::NONE;
    assert!(keys.is_empty() && !keys.contains(Key::Kind));
    for _ in 0..2 {
        keys.insert(Key::Kind);
        keys.insert(Key::Crate);
        assert!(keys.contains(Key::Kind) && keys.contains(Key::Crate));
        assert!(!keys.contains(Key::Grant) && !keys.is_empty());
    }
    assert_eq!(keys, Keys::of(&[Key::Crate, Key::Kind, Key::Kind]));
    assert!(keys.intersects(Keys::of(&[Key::Grant, Key::Crate])));
    assert!(!keys.intersects(Keys::of(&[Key::Grant, Key::Pkce])));
    assert!(!keys.intersects(Keys::NONE));
    assert_eq!(keys.without(Keys::of(&[Key::Crate, Key::Grant])), Keys::of(&[Key::Kind]));
    assert_eq!(Keys::of(&[Key::Kind]).with(Keys::of(&[Key::Crate])), keys);
}
