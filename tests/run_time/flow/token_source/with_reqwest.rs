//! A source on reqwest: what goes to an API, and which errors leave the refresh token as it was.

use std::sync::atomic::{AtomicBool, Ordering};

use oauth_flow::flow::safe_http::{reqwest_0_12, reqwest_0_13};
use oauth_flow::flow::{ApiError, LoginReason, MemoryTokenStore, SharedHttpClient, TokenError};
use oauth_flow_run_time_tests::{Server, pass};
use oauth2::{AsyncHttpClient as _, HttpRequest, HttpResponse};

use super::rotating::Rotating;
use super::{flow, logged_in};

/// In a runtime that waits for sockets.
fn run<F: Future>(test: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(test)
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// Why a refresh by this client fails.
async fn refresh(http: impl SharedHttpClient) -> TokenError {
    let source = flow().token_source(http).of_user(MemoryTokenStore::new());
    source.keep(&Rotating::new().login()).await.unwrap();
    pass(3600);
    source.access_token().await.unwrap_err()
}

/// The same by the clients that a source knows, where the token endpoint is at this URL.
async fn refresh_at(url: &str) -> [(&'static str, TokenError); 4] {
    let target: oauth2::http::Uri = url.parse().unwrap();
    let safe = reqwest_0_13::SafeHttp::new().unwrap();
    let older_safe = reqwest_0_12::SafeHttp::new().unwrap();
    let uri = target.clone();
    let safe = move |mut request: HttpRequest| {
        let (client, uri) = (safe.clone(), uri.clone());
        *request.uri_mut() = uri;
        async move { client.call(request).await }
    };
    let older_safe = move |mut request: HttpRequest| {
        let (client, uri) = (older_safe.clone(), target.clone());
        *request.uri_mut() = uri;
        async move { client.call(request).await }
    };
    [
        ("SafeHttp", refresh(safe).await),
        ("SafeHttp on 0.12", refresh(older_safe).await),
        ("reqwest", refresh_by_reqwest(url).await),
        ("reqwest 0.12", refresh_by_reqwest_0_12(url).await),
    ]
}

async fn refresh_by_reqwest(url: &str) -> TokenError {
    let url = url.to_owned();
    let http = move |_: HttpRequest| {
        let request = client().post(&url);
        async move { Err::<HttpResponse, _>(request.send().await.unwrap_err()) }
    };
    refresh(http).await
}

async fn refresh_by_reqwest_0_12(url: &str) -> TokenError {
    let url = url.to_owned();
    let http = move |_: HttpRequest| {
        let client = reqwest_older::Client::builder().no_proxy().build().unwrap();
        let request = client.post(&url);
        async move { Err::<HttpResponse, _>(request.send().await.unwrap_err()) }
    };
    refresh(http).await
}

#[test]
fn without_a_connection_the_refresh_token_is_as_it_was() {
    run(async {
        // Nobody listens on the port 1.
        for (name, error) in refresh_at("http://127.0.0.1:1/token").await {
            assert!(matches!(error, TokenError::Request(_)), "{name}: {error:?}");
        }
    });
}

#[test]
fn a_url_that_safe_http_refuses_leaves_it_too() {
    run(async {
        let client = reqwest_0_13::SafeHttp::new().unwrap();
        let http = move |mut request: HttpRequest| {
            *request.uri_mut() = "http://idp.example.com/token".parse().unwrap();
            let client = client.clone();
            async move { client.call(request).await }
        };
        let error = refresh(http).await;
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
    });
}

#[test]
fn a_request_that_cannot_be_made_leaves_it_too() {
    run(async {
        for error in
            [refresh_by_reqwest("http://[").await, refresh_by_reqwest_0_12("http://[").await]
        {
            assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        }
    });
}

#[test]
fn a_connection_that_ends_without_an_answer_leaves_a_doubt() {
    run(async {
        let server = Server::start(|_| {});
        for (name, error) in refresh_at(&server.url("/token")).await {
            let TokenError::LoginNeeded(needed) = &error else { panic!("{name}: {error:?}") };
            assert_eq!(needed.reason(), LoginReason::InDoubt, "{name}");
        }
    });
}

/// An API that answers its first request like this, and the others by 200.
fn api(first: &'static str) -> Server {
    let is_first = AtomicBool::new(true);
    Server::start(move |connection| {
        let head = if is_first.swap(false, Ordering::SeqCst) { first } else { "200 OK" };
        let answer = format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        connection.write(answer.as_bytes());
    })
}

/// The access tokens that came.
fn tokens(api: &Server) -> Vec<String> {
    let requests = api.requests();
    let lines = requests.iter().flat_map(|request| request.lines());
    lines.filter_map(|line| line.strip_prefix("authorization: ")).map(str::to_owned).collect()
}

#[test]
fn a_request_goes_with_the_token() {
    run(async {
        let source = logged_in(&Rotating::new()).await;
        let api = api("200 OK");
        let request = client().post(api.url("/orders")).body("{}");
        let response = source.send(request).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(tokens(&api), ["Bearer at-0"]);
        let requests = api.requests();
        assert!(requests[0].starts_with("POST /orders HTTP/1.1\r\n"), "{requests:?}");
        assert!(requests[0].ends_with("\r\n\r\n{}"), "{requests:?}");
    });
}

#[test]
fn it_goes_once_more_with_another_token_where_the_api_refuses_the_first() {
    run(async {
        let source = logged_in(&Rotating::new()).await;
        pass(60);
        let api = api("401 Unauthorized");
        let request = client().post(api.url("/orders")).body("{}");
        let response = source.send(request).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(tokens(&api), ["Bearer at-0", "Bearer at-1"]);
        assert!(api.requests()[1].ends_with("\r\n\r\n{}"));
    });
}

#[test]
fn other_answers_are_handed_back() {
    // The token is younger than the ten seconds after which a refused one is renewed.
    for (age, answer, status) in [
        (0, "401 Unauthorized", 401),
        (60, "401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_request\"", 401),
        (60, "403 Forbidden\r\nWWW-Authenticate: Bearer error=\"insufficient_scope\"", 403),
    ] {
        run(async {
            let source = logged_in(&Rotating::new()).await;
            pass(age);
            let api = api(answer);
            let response = source.send(client().get(api.url("/orders"))).await.unwrap();
            assert_eq!(response.status(), status);
            assert_eq!(tokens(&api), ["Bearer at-0"]);
        });
    }
}

#[test]
fn where_the_token_would_go_in_clear_or_nowhere_nothing_is_sent() {
    run(async {
        let source = logged_in(&Rotating::new()).await;
        let error = source.send(client().get("http://api.example.com/")).await.unwrap_err();
        assert!(matches!(error, ApiError::InsecureUrl), "{error:?}");
        let error = source.send(client().get("http://[")).await.unwrap_err();
        assert!(matches!(&error, ApiError::Http(error) if error.is_builder()), "{error:?}");
        let error = source.send(client().get("http://127.0.0.1:1/")).await.unwrap_err();
        assert!(matches!(&error, ApiError::Http(error) if error.is_connect()), "{error:?}");
    });
}
