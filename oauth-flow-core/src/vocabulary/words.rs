//! The words of the standards, each in one row.

use super::word_set;

word_set! {
    /// Who the client is: the rows of the flow guide.
    Kind, "kind":
    M2m = "m2m"; ["machine", "machine_to_machine", "service", "daemon", "worker", "backend_service", "server_to_server"]; "a program that acts on its own, such as a batch job or an API that calls an API"
    Web = "web"; ["webapp", "web_app", "web_application", "bff", "backend", "server", "server_side", "confidential"]; "an app with a backend, where secrets stay on the server"
    Spa = "spa"; ["browser", "single_page", "single_page_app", "single_page_application", "frontend", "javascript", "wasm", "user_agent"]; "an app that runs in the browser"
    Native = "native"; ["mobile", "desktop", "cli", "app", "installed", "command_line", "ios", "android"]; "an app on the user's own machine: mobile, desktop or command line"
    Device = "device"; ["tv", "printer", "iot", "console", "limited_input"]; "a machine with no browser or keyboard of its own, such as a TV or a printer"
    Trusted = "trusted"; ["first_party", "highly_trusted", "firstparty"]; "a highly trusted app of the same party as the server"
    ThirdParty = "third_party" | "third-party"; ["partner", "federated", "external", "b2b"]; "a partner that exchanges its own tokens"
}

word_set! {
    /// The document by which a declaration is checked.
    Profile, "profile":
    Rfc9700 = "rfc9700"; ["bcp240", "bcp", "default", "rfc_9700", "security_bcp"]; "the current best practice, RFC 9700 (BCP 240)"
    Rfc6749 = "rfc6749"; ["oauth2", "oauth2.0", "legacy", "rfc_6749"]; "OAuth 2.0 as published in 2012, for servers that predate the best practice"
    OAuth21 = "oauth2.1" | "oauth2_1"; ["oauth21", "2.1", "oauth_2_1"]; "the OAuth 2.1 draft"
    Fapi2 = "fapi2"; ["fapi", "fapi2.0", "fapi_2_0", "openbanking"]; "the FAPI 2.0 Security Profile"
    Mcp = "mcp"; ["model_context_protocol"]; "the authorization chapter of the Model Context Protocol"
}

word_set! {
    /// A response type of the authorization endpoint (OAuth 2.0 Multiple Response Types). The order
    /// of its parts has no meaning.
    ResponseType, "response type":
    Code = "code"; ["authorization_code"]; "an authorization code"
    Token = "token"; ["access_token", "implicit"]; "an access token in the redirect"
    IdToken = "id_token"; []; "an ID token in the redirect"
    IdTokenToken = "id_token token" | "token id_token" | "id_token_token"; []; "an ID token and an access token in the redirect"
    CodeIdToken = "code id_token" | "id_token code" | "code_id_token"; ["hybrid"]; "a code and an ID token"
    CodeToken = "code token" | "token code" | "code_token"; []; "a code and an access token in the redirect"
    CodeIdTokenToken = "code id_token token" | "code token id_token" | "id_token code token" | "id_token token code" | "token code id_token" | "token id_token code" | "code_id_token_token"; []; "a code, an ID token and an access token in the redirect"
}

word_set! {
    /// How the authorization response reaches the client.
    ResponseMode, "response mode":
    Query = "query"; []; "in the query of the redirect URI"
    Fragment = "fragment"; ["hash"]; "in its fragment"
    FormPost = "form_post"; ["post", "form"]; "as a form that the browser posts"
    Jwt = "jwt"; ["jarm"]; "as a signed response, in the mode of the response type (JARM)"
    QueryJwt = "query.jwt" | "query_jwt"; []; "as a signed response in the query (JARM)"
    FragmentJwt = "fragment.jwt" | "fragment_jwt"; []; "as a signed response in the fragment (JARM)"
    FormPostJwt = "form_post.jwt" | "form_post_jwt"; []; "as a signed response that the browser posts (JARM)"
}

word_set! {
    /// The code challenge method of PKCE (RFC 7636 section 4.2).
    Pkce, "PKCE method":
    S256 = "S256"; ["sha256", "sha_256", "true", "yes", "required", "on"]; "the SHA-256 of the verifier is sent first, the verifier itself with the code"
    Plain = "plain"; []; "the verifier itself is sent both times, which protects nothing that is seen"
    None = "none"; ["false", "no", "off", "disabled"]; "no PKCE"
}

word_set! {
    /// How the client authenticates at the token endpoint (RFC 7591 section 2,
    /// `token_endpoint_auth_method`).
    AuthMethod, "authentication method":
    None = "none"; ["public", "no", "anonymous"]; "it does not: the client is public"
    ClientSecretBasic = "client_secret_basic"; ["basic", "secret", "client_secret", "http_basic"]; "a secret in the Authorization header (RFC 6749 section 2.3.1)"
    ClientSecretPost = "client_secret_post"; ["post", "request_body", "body"]; "a secret in the request body (RFC 6749 section 2.3.1)"
    ClientSecretJwt = "client_secret_jwt"; ["secret_jwt", "hmac"]; "a JWT signed with the secret (OpenID Connect Core section 9)"
    PrivateKeyJwt = "private_key_jwt"; ["private_key", "jwt", "key", "signed_jwt"]; "a JWT signed with the client's own key (OpenID Connect Core section 9)"
    TlsClientAuth = "tls_client_auth"; ["mtls", "tls", "client_certificate"]; "a certificate of a PKI (RFC 8705 section 2.1)"
    SelfSignedTlsClientAuth = "self_signed_tls_client_auth"; ["self_signed", "self_signed_tls"]; "a certificate of its own (RFC 8705 section 2.2)"
}

