//! `ServerMetadata`: what is taken for the metadata of a server, and where it is asked for.

use std::cell::RefCell;
use std::convert::Infallible;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use oauth_flow::flow::{FetchError, MetadataError, ServerMetadata};
use oauth2::http::{Response, StatusCode};
use oauth2::{HttpRequest, HttpResponse};

const ISSUER: &str = "https://idp.example.com/realms/main";

const WHOLE: &str = r#"{
    "issuer": "https://idp.example.com/realms/main",
    "authorization_endpoint": "https://idp.example.com/authorize?tenant=1",
    "token_endpoint": "https://idp.example.com/token",
    "device_authorization_endpoint": "https://idp.example.com/device",
    "revocation_endpoint": "https://idp.example.com/revoke",
    "pushed_authorization_request_endpoint": "https://idp.example.com/par",
    "userinfo_endpoint": "https://idp.example.com/me",
    "authorization_response_iss_parameter_supported": true,
    "require_pushed_authorization_requests": true,
    "code_challenge_methods_supported": ["S256", "plain"],
    "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    "jwks_uri": "https://idp.example.com/jwks"
}"#;

fn read(json: &str) -> Result<ServerMetadata, MetadataError> {
    ServerMetadata::read(json.as_bytes(), ISSUER)
}

fn with_member(member: &str, value: &str) -> String {
    format!(r#"{{ "issuer": "{ISSUER}", "{member}": {value} }}"#)
}

#[test]
fn each_member_is_read() {
    let server = read(WHOLE).unwrap();
    assert_eq!(server.issuer(), ISSUER);
    assert_eq!(server.authorization_endpoint(), Some("https://idp.example.com/authorize?tenant=1"));
    assert_eq!(server.token_endpoint(), Some("https://idp.example.com/token"));
    assert_eq!(server.device_authorization_endpoint(), Some("https://idp.example.com/device"));
    assert_eq!(server.revocation_endpoint(), Some("https://idp.example.com/revoke"));
    assert_eq!(server.pushed_authorization_request_endpoint(), Some("https://idp.example.com/par"));
    assert_eq!(server.userinfo_endpoint(), Some("https://idp.example.com/me"));
    assert!(server.authorization_response_iss_parameter_supported());
    assert!(server.require_pushed_authorization_requests());
    let methods = ["S256".to_owned(), "plain".to_owned()];
    assert_eq!(server.code_challenge_methods_supported(), Some(&methods[..]));
    assert_eq!(server.token_endpoint_auth_methods_supported(), ["private_key_jwt"]);
}

#[test]
fn what_is_absent_has_the_default_of_the_standard() {
    for json in [
        format!(r#"{{ "issuer": "{ISSUER}" }}"#),
        format!(
            r#"{{ "issuer": "{ISSUER}", "token_endpoint": null,
                "code_challenge_methods_supported": null,
                "authorization_response_iss_parameter_supported": null,
                "token_endpoint_auth_methods_supported": null }}"#
        ),
    ] {
        let server = read(&json).unwrap();
        assert_eq!(server.token_endpoint(), None);
        assert!(!server.authorization_response_iss_parameter_supported());
        assert!(!server.require_pushed_authorization_requests());
        assert_eq!(server.code_challenge_methods_supported(), None);
        assert_eq!(server.token_endpoint_auth_methods_supported(), ["client_secret_basic"]);
    }
}

#[test]
fn the_issuer_is_compared_byte_for_byte() {
    for other in [
        "https://idp.example.com/realms/main/",
        "https://idp.example.com/realms/Main",
        "https://IDP.example.com/realms/main",
        "https://idp.example.com:443/realms/main",
        "https://idp.example.com/realms/m%61in",
        "https://evil.example.com/realms/main",
    ] {
        match ServerMetadata::read(WHOLE.as_bytes(), other) {
            Err(MetadataError::OtherIssuer { expected, found }) => {
                assert_eq!((expected.as_str(), found.as_str()), (other, ISSUER));
            }
            answer => panic!("{other}: {answer:?}"),
        }
    }
}

