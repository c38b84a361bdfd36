//! Where the metadata is asked for, and what is made of each answer.

use std::cell::RefCell;
use std::convert::Infallible;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oauth_flow::flow::{
    AnswerError, AskedAddress, FetchError, JsonType, MetadataError, Retry, ServerMetadata,
};
use oauth2::http::{Response, StatusCode};
use oauth2::{HttpRequest, HttpResponse};

use super::{ISSUER, WHOLE, read};

/// What a server answers: the URL, the status and the body.
type Listing = (&'static str, u16, &'static str);

/// A server that answers each URL with what is listed for it, else with 404; and what was asked.
pub(super) struct Listed {
    answers: Vec<Listing>,
    /// The header of each answer.
    header: (&'static str, &'static str),
    pub(super) asked: RefCell<Vec<String>>,
}

impl Listed {
    pub(super) fn new(answers: &[Listing]) -> Self {
        Self::with_header(("content-type", "application/json"), answers)
    }

    fn with_header(header: (&'static str, &'static str), answers: &[Listing]) -> Self {
        Self { answers: answers.to_vec(), header, asked: RefCell::default() }
    }

    pub(super) fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let url = request.uri().to_string();
        assert_eq!(request.method(), "GET");
        assert_eq!(request.headers()["accept"], "application/json");
        assert!(request.body().is_empty());
        let found = self.answers.iter().find(|(listed, ..)| *listed == url);
        let (status, body) = found.map_or((404, ""), |(_, status, body)| (*status, *body));
        self.asked.borrow_mut().push(url);
        let mut response = Response::new(body.as_bytes().to_vec());
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        let (name, value) = self.header;
        response.headers_mut().insert(name, value.parse().unwrap());
        response
    }

    /// Fetches with either kind of client, which have to agree.
    pub(super) fn fetch(&self, issuer: &str) -> Result<ServerMetadata, FetchError<Infallible>> {
        let http = |request| Ok::<_, Infallible>(self.answer(&request));
        let blocking = ServerMetadata::fetch(issuer, &http);
        let asked = self.asked.take();
        let http = |request| std::future::ready(Ok::<_, Infallible>(self.answer(&request)));
        let answer = ready(ServerMetadata::fetch_async(issuer, &http));
        assert_eq!(asked, *self.asked.borrow());
        assert_eq!(format!("{blocking:?}"), format!("{answer:?}"));
        answer
    }

    /// The same for tenants.
    pub(super) fn fetch_for_tenants(
        &self,
        address: &str,
        template: &str,
    ) -> Result<ServerMetadata, FetchError<Infallible>> {
        let http = |request| Ok::<_, Infallible>(self.answer(&request));
        let blocking = ServerMetadata::fetch_for_tenants(address, template, &http);
        let asked = self.asked.take();
        let http = |request| std::future::ready(Ok::<_, Infallible>(self.answer(&request)));
        let answer = ready(ServerMetadata::fetch_for_tenants_async(address, template, &http));
        assert_eq!(asked, *self.asked.borrow());
        assert_eq!(format!("{blocking:?}"), format!("{answer:?}"));
        answer
    }

    fn misses(&self, issuer: &str) -> Vec<AskedAddress> {
        match self.fetch(issuer) {
            Err(FetchError::NotFound(asked)) => asked,
            answer => panic!("{answer:?}"),
        }
    }
}

/// What a future gives that waits for nothing.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing to wait for"),
    }
}

const OPENID: &str = "https://idp.example.com/realms/main/.well-known/openid-configuration";
const OAUTH: &str = "https://idp.example.com/.well-known/oauth-authorization-server/realms/main";
const LAST: &str = "https://idp.example.com/.well-known/openid-configuration/realms/main";

#[test]
fn the_first_answer_with_200_is_taken() {
    let openid = Listed::new(&[(OPENID, 200, WHOLE), (OAUTH, 200, "unread")]);
    assert_eq!(openid.fetch(ISSUER).unwrap(), read(WHOLE).unwrap());
    assert_eq!(*openid.asked.borrow(), [OPENID]);

    let oauth = Listed::new(&[(OAUTH, 200, WHOLE)]);
    assert_eq!(oauth.fetch(ISSUER).unwrap(), read(WHOLE).unwrap());
    assert_eq!(*oauth.asked.borrow(), [OPENID, OAUTH]);

    let last = Listed::new(&[(LAST, 200, WHOLE)]);
    assert_eq!(last.fetch(ISSUER).unwrap(), read(WHOLE).unwrap());
    assert_eq!(*last.asked.borrow(), [OPENID, OAUTH, LAST]);
}

