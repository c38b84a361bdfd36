//! The server does what a test of the run time counts on, and refuses for real. Everything here is
//! plain HTTP, written by hand from the standards.

mod authorization_code;
mod client_authentication;
mod habits;
mod hostile;
mod other_grants;
mod process;
mod tokens;

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use oauth_flow_e2e_tests::{Browser, Client, Outcome, Run, Server};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

/// The pair of RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const WEB: &str = "https://web.example/callback";
const SPA: &str = "https://spa.example/callback";

const ACCESS_TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:access_token";
const JWT_TYPE: &str = "urn:ietf:params:oauth:token-type:jwt";

type Form<'a> = &'a [(&'a str, &'a str)];

fn main() -> ExitCode {
    let tests = [
        authorization_code::TESTS,
        client_authentication::TESTS,
        habits::TESTS,
        hostile::TESTS,
        other_grants::TESTS,
        process::TESTS,
        tokens::TESTS,
    ];
    let tests = tests.concat().into_iter();
    oauth_flow_e2e_tests::run(tests.map(|(name, test)| (name, Box::new(test) as Run)))
}

/// The answer of an endpoint: status, and JSON or nothing.
#[derive(Debug)]
struct Answer {
    status: u16,
    body: Value,
}

impl Answer {
    fn text(&self, member: &str) -> &str {
        let text = self.body.get(member).and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("no text `{member}` in {self:?}"))
    }

    #[track_caller]
    fn granted(self) -> Self {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.text("token_type"), "Bearer");
        assert!(!self.text("access_token").is_empty());
        self
    }

    #[track_caller]
    fn refused(self, status: u16, error: &str) -> Self {
        assert_eq!((self.status, self.text("error")), (status, error), "{self:?}");
        self
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build().into()
}

fn send(url: &str, form: Form<'_>, authorization: Option<&str>) -> Answer {
    let mut request = agent().post(url);
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    let mut response = request.send_form(form.iter().copied()).expect("the server answers");
    let text = response.body_mut().read_to_string().expect("the answer is text");
    Answer {
        status: response.status().as_u16(),
        body: serde_json::from_str(&text).unwrap_or(Value::Null),
    }
}

/// RFC 6749 section 2.3.1: form-encoded, then base64.
fn basic(client_id: &str, secret: &str) -> String {
    let encode = |it: &str| form_urlencoded::byte_serialize(it.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encode(client_id), encode(secret));
    format!("Basic {}", BASE64_STANDARD.encode(pair))
}

fn secret(client: &Client) -> &str {
    client.client_secret.as_deref().expect("the client has a secret")
}

/// A claim set that is valid for a minute and was never used before.
fn claims(issuer: &str, subject: &str, audience: &str) -> Value {
    static USED: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    json!({
        "iss": issuer, "sub": subject, "aud": audience, "iat": now, "exp": now + 60,
        "jti": format!("{}-{now}", USED.fetch_add(1, Ordering::Relaxed)),
    })
}

fn sign_es256(pem: &str, kid: &str, claims: &Value) -> String {
    let key = EncodingKey::from_ec_pem(pem.as_bytes()).expect("a PKCS #8 key");
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::ES256) };
    jsonwebtoken::encode(&header, claims, &key).expect("the claims can be signed")
}

fn sign_hs256(secret: &str, claims: &Value) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).expect("signed")
}

/// Sends a request as a client authenticates that is registered for it.
fn send_as(server: &Server, client_id: &str, path: &str, form: Form<'_>) -> Answer {
    let client = server.client(client_id);
    let url = server.endpoint(path);
    let assertion_form = |assertion: String| {
        let mut form: Vec<_> = form.to_vec();
        form.push(("client_id", client_id));
        form.push((
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ));
        form.push(("client_assertion", &assertion));
        send(&url, &form, None)
    };
    let about_itself = || claims(client_id, client_id, server.issuer());
    match client.token_endpoint_auth_method.as_str() {
        "none" => send(&url, &[form, &[("client_id", client_id)]].concat(), None),
        "client_secret_basic" => send(&url, form, Some(&basic(client_id, secret(client)))),
        "client_secret_post" => {
            let credentials = [("client_id", client_id), ("client_secret", secret(client))];
            send(&url, &[form, &credentials].concat(), None)
        }
        "client_secret_jwt" => assertion_form(sign_hs256(secret(client), &about_itself())),
        "private_key_jwt" => {
            assertion_form(sign_es256(server.client_key(), "client", &about_itself()))
        }
        other => panic!("no such method: {other}"),
    }
}

fn token(server: &Server, client_id: &str, form: Form<'_>) -> Answer {
    send_as(server, client_id, "/token", form)
}

/// The URL of an authorization request with PKCE, and these parameters more.
fn authorization(server: &Server, client_id: &str, redirect_uri: &str, more: Form<'_>) -> String {
    let form = [
        ("client_id", client_id),
        ("redirect_uri", redirect_uri),
        ("response_type", "code"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let pairs = form.iter().chain(more);
    Url::parse_with_params(&server.endpoint("/auth"), pairs).expect("a URL").into()
}

fn open(url: &str, redirect_uri: &str) -> Outcome {
    Browser::new().open(url, redirect_uri)
}

/// The parameters of a callback.
fn parameters(callback: &str) -> HashMap<String, String> {
    Url::parse(callback).expect("a URL").query_pairs().into_owned().collect()
}

/// Goes through the authorization endpoint, and gives the code.
fn code(server: &Server, client_id: &str, redirect_uri: &str, more: Form<'_>) -> String {
    let url = authorization(server, client_id, redirect_uri, more);
    parameters(&open(&url, redirect_uri).callback())["code"].clone()
}

/// Exchanges a code with the verifier that fits.
fn exchange(server: &Server, client_id: &str, redirect_uri: &str, code: &str) -> Answer {
    token(
        server,
        client_id,
        &[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", VERIFIER),
        ],
    )
}

/// The claims of a JWT, whose signature the caller does not judge.
fn payload(jwt: &str) -> Value {
    let part = jwt.split('.').nth(1).expect("a JWT has three parts");
    let json = BASE64_URL_SAFE_NO_PAD.decode(part).expect("base64url");
    serde_json::from_slice(&json).expect("a claim set")
}
