//! What a flow is built of, and what it refuses.

use oauth_flow::AuthMethod;
use oauth_flow::flow::{BuildError, Finding, Flow, Origin, ServerMetadata};
use oauth_flow::{Key, oauth_client};

const AUTHORIZE: &str = "https://idp.example.com/authorize";
const TOKEN: &str = "https://idp.example.com/token";
const CALLBACK: &str = "https://app.example.com/callback";

#[oauth_client(kind = "web", redirect_uri = "runtime")]
#[derive(Clone, Default)]
struct Login {
    client_id: String,
    client_secret: Option<String>,
    redirect_uri: Vec<String>,
    authorization_endpoint: String,
    token_endpoint: Option<String>,
}

fn login() -> Login {
    Login {
        client_id: "portal".into(),
        client_secret: Some("hush".into()),
        redirect_uri: vec![CALLBACK.into()],
        authorization_endpoint: AUTHORIZE.into(),
        token_endpoint: Some(TOKEN.into()),
    }
}

#[track_caller]
fn refused(login: &Login) -> BuildError {
    Flow::new(login).expect_err("no flow")
}

/// The rule and the origin of each finding.
#[track_caller]
fn findings(error: &BuildError) -> Vec<(&str, Origin)> {
    let BuildError::Values(findings) = error else { panic!("not of values: {error:?}") };
    findings.iter().map(|it| (it.rule.id, it.origin)).collect()
}

#[test]
fn fields_are_enough() {
    let flow = Flow::new(&login()).unwrap();
    assert_eq!(flow.client_id(), "portal");
    assert!(flow.warnings().is_empty());
}

#[test]
fn a_declaration_alone_is_enough() {
    #[oauth_client(
        kind = "spa",
        client_id = "spa-1",
        redirect_uri = "https://app.example.com/callback",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        scope = "openid",
        issuer = "https://idp.example.com"
    )]
    struct Frontend;
    let flow = Flow::new(&Frontend).unwrap();
    assert_eq!(flow.client_id(), "spa-1");
    let (url, _pending) = flow.authorize().begin().unwrap();
    assert!(url.as_str().starts_with("https://idp.example.com/authorize?client_id=spa-1&"));
    let flow = Flow::<Frontend>::builder().build().unwrap();
    assert_eq!(flow.client_id(), "spa-1");
}

#[test]
fn what_is_missing_is_named() {
    #[oauth_client(kind = "device")]
    struct Television;
    #[oauth_client(kind = "web", redirect_uri = "runtime", par)]
    struct Pushing;
    let device = || Flow::<Television>::builder().client_id("tv").token_endpoint(TOKEN);
    assert_eq!(
        Flow::<Television>::builder().token_endpoint(TOKEN).build().unwrap_err(),
        BuildError::Missing(Key::ClientId)
    );
    assert_eq!(
        device().build().unwrap_err(),
        BuildError::Missing(Key::DeviceAuthorizationEndpoint)
    );
    let without = |change: fn(&mut Login)| {
        let mut login = login();
        change(&mut login);
        refused(&login)
    };
    assert_eq!(without(|it| it.client_secret = None), BuildError::MissingSecret);
    assert_eq!(without(|it| it.redirect_uri.clear()), BuildError::Missing(Key::RedirectUri));
    assert_eq!(without(|it| it.token_endpoint = None), BuildError::Missing(Key::TokenEndpoint));
    let pushing = || {
        Flow::<Pushing>::builder()
            .client_id("portal")
            .client_secret("hush")
            .redirect_uri(CALLBACK)
            .token_endpoint(TOKEN)
    };
    assert_eq!(pushing().build().unwrap_err(), BuildError::Missing(Key::AuthorizationEndpoint));
    assert_eq!(
        pushing().authorization_endpoint(AUTHORIZE).build().unwrap_err(),
        BuildError::Missing(Key::PushedAuthorizationRequestEndpoint)
    );
}

#[test]
fn the_help_for_what_is_missing_is_what_can_be_done() {
    assert_eq!(
        BuildError::MissingSecret.to_string(),
        "`client_secret` is missing; help: give it a field, or call `client_secret` of the builder"
    );
    assert_eq!(
        BuildError::Missing(Key::PushedAuthorizationRequestEndpoint).to_string(),
        "`pushed_authorization_request_endpoint` is missing; help: declare it, or call \
         `pushed_authorization_request_endpoint` of the builder"
    );
    assert_eq!(
        BuildError::Missing(Key::TokenEndpoint).to_string(),
        "`token_endpoint` is missing; help: declare it, give it a field, or call `token_endpoint` \
         of the builder"
    );
}

