//! What a document says, and what is refused in it.

use oauth_flow::flow::{AnswerError, JsonType, MetadataError, Retry, ServerMetadata};
use serde_json::json;

use super::{ISSUER, WHOLE, read, with_member};

/// The members that are URLs to which a client or its user goes.
const URLS: [&str; 10] = [
    "authorization_endpoint",
    "token_endpoint",
    "device_authorization_endpoint",
    "revocation_endpoint",
    "pushed_authorization_request_endpoint",
    "userinfo_endpoint",
    "end_session_endpoint",
    "introspection_endpoint",
    "registration_endpoint",
    "jwks_uri",
];

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
    assert_eq!(server.end_session_endpoint(), Some("https://idp.example.com/logout"));
    assert_eq!(server.introspection_endpoint(), Some("https://idp.example.com/introspect"));
    assert_eq!(server.registration_endpoint(), Some("https://idp.example.com/register"));
    assert_eq!(server.jwks_uri(), Some("https://idp.example.com/jwks"));
    assert!(server.authorization_response_iss_parameter_supported());
    assert!(server.require_pushed_authorization_requests());
    let methods = ["S256".to_owned(), "plain".to_owned()];
    assert_eq!(server.code_challenge_methods_supported(), Some(&methods[..]));
    assert_eq!(server.token_endpoint_auth_methods_supported(), ["private_key_jwt"]);
    assert_eq!(
        server.mtls_endpoint_aliases().collect::<Vec<_>>(),
        [
            ("token_endpoint", "https://mtls.idp.example.com/token"),
            ("revocation_endpoint", "https://mtls.idp.example.com/revoke"),
        ]
    );
}

#[test]
fn the_whole_document_is_kept() {
    let server = read(WHOLE).unwrap();
    assert_eq!(server.get("issuer"), Some(&json!(ISSUER)));
    assert_eq!(server.get("acr_values_supported"), Some(&json!([1, "gold", {"level": 2}])));
    assert_eq!(server.get("service_documentation"), Some(&json!("http://docs.example.com")));
    let aliases = server.get("mtls_endpoint_aliases").unwrap();
    assert_eq!(aliases["backchannel_authentication_endpoint"], "https://mtls.idp.example.com/ciba");
    assert_eq!(server.get("end_session"), None);
    assert_eq!(read(&with_member("policy", "null")).unwrap().get("policy"), None);
    // A document may be long.
    let long = with_member("note", &format!("{:?}", "x".repeat(900_000)));
    let shown = format!("{:?}", read(&long).unwrap());
    assert_eq!(shown, format!("ServerMetadata {{ issuer: {ISSUER:?}, .. }}"));
}

