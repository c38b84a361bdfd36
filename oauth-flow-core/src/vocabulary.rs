//! Every enumerated word of a declaration, each written down once: its variant, its spelling in the
//! standard, the words that people write instead, and what it means. What parses a word also
//! answers an unknown one, so the two cannot disagree.

#[cfg(test)]
mod tests;

use alloc::string::String;
use alloc::vec::Vec;

/// A closed set of words that a key of a declaration takes.
pub trait Word: Copy + Eq + 'static {
    /// Every word of the set, in the order in which lists and tables show them.
    const ALL: &'static [Self];
    /// What one of the words is called in a sentence, such as "grant".
    const NOUN: &'static str;
    /// Every word of the set with its documented spelling.
    const SPELT: &'static [(Self, &'static str)];
    /// Every word of the set as it is searched for, in the order of [`ALL`](Self::ALL).
    const ENTRIES: &'static [Entry];
    /// The documented spelling.
    fn word(self) -> &'static str;
    /// Other spellings that mean exactly this word: the URN, the form with underscores.
    fn spellings(self) -> &'static [&'static str];
    /// Words that people write for it; they are not accepted, but answered with this word.
    fn synonyms(self) -> &'static [&'static str];
    /// What the word means, in one sentence.
    fn documentation(self) -> &'static str;
}

/// The answer to a word that a user wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// The word is in the set.
    Known(T),
    /// The word is not in the set, but this one is meant.
    DidYouMean(T),
    /// Nothing in the set comes near it.
    Unknown,
}

/// A word as it is searched for.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub(crate) word: &'static str,
    pub(crate) spellings: &'static [&'static str],
    pub(crate) synonyms: &'static [&'static str],
}

impl Entry {
    /// Every spelling that means exactly this word.
    fn spelt(&self) -> impl Iterator<Item = &'static str> {
        core::iter::once(self.word).chain(self.spellings.iter().copied())
    }
}

/// Looks `text` up in the set `T`: its spellings exactly, else its synonyms and what is near.
pub fn look_up<T: Word>(text: &str) -> Answer<T> {
    let word = |index: usize| T::ALL.get(index).copied();
    match search(text, T::ENTRIES) {
        Answer::Known(index) => word(index).map_or(Answer::Unknown, Answer::Known),
        Answer::DidYouMean(index) => word(index).map_or(Answer::Unknown, Answer::DidYouMean),
        Answer::Unknown => Answer::Unknown,
    }
}

/// Where the word stands that `text` is or means. One function for all sets, since each user of the
/// macro compiles it.
fn search(text: &str, entries: &[Entry]) -> Answer<usize> {
    let spells = |text: &str| entries.iter().position(|entry| entry.spelt().any(|it| it == text));
    if let Some(index) = spells(text) {
        return Answer::Known(index);
    }
    let means = |entry: &Entry| entry.synonyms.iter().any(|synonym| same_word(synonym, text));
    if let Some(index) = entries.iter().position(means) {
        return Answer::DidYouMean(index);
    }
    let candidates: Vec<&str> = entries.iter().flat_map(Entry::spelt).collect();
    let near = nearest(text, &candidates).and_then(spells);
    near.map_or(Answer::Unknown, Answer::DidYouMean)
}

/// Whether two words differ in nothing but case and the characters that join their parts.
fn same_word(a: &str, b: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> {
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
    }
    letters(a).next().is_some() && letters(a).eq(letters(b))
}

/// The word that `text` spells but for case and the characters that join its parts.
#[must_use]
pub fn respelt<T: Word>(text: &str) -> Option<T> {
    let spells = |entry: &Entry| entry.spelt().any(|spelling| same_word(spelling, text));
    T::ENTRIES.iter().position(spells).and_then(|index| T::ALL.get(index).copied())
}

/// The spelling of a word that needs no quotes, which is an identifier of Rust: `jwt_bearer`.
#[must_use]
pub fn bare(word: &str) -> String {
    word.replace(['-', '.', ' '], "_")
}