#[test]
fn what_is_empty_is_named() {
    let id = refused(&Login { client_id: String::new(), ..login() });
    assert_eq!(id, BuildError::Empty(Origin::Field("client_id")));
    assert_eq!(id.to_string(), "the field `client_id` is empty");
    let secret = refused(&Login { client_secret: Some(String::new()), ..login() });
    assert_eq!(secret, BuildError::Empty(Origin::Field("client_secret")));
    let builder = Flow::<Login>::builder().config(&login());
    let secret = builder.client_secret("").build().unwrap_err();
    assert_eq!(secret, BuildError::Empty(Origin::Method("client_secret")));
    let endpoint = refused(&Login { authorization_endpoint: String::new(), ..login() });
    assert_eq!(
        findings(&endpoint),
        [("insecure_endpoint", Origin::Field("authorization_endpoint"))]
    );
    let redirect_uri = refused(&Login { redirect_uri: vec![String::new()], ..login() });
    assert_eq!(findings(&redirect_uri), [("invalid_redirect_uri", Origin::Field("redirect_uri"))]);
}

#[test]
fn a_secret_with_the_line_end_of_its_file_is_refused() {
    let origin = Origin::Field("client_secret");
    for secret in ["hush\n", "hush\r\n", " hush", "hush ", "hu\tsh", "hüsh", "hush\0"] {
        let error = refused(&Login { client_secret: Some(secret.into()), ..login() });
        assert_eq!(error, BuildError::NotPrintable(origin), "{secret:?}");
        assert!(error.to_string().contains("help: look for a line end"), "{error}");
    }
    let error = refused(&Login { client_id: "portal\n".into(), ..login() });
    assert_eq!(error, BuildError::NotPrintable(Origin::Field("client_id")));
    // A space within is one of the characters of RFC 6749 appendix A.2.
    Flow::new(&Login { client_secret: Some("hush hush".into()), ..login() }).unwrap();
}

#[test]
fn a_secret_that_the_declared_method_does_not_send_is_refused() {
    #[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/callback")]
    struct Frontend;

    let builder = Flow::<Frontend>::builder().client_id("spa-1").client_secret("hush");
    let error = builder.authorization_endpoint(AUTHORIZE).token_endpoint(TOKEN).build();
    let error = error.map(|_| ()).unwrap_err();
    let origin = Origin::Method("client_secret");
    assert_eq!(error, BuildError::UnusedSecret(origin, AuthMethod::None));
    assert_eq!(
        error.to_string(),
        "`client_secret` is given, and `none` sends no secret; help: leave it out, or declare the \
         `auth` that the client is registered with"
    );
}

#[test]
fn an_authorization_endpoint_does_not_give_a_value_to_what_the_flow_gives_one() {
    let endpoint = |query: &str| {
        let authorization_endpoint = format!("{AUTHORIZE}?{query}");
        Flow::new(&Login { authorization_endpoint, ..login() }).map(|_| ())
    };
    assert_eq!(endpoint("tenant=blue"), Ok(()));
    for (query, name) in [("state=fixed", "state"), ("tenant=blue&Client%5fID=x", "Client_ID")] {
        assert_eq!(endpoint(query), Err(BuildError::ManagedQuery(name.into())));
    }
}

