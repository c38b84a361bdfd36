//! Secrets and keys.

use oauth_flow_core::members::Detail;

use super::{details, found, mistakes, registered};

fn of(text: &str) -> Vec<(Detail, String, String)> {
    let source = registered("kind = m2m", text);
    assert_eq!(mistakes(&source), [""; 0], "{text}");
    details(&source)
}

fn detail(detail: Detail, text: &str, at: &str) -> (Detail, String, String) {
    (detail, text.to_owned(), at.to_owned())
}

#[test]
fn a_secret_is_told_by_its_place_alone() {
    let secret = "s3cr3t-s3cr3t-s3cr3t";
    let text = format!(r#"{{ "client_id": "a", "client_secret": "{secret}" }}"#);
    assert_eq!(of(&text), [detail(Detail::ClientSecret, "", "1:38")]);
    let source = registered("kind = web, profile = fapi2", text);
    for finding in source.findings() {
        assert!(!format!("{finding:?}").contains(secret), "{finding:?}");
    }
    assert!(!format!("{:?}", source.client()).contains(secret));
}

#[test]
fn a_registration_access_token_is_told_by_its_place_alone() {
    let token = "t0k3n-t0k3n-t0k3n";
    for (text, at) in [
        (format!(r#"{{ "client_id": "a", "registration_access_token": "{token}" }}"#), "1:50"),
        (
            format!(
                r#"{{ "clientId": "a", "publicClient": false, "registrationAccessToken": "{token}" }}"#
            ),
            "1:70",
        ),
    ] {
        assert_eq!(of(&text), [detail(Detail::RegistrationAccessToken, "", at)]);
        let source = registered("kind = m2m", text);
        assert!(!format!("{:?} {:?}", source.client(), source.findings()).contains(token));
    }
    for no_token in ["\"${vault.token}\"", "\"***\"", "\"\"", "null"] {
        let text = format!(r#"{{ "client_id": "a", "registration_access_token": {no_token} }}"#);
        assert_eq!(of(&text), [], "{no_token}");
    }
}

#[test]
fn a_mask_and_a_reference_are_no_secret() {
    for secret in ["**********", "*", "${vault.portal}", "${PORTAL_SECRET}"] {
        let text = format!(r#"{{ "client_id": "a", "client_secret": "{secret}" }}"#);
        assert_eq!(of(&text), [], "{secret}");
    }
    for secret in ["***a", "$vault", "${a", "a}", "null"] {
        let text = format!(r#"{{ "client_id": "a", "client_secret": "{secret}" }}"#);
        assert_eq!(of(&text), [detail(Detail::ClientSecret, "", "1:38")], "{secret}");
    }
}

#[test]
fn a_private_member_of_a_key_is_told_once_for_each_key() {
    let text = r#"{
  "jwks": { "keys": [
    { "kty": "EC", "crv": "P-256", "x": "a", "y": "b" },
    { "kty": "EC", "x": "a", "d": "c" },
    { "kty": "RSA", "n": "a", "e": "AQAB", "dq": "d", "d": "e", "p": "f" },
    { "kty": "oct", "k": "g" },
    { "kty": "RSA", "d": null, "p": "" },
    5
  ] }
}"#;
    assert_eq!(
        of(text),
        [
            detail(Detail::Jwks, "", "2:11"),
            detail(Detail::PrivateKey, "d", "4:30"),
            detail(Detail::PrivateKey, "dq", "5:44"),
            detail(Detail::PrivateKey, "k", "6:21"),
        ]
    );
}

#[test]
fn a_set_of_keys_that_is_none_is_a_mistake() {
    for (jwks, found) in [
        ("5", "a number"),
        (r#"{ "kty": "EC" }"#, "an object"),
        (r#"{ "keys": "a" }"#, "an object"),
        // Only other formats have it in a string.
        (r#""{}""#, "a string"),
    ] {
        let source = registered("kind = m2m", format!(r#"{{ "client_id": "a", "jwks": {jwks} }}"#));
        let fact = format!(
            "wrong_member 1:29 `jwks` is {found}, and it has to be a JWK set, which has the array `keys`"
        );
        assert_eq!(mistakes(&source), [fact], "{jwks}");
    }
    // The key that the method needs may be in it.
    let keyed = r#"{ "token_endpoint_auth_method": "private_key_jwt", "jwks": 5 }"#;
    let source = registered("kind = m2m, grant = client_credentials", keyed);
    let ids: Vec<_> = source.findings().iter().map(|finding| finding.rule.id).collect();
    assert_eq!(ids, ["wrong_member"]);
    let source = registered("kind = m2m", r#"{ "jwks": 5 }"#);
    assert_eq!(found(&source)[0].help, "write the member as the format of the document defines it");
}
