//! Requests to an API with the access token.

use std::sync::{Arc, Mutex};

use oauth_flow::flow::{ApiError, LoginReason, MemoryTokenStore, Retry, TokenError};
use oauth_flow_run_time_tests::{Http, Request, Unreachable, pass};
use oauth2::{AsyncHttpClient as _, HttpRequest, HttpResponse};

use super::rotating::{Next, Rotating};
use super::{flow, logged_in, run};

/// An API that many can ask.
#[derive(Clone)]
struct Api(Arc<Mutex<Http>>);

impl Api {
    fn new(http: Http) -> Self {
        Self(Arc::new(Mutex::new(http)))
    }

    fn client(
        &self,
    ) -> impl Fn(HttpRequest) -> std::future::Ready<Result<HttpResponse, Unreachable>> + use<> {
        let api = self.clone();
        move |request| {
            let answer = oauth2::SyncHttpClient::call(&*api.0.lock().unwrap(), request);
            std::future::ready(answer)
        }
    }

    fn requests(&self) -> Vec<Request> {
        self.0.lock().unwrap().requests()
    }

    fn tokens(&self) -> Vec<String> {
        self.requests().into_iter().flat_map(|request| request.authorization).collect()
    }
}

fn post(url: &str) -> HttpRequest {
    let mut request = HttpRequest::new(b"{}".to_vec());
    *request.method_mut() = oauth2::http::Method::POST;
    *request.uri_mut() = url.parse().unwrap();
    request
}

const URL: &str = "https://api.example.com/orders";

#[test]
fn the_token_goes_with_the_request() {
    run(async {
        let source = logged_in(&Rotating::new()).await;
        let api = Api::new(Http::answering(200, "{}"));
        let response = source.client(api.client()).call(post(URL)).await.unwrap();
        assert_eq!(response.status(), 200);
        let request = &api.requests()[0];
        assert_eq!(request.line, format!("POST {URL}"));
        assert_eq!(request.body, "{}");
        assert_eq!(request.authorization, ["Bearer at-0"]);
        assert!(request.sensitive);
    });
}

#[test]
fn a_request_that_the_api_refuses_is_sent_once_more_with_another_token() {
    for challenge in ["Bearer", r#"Bearer error="invalid_token""#, "Bearer realm=\"api\""] {
        run(async {
            let server = Rotating::new();
            let source = logged_in(&server).await;
            pass(60);
            let api =
                Api::new(Http::default().then_challenging(401, challenge, "").then(200, "{}"));
            let response = source.client(api.client()).call(post(URL)).await.unwrap();
            assert_eq!(response.status(), 200, "{challenge}");
            assert_eq!(api.tokens(), ["Bearer at-0", "Bearer at-1"]);
            assert_eq!(api.requests()[1].body, "{}");
        });
    }
}

#[test]
fn it_is_sent_no_third_time() {
    run(async {
        let server = Rotating::new();
        let source = logged_in(&server).await;
        pass(60);
        let api = Api::new(Http::answering(401, "{}").then(401, "{}"));
        let response = source.client(api.client()).call(post(URL)).await.unwrap();
        assert_eq!(response.status(), 401);
        assert_eq!(api.tokens(), ["Bearer at-0", "Bearer at-1"]);
    });
}

#[test]
fn an_api_that_refuses_each_token_causes_no_refresh_for_each_request() {
    run(async {
        let server = Rotating::new();
        let source = logged_in(&server).await;
        pass(60);
        let mut http = Http::default();
        for _ in 0..20 {
            http = http.then(401, "{}");
        }
        let api = Api::new(http);
        for _ in 0..10 {
            let response = source.client(api.client()).call(post(URL)).await.unwrap();
            assert_eq!(response.status(), 401);
        }
        assert_eq!(server.seen(), ["rt-0"]);
        assert_eq!(api.tokens().len(), 11);
    });
}