fn metadata(members: &str) -> ServerMetadata {
    let issuer = "https://idp.example.com";
    ServerMetadata::read(format!(r#"{{"issuer": "{issuer}", {members}}}"#).as_bytes(), issuer)
        .unwrap()
}

#[test]
fn a_method_takes_the_place_of_a_field_whichever_comes_first() {
    let before = Flow::<Login>::builder().client_id("other").config(&login()).build().unwrap();
    let after = Flow::<Login>::builder().config(&login()).client_id("other").build().unwrap();
    assert_eq!((before.client_id(), after.client_id()), ("other", "other"));
}

#[test]
fn the_metadata_of_a_server_gives_the_endpoints() {
    let metadata = metadata(
        r#""authorization_endpoint": "https://idp.example.com/a",
           "token_endpoint": "https://idp.example.com/t""#,
    );
    let config = Login {
        authorization_endpoint: "https://idp.example.com/a".into(),
        token_endpoint: None,
        ..login()
    };
    let flow = Flow::<Login>::builder().config(&config).server(&metadata).build().unwrap();
    let (url, _pending) = flow.authorize().begin().unwrap();
    assert!(url.as_str().starts_with("https://idp.example.com/a?"), "{url}");
}

#[test]
fn a_promise_of_iss_needs_an_issuer_to_compare() {
    let builder = Flow::<Login>::builder().config(&login());
    let builder = builder.authorization_response_iss_parameter_supported(true);
    assert_eq!(builder.build().unwrap_err(), BuildError::Missing(Key::Issuer));
}

#[test]
fn what_contradicts_the_declaration_is_refused() {
    #[oauth_client(
        kind = "web",
        client_id = "portal",
        issuer = "https://idp.example.com",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "https://app.example.com/callback",
        scope = "read write",
        resource = "https://api.example.com"
    )]
    struct Portal;
    let builder = || Flow::<Portal>::builder().client_secret("hush");
    builder().build().unwrap();
    builder().client_id("portal").scope("write").build().unwrap();
    for (builder, method) in [
        (builder().client_id("other"), "client_id"),
        (builder().issuer("https://other.example.com"), "issuer"),
        (builder().authorization_endpoint("https://idp.example.com/b"), "authorization_endpoint"),
        (builder().token_endpoint("https://idp.example.com/b"), "token_endpoint"),
        (builder().redirect_uri("https://app.example.com/other"), "redirect_uri"),
        (builder().scope("read admin"), "scope"),
        (builder().resource("https://other.example.com"), "resource"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(findings(&error), [("undeclared_value", Origin::Method(method))]);
    }
    assert_eq!(
        builder().scope("admin").build().unwrap_err().to_string(),
        "undeclared_value: `admin` is not declared (`scope`); help: add it to `scope`, or leave \
         `scope` to the run time; spec: oauth-flow \
         docs/run-time.md"
    );
}

#[test]
fn a_rule_that_a_value_breaks_names_itself_the_field_and_the_way_out() {
    let error = refused(&Login {
        token_endpoint: Some("http://idp.example.com/token".into()),
        redirect_uri: vec!["http://app.example.com/callback".into()],
        ..login()
    });
    assert_eq!(
        findings(&error),
        [
            ("insecure_redirect_uri", Origin::Field("redirect_uri")),
            ("insecure_endpoint", Origin::Field("token_endpoint")),
        ]
    );
    assert_eq!(
        error.to_string(),
        "insecure_redirect_uri: the redirect URI `http://app.example.com/callback` is not https \
         (the field `redirect_uri`); help: write `https://app.example.com/callback` in place \
         of `http://app.example.com/callback`, here and in the registration; spec: RFC 9700 section 2.6 (MUST NOT), OAuth 2.1 \
         draft-16 section 1.5 (MUST)\n\
         insecure_endpoint: the endpoint `http://idp.example.com/token` is not https (the field \
         `token_endpoint`); help: write the https URL of the endpoint, without userinfo and \
         fragment; http is for a server on the same machine; spec: RFC 6749 section 3.2 (MUST), \
         RFC 6749 section 3.1 (MUST)"
    );
}

#[test]
fn a_plain_http_endpoint_elsewhere_is_refused_wherever_it_comes_from() {
    for url in [
        "http://idp.example.com/token",
        "http://127.0.0.1.evil.example/token",
        "http://localhost.evil.example/token",
        "ftp://idp.example.com/token",
        "idp.example.com/token",
        "https://idp.example.com/token#part",
    ] {
        let error = Flow::<Login>::builder().config(&login()).token_endpoint(url).build();
        let error = error.unwrap_err();
        assert_eq!(
            findings(&error),
            [("insecure_endpoint", Origin::Method("token_endpoint"))],
            "{url}"
        );
    }
}

#[test]
fn what_no_http_client_can_send_to_is_no_url() {
    // Well-formed by RFC 3986, and longer than the type of a request's target.
    let long = format!("https://idp.example.com/{}", "a".repeat(70_000));
    let builder = Flow::<Login>::builder().config(&login()).token_endpoint(long);
    let error = builder.build().unwrap_err();
    assert_eq!(error, BuildError::NotAUrl(Origin::Method("token_endpoint")));
    assert_eq!(error.to_string(), "`token_endpoint` is not a URL");
}

#[test]
fn a_server_on_the_same_machine_is_a_warning_that_is_kept() {
    let flow = Flow::new(&Login {
        authorization_endpoint: "http://127.0.0.1:9000/authorize".into(),
        token_endpoint: Some("http://127.0.0.1:9000/token".into()),
        ..login()
    })
    .unwrap();
    let warned: Vec<_> = flow.warnings().iter().map(|it| (it.rule.id, it.origin)).collect();
    assert_eq!(warned, [("loopback_issuer", Origin::Field("authorization_endpoint"))]);
    let warning: &Finding = &flow.warnings()[0];
    assert_eq!(warning.fact, "`http://127.0.0.1:9000/authorize` is a server on the same machine");
    assert!(!warning.help.is_empty());
}

#[test]
fn a_value_that_was_declared_is_not_judged_again() {
    #[oauth_client(
        kind = "m2m",
        client_id = "worker",
        token_endpoint = "http://127.0.0.1:9000/token",
        allow(loopback_issuer, reason = "a test")
    )]
    struct Worker;
    let flow = Flow::<Worker>::builder().client_secret("hush").build().unwrap();
    assert!(flow.warnings().is_empty());
}

