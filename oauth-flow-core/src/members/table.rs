//! The table of members. A new member is one row here, and one test of its message. What is derived
//! from the rows is in `derived.rs`.

#[cfg(feature = "rules")]
use super::FieldNames;
use super::derived::members;
use super::{Member, Shape};
use crate::vocabulary::{
    AuthMethod, Grant, JwsAlgorithm, Kind, Pkce, Profile, Refresh, ResponseMode, ResponseType,
    SenderConstraint, Word, word_set,
};

use Shape::{
    Document, Flag, Path, Prefix, Rules, ScopeTokens, Text, Texts, Uri, UrisOrRunTime, Waiver,
    Word as OneWord, Words, WordsOrUris,
};

members! {
    ($)
    keys {
    Kind = "kind" {
        documentation: "who the client is: a row of the flow guide",
        synonyms: ["type", "client_type", "application_type"],
        shape: OneWord(Kind::SET),
        usage: r#"kind = "spa""#,
        value: "required, unless the registration decides it",
        registration: ["application_type"],
        keycloak: [],
        gravitee: ["type", "applicationType"],
        server_metadata: [],
    }

    Profile = "profile" {
        documentation: "the text by which the declaration is judged, `rfc9700` unless it says otherwise",
        synonyms: ["standard", "spec"],
        shape: OneWord(Profile::SET),
        usage: r#"profile = "rfc9700""#,
        value: "default `rfc9700`",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
    }

    Grant = "grant" {
        documentation: "the grant types that the client uses",
        synonyms: ["grants", "grant_type", "grant_types", "flow", "flows"],
        shape: WordsOrUris(Grant::SET),
        usage: r#"grant("authorization_code", "refresh_token")"#,
        value: "one or more grant types, by short name (`device_code`) or URN; an unknown URN is an extension",
        registration: ["grant_types"],
        keycloak: ["standardFlowEnabled", "implicitFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled", "use.refresh.tokens", "oauth2.device.authorization.grant.enabled", "oauth2.jwt.authorization.grant.enabled", "standard.token.exchange.enabled", "oidc.ciba.grant.enabled"],
        gravitee: ["grantTypes"],
        server_metadata: ["grant_types_supported"],
    }

    ResponseType = "response_type" {
        documentation: "what the authorization endpoint returns",
        synonyms: ["response_types"],
        shape: Words(ResponseType::SET),
        usage: r#"response_type = "code""#,
        value: "one or more; `code` where the grant is `authorization_code`",
        registration: ["response_types"],
        keycloak: [],
        gravitee: ["responseTypes"],
        server_metadata: ["response_types_supported"],
    }

    ResponseMode = "response_mode" {
        documentation: "how the authorization response reaches the client",
        synonyms: ["response_modes"],
        shape: OneWord(ResponseMode::SET),
        usage: r#"response_mode = "form_post""#,
        value: "",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: ["response_modes_supported"],
    }

    Pkce = "pkce" {
        documentation: "the PKCE code challenge method",
        synonyms: ["code_challenge_method", "code_challenge_methods", "proof_key"],
        shape: OneWord(Pkce::SET),
        usage: r#"pkce = "S256""#,
        value: "",
        registration: [],
        keycloak: ["pkce.code.challenge.method"],
        gravitee: ["forcePKCE", "forceS256CodeChallengeMethod"],
        server_metadata: ["code_challenge_methods_supported"],
    }

    Auth = "auth" {
        documentation: "how the client authenticates at the token endpoint",
        synonyms: ["token_endpoint_auth_method", "auth_method", "authentication", "client_auth", "client_authentication"],
        shape: OneWord(AuthMethod::SET),
        usage: r#"auth = "private_key_jwt""#,
        value: "default `none` for `spa`, `native` and `device`, else `client_secret_basic`; `private_key_jwt` where the recommended flow is adopted under `fapi2`",
        registration: ["token_endpoint_auth_method"],
        keycloak: ["publicClient", "clientAuthenticatorType"],
        gravitee: ["tokenEndpointAuthMethod"],
        server_metadata: ["token_endpoint_auth_methods_supported"],
    }

    RedirectUri = "redirect_uri" {
        documentation: "the redirect URIs that are registered, or `runtime`",
        synonyms: ["redirect_uris", "redirect_url", "redirect_urls", "callback", "callback_url", "redirect"],
        shape: UrisOrRunTime,
        usage: r#"redirect_uri("https://...", "https://...")"#,
        value: "one or more URIs; `runtime` where the URI arrives at run time",
        registration: ["redirect_uris"],
        keycloak: ["redirectUris"],
        gravitee: ["redirectUris"],
        server_metadata: [],
        field: RedirectUri ends ["redirect_uri", "redirect_uris", "redirect_url", "redirect_urls", "callback_url", "callback_urls", "callback_uri", "callback_uris"] whole [] of providers ["redirect", "callback"]
            meant by [],
    }

    PostLogoutRedirectUri = "post_logout_redirect_uri" {
        documentation: "where the browser returns to after logout",
        synonyms: ["post_logout_redirect_uris", "logout_uri", "logout_redirect_uri"],
        shape: UrisOrRunTime,
        usage: r#"post_logout_redirect_uri("https://...", "https://...")"#,
        value: "one or more URIs; `runtime` where the URI arrives at run time",
        registration: ["post_logout_redirect_uris"],
        keycloak: ["post.logout.redirect.uris"],
        gravitee: ["postLogoutRedirectUris"],
        server_metadata: [],
    }

    Scope = "scope" {
        documentation: "the scopes that the client asks for",
        synonyms: ["scopes"],
        shape: ScopeTokens,
        usage: r#"scope("openid", "profile")"#,
        value: "`\"orders:read orders:write\"` or a list",
        registration: ["scope"],
        keycloak: [],
        gravitee: ["scopeSettings"],
        server_metadata: ["scopes_supported"],
        field: Scope ends [] whole ["scope", "scopes"] of providers []
            meant by ["scopes"],
    }

    Refresh = "refresh" {
        documentation: "how refresh tokens are protected",
        synonyms: ["refresh_tokens", "rotation", "refresh_token_rotation"],
        shape: OneWord(Refresh::SET),
        usage: r#"refresh = "rotate""#,
        value: "",
        registration: [],
        keycloak: [],
        gravitee: ["disableRefreshTokenRotation"],
        server_metadata: [],
    }

    SenderConstraint = "sender_constraint" {
        documentation: "what binds tokens to the client",
        synonyms: ["dpop_bound_access_tokens", "tls_client_certificate_bound_access_tokens", "dpop", "mtls"],
        shape: OneWord(SenderConstraint::SET),
        usage: r#"sender_constraint = "dpop""#,
        value: "",
        registration: ["dpop_bound_access_tokens", "tls_client_certificate_bound_access_tokens"],
        keycloak: ["dpop.bound.access.tokens", "tls.client.certificate.bound.access.tokens"],
        gravitee: ["dpopBoundAccessTokens", "tlsClientCertificateBoundAccessTokens"],
        server_metadata: ["dpop_signing_alg_values_supported", "tls_client_certificate_bound_access_tokens"],
    }

    Par = "par" {
        documentation: "whether authorization requests are pushed (RFC 9126)",
        synonyms: ["require_pushed_authorization_requests", "pushed_authorization_requests", "pushed"],
        shape: Flag,
        usage: "par = true",
        value: "a flag",
        registration: ["require_pushed_authorization_requests"],
        keycloak: ["require.pushed.authorization.requests"],
        gravitee: ["requireParRequest"],
        server_metadata: ["require_pushed_authorization_requests"],
    }

    RequestObject = "request_object" {
        documentation: "the JWS algorithm that signs authorization requests (RFC 9101)",
        synonyms: ["request_object_signing_alg", "jar"],
        shape: OneWord(JwsAlgorithm::SET),
        usage: r#"request_object = "ES256""#,
        value: "a JWS algorithm such as `ES256`",
        registration: ["request_object_signing_alg"],
        keycloak: ["request.object.signature.alg"],
        gravitee: ["requestObjectSigningAlg"],
        server_metadata: ["request_object_signing_alg_values_supported"],
    }

    Resource = "resource" {
        documentation: "the APIs that tokens are for (RFC 8707), or `runtime`",
        synonyms: ["resources"],
        shape: UrisOrRunTime,
        usage: r#"resource("https://...", "https://...")"#,
        value: "one or more URIs; `runtime` where the URI is discovered (RFC 9728) or arrives at run time",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
        field: Resource ends [] whole ["resource"] of providers []
            meant by [],
    }

    Audience = "audience" {
        documentation: "who tokens are for, in the parameter `audience` of several providers",
        synonyms: ["audiences", "aud"],
        shape: Texts,
        usage: r#"audience = "https://...""#,
        value: "one or more texts, each sent as it is; it takes the place of no `resource`",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
        field: Audience ends [] whole ["audience", "audiences"] of providers []
            meant by ["aud"],
    }

    ClientId = "client_id" {
        documentation: "the client identifier, where it is part of the program",
        synonyms: ["id", "clientid"],
        shape: Text,
        usage: r#"client_id = "...""#,
        value: "text",
        registration: ["client_id"],
        keycloak: ["clientId"],
        gravitee: ["clientId"],
        server_metadata: [],
        field: ClientId ends ["client_id", "clientid"] whole [] of providers ["consumer_key", "client_key", "app_key"]
            meant by ["id"],
    }

    DynamicRegistration = "dynamic_registration" {
        documentation: "whether each installation registers itself and has an identifier and a secret of its own (RFC 7591)",
        synonyms: ["dcr", "registers_itself", "dynamic_client_registration"],
        shape: Flag,
        usage: "dynamic_registration = true",
        value: "a flag; for `native` and `device`",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
    }

    JwksUri = "jwks_uri" {
        documentation: "where the client publishes its public keys",
        synonyms: ["jwks", "jwks_url"],
        shape: Uri,
        usage: r#"jwks_uri = "https://...""#,
        value: "a URL",
        registration: ["jwks_uri"],
        keycloak: ["jwks.url"],
        gravitee: ["jwksUri"],
        server_metadata: ["jwks_uri"],
        field: JwksUri ends ["jwks_uri"] whole [] of providers []
            meant by ["jwks"],
    }

    Issuer = "issuer" {
        documentation: "the issuer identifier of the authorization server",
        synonyms: ["issuer_url", "authority", "iss"],
        shape: Uri,
        usage: r#"issuer = "https://...""#,
        value: "a URL",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: ["issuer"],
        field: Issuer ends [] whole ["issuer", "issuer_url", "issuer_uri", "oidc_issuer", "oidc_issuer_url", "authority", "discovery_url"] of providers []
            meant by ["authority"],
    }

    AuthorizationEndpoint = "authorization_endpoint" {
        documentation: "the authorization endpoint of the server",
        synonyms: ["auth_url", "auth_uri", "authorize_url", "authorization_url"],
        shape: Uri,
        usage: r#"authorization_endpoint = "https://...""#,
        value: "a URL",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: ["authorization_endpoint"],
        endpoint: Authorization authorization_endpoint of "RFC 8414 section 2",
        field: AuthorizationEndpoint ends ["authorization_endpoint", "auth_url", "auth_uri", "authorize_url", "authorization_url"] whole [] of providers []
            meant by ["authorize"],
    }

    TokenEndpoint = "token_endpoint" {
        documentation: "the token endpoint of the server",
        synonyms: ["token_url", "token_uri"],
        shape: Uri,
        usage: r#"token_endpoint = "https://...""#,
        value: "a URL",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: ["token_endpoint"],
        endpoint: Token token_endpoint of "RFC 8414 section 2",
        field: TokenEndpoint ends ["token_endpoint", "token_url", "token_uri"] whole [] of providers []
            meant by ["token"],
    }

    DeviceAuthorizationEndpoint = "device_authorization_endpoint" {
        documentation: "the device authorization endpoint of the server (RFC 8628)",
        synonyms: ["device_authorization_url"],
        shape: Uri,
        usage: r#"device_authorization_endpoint = "https://...""#,
        value: "a URL",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: ["device_authorization_endpoint"],
        endpoint: DeviceAuthorization device_authorization_endpoint of "RFC 8628 section 4",
        field: DeviceAuthorizationEndpoint ends ["device_authorization_endpoint", "device_authorization_url"] whole [] of providers []
            meant by ["device_url"],
    }

    RevocationEndpoint = "revocation_endpoint" {
        documentation: "the revocation endpoint of the server (RFC 7009)",
        synonyms: ["revocation_url", "revoke_url"],
        shape: Uri,
        usage: r#"revocation_endpoint = "https://...""#,
        value: "a URL",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: ["revocation_endpoint"],
        endpoint: Revocation revocation_endpoint of "RFC 8414 section 2",
        field: RevocationEndpoint ends ["revocation_endpoint", "revocation_url"] whole [] of providers []
            meant by ["revoke_url"],
    }

    PushedAuthorizationRequestEndpoint = "pushed_authorization_request_endpoint" {
        documentation: "the pushed authorization request endpoint of the server (RFC 9126)",
        synonyms: ["par_endpoint", "par_url"],
        shape: Uri,
        usage: r#"pushed_authorization_request_endpoint = "https://...""#,
        value: "a URL",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: ["pushed_authorization_request_endpoint"],
        endpoint: PushedAuthorizationRequest pushed_authorization_request_endpoint of "RFC 9126 section 5",
    }

    Registration = "registration" {
        documentation: "the document of what is registered with the server",
        synonyms: ["registration_document", "client_registration", "client_metadata"],
        shape: Document,
        usage: r#"registration = "clients/portal.json""#,
        value: "a path from the folder of `Cargo.toml`: an RFC 7591 registration, a client ID metadata document, a Keycloak client or realm, or a Gravitee AM application",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
    }

    Server = "server" {
        documentation: "the document of what the authorization server supports (RFC 8414)",
        synonyms: ["server_metadata", "metadata", "discovery"],
        shape: Document,
        usage: r#"server = "oauth/idp.example.com.json""#,
        value: "a path from the folder of `Cargo.toml`, as `cargo oauth-flow server add` writes the file",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
    }

    Allow = "allow" {
        documentation: "a waiver: silences one rule for this client, with a reason",
        synonyms: ["waive", "waiver", "ignore", "except"],
        shape: Waiver,
        usage: r#"allow(rule, reason = "...")"#,
        value: "a waiver; repeatable; `until = \"2027-06-30\"` is optional",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
    }

    Deny = "deny" {
        documentation: "turns a warning of this client into an error",
        synonyms: ["forbid", "error"],
        shape: Rules,
        usage: "deny(rule)",
        value: "one or more rules, whose warnings become errors",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
    }

    Fields = "fields" {
        documentation: "the prefix of the fields that are the client's, in the configuration of a whole service",
        synonyms: ["field_prefix", "prefix"],
        shape: Prefix,
        usage: r#"fields = "sso_""#,
        value: "the beginning of field names; a role is told by what follows it",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
    }

    Crate = "crate" {
        documentation: "where the facade is, when it is renamed or re-exported",
        synonyms: ["crate_path", "krate"],
        shape: Path,
        usage: "crate = path::to::oauth_flow",
        value: "a path",
        registration: [],
        keycloak: [],
        gravitee: [],
        server_metadata: [],
    }

    }
    fields {
    ClientSecret = "client_secret" {
        documentation: "the client secret",
        synonyms: ["secret", "password"],
        ends: ["client_secret", "clientsecret", "app_secret", "client_secret_value"],
        whole: ["secret"],
        of_providers: ["consumer_secret", "api_secret", "oauth_secret"],
    }

    PrivateKey = "private_key" {
        documentation: "the key that signs client assertions",
        synonyms: ["key"],
        ends: ["private_key", "signing_key", "private_key_pem", "private_key_der", "private_key_jwk", "private_key_base64", "private_jwk"],
        whole: [],
        of_providers: [],
    }

    SecretReference = "client_secret_file" {
        documentation: "where the client secret is: a file, a command, a variable, a name in a vault",
        synonyms: [],
        ends: [],
        whole: [],
        of_providers: [],
    }

    KeyReference = "private_key_file" {
        documentation: "where the client's key or certificate is: a file, a key service",
        synonyms: ["certificate"],
        ends: ["certificate", "client_certificate", "client_cert", "client_cert_pem", "cert_file", "cert_path", "cert_pem", "pkcs12_path", "p12_path", "certificate_file", "certificate_path", "certificate_pem", "pfx_file", "pfx_path", "keystore", "keystore_path", "key_file", "key_path", "jwks_file", "jwks_path", "key_arn", "key_handle", "kms_key", "kms_key_id", "kms_key_name", "kms_alias", "key_alias", "key_ring", "key_vault", "key_vault_url", "key_vault_name", "hsm_key", "pkcs11_uri"],
        whole: ["signer"],
        of_providers: [],
    }

    ClientAssertion = "client_assertion" {
        documentation: "an assertion that the platform makes for the client, or where it is",
        synonyms: ["assertion"],
        ends: ["client_assertion", "client_assertion_file", "client_assertion_path", "client_assertion_env", "federated_token", "token_file", "token_path", "token_file_path"],
        whole: [],
        of_providers: [],
    }

    RefreshToken = "refresh_token" {
        documentation: "a refresh token that another program got",
        synonyms: [],
        ends: ["refresh_token", "refresh_token_file", "refresh_token_path"],
        whole: [],
        of_providers: [],
    }

    RegistrationAccessToken = "registration_access_token" {
        documentation: "what a server gave this installation when it registered itself (RFC 7592)",
        synonyms: [],
        ends: ["registration_access_token", "registration_client_uri"],
        whole: [],
        of_providers: [],
    }

    PkceSwitch = "pkce" {
        documentation: "a run-time choice of PKCE",
        synonyms: [],
        ends: ["pkce", "use_pkce", "enable_pkce", "pkce_enabled", "pkce_method", "code_challenge_method"],
        whole: [],
        of_providers: [],
    }

    InsecureSwitch = "danger_accept_invalid_certs" {
        documentation: "a run-time choice that weakens transport security",
        synonyms: [],
        ends: ["danger_accept_invalid_certs", "danger_accept_invalid_hostnames", "accept_invalid_certs", "tls_insecure", "insecure_tls", "allow_http", "allow_plain_http", "allow_insecure", "allow_insecure_http", "skip_tls_verify", "tls_skip_verify", "insecure_skip_verify", "disable_tls_verification", "no_verify_tls"],
        whole: ["insecure"],
        of_providers: [],
    }
    }
}