/// The candidate nearest to `text`, if one is near enough to be a slip of the pen: the same letters
/// in another case or joined otherwise, else at most one edit for every three characters.
#[must_use]
pub fn nearest<'a>(text: &str, candidates: &[&'a str]) -> Option<&'a str> {
    if let Some(same) = candidates.iter().find(|candidate| same_word(candidate, text)) {
        return Some(same);
    }
    // A long text is no slip of a short word, and the distance is quadratic.
    if text.len() > 64 {
        return None;
    }
    candidates
        .iter()
        .map(|candidate| (edits(text, candidate), *candidate))
        .filter(|(distance, candidate)| distance * 3 <= candidate.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The number of characters to insert, remove, replace or swap with their neighbour to make one
/// text the other, without regard to case.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // Row by row: the distances of what came before from each start of `b`.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous: Option<char> = None;
    for (i, left) in a.chars().enumerate() {
        let mut row = alloc::vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            // No index is outside of its row.
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or_default();
            let replace = at(&last, j) + usize::from(!left.eq_ignore_ascii_case(right));
            let mut best = replace.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let neighbour = j.checked_sub(1).and_then(|before| b.get(before));
            if let (Some(previous), Some(neighbour)) = (previous, neighbour)
                && left.eq_ignore_ascii_case(neighbour)
                && previous.eq_ignore_ascii_case(right)
            {
                best = best.min(at(&before_last, j - 1) + 1);
            }
            row.push(best);
        }
        before_last = core::mem::replace(&mut last, row);
        previous = Some(left);
    }
    last.last().copied().unwrap_or_default()
}

macro_rules! words {
    (
        $(#[doc = $about:literal])+
        $name:ident, $noun:literal:
        $( $variant:ident = $word:literal $(| $spelling:literal)* ; [$($synonym:literal),*] ; $documentation:literal )+
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        // The names of the standards, such as EdDSA, are prose here.
        #[allow(clippy::doc_markdown)]
        pub enum $name {
            // An editor shows the literal, and skips what it would have to compute.
            $( #[doc = $documentation] #[doc = concat!(" (`", $word, "`).")] $variant, )+
        }

        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const NOUN: &'static str = $noun;
            const SPELT: &'static [(Self, &'static str)] = &[$((Self::$variant, $word)),+];
            const ENTRIES: &'static [$crate::vocabulary::Entry] = &[$($crate::vocabulary::Entry {
                word: $word,
                spellings: &[$($spelling),*],
                synonyms: &[$($synonym),*],
            }),+];
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            fn spellings(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($spelling),*]),+ }
            }
            fn synonyms(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($synonym),*]),+ }
            }
            fn documentation(self) -> &'static str {
                match self { $(Self::$variant => $documentation),+ }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
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

words! {
    /// The text that a declaration is held against.
    Profile, "profile":
    Rfc9700 = "rfc9700"; ["bcp240", "bcp", "default", "rfc_9700", "security_bcp"]; "the current best practice, RFC 9700 (BCP 240)"
    Rfc6749 = "rfc6749"; ["oauth2", "oauth2.0", "legacy", "rfc_6749"]; "OAuth 2.0 as published in 2012, for servers that predate the best practice"
    OAuth21 = "oauth2.1" | "oauth2_1"; ["oauth21", "2.1", "oauth_2_1"]; "the OAuth 2.1 draft"
    Fapi2 = "fapi2"; ["fapi", "fapi2.0", "fapi_2_0", "openbanking"]; "the FAPI 2.0 Security Profile"
    Mcp = "mcp"; ["model_context_protocol"]; "the authorization chapter of the Model Context Protocol"
}

