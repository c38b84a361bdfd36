//! How the client proves who it is, and how it keeps its credential.

use crate::judge::{Rule, Subject};
use crate::members::Role;
use crate::vocabulary::Profile;

pub(crate) mod fields;
pub(crate) mod method;
pub(crate) mod registered;
pub(crate) mod secret;

pub use secret::SECRET_IN_URI;

/// The help where a client that can keep a credential does not authenticate.
pub(crate) const AUTHENTICATE: &str = "declare `auth = \"client_secret_basic\"`, or `auth = \
                                       \"private_key_jwt\"` with a `jwks_uri`";

/// The same where the struct is a whole client, and has no credential.
const AUTHENTICATE_WITH_A_FIELD: &str = "declare `auth = \"client_secret_basic\"` and add a \
                                         `client_secret` field, or declare `auth = \
                                         \"private_key_jwt\"` with a `jwks_uri`";

/// What to do where the client does not authenticate: the method that its credential fits, and no
/// secret where a public document describes the client or FAPI 2.0 applies.
pub(crate) fn authenticate(subject: &Subject<'_>) -> &'static str {
    let has = |role| subject.field_in(role).is_some();
    let no_secret =
        metadata_document(subject).is_some() || subject.declaration.profile == Profile::Fapi2;
    if has(Role::PrivateKey) || has(Role::KeyReference) || has(Role::ClientAssertion) {
        "declare `auth = \"private_key_jwt\"`"
    } else if no_secret {
        AUTHENTICATE_WITH_A_KEY
    } else if has(Role::ClientSecret) || has(Role::SecretReference) {
        "declare `auth = \"client_secret_basic\"`"
    } else if has(Role::ClientId) && !subject.flattened {
        AUTHENTICATE_WITH_A_FIELD
    } else {
        AUTHENTICATE
    }
}

/// The client_id as the URL of a client ID metadata document, if it is one.
pub(crate) fn metadata_document<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let is_url = |text: &&str| {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| {
            scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
        })
    };
    subject.declaration.client_id.filter(is_url)
}

/// The help where only a key of the client will do.
pub(crate) const AUTHENTICATE_WITH_A_KEY: &str =
    "declare `auth = \"private_key_jwt\"` with a `jwks_uri`";

/// The rules about client authentication, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &method::SECRET_IN_PUBLIC_CLIENT,
    &secret::EMBEDDED_SECRET,
    &method::UNAUTHENTICATED_CONFIDENTIAL_CLIENT,
    &method::MISSING_CREDENTIAL,
    &method::SECRET_WITHOUT_METHOD,
    &SECRET_IN_URI,
    &secret::LEAKY_SECRET,
    &fields::REQUEST_VALUE_IN_CONFIG,
    &fields::INSECURE_SWITCH,
    &method::KEY_IN_PUBLIC_CLIENT,
    &registered::JWKS_AND_JWKS_URI,
    &registered::PRIVATE_KEY_IN_JWKS,
    &registered::MTLS_SUBJECT,
    &registered::ALGORITHM_NONE,
    &registered::AUTH_ALGORITHM_MISMATCH,
    &registered::COMMITTED_SECRET,
];