#[test]
fn other_refusals_are_no_matter_of_the_token() {
    for (status, challenge) in [
        (403, r#"Bearer error="insufficient_scope""#),
        (401, r#"Bearer error="invalid_request""#),
        (400, "Bearer"),
    ] {
        run(async {
            let server = Rotating::new();
            let source = logged_in(&server).await;
            pass(60);
            let api = Api::new(Http::default().then_challenging(status, challenge, ""));
            let response = source.client(api.client()).call(post(URL)).await.unwrap();
            assert_eq!(response.status().as_u16(), status);
            assert!(server.seen().is_empty());
        });
    }
}

#[test]
fn no_token_is_sent_in_clear() {
    run(async {
        let source = logged_in(&Rotating::new()).await;
        let api = Api::new(Http::answering(200, "{}").then(200, "{}").then(200, "{}"));
        let client = source.client(api.client());
        for url in [
            "http://api.example.com/orders",
            "http://127.0.0.1.example.com/",
            "http://192.168.0.1/",
            "ftp://api.example.com/",
            "/orders",
        ] {
            let error = client.call(post(url)).await.unwrap_err();
            assert!(matches!(error, ApiError::InsecureUrl), "{url}: {error:?}");
            assert_eq!(error.retry(), Retry::No);
        }
        assert!(api.requests().is_empty());
        for url in ["http://127.0.0.1:8080/", "http://[::1]:8080/", "http://localhost:8080/"] {
            assert!(client.call(post(url)).await.is_ok(), "{url}");
        }
    });
}

#[test]
fn without_a_token_nothing_is_sent() {
    run(async {
        let source = flow().token_source(Rotating::new()).of_user(MemoryTokenStore::new());
        let api = Api::new(Http::default());
        let error = source.client(api.client()).call(post(URL)).await.unwrap_err();
        assert_eq!(error.retry(), Retry::NewLogin);
        let ApiError::Token(TokenError::LoginNeeded(needed)) = error else { panic!("{error:?}") };
        assert_eq!(needed.reason(), LoginReason::NothingStored);
        assert!(api.requests().is_empty());
    });
}

#[test]
fn a_refused_token_that_cannot_be_renewed_says_why() {
    run(async {
        let server = Rotating::new().then(Next::Lost);
        let source = logged_in(&server).await;
        pass(60);
        let api = Api::new(Http::answering(401, "{}"));
        let error = source.client(api.client()).call(post(URL)).await.unwrap_err();
        assert_eq!(error.to_string(), super::in_doubt::TEXT);
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "the request to the authorization server failed");
    });
}

#[test]
fn an_error_of_the_client_is_handed_on() {
    run(async {
        let source = logged_in(&Rotating::new()).await;
        let api = Api::new(Http::default().then_unreachable());
        let error = source.client(api.client()).call(post(URL)).await.unwrap_err();
        assert!(matches!(error, ApiError::Http(Unreachable)));
        assert_eq!(error.to_string(), "the request to the API failed");
        assert_eq!(error.retry(), Retry::Later(None));
        let cause = std::error::Error::source(&error).unwrap();
        assert!(cause.is::<Unreachable>());
    });
}

#[test]
fn what_is_debugged_names_the_client_and_shows_no_token() {
    run(async {
        let builder = flow().token_source(Rotating::new());
        assert_eq!(
            format!("{builder:?}"),
            "TokenSourceBuilder { client_id: \"cli\", options: Options { time_limit: 20s, \
             renew_ahead: 300s, in_background: false, grace_period: None, least_life: 10s }, .. }"
        );
        let source = logged_in(&Rotating::new()).await;
        assert_eq!(
            format!("{:?}", source.client(Rotating::new())),
            "BearerHttp { tokens: TokenSource { client_id: \"cli\", .. }, .. }"
        );
        assert_eq!(format!("{:?}", MemoryTokenStore::new()), "MemoryTokenStore { .. }");
    });
}