#[test]
fn an_endpoint_that_credentials_may_not_go_to_is_refused() {
    let insecure = |member: &str, url: &str| match read(&with_member(member, url)) {
        Err(MetadataError::InsecureUrl { member: found }) => assert_eq!(found, member),
        answer => panic!("{url}: {answer:?}"),
    };
    for member in [
        "authorization_endpoint",
        "token_endpoint",
        "device_authorization_endpoint",
        "revocation_endpoint",
        "pushed_authorization_request_endpoint",
        "userinfo_endpoint",
    ] {
        insecure(member, r#""http://idp.example.com/x""#);
        insecure(member, r#""javascript:alert(1)""#);
        insecure(member, r#""http://127.0.0.1.example.com/x""#);
    }
    for url in ["/token", "", "https://", "https://u:p@idp.example.com/", "https://a.example/#b"] {
        match read(&with_member("token_endpoint", &format!("{url:?}"))) {
            Err(MetadataError::InvalidUrl { member: "token_endpoint" }) => (),
            answer => panic!("{url}: {answer:?}"),
        }
    }
    let loopback = read(&with_member("token_endpoint", r#""http://127.0.0.1:8080/token""#));
    assert_eq!(loopback.unwrap().token_endpoint(), Some("http://127.0.0.1:8080/token"));
}

#[test]
fn an_issuer_has_https_and_no_query() {
    let read = |issuer| ServerMetadata::read(b"{}", issuer).unwrap_err();
    assert!(matches!(
        read("http://idp.example.com"),
        MetadataError::InsecureUrl { member: "issuer" }
    ));
    for issuer in ["idp.example.com", "https://idp.example.com?a=b", "https://idp.example.com#a"] {
        assert!(matches!(read(issuer), MetadataError::InvalidUrl { member: "issuer" }), "{issuer}");
    }
}

#[test]
fn what_is_no_such_document_is_an_error() {
    for json in [
        "",
        "<html>",
        "[]",
        "{}",
        r#"{ "issuer": 1 }"#,
        &with_member("token_endpoint", "[]"),
        &with_member("issuer", r#""https://idp.example.com/realms/main""#),
        &format!("{WHOLE} x"),
    ] {
        assert!(matches!(read(json), Err(MetadataError::Json(_))), "{json}");
    }
}

/// A server that answers each URL with what is listed for it, else with 404; and what was asked.
struct Listed {
    answers: Vec<(&'static str, u16, &'static str)>,
    asked: RefCell<Vec<String>>,
}

impl Listed {
    fn new(answers: &[(&'static str, u16, &'static str)]) -> Self {
        Self { answers: answers.to_vec(), asked: RefCell::default() }
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let url = request.uri().to_string();
        assert_eq!(request.method(), "GET");
        assert_eq!(request.headers()["accept"], "application/json");
        let found = self.answers.iter().find(|(listed, ..)| *listed == url);
        let (status, body) = found.map_or((404, ""), |(_, status, body)| (*status, *body));
        self.asked.borrow_mut().push(url);
        let mut response = Response::new(body.as_bytes().to_vec());
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        response
    }

    /// Fetches with either kind of client, which have to agree.
    fn fetch(&self, issuer: &str) -> Result<ServerMetadata, FetchError<Infallible>> {
        let http = |request| Ok::<_, Infallible>(self.answer(&request));
        let blocking = ServerMetadata::fetch(issuer, &http);
        let asked = self.asked.take();
        let http = |request| std::future::ready(Ok::<_, Infallible>(self.answer(&request)));
        let mut future = pin!(ServerMetadata::fetch_async(issuer, &http));
        let Poll::Ready(answer) = future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        else {
            panic!("nothing to wait for");
        };
        assert_eq!(asked, *self.asked.borrow());
        assert_eq!(format!("{blocking:?}"), format!("{answer:?}"));
        answer
    }
}

const OPENID: &str = "https://idp.example.com/realms/main/.well-known/openid-configuration";
const OAUTH: &str = "https://idp.example.com/.well-known/oauth-authorization-server/realms/main";
const INSERTED: &str = "https://idp.example.com/.well-known/openid-configuration/realms/main";

#[test]
fn the_first_answer_with_200_is_taken() {
    let openid = Listed::new(&[(OPENID, 200, WHOLE), (OAUTH, 200, "unread")]);
    assert_eq!(openid.fetch(ISSUER).unwrap(), read(WHOLE).unwrap());
    assert_eq!(*openid.asked.borrow(), [OPENID]);

    let oauth = Listed::new(&[(OAUTH, 200, WHOLE)]);
    assert_eq!(oauth.fetch(ISSUER).unwrap(), read(WHOLE).unwrap());
    assert_eq!(*oauth.asked.borrow(), [OPENID, OAUTH]);

    let inserted = Listed::new(&[(INSERTED, 200, WHOLE)]);
    assert_eq!(inserted.fetch(ISSUER).unwrap(), read(WHOLE).unwrap());
    assert_eq!(*inserted.asked.borrow(), [OPENID, OAUTH, INSERTED]);
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
        let error = nothing.fetch(issuer).unwrap_err();
        assert!(matches!(error, FetchError::Status(StatusCode::NOT_FOUND)), "{error:?}");
        assert_eq!(*nothing.asked.borrow(), expected);
    }
}

#[test]
fn a_redirect_is_no_answer() {
    let first = Listed::new(&[(OPENID, 302, ""), (OAUTH, 200, WHOLE)]);
    assert_eq!(first.fetch(ISSUER).unwrap(), read(WHOLE).unwrap());

    let only = Listed::new(&[(OPENID, 302, WHOLE)]);
    assert!(matches!(only.fetch(ISSUER).unwrap_err(), FetchError::Redirected));
    assert_eq!(*only.asked.borrow(), [OPENID, OAUTH, INSERTED]);
}

#[test]
fn a_document_of_another_issuer_is_not_looked_past() {
    let other = r#"{ "issuer": "https://evil.example.com" }"#;
    let server = Listed::new(&[(OPENID, 200, other), (OAUTH, 200, WHOLE)]);
    let error = server.fetch(ISSUER).unwrap_err();
    assert!(matches!(error, FetchError::Metadata(MetadataError::OtherIssuer { .. })), "{error:?}");
}

#[test]
fn an_insecure_issuer_is_not_asked() {
    let server = Listed::new(&[]);
    let error = server.fetch("http://idp.example.com").unwrap_err();
    assert!(matches!(error, FetchError::Metadata(MetadataError::InsecureUrl { .. })), "{error:?}");
    assert!(server.asked.borrow().is_empty());
}