#[test]
fn a_native_client_listens_on_whichever_port_is_free() {
    #[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1/callback")]
    struct Cli {
        redirect_uri: String,
    }
    let build = |redirect_uri: &str| {
        Flow::<Cli>::builder()
            .config(&Cli { redirect_uri: redirect_uri.into() })
            .client_id("cli")
            .authorization_endpoint(AUTHORIZE)
            .token_endpoint(TOKEN)
            .build()
    };
    build("http://127.0.0.1:49152/callback").unwrap();
    for other in [
        "http://127.0.0.1:49152/other",
        "http://127.0.0.1:49152/callback?a=b",
        "http://[::1]:49152/callback",
        "https://127.0.0.1:49152/callback",
    ] {
        let error = build(other).unwrap_err();
        assert!(
            findings(&error).contains(&("undeclared_value", Origin::Field("redirect_uri"))),
            "{other}: {error}"
        );
    }
}

#[test]
fn a_method_that_signs_needs_a_signer_and_an_issuer() {
    #[oauth_client(
        kind = "m2m",
        auth = "private_key_jwt",
        jwks_uri = "https://app.example.com/jwks"
    )]
    struct Worker;
    let builder = || Flow::<Worker>::builder().client_id("worker").token_endpoint(TOKEN);
    assert_eq!(builder().build().unwrap_err(), BuildError::Missing(Key::Issuer));
    let error = builder().issuer("https://idp.example.com").build().unwrap_err();
    assert_eq!(error, BuildError::MissingSigner(AuthMethod::PrivateKeyJwt));
    assert_eq!(
        error.to_string(),
        "`private_key_jwt` needs a signer; help: call `signer` of the builder, or `async_signer` for \
         a key in a key service"
    );
}

#[test]
fn only_a_platform_without_a_clock_needs_one() {
    assert_eq!(
        BuildError::MissingClock.to_string(),
        "this platform has no clock; help: call `clock` of the builder"
    );
}

#[test]
fn a_url_with_a_password_in_it_is_refused_and_not_repeated() {
    let url = "https://user:hunter2@idp.example.com/token";
    let error = Flow::<Login>::builder().config(&login()).token_endpoint(url).build().unwrap_err();
    assert!(matches!(error, BuildError::Values(_)), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
}

#[test]
fn the_query_of_an_undeclared_uri_is_not_repeated() {
    #[oauth_client(
        kind = "m2m",
        client_id = "worker",
        token_endpoint = "https://idp.example.com/token",
        resource = "https://api.example.com"
    )]
    struct Worker;
    let builder = || Flow::<Worker>::builder().client_secret("hush");
    for (builder, shown) in [
        (
            builder().token_endpoint("https://idp.example.com/t?key=X"),
            "https://idp.example.com/t?...",
        ),
        (
            builder().token_endpoint("https://a.example/t?client_secret=X"),
            "https://a.example/t?...",
        ),
        (builder().resource("https://a.example?access_token=X"), "https://a.example?..."),
        (builder().client_id("w?X"), "w?X"),
    ] {
        let text = builder.build().unwrap_err().to_string();
        assert!(text.contains(&format!("undeclared_value: `{shown}` is not declared")), "{text}");
    }
}