#[test]
fn what_is_absent_has_the_default_of_the_standard() {
    let null = |members: &[&str]| {
        let members: Vec<_> = members.iter().map(|it| format!(r#", "{it}": null"#)).collect();
        format!(r#"{{ "issuer": "{ISSUER}" {} }}"#, members.concat())
    };
    let lists = [
        "code_challenge_methods_supported",
        "authorization_response_iss_parameter_supported",
        "token_endpoint_auth_methods_supported",
        "mtls_endpoint_aliases",
    ];
    for json in [null(&[]), null(&URLS), null(&lists)] {
        let server = read(&json).unwrap();
        assert_eq!(server.token_endpoint(), None);
        assert_eq!(server.jwks_uri(), None);
        assert!(!server.authorization_response_iss_parameter_supported());
        assert!(!server.require_pushed_authorization_requests());
        assert_eq!(server.code_challenge_methods_supported(), None);
        assert_eq!(server.token_endpoint_auth_methods_supported(), ["client_secret_basic"]);
        assert_eq!(server.mtls_endpoint_aliases().count(), 0);
    }
}

#[test]
fn a_list_that_is_none_is_as_if_it_were_not_there() {
    for value in ["[]", r#""S256""#, "{}", "1", "true", r#"["S256", 1]"#, r#"["S256", null]"#] {
        let server = read(&with_member("code_challenge_methods_supported", value)).unwrap();
        assert_eq!(server.code_challenge_methods_supported(), None, "{value}");
        let server = read(&with_member("token_endpoint_auth_methods_supported", value)).unwrap();
        assert_eq!(server.token_endpoint_auth_methods_supported(), ["client_secret_basic"]);
        let server = read(&with_member("require_pushed_authorization_requests", value)).unwrap();
        assert_eq!(server.require_pushed_authorization_requests(), value == "true", "{value}");
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
fn an_issuer_from_outside_is_bounded_and_escaped_in_the_error() {
    for (found, shown) in [
        (format!("https://{}", "x".repeat(900_000)), format!("https://{}...", "x".repeat(192))),
        ("<script>\u{1b}[2J".to_owned(), r"\u{3c}script\u{3e}\u{1b}[2J".to_owned()),
        ("https://u:hunter2@a.example/?key=x".to_owned(), "https://...@a.example/?...".to_owned()),
    ] {
        let json = json!({ "issuer": found }).to_string();
        let error = read(&json).unwrap_err();
        let expected = ISSUER.to_owned();
        assert_eq!(error, MetadataError::OtherIssuer { expected, found: shown.clone() });
        assert!(error.to_string().starts_with(&format!("the document is of the issuer `{shown}`")));
    }
}

#[test]
fn an_endpoint_that_credentials_may_not_go_to_is_refused() {
    for member in URLS {
        let error = |url: &str| read(&with_member(member, &json!(url).to_string())).unwrap_err();
        for url in [
            "http://idp.example.com/x",
            "javascript:alert(1)",
            "http://127.0.0.1.example.com/x",
            // The issuer is elsewhere, so this would be a machine that is not the server.
            "http://127.0.0.1:8080/x",
            "http://localhost/x",
            "http://[::1]/x",
        ] {
            assert_eq!(error(url), MetadataError::InsecureUrl { member }, "{url}");
        }
        for url in
            ["/token", "", "https://", "https://u:p@idp.example.com/", "https://a.example/#b"]
        {
            assert_eq!(error(url), MetadataError::InvalidUrl { member }, "{url}");
        }
    }
    // No text of Rust: half of a pair of surrogates.
    let error = read(&with_member("token_endpoint", r#""https://a.example/\ud800""#)).unwrap_err();
    assert_eq!(error, MetadataError::InvalidUrl { member: "token_endpoint" });
}

#[test]
fn the_aliases_fit_the_same_rules() {
    let aliases = |url: &str| {
        read(&with_member("mtls_endpoint_aliases", &json!({ "token_endpoint": url }).to_string()))
    };
    assert!(aliases("https://mtls.example.com/token").is_ok());
    let member = "mtls_endpoint_aliases.token_endpoint";
    for url in ["http://mtls.example.com/token", "http://127.0.0.1/token"] {
        assert_eq!(aliases(url), Err(MetadataError::InsecureUrl { member }), "{url}");
    }
    assert_eq!(aliases("/token"), Err(MetadataError::InvalidUrl { member }));
    for (value, expected) in [
        (
            r#"{"token_endpoint": 1}"#,
            "`mtls_endpoint_aliases.token_endpoint` of the server's answer is a number, and RFC 8705 \
             section 5 has a string",
        ),
        (
            "[]",
            "`mtls_endpoint_aliases` of the server's answer is an array, and RFC 8705 section 5 has \
             an object",
        ),
        (
            r#"{"token_endpoint": "https://a.example/", "token_endpoint": "https://b.example/"}"#,
            "the server's answer has the member `token_endpoint` twice",
        ),
    ] {
        let error = read(&with_member("mtls_endpoint_aliases", value)).unwrap_err();
        let expected = format!(
            "the document is not the metadata of an authorization server (RFC 8414): {expected}"
        );
        assert_eq!(error.to_string(), expected);
    }
    let null = r#"{"token_endpoint": null}"#;
    assert!(read(&with_member("mtls_endpoint_aliases", null)).is_ok());
}

#[test]
fn a_server_on_the_same_machine_has_an_issuer_there() {
    let read = |url: &str| {
        let json = json!({
            "issuer": "http://localhost:8080",
            "token_endpoint": url,
            "mtls_endpoint_aliases": { "token_endpoint": url },
        });
        ServerMetadata::read(json.to_string().as_bytes(), "http://localhost:8080")
    };
    for url in ["http://localhost:8080/token", "http://127.0.0.1/token", "https://a.example/token"]
    {
        assert_eq!(read(url).unwrap().token_endpoint(), Some(url));
    }
    let insecure = MetadataError::InsecureUrl { member: "token_endpoint" };
    assert_eq!(read("http://a.example/token"), Err(insecure));
}

#[test]
fn an_issuer_has_https_and_no_query() {
    let read = |issuer| ServerMetadata::read(b"{}", issuer).unwrap_err();
    assert_eq!(read("http://idp.example.com"), MetadataError::InsecureUrl { member: "issuer" });
    for issuer in ["idp.example.com", "https://idp.example.com?a=b", "https://idp.example.com#a"] {
        assert_eq!(read(issuer), MetadataError::InvalidUrl { member: "issuer" }, "{issuer}");
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
        r#"{ "issuer": null }"#,
        r#"{ "issuer": "" }"#,
        &with_member("token_endpoint", "[]"),
        &with_member("token_endpoint", "1e400"),
        &with_member("authorization_response_iss_parameter_supported", r#""true""#),
        &with_member("issuer", r#""https://idp.example.com/realms/main""#),
        // A name is a name however it is written.
        &with_member("is\\u0073uer", "1"),
        &format!("{WHOLE} x"),
        &with_member("note", &format!("{:?}", "x".repeat(1024 * 1024))),
    ] {
        assert!(matches!(read(json), Err(MetadataError::Json(_))), "{json:.100}");
    }
}

#[test]
fn a_member_that_is_wrong_is_named_with_its_type() {
    for (json, expected) in [
        ("<html>", "the server's answer is not valid JSON (line 1, column 1)"),
        ("[]", "the server's answer is an array and not a JSON object"),
        ("{}", "the server's answer has no `issuer`, which RFC 8414 section 2 requires"),
        (
            r#"{ "error": "x", "<b>": 1 }"#,
            "the server's answer has no `issuer`, which RFC 8414 section 2 requires; it has `error` \
             and `\\u{3c}b\\u{3e}`",
        ),
        (
            r#"{ "issuer": 1 }"#,
            "`issuer` of the server's answer is a number, and RFC 8414 section 2 has a string",
        ),
        (
            &with_member("end_session_endpoint", "[]"),
            "`end_session_endpoint` of the server's answer is an array, and OpenID Connect \
             RP-Initiated Logout 1.0 section 2.1 has a string",
        ),
        (
            &with_member("authorization_response_iss_parameter_supported", r#""true""#),
            "`authorization_response_iss_parameter_supported` of the server's answer is a string, and \
             RFC 9207 section 3 has a boolean",
        ),
        (
            &with_member("jwks_uri", r#""https://a.example/", "jwks_uri": null"#),
            "the server's answer has the member `jwks_uri` twice",
        ),
    ] {
        let expected = format!(
            "the document is not the metadata of an authorization server (RFC 8414): {expected}"
        );
        assert_eq!(read(json).unwrap_err().to_string(), expected);
    }
    match read(&with_member("token_endpoint", "true")).unwrap_err() {
        MetadataError::Json(AnswerError::Member(wrong)) => {
            assert_eq!(
                (wrong.member(), wrong.found()),
                ("token_endpoint", Some(JsonType::Boolean))
            );
        }
        error => panic!("{error:?}"),
    }
}

#[test]
fn the_errors_say_what_to_do() {
    let insecure = |member| MetadataError::InsecureUrl { member }.to_string();
    assert_eq!(
        insecure("issuer"),
        "`issuer` is neither `https`, nor `http` on the loopback interface"
    );
    assert_eq!(
        insecure("token_endpoint"),
        "`token_endpoint` is not `https`; `http` is for a server on the loopback interface whose \
         `issuer` is `http` there too"
    );
    assert_eq!(
        MetadataError::InvalidUrl { member: "token_endpoint" }.to_string(),
        "`token_endpoint` is not an absolute URL of the form that RFC 8414 section 2 gives it"
    );
    let error = ServerMetadata::read(WHOLE.as_bytes(), "https://idp.example.com/realms/main/");
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the document is of the issuer `https://idp.example.com/realms/main`, and \
         `https://idp.example.com/realms/main/` was asked for; the two have to be the same, byte for \
         byte (RFC 8414 section 3.3)"
    );
    assert_eq!(error.retry(), Retry::No);
}
