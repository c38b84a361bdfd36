//! The members of documents that no key of the attribute states: each is one row. A rule looks at
//! them, and no declaration has them.

use crate::vocabulary::word_set;

/// Writes down everything that lists the rows: the enum and the names.
macro_rules! details {
    ($( $variant:ident = $name:literal {
        documentation: $documentation:literal,
        registration: [$($registration:literal),*],
        keycloak: [$($keycloak:literal),*],
        gravitee: [$($gravitee:literal),*],
        server_metadata: [$($server_metadata:literal),*],
    } )+) => {
        word_set! {
            /// A member of a document that no key of the attribute states.
            Detail, "member":
            $( $variant = $name; []; $documentation )+
        }

        impl Detail {
            /// The names of the member in the documents that have it.
            #[must_use]
            pub const fn names(self) -> &'static DetailNames {
                match self {
                    $( Self::$variant => &const {
                        DetailNames {
                            registration: &[$($registration),*],
                            keycloak: &[$($keycloak),*],
                            gravitee: &[$($gravitee),*],
                            server_metadata: &[$($server_metadata),*],
                        }
                    }, )+
                }
            }
        }
    };
}

/// The names of a member in the documents that have it.
#[derive(Clone, Copy, Debug)]
pub struct DetailNames {
    /// In a client registration (RFC 7591 section 2 and the documents that extend it).
    pub registration: &'static [&'static str],
    /// In a client of Keycloak: its members, and its attributes, which have dots in their names.
    pub keycloak: &'static [&'static str],
    /// In an application of Gravitee AM.
    pub gravitee: &'static [&'static str],
    /// In the metadata of a server (RFC 8414 section 2 and the documents that extend it).
    pub server_metadata: &'static [&'static str],
}

details! {
    ClientSecret = "client_secret" {
        documentation: "the client secret",
        registration: ["client_secret"],
        keycloak: ["secret", "client.secret.rotated"],
        gravitee: ["clientSecret", "secrets"],
        server_metadata: [],
    }

    RegistrationAccessToken = "registration_access_token" {
        documentation: "the token for the registration of the client (RFC 7592 section 3)",
        registration: ["registration_access_token"],
        keycloak: ["registrationAccessToken"],
        gravitee: [],
        server_metadata: [],
    }

    Jwks = "jwks" {
        documentation: "the public keys of the client",
        registration: ["jwks"],
        keycloak: ["jwks.string"],
        gravitee: ["jwks"],
        server_metadata: [],
    }

    PrivateKey = "private_key" {
        documentation: "a private member of a key in `jwks`",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
    }

    Certificate = "certificate" {
        documentation: "the certificate of the key with which the client authenticates",
        registration: [],
        keycloak: ["jwt.credential.certificate", "jwt.credential.public.key"],
        gravitee: [],
        server_metadata: [],
    }

    TokenEndpointAuthSigningAlg = "token_endpoint_auth_signing_alg" {
        documentation: "the algorithm that signs client assertions",
        registration: ["token_endpoint_auth_signing_alg"],
        keycloak: ["token.endpoint.auth.signing.alg"],
        gravitee: ["tokenEndpointAuthSigningAlg"],
        server_metadata: ["token_endpoint_auth_signing_alg_values_supported"],
    }

    RequestObjectSigningAlg = "request_object_signing_alg" {
        documentation: "the algorithm that signs request objects, where the attribute has no word for it",
        registration: ["request_object_signing_alg"],
        keycloak: ["request.object.signature.alg"],
        gravitee: ["requestObjectSigningAlg"],
        server_metadata: [],
    }

    IdTokenSignedResponseAlg = "id_token_signed_response_alg" {
        documentation: "the algorithm that signs ID tokens",
        registration: ["id_token_signed_response_alg"],
        keycloak: ["id.token.signed.response.alg"],
        gravitee: ["idTokenSignedResponseAlg"],
        server_metadata: [],
    }

    UserinfoSignedResponseAlg = "userinfo_signed_response_alg" {
        documentation: "the algorithm that signs answers of the userinfo endpoint",
        registration: ["userinfo_signed_response_alg"],
        keycloak: ["user.info.response.signature.alg"],
        gravitee: ["userinfoSignedResponseAlg"],
        server_metadata: [],
    }

    AuthorizationSignedResponseAlg = "authorization_signed_response_alg" {
        documentation: "the algorithm that signs authorization responses (JARM)",
        registration: ["authorization_signed_response_alg"],
        keycloak: ["authorization.signed.response.alg"],
        gravitee: ["authorizationSignedResponseAlg"],
        server_metadata: [],
    }

    RequireSignedRequestObject = "require_signed_request_object" {
        documentation: "whether authorization requests have to be signed (RFC 9101 section 10.5)",
        registration: ["require_signed_request_object"],
        keycloak: ["request.object.required"],
        gravitee: [],
        server_metadata: ["require_signed_request_object"],
    }

    TlsClientAuthSubjectDn = "tls_client_auth_subject_dn" {
        documentation: "the subject of the client certificate (RFC 8705 section 2.1.2)",
        registration: ["tls_client_auth_subject_dn"],
        keycloak: ["x509.subjectdn"],
        gravitee: ["tlsClientAuthSubjectDn"],
        server_metadata: [],
    }

    TlsClientAuthSanDns = "tls_client_auth_san_dns" {
        documentation: "the DNS name in the client certificate (RFC 8705 section 2.1.2)",
        registration: ["tls_client_auth_san_dns"],
        keycloak: [],
        gravitee: ["tlsClientAuthSanDns"],
        server_metadata: [],
    }

    TlsClientAuthSanUri = "tls_client_auth_san_uri" {
        documentation: "the URI in the client certificate (RFC 8705 section 2.1.2)",
        registration: ["tls_client_auth_san_uri"],
        keycloak: [],
        gravitee: ["tlsClientAuthSanUri"],
        server_metadata: [],
    }

    TlsClientAuthSanIp = "tls_client_auth_san_ip" {
        documentation: "the IP address in the client certificate (RFC 8705 section 2.1.2)",
        registration: ["tls_client_auth_san_ip"],
        keycloak: [],
        gravitee: ["tlsClientAuthSanIp"],
        server_metadata: [],
    }

    TlsClientAuthSanEmail = "tls_client_auth_san_email" {
        documentation: "the e-mail address in the client certificate (RFC 8705 section 2.1.2)",
        registration: ["tls_client_auth_san_email"],
        keycloak: [],
        gravitee: ["tlsClientAuthSanEmail"],
        server_metadata: [],
    }

    ClientIdMetadataDocument = "client_id_metadata_document_supported" {
        documentation: "whether the server takes a client identifier that is the URL of a document",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: ["client_id_metadata_document_supported"],
    }

    AuthorizationResponseIss = "authorization_response_iss_parameter_supported" {
        documentation: "whether the server names itself in authorization responses (RFC 9207)",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: ["authorization_response_iss_parameter_supported"],
    }
}
