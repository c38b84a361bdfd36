//! How the client proves who it is, and how it keeps its credential.

use crate::judge::Rule;

pub(crate) mod fields;
pub(crate) mod method;
pub(crate) mod secret;

pub use secret::SECRET_IN_URI;

/// The help where a client that can keep a credential does not authenticate.
pub(crate) const AUTHENTICATE: &str = "declare `auth = \"client_secret_basic\"`, or `auth = \
                                       \"private_key_jwt\"` with a `jwks_uri`";

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
];