words! {
    /// A grant type of the standards (RFC 7591 section 2, `grant_types`).
    Grant, "grant":
    AuthorizationCode = "authorization_code"; ["code", "auth_code", "authcode", "authorization", "pkce"]; "the user is sent to the server and comes back with a code (RFC 6749 section 4.1)"
    Implicit = "implicit"; ["token"]; "the token comes back in the redirect (RFC 6749 section 4.2, deprecated)"
    Password = "password"; ["ropc", "resource_owner_password_credentials", "resource_owner_password", "direct_access"]; "the client takes the user's password (RFC 6749 section 4.3, forbidden by RFC 9700)"
    ClientCredentials = "client_credentials"; ["client_credential", "credentials", "machine", "service_account"]; "the client acts for itself (RFC 6749 section 4.4)"
    RefreshToken = "refresh_token"; ["refresh", "offline"]; "a new access token for a refresh token (RFC 6749 section 6)"
    DeviceCode = "device_code" | "urn:ietf:params:oauth:grant-type:device_code"; ["device", "device_authorization", "device_flow"]; "the user enters a code on another device (RFC 8628)"
    JwtBearer = "jwt-bearer" | "jwt_bearer" | "urn:ietf:params:oauth:grant-type:jwt-bearer"; ["jwt", "assertion", "bearer"]; "a JWT of a trusted issuer for an access token (RFC 7523)"
    Saml2Bearer = "saml2-bearer" | "saml2_bearer" | "urn:ietf:params:oauth:grant-type:saml2-bearer"; ["saml", "saml2", "saml_bearer"]; "a SAML 2.0 assertion for an access token (RFC 7522)"
    TokenExchange = "token-exchange" | "token_exchange" | "urn:ietf:params:oauth:grant-type:token-exchange"; ["exchange", "obo", "on_behalf_of", "impersonation"]; "one token for another (RFC 8693)"
    Ciba = "ciba" | "urn:openid:params:grant-type:ciba"; ["backchannel", "backchannel_authentication"]; "the user is asked on a device of their own (OpenID CIBA Core)"
}

