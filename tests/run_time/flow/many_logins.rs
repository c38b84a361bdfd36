//! Ten thousand logins at once in one process.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Barrier;
use std::thread;

use oauth_flow::flow::{Flow, Pending};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{only, pairs};
use oauth2::{HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier};

#[oauth_client(
    kind = "web",
    client_id = "portal",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "https://app.example.com/callback",
    scope = "openid"
)]
struct Portal;

/// The server: gives as the token of a login what was sent for it, so that a mix-up shows.
#[allow(clippy::unnecessary_wraps, clippy::needless_pass_by_value)] // As an HTTP client has it.
fn server(request: HttpRequest) -> Result<HttpResponse, Infallible> {
    let form = pairs(std::str::from_utf8(request.body()).unwrap());
    // The code is the challenge of its request.
    let code = only(&form, "code");
    let verifier = PkceCodeVerifier::new(only(&form, "code_verifier"));
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    assert_eq!(challenge.as_str(), code, "the verifier of another login");
    let body = format!(
        r#"{{"access_token": "token-of-{code}", "token_type": "Bearer", "id_token": "h.p.s"}}"#
    );
    Ok(HttpResponse::new(body.into_bytes()))
}

#[test]
fn nothing_is_lost_and_nothing_mixed_up() {
    const THREADS: usize = 8;
    const EACH: usize = 1_250;
    let flow = Flow::<Portal>::builder().client_secret("hush").build().unwrap();
    let all_begun = Barrier::new(THREADS);
    let tokens: Vec<(String, String)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|_| {
                let (flow, all_begun) = (flow.clone(), &all_begun);
                scope.spawn(move || {
                    // What a session store holds, by `state`.
                    let mut sessions: HashMap<String, (String, Pending<Portal>)> = HashMap::new();
                    for _ in 0..EACH {
                        let (url, pending) = flow.authorize().begin().unwrap();
                        let query = pairs(url.query().unwrap());
                        let challenge = only(&query, "code_challenge");
                        let state = only(&query, "state");
                        assert!(sessions.insert(state, (challenge, pending)).is_none());
                    }
                    // All ten thousand are pending now; they come back in the order of the map.
                    all_begun.wait();
                    let mut tokens = Vec::new();
                    for (state, (challenge, pending)) in sessions {
                        let response = format!("code={challenge}&state={state}");
                        let request = flow.complete(pending, &response).unwrap();
                        let got = request.request(&server).unwrap();
                        tokens.push((challenge, got.access_token().secret().clone()));
                    }
                    tokens
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert_eq!(tokens.len(), 10_000);
    let mut distinct = HashSet::new();
    for (challenge, token) in tokens {
        assert_eq!(token, format!("token-of-{challenge}"));
        assert!(distinct.insert(token));
    }
}

#[test]
fn a_flow_is_one_pointer_and_a_pending_login_is_small() {
    let flow = Flow::<Portal>::builder().client_secret("hush").build().unwrap();
    let (_url, pending) = flow.authorize().begin().unwrap();
    let inline = size_of::<Pending<Portal>>();
    let stored = serde_json::to_string(&pending).unwrap().len();
    // The texts on the heap; the capacity of each is its length, or little more.
    let json = serde_json::to_value(&pending).unwrap();
    let texts = json.as_object().unwrap().values().filter_map(serde_json::Value::as_str);
    let heap: usize = texts.map(str::len).sum();
    println!(
        "Flow: {} bytes; Pending: {inline} bytes and {heap} on the heap; {stored} bytes of JSON",
        size_of::<Flow<Portal>>()
    );
    assert_eq!(size_of::<Flow<Portal>>(), size_of::<usize>());
    assert_eq!(size_of::<Option<Flow<Portal>>>(), size_of::<usize>());
    assert!(inline + heap < 512, "{inline} + {heap}");
    // It fits a cookie (RFC 6265 section 6.1: 4096 bytes), encrypted and in base64.
    assert!(stored < 1024, "{stored}");
}