#[test]
fn the_well_known_paths_leave_out_the_last_slash() {
    for (issuer, expected) in [
        (
            "https://idp.example.com",
            &[
                "https://idp.example.com/.well-known/openid-configuration",
                "https://idp.example.com/.well-known/oauth-authorization-server",
            ][..],
        ),
        (
            "https://idp.example.com/",
            &[
                "https://idp.example.com/.well-known/openid-configuration",
                "https://idp.example.com/.well-known/oauth-authorization-server",
            ],
        ),
        (
            "http://localhost:8080/a/b/",
            &[
                "http://localhost:8080/a/b/.well-known/openid-configuration",
                "http://localhost:8080/.well-known/oauth-authorization-server/a/b",
                "http://localhost:8080/.well-known/openid-configuration/a/b",
            ],
        ),
    ] {
        let nothing = Listed::new(&[]);
        let misses = nothing.misses(issuer);
        assert_eq!(*nothing.asked.borrow(), expected);
        assert_eq!(misses.iter().map(AskedAddress::url).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_redirect_is_no_answer() {
    let first = Listed::new(&[(OPENID, 302, ""), (OAUTH, 200, WHOLE)]);
    assert_eq!(first.fetch(ISSUER).unwrap(), read(WHOLE).unwrap());

    let only = Listed::new(&[(OPENID, 302, WHOLE)]);
    let errors: Vec<_> = only.misses(ISSUER).iter().map(|it| it.error().clone()).collect();
    assert_eq!(errors[0], AnswerError::Redirected { status: 302 });
    assert_eq!(errors.len(), only.asked.borrow().len());
}

#[test]
fn what_is_no_document_is_passed_over() {
    let twice =
        r#"{"issuer": "https://idp.example.com/realms/main", "issuer": "https://a.example"}"#;
    for (status, body) in [
        (200, "<!doctype html><title>Sign in</title>"),
        (200, ""),
        (200, "[]"),
        (200, "{}"),
        (200, r#"{"issuer": 1}"#),
        (200, r#"{"issuer": null}"#),
        (200, r#"{"issuer": ""}"#),
        (200, r#"{"error": "not_found"}"#),
        (200, twice),
        (201, WHOLE),
        (204, ""),
        (302, WHOLE),
        (304, ""),
        (401, WHOLE),
        (404, WHOLE),
        (503, WHOLE),
    ] {
        let server = Listed::new(&[(OPENID, status, body), (OAUTH, 200, WHOLE)]);
        assert_eq!(server.fetch(ISSUER).unwrap(), read(WHOLE).unwrap(), "{status} {body}");
        assert_eq!(*server.asked.borrow(), [OPENID, OAUTH], "{status} {body}");
    }
    // JSON is JSON under another content type.
    let text = Listed::with_header(("content-type", "text/plain"), &[(OPENID, 200, WHOLE)]);
    assert_eq!(text.fetch(ISSUER).unwrap(), read(WHOLE).unwrap());
    assert_eq!(*text.asked.borrow(), [OPENID]);
}

#[test]
fn an_answer_has_an_end() {
    let long: &str = format!("{WHOLE}{}", " ".repeat(1024 * 1024)).leak();
    let server = Listed::new(&[(OPENID, 200, long)]);
    let length = long.len();
    assert_eq!(*server.misses(ISSUER)[0].error(), AnswerError::TooLarge { length });
    // The longest that is read.
    let (most, _) = long.split_at(1024 * 1024);
    assert!(Listed::new(&[(OPENID, 200, most)]).fetch(ISSUER).is_ok());
}

#[test]
fn at_the_end_every_address_is_named() {
    const ADDRESS: &str = "https://as.example.com/.well-known/openid-configuration";
    const OTHER: &str = "https://as.example.com/.well-known/oauth-authorization-server";
    let issuer = "https://as.example.com";
    let html = ("content-type", "text/html; charset=utf-8");
    let server = Listed::with_header(html, &[(ADDRESS, 200, "<html>")]);
    let error = server.fetch(issuer).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server has no metadata at the addresses of its issuer: of \
         `https://as.example.com/.well-known/openid-configuration`, the server's answer is not JSON: \
         its content type is `text/html`; \
         `https://as.example.com/.well-known/oauth-authorization-server` answered with HTTP status 404"
    );
    assert!(std::error::Error::source(&error).is_none());
    let server = Listed::new(&[(ADDRESS, 307, ""), (OTHER, 200, "[]")]);
    let error = server.fetch(issuer).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server has no metadata at the addresses of its issuer: \
         `https://as.example.com/.well-known/openid-configuration` redirects (HTTP status 307), which \
         is not followed; of `https://as.example.com/.well-known/oauth-authorization-server`, the \
         server's answer is an array and not a JSON object"
    );
    match error {
        FetchError::NotFound(asked) => {
            assert_eq!((asked[0].url(), asked[1].url()), (ADDRESS, OTHER));
            assert_eq!(*asked[1].error(), AnswerError::NotAnObject { found: JsonType::Array });
        }
        error => panic!("{error:?}"),
    }
}

#[test]
fn it_helps_to_try_again_where_the_server_failed() {
    let retry = |header, answers: &[Listing]| {
        Listed::with_header(header, answers).fetch(ISSUER).unwrap_err().retry()
    };
    let plain = ("content-type", "text/plain");
    assert_eq!(retry(plain, &[]), Retry::No);
    assert_eq!(retry(plain, &[(OPENID, 302, ""), (OAUTH, 200, "")]), Retry::No);
    assert_eq!(retry(plain, &[(OPENID, 503, "")]), Retry::Later(None));
    assert_eq!(retry(plain, &[(OAUTH, 429, "")]), Retry::Later(None));
    let after = Retry::Later(Some(Duration::from_secs(7)));
    assert_eq!(retry(("retry-after", "7"), &[(OAUTH, 503, "")]), after);
    let past = Retry::Later(Some(Duration::ZERO));
    assert_eq!(retry(("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT"), &[(OAUTH, 503, "")]), past);
}

#[test]
fn what_the_client_reports_ends_the_search() {
    #[derive(Debug)]
    struct Unreachable;
    impl std::fmt::Display for Unreachable {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("no route")
        }
    }
    impl std::error::Error for Unreachable {}
    let asked = std::cell::Cell::new(0);
    let http = |_: HttpRequest| {
        asked.set(asked.get() + 1);
        Err::<HttpResponse, _>(Unreachable)
    };
    let error = ServerMetadata::fetch(ISSUER, &http).unwrap_err();
    assert!(matches!(error, FetchError::Http(Unreachable)));
    assert_eq!(asked.get(), 1);
    assert_eq!(error.retry(), Retry::Later(None));
    assert_eq!(error.to_string(), "the metadata of the server could not be requested");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no route");
}

#[test]
fn a_document_of_another_issuer_is_not_looked_past() {
    let other = r#"{ "issuer": "https://evil.example.com" }"#;
    let server = Listed::new(&[(OPENID, 200, other), (OAUTH, 200, WHOLE)]);
    let error = server.fetch(ISSUER).unwrap_err();
    assert!(matches!(error, FetchError::Metadata(MetadataError::OtherIssuer { .. })), "{error:?}");
    assert_eq!(error.retry(), Retry::No);
    assert_eq!(*server.asked.borrow(), [OPENID]);
    // So is one of the server with an endpoint that is not.
    let other = r#"{"issuer": "https://idp.example.com/realms/main",
        "token_endpoint": "http://127.0.0.1/token"}"#;
    let server = Listed::new(&[(OPENID, 200, other), (OAUTH, 200, WHOLE)]);
    let error = server.fetch(ISSUER).unwrap_err();
    assert!(matches!(error, FetchError::Metadata(MetadataError::InsecureUrl { .. })), "{error:?}");
}

#[test]
fn an_insecure_issuer_is_not_asked() {
    let server = Listed::new(&[]);
    let error = server.fetch("http://idp.example.com").unwrap_err();
    assert!(matches!(error, FetchError::Metadata(MetadataError::InsecureUrl { .. })), "{error:?}");
    assert!(server.asked.borrow().is_empty());
}
