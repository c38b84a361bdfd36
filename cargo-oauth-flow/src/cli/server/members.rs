//! The members of server metadata that matter for a client: those that a snapshot has.

use oauth_flow_core::Endpoint;
use oauth_flow_core::vocabulary::Word as _;

/// The form of the value of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A URL that the client uses, as it is read from the metadata at run time.
    Url,
    /// A text; among them the URLs of endpoints that this client does not use.
    Text,
    /// A list of texts, whose order means nothing.
    Texts,
    /// A flag.
    Flag,
    /// An object of texts.
    Object,
}

impl Form {
    /// What a value of this form is, in words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Url | Self::Text => "a text",
            Self::Texts => "a list of texts",
            Self::Flag => "`true` or `false`",
            Self::Object => "an object of texts",
        }
    }
}

/// The members, each with the form of its value: the endpoints that a client can declare, and the others. Left
/// out is what a service does not decide by: texts and languages for people, claims, and `signed_metadata`,
/// which is new in each answer.
pub(crate) fn known() -> impl Iterator<Item = (&'static str, Form)> {
    let endpoints = Endpoint::ALL.iter().map(|endpoint| (endpoint.word(), Form::Url));
    endpoints.chain(OTHERS.iter().copied())
}

const OTHERS: &[(&str, Form)] = &[
    // RFC 8414 section 2, and OpenID Connect Discovery 1.0 section 3.
    ("issuer", Form::Url),
    ("jwks_uri", Form::Url),
    ("userinfo_endpoint", Form::Url),
    ("registration_endpoint", Form::Text),
    ("introspection_endpoint", Form::Text),
    ("scopes_supported", Form::Texts),
    ("response_types_supported", Form::Texts),
    ("response_modes_supported", Form::Texts),
    ("grant_types_supported", Form::Texts),
    ("code_challenge_methods_supported", Form::Texts),
    ("token_endpoint_auth_methods_supported", Form::Texts),
    ("token_endpoint_auth_signing_alg_values_supported", Form::Texts),
    ("revocation_endpoint_auth_methods_supported", Form::Texts),
    ("revocation_endpoint_auth_signing_alg_values_supported", Form::Texts),
    ("subject_types_supported", Form::Texts),
    ("acr_values_supported", Form::Texts),
    ("id_token_signing_alg_values_supported", Form::Texts),
    ("userinfo_signing_alg_values_supported", Form::Texts),
    ("request_object_signing_alg_values_supported", Form::Texts),
    ("request_parameter_supported", Form::Flag),
    ("request_uri_parameter_supported", Form::Flag),
    ("require_request_uri_registration", Form::Flag),
    // RFC 8705 sections 3.3 and 5.
    ("tls_client_certificate_bound_access_tokens", Form::Flag),
    ("mtls_endpoint_aliases", Form::Object),
    // RFC 9101 section 10.5.
    ("require_signed_request_object", Form::Flag),
    // RFC 9126 section 5.
    ("require_pushed_authorization_requests", Form::Flag),
    // RFC 9207 section 3.
    ("authorization_response_iss_parameter_supported", Form::Flag),
    // RFC 9396 section 10.
    ("authorization_details_types_supported", Form::Texts),
    // RFC 9449 section 5.1.
    ("dpop_signing_alg_values_supported", Form::Texts),
    // RFC 9728 section 4.
    ("protected_resources", Form::Texts),
    // OAuth Client ID Metadata Document, draft 02, section 6.
    ("client_id_metadata_document_supported", Form::Flag),
    // JWT Secured Authorization Response Mode section 4.
    ("authorization_signing_alg_values_supported", Form::Texts),
    // OpenID Connect Client-Initiated Backchannel Authentication section 4.
    ("backchannel_authentication_endpoint", Form::Text),
    ("backchannel_token_delivery_modes_supported", Form::Texts),
    // OpenID Connect RP-Initiated Logout 1.0 section 2.1, and Back-Channel Logout 1.0 section 2.1.
    ("end_session_endpoint", Form::Text),
    ("backchannel_logout_supported", Form::Flag),
    ("backchannel_logout_session_supported", Form::Flag),
    // Initiating User Registration via OpenID Connect 1.0 section 5.
    ("prompt_values_supported", Form::Texts),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use oauth_flow_core::members::Key;
    use oauth_flow_core::vocabulary::Word as _;

    use super::{Form, known};

    fn form(name: &str) -> Option<Form> {
        known().find(|(known, _)| *known == name).map(|(_, form)| form)
    }

    #[test]
    fn each_member_is_listed_once() {
        let names: BTreeSet<&str> = known().map(|(name, _)| name).collect();
        assert_eq!(names.len(), known().count());
    }

    #[test]
    fn what_a_key_of_the_attribute_has_in_server_metadata_is_known() {
        for key in Key::ALL {
            for name in key.member().server_metadata {
                assert!(form(name).is_some(), "{name}");
            }
        }
    }
}