word_set! {
    /// How a public client's refresh tokens are protected (RFC 9700 section 2.2.2).
    Refresh, "refresh token protection":
    Rotate = "rotate"; ["rotation", "rotating", "one_time"]; "each use gives a new refresh token and ends the old one"
    SenderConstrained = "sender_constrained"; ["dpop", "mtls", "bound", "sender_constraint"]; "only the holder of a key can use it"
}

word_set! {
    /// What binds tokens to their sender (RFC 9700 section 2.2.1).
    SenderConstraint, "sender constraint":
    Dpop = "dpop" | "DPoP"; ["rfc9449", "proof_of_possession"]; "a proof for each request, signed with the client's key (RFC 9449)"
    Mtls = "mtls"; ["tls", "rfc8705", "certificate"]; "the client's TLS certificate (RFC 8705 section 3)"
}

word_set! {
    /// A JWS algorithm that signs request objects (RFC 7518 section 3.1, RFC 8037, RFC 9864).
    JwsAlgorithm, "JWS algorithm":
    Es256 = "ES256"; ["ecdsa", "p256"]; "ECDSA with P-256 and SHA-256"
    Es384 = "ES384"; []; "ECDSA with P-384 and SHA-384"
    Es512 = "ES512"; []; "ECDSA with P-521 and SHA-512"
    Ps256 = "PS256"; []; "RSASSA-PSS with SHA-256"
    Ps384 = "PS384"; []; "RSASSA-PSS with SHA-384"
    Ps512 = "PS512"; []; "RSASSA-PSS with SHA-512"
    Rs256 = "RS256"; ["rsa"]; "RSASSA-PKCS1-v1_5 with SHA-256"
    Rs384 = "RS384"; []; "RSASSA-PKCS1-v1_5 with SHA-384"
    Rs512 = "RS512"; []; "RSASSA-PKCS1-v1_5 with SHA-512"
    EdDsa = "EdDSA"; []; "EdDSA with the curve of the key"
    Ed25519 = "Ed25519"; []; "EdDSA with Ed25519"
    Hs256 = "HS256"; ["hmac"]; "HMAC with SHA-256"
    Hs384 = "HS384"; []; "HMAC with SHA-384"
    Hs512 = "HS512"; []; "HMAC with SHA-512"
}

impl Kind {
    /// Whether nothing that this kind ships can stay secret (RFC 6749 section 2.1).
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Spa | Self::Native | Self::Device)
    }
}

impl ResponseType {
    /// Whether an authorization code is part of the response.
    #[must_use]
    pub const fn has_code(self) -> bool {
        matches!(self, Self::Code | Self::CodeIdToken | Self::CodeToken | Self::CodeIdTokenToken)
    }

    /// Whether an access token is part of the response.
    #[must_use]
    pub const fn has_token(self) -> bool {
        matches!(self, Self::Token | Self::IdTokenToken | Self::CodeToken | Self::CodeIdTokenToken)
    }

    /// Whether an ID token is part of the response.
    #[must_use]
    pub const fn has_id_token(self) -> bool {
        matches!(
            self,
            Self::IdToken | Self::IdTokenToken | Self::CodeIdToken | Self::CodeIdTokenToken
        )
    }
}

/// A method of client authentication that a draft defines: no word of [`AuthMethod`] yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftMethod {
    /// The value of `token_endpoint_auth_method` in the draft.
    pub word: &'static str,
    /// What the method is.
    pub documentation: &'static str,
    /// The draft, with its number.
    pub draft: &'static str,
}

impl DraftMethod {
    /// The methods that people meet in the metadata of servers.
    pub const ALL: &'static [Self] = &[
        Self {
            word: "attest_jwt_client_auth",
            documentation: "an attestation of the app's own key by its maker",
            draft: "draft-ietf-oauth-attestation-based-client-auth-11",
        },
        Self {
            word: "attest_jwt_client_auth_dpop",
            documentation: "an attestation of the app's own key by its maker, with a DPoP proof",
            draft: "draft-ietf-oauth-attestation-based-client-auth-11",
        },
        Self {
            word: "spiffe_jwt",
            documentation: "a JWT-SVID of the workload",
            draft: "draft-ietf-oauth-spiffe-client-auth-02",
        },
        Self {
            word: "spiffe_x509",
            documentation: "an X.509-SVID of the workload, whose SPIFFE ID is the client_id",
            draft: "draft-ietf-oauth-spiffe-client-auth-02",
        },
        Self {
            word: "spiffe_wit",
            documentation: "a workload identity token with a proof of its key",
            draft: "draft-ietf-oauth-spiffe-client-auth-02",
        },
    ];
}

impl AuthMethod {
    /// Whether the method rests on a shared client secret.
    #[must_use]
    pub const fn uses_secret(self) -> bool {
        matches!(self, Self::ClientSecretBasic | Self::ClientSecretPost | Self::ClientSecretJwt)
    }

    /// Whether the method rests on a key pair of the client.
    #[must_use]
    pub const fn uses_key(self) -> bool {
        matches!(self, Self::PrivateKeyJwt | Self::TlsClientAuth | Self::SelfSignedTlsClientAuth)
    }
}
