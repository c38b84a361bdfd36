//! How a client authenticates: exactly as declared, and in no other way beside.

use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};

use oauth_flow::flow::{
    AssertionClaims, BuildError, Builder, ExchangeError, Flow, RequestError, SignError, Signer,
};
use oauth_flow::{Allows, AuthMethod, OAuthClient, grant, oauth_client};
use oauth_flow_run_time_tests::{Http, Request, clock, pass};

const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;

/// The token request of a client.
fn request_of<C: OAuthClient + Allows<grant::client_credentials>>(flow: &Flow<C>) -> Request {
    let http = Http::answering(200, TOKENS);
    flow.client_credentials().request(&http).unwrap();
    http.request()
}

fn with_token_endpoint<C: OAuthClient>() -> Builder<C> {
    Flow::<C>::builder().token_endpoint("https://idp.example.com/token")
}

#[oauth_client(kind = "m2m")]
struct Basic;

#[test]
fn basic_encodes_identifier_and_secret_as_a_form_first() {
    // RFC 6749 section 2.3.1 and appendix B: a space is `+`, and all but letters, digits, `*`, `-`,
    // `.` and `_` are escaped. Written by hand: base64 of the pair in the comment.
    for (client_id, secret, expected) in [
        // worker:hush
        ("worker", "hush", "Basic d29ya2VyOmh1c2g="),
        // a%3Ab:c%3Ad
        ("a:b", "c:d", "Basic YSUzQWI6YyUzQWQ="),
        // a+b:c%2Bd+e
        ("a b", "c+d e", "Basic YStiOmMlMkJkK2U="),
        // id:100%25%2F%3D%26
        ("id", "100%/=&", "Basic aWQ6MTAwJTI1JTJGJTNEJTI2"),
        // id:-._*%7E%21
        ("id", "-._*~!", "Basic aWQ6LS5fKiU3RSUyMQ=="),
    ] {
        let builder = with_token_endpoint::<Basic>().client_id(client_id).client_secret(secret);
        let request = request_of(&builder.build().unwrap());
        assert_eq!(request.authorization, [expected]);
        assert!(request.sensitive);
        assert_eq!(request.body, "grant_type=client_credentials");
    }
}

#[test]
fn the_headers_say_what_is_sent_and_what_is_understood() {
    let builder = with_token_endpoint::<Basic>().client_id("worker").client_secret("hush");
    let request = request_of(&builder.build().unwrap());
    assert_eq!(request.line, "POST https://idp.example.com/token");
    assert_eq!(request.content_type, ["application/x-www-form-urlencoded"]);
    assert_eq!(request.accept, ["application/json"]);
}

#[test]
fn post_puts_the_secret_into_the_body() {
    #[oauth_client(kind = "m2m", auth = "client_secret_post")]
    struct Post;
    let builder = with_token_endpoint::<Post>().client_id("a:b").client_secret("c+d %&e");
    let request = request_of(&builder.build().unwrap());
    assert!(request.authorization.is_empty());
    assert_eq!(
        request.body,
        "grant_type=client_credentials&client_id=a%3Ab&client_secret=c%2Bd+%25%26e"
    );
}

#[test]
fn a_client_of_mutual_tls_names_itself() {
    #[oauth_client(kind = "m2m", auth = "tls_client_auth")]
    struct Mutual;
    #[oauth_client(
        kind = "m2m",
        auth = "self_signed_tls_client_auth",
        jwks_uri = "https://app.example.com/jwks"
    )]
    struct SelfSigned;
    let body = "grant_type=client_credentials&client_id=worker";
    let request = request_of(&with_token_endpoint::<Mutual>().client_id("worker").build().unwrap());
    assert_eq!((request.authorization.len(), request.body.as_str()), (0, body));
    let builder = with_token_endpoint::<SelfSigned>().client_id("worker");
    let request = request_of(&builder.build().unwrap());
    assert_eq!((request.authorization.len(), request.body.as_str()), (0, body));
}

/// Keeps the claims, and gives them a number for a signature.
struct Notary(Mutex<Sender<serde_json::Value>>);