words! {
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

words! {
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

words! {
    /// The code challenge method of PKCE (RFC 7636 section 4.2).
    Pkce, "PKCE method":
    S256 = "S256"; ["sha256", "sha_256", "true", "yes", "required", "on"]; "the SHA-256 of the verifier is sent first, the verifier itself with the code"
    Plain = "plain"; []; "the verifier itself is sent both times, which protects nothing that is seen"
    None = "none"; ["false", "no", "off", "disabled"]; "no PKCE"
}

words! {
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

words! {
    /// How a public client's refresh tokens are protected (RFC 9700 section 2.2.2).
    Refresh, "refresh token protection":
    Rotate = "rotate"; ["rotation", "rotating", "one_time"]; "each use gives a new refresh token and ends the old one"
    SenderConstrained = "sender_constrained"; ["dpop", "mtls", "bound", "sender_constraint"]; "only the holder of a key can use it"
}

words! {
    /// What binds tokens to their sender (RFC 9700 section 2.2.1).
    SenderConstraint, "sender constraint":
    Dpop = "dpop" | "DPoP"; ["rfc9449", "proof_of_possession"]; "a proof for each request, signed with the client's key (RFC 9449)"
    Mtls = "mtls"; ["tls", "rfc8705", "certificate"]; "the client's TLS certificate (RFC 8705 section 3)"
}

words! {
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

words! {
    /// A key of the attribute. Its names are those of RFC 7591, RFC 8414 and RFC 8707, shortened to
    /// the singular; the name in the standard is a synonym.
    Key, "key":
    Kind = "kind"; ["type", "client_type", "application_type"]; "who the client is: a row of the flow guide"
    Profile = "profile"; ["standard", "spec"]; "the text that the declaration is held against, `rfc9700` unless it says otherwise"
    Grant = "grant"; ["grants", "grant_type", "grant_types", "flow", "flows"]; "the grant types that the client uses"
    ResponseType = "response_type"; ["response_types"]; "what the authorization endpoint returns"
    ResponseMode = "response_mode"; ["response_modes"]; "how the authorization response reaches the client"
    Pkce = "pkce"; ["code_challenge_method", "code_challenge_methods", "proof_key"]; "the PKCE code challenge method"
    Auth = "auth"; ["token_endpoint_auth_method", "auth_method", "authentication", "client_auth", "client_authentication"]; "how the client authenticates at the token endpoint"
    RedirectUri = "redirect_uri"; ["redirect_uris", "redirect_url", "redirect_urls", "callback", "callback_url", "redirect"]; "the redirect URIs that are registered, or `runtime`"
    PostLogoutRedirectUri = "post_logout_redirect_uri"; ["post_logout_redirect_uris", "logout_uri", "logout_redirect_uri"]; "where the browser returns to after logout"
    Scope = "scope"; ["scopes"]; "the scopes that the client asks for"
    Refresh = "refresh"; ["refresh_tokens", "rotation", "refresh_token_rotation"]; "how refresh tokens are protected"
    SenderConstraint = "sender_constraint"; ["dpop_bound_access_tokens", "tls_client_certificate_bound_access_tokens", "dpop", "mtls"]; "what binds tokens to the client"
    Par = "par"; ["require_pushed_authorization_requests", "pushed_authorization_requests", "pushed"]; "whether authorization requests are pushed (RFC 9126)"
    RequestObject = "request_object"; ["request_object_signing_alg", "jar"]; "the JWS algorithm that signs authorization requests (RFC 9101)"
    Resource = "resource"; ["resources", "audience"]; "the APIs that tokens are for (RFC 8707)"
    ClientId = "client_id"; ["id", "clientid"]; "the client identifier, where it is part of the program"
    JwksUri = "jwks_uri"; ["jwks", "jwks_url"]; "where the client publishes its public keys"
    Issuer = "issuer"; ["issuer_url", "authority", "iss"]; "the issuer identifier of the authorization server"
    AuthorizationEndpoint = "authorization_endpoint"; ["auth_url", "auth_uri", "authorize_url", "authorization_url"]; "the authorization endpoint of the server"
    TokenEndpoint = "token_endpoint"; ["token_url", "token_uri"]; "the token endpoint of the server"
    DeviceAuthorizationEndpoint = "device_authorization_endpoint"; ["device_authorization_url"]; "the device authorization endpoint of the server (RFC 8628)"
    RevocationEndpoint = "revocation_endpoint"; ["revocation_url", "revoke_url"]; "the revocation endpoint of the server (RFC 7009)"
    PushedAuthorizationRequestEndpoint = "pushed_authorization_request_endpoint"; ["par_endpoint", "par_url"]; "the pushed authorization request endpoint of the server (RFC 9126)"
    Allow = "allow"; ["waive", "waiver", "ignore", "except"]; "a waiver: silences one rule for this client, with a reason"
    Deny = "deny"; ["forbid", "error"]; "turns a warning of this client into an error"
    Crate = "crate"; ["crate_path", "krate"]; "where the facade is, when it is renamed or re-exported"
}

impl Kind {
    /// Whether nothing that this kind ships can stay secret (RFC 6749 section 2.1).
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Spa | Self::Native | Self::Device)
    }
}

impl Key {
    /// Whether its words are those of a closed set: of the vocabulary, or the ids of rules.
    #[must_use]
    pub const fn takes_words(self) -> bool {
        matches!(
            self,
            Self::Kind
                | Self::Profile
                | Self::Grant
                | Self::ResponseType
                | Self::ResponseMode
                | Self::Pkce
                | Self::Auth
                | Self::Refresh
                | Self::SenderConstraint
                | Self::RequestObject
                | Self::Allow
                | Self::Deny
        )
    }
}

impl Grant {
    /// Whether the grant sends the user to a redirect URI (RFC 6749 section 3.1.2).
    #[must_use]
    pub const fn redirects(self) -> bool {
        matches!(self, Self::AuthorizationCode | Self::Implicit)
    }

    /// Whether a user takes part in the grant.
    #[must_use]
    pub const fn involves_user(self) -> bool {
        matches!(
            self,
            Self::AuthorizationCode
                | Self::Implicit
                | Self::Password
                | Self::DeviceCode
                | Self::Ciba
        )
    }

    /// Whether the grant is an assertion or a token of someone else (RFC 7521 section 4.1, RFC 8693).
    #[must_use]
    pub const fn is_assertion(self) -> bool {
        matches!(self, Self::JwtBearer | Self::Saml2Bearer | Self::TokenExchange)
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
