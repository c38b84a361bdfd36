//! A provider in memory, which signs what a test tells it to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use oauth_flow::flow::{
    Builder, Flow, JwtErrorReason, RequestError, ServerMetadata, Tokens, UnusableReason,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable, clock, only, pairs};
use serde_json::{Value, json};

pub(super) const ISSUER: &str = "https://idp.example.com";
pub(super) const NOW: u64 = 1_700_000_000;
pub(super) const SECRET: &str = "a secret of more than thirty-two bytes";

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token", "device_code"),
    pkce = "S256",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback",
    post_logout_redirect_uri("https://app.example.com/bye", "https://app.example.com/gone"),
    scope = "openid profile",
    allow(kind_grant_mismatch, reason = "one client for each answer")
)]
pub(super) struct Portal;

/// The metadata of the provider, with these members in place of its own.
pub(super) fn metadata(members: &Value) -> ServerMetadata {
    let mut document = json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://idp.example.com/authorize",
        "token_endpoint": "https://idp.example.com/token",
        "device_authorization_endpoint": "https://idp.example.com/device",
        "jwks_uri": "https://idp.example.com/jwks",
        "userinfo_endpoint": "https://idp.example.com/userinfo",
        "end_session_endpoint": "https://idp.example.com/logout?theme=dark",
        "code_challenge_methods_supported": ["S256"],
    });
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    ServerMetadata::read(document.to_string().as_bytes(), ISSUER).unwrap()
}

pub(super) fn builder() -> Builder<Portal> {
    Flow::<Portal>::builder().server(&metadata(&json!({}))).client_secret(SECRET).clock(clock)
}

pub(super) fn flow() -> Flow<Portal> {
    builder().build().unwrap()
}

/// A key pair of the provider.
pub(super) struct Key {
    pub(super) kid: &'static str,
    pub(super) algorithm: Algorithm,
    private: EncodingKey,
}

macro_rules! keys {
    ($($name:ident $algorithm:ident $read:ident $file:literal)+) => {
        $(pub(super) fn $name() -> Key {
            let private = EncodingKey::$read(include_bytes!(concat!("../../keys/", $file)));
            let private = private.unwrap();
            Key { kid: stringify!($name), algorithm: Algorithm::$algorithm, private }
        })+
    };
}

keys! {
    rsa RS256 from_rsa_pem "rsa.pem"
    pss PS256 from_rsa_pem "rsa.pem"
    short_rsa RS256 from_rsa_pem "rsa_1024.pem"
    p256 ES256 from_ec_pem "p256.pem"
    p384 ES384 from_ec_pem "p384.pem"
    ed25519 EdDSA from_ed_pem "ed25519.pem"
}

impl Key {
    /// The name of its algorithm.
    pub(super) fn alg(&self) -> String {
        format!("{:?}", self.algorithm)
    }

    /// What the provider publishes of it.
    pub(super) fn published(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.private, self.algorithm).unwrap();
        let mut jwk = serde_json::to_value(jwk).unwrap();
        jwk["kid"] = json!(self.kid);
        jwk["use"] = json!("sig");
        jwk
    }

    /// What the provider publishes of it, without these members.
    pub(super) fn published_without(&self, members: &[&str]) -> Value {
        let mut jwk = self.published();
        for member in members {
            jwk.as_object_mut().unwrap().remove(*member);
        }
        jwk
    }

    /// A JWS with this header and payload, whatever they are.
    pub(super) fn sign_text(&self, header: &str, payload: &str) -> String {
        let signed =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let key = (DEFAULT_PROVIDER.signer_factory)(&self.algorithm, &self.private).unwrap();
        let signature = key.try_sign(signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// A token with the usual header.
    pub(super) fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": self.alg(), "kid": self.kid, "typ": "JWT"});
        self.sign_text(&header.to_string(), &claims.to_string())
    }
}

/// A key of HMAC.
pub(super) fn shared(secret: &[u8]) -> Key {
    Key { kid: "shared", algorithm: Algorithm::HS256, private: EncodingKey::from_secret(secret) }
}

/// The claims of an ID token that is right.
pub(super) fn claims(nonce: &str) -> Value {
    json!({
        "iss": ISSUER, "sub": "248289761001", "aud": "portal", "exp": NOW + 300, "iat": NOW,
        "nonce": nonce,
    })
}

/// The answer of the token endpoint with this ID token.
pub(super) fn tokens(id_token: &str) -> String {
    json!({
        "access_token": "at-1", "token_type": "Bearer", "refresh_token": "rt-1",
        "id_token": id_token,
    })
    .to_string()
}

/// What the provider publishes.
pub(super) fn key_set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

pub(super) type Login = Result<Tokens, RequestError<Unreachable>>;

/// A login of the flow, whose ID token is made of the nonce.
pub(super) fn login_at(
    flow: &Flow<Portal>,
    http: impl FnOnce(Http) -> Http,
    id_token: impl FnOnce(&str) -> String,
) -> (Login, Http) {
    let (url, pending) = flow.authorize().begin().unwrap();
    let query = pairs(url.query().unwrap());
    let http = http(Http::default()).then(200, &tokens(&id_token(&only(&query, "nonce"))));
    let callback =
        format!("code=c-1&state={}&iss=https%3A%2F%2Fidp.example.com", only(&query, "state"));
    let tokens = flow.complete(pending, &callback).unwrap().request(&http);
    (tokens, http)
}

/// A login with a provider that publishes these keys.
pub(super) fn login_with(keys: &[Value], id_token: impl FnOnce(&str) -> String) -> Login {
    login_of(&flow(), keys, id_token)
}

/// The same, of a flow that is built in another way.
pub(super) fn login_of(
    flow: &Flow<Portal>,
    keys: &[Value],
    id_token: impl FnOnce(&str) -> String,
) -> Login {
    login_at(flow, |http| http.then(200, &key_set(keys)), id_token).0
}

/// A login whose ID token has these claims in place of the right ones; `null` leaves one out.
pub(super) fn login_claiming(changed: &Value) -> Login {
    login_of_claiming(&flow(), changed)
}

/// The same, of a flow that is built in another way.
pub(super) fn login_of_claiming(flow: &Flow<Portal>, changed: &Value) -> Login {
    login_of(flow, &[p256().published()], |nonce| p256().sign(&with(claims(nonce), changed)))
}

/// The claims with others in place of them; `null` leaves one out.
pub(super) fn with(mut claims: Value, changed: &Value) -> Value {
    for (name, value) in changed.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

/// Why the ID token is refused. The tokens are kept.
#[track_caller]
pub(super) fn reason(login: Login) -> JwtErrorReason {
    let Err(RequestError::Unusable(unusable)) = login else { panic!("{login:?}") };
    assert_eq!(unusable.access_token().unwrap().secret(), "at-1");
    assert_eq!(unusable.refresh_token().unwrap().secret(), "rt-1");
    let UnusableReason::IdToken(error) = unusable.reason() else { panic!("{unusable:?}") };
    error.reason().clone()
}