impl Signer for Notary {
    fn sign(&self, claims: &AssertionClaims<'_>) -> Result<String, SignError> {
        let claims = serde_json::to_value(claims).unwrap();
        self.0.lock().unwrap().send(claims).unwrap();
        Ok("head.claims.signature".into())
    }
}

#[oauth_client(kind = "m2m", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks")]
struct Signing;

fn signing() -> Builder<Signing> {
    let builder = with_token_endpoint::<Signing>().client_id("worker").clock(clock);
    builder.issuer("https://idp.example.com")
}

#[test]
fn an_assertion_is_for_the_issuer_short_lived_and_used_once() {
    let (sender, claims) = channel();
    let flow = signing().signer(Notary(Mutex::new(sender))).build().unwrap();
    let request = request_of(&flow);
    assert!(request.authorization.is_empty());
    assert_eq!(
        request.body,
        "grant_type=client_credentials&client_id=worker\
         &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
         &client_assertion=head.claims.signature"
    );
    let first = claims.recv().unwrap();
    let members: Vec<_> = first.as_object().unwrap().keys().cloned().collect();
    assert_eq!(members, ["aud", "exp", "iat", "iss", "jti", "sub"]);
    assert_eq!(first["iss"], "worker");
    assert_eq!(first["sub"], "worker");
    assert_eq!(first["aud"], "https://idp.example.com");
    assert_eq!(first["iat"], 1_700_000_000);
    assert_eq!(first["exp"], 1_700_000_060);
    pass(10);
    request_of(&flow);
    let second = claims.recv().unwrap();
    assert_eq!(second["iat"], 1_700_000_010);
    assert_ne!(first["jti"], second["jti"]);
    // 160 bits in base64.
    assert_eq!(second["jti"].as_str().unwrap().len(), 27);
}

#[test]
fn a_signer_takes_the_place_of_the_secret_of_client_secret_jwt() {
    #[oauth_client(kind = "m2m", auth = "client_secret_jwt")]
    struct Shared;
    let (sender, _claims) = channel();
    let builder = with_token_endpoint::<Shared>().client_id("worker");
    let builder = builder.issuer("https://idp.example.com").signer(Notary(Mutex::new(sender)));
    let request = request_of(&builder.build().unwrap());
    assert_eq!(request.parameter("client_assertion"), "head.claims.signature");
}

#[test]
fn a_signer_that_the_declared_method_does_not_use_is_refused() {
    #[oauth_client(kind = "m2m")]
    struct Forgetful;
    #[oauth_client(kind = "m2m", auth = "tls_client_auth")]
    struct Mutual;
    fn refused<C: OAuthClient<Unsupported = ()>>(builder: Builder<C>) -> BuildError {
        let (sender, _claims) = channel();
        let builder = builder.client_id("worker").issuer("https://idp.example.com");
        builder.signer(Notary(Mutex::new(sender))).build().map(|_| ()).unwrap_err()
    }
    let error = refused(with_token_endpoint::<Forgetful>().client_secret("hush"));
    assert_eq!(error, BuildError::UnusedSigner(AuthMethod::ClientSecretBasic));
    assert_eq!(
        error.to_string(),
        "a signer is given, and `client_secret_basic` signs nothing; help: leave it out, or \
         declare the `auth` that the client is registered with"
    );
    let error = refused(with_token_endpoint::<Mutual>());
    assert_eq!(error, BuildError::UnusedSigner(AuthMethod::TlsClientAuth));
}

#[test]
fn nothing_is_sent_without_a_signature() {
    struct Locked;
    impl Signer for Locked {
        fn sign(&self, _claims: &AssertionClaims<'_>) -> Result<String, SignError> {
            Err(SignError::new("the module is locked"))
        }
    }
    let flow = signing().signer(Locked).build().unwrap();
    let http = Http::default();
    let error = flow.client_credentials().request(&http).unwrap_err();
    assert!(matches!(error, RequestError::Exchange(ExchangeError::Sign(_))), "{error:?}");
    assert_eq!(error.to_string(), "the client assertion could not be signed");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the module is locked");
    assert!(http.requests().is_empty());
}
