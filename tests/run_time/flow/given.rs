//! Values that contradict each other, and values that a client may not have.

use oauth_flow::flow::{BuildError, Flow, Origin, ServerMetadata};
use oauth_flow::oauth_client;

const AUTHORIZE: &str = "https://idp.example.com/authorize";
const TOKEN: &str = "https://idp.example.com/token";
const CALLBACK: &str = "https://app.example.com/callback";

#[oauth_client(kind = "web", client_id = "portal", redirect_uri = "runtime")]
struct Login {
    client_secret: Option<String>,
    redirect_uri: String,
    authorization_endpoint: String,
    token_endpoint: Option<String>,
}

fn login() -> Login {
    Login {
        client_secret: Some("hush".into()),
        redirect_uri: CALLBACK.into(),
        authorization_endpoint: AUTHORIZE.into(),
        token_endpoint: Some(TOKEN.into()),
    }
}

#[test]
fn two_values_where_a_client_has_one_are_refused() {
    #[oauth_client(kind = "spa", redirect_uri = "runtime")]
    struct Frontend;
    let error = Flow::<Frontend>::builder().client_id("a").client_id("b").build();
    let origin = Origin::Method("client_id");
    assert_eq!(two_values(error.unwrap_err()), (origin, origin, Some(["a".into(), "b".into()])));
    // The same one twice is one.
    let builder = Flow::<Login>::builder().config(&login());
    builder.client_id("portal").client_id("portal").build().unwrap();
    let error = Flow::<Login>::builder().config(&login()).client_secret("a").client_secret("b");
    let origin = Origin::Method("client_secret");
    let error = error.build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`client_secret` and `client_secret` give two values where a client has one; help: leave the \
         wrong one out, or correct it"
    );
    assert_eq!(two_values(error), (origin, origin, None));
    // The metadata of a server contradicts a field.
    let json = r#"{"issuer": "https://idp.example.com",
        "token_endpoint": "https://idp.example.com/other"}"#;
    let metadata = ServerMetadata::read(json.as_bytes(), "https://idp.example.com").unwrap();
    let error = Flow::<Login>::builder().config(&login()).server(&metadata).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the field `token_endpoint` is `https://idp.example.com/token` and `token_endpoint` of the \
         server's metadata is `https://idp.example.com/other`, and a client has one value; help: leave \
         the wrong one out, or correct it"
    );
    let builder = Flow::<Login>::builder().config(&login());
    let builder = builder.token_endpoint("https://u:hunter2@a.example/t?key=hunter2");
    let error = builder.token_endpoint("https://a.example/t?key=hunter3").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`token_endpoint` is `https://...@a.example/t?...` and `token_endpoint` is \
         `https://a.example/t?...`, and a client has one value; help: leave the wrong one out, or \
         correct it"
    );
    assert!(!format!("{error:?}").contains("hunter"), "{error:?}");
    let builder = Flow::<Login>::builder().config(&login());
    let builder = builder.token_endpoint("https://a.example/t?key=hunter2");
    let error = builder.token_endpoint("https://a.example/t?key=hunter3").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`token_endpoint` and `token_endpoint` are `https://a.example/t?...` with a difference that is \
         not shown, and a client has one value; help: leave the wrong one out, or correct it"
    );
}

fn two_values(error: BuildError) -> (Origin, Origin, Option<[String; 2]>) {
    match error {
        BuildError::Several(it) => (it.first, it.second, it.shown.clone()),
        error => panic!("{error:?}"),
    }
}

#[test]
fn a_token_type_that_is_taken_for_bearer_has_a_name_of_its_own() {
    let build = |name: &str| {
        let builder = Flow::<Login>::builder().config(&login()).bearer_token_type(name);
        builder.build().map(|_| ())
    };
    assert_eq!(build("BearerToken"), Ok(()));
    for empty in ["", " "] {
        let error = build(empty).unwrap_err();
        assert_eq!(error, BuildError::BearerTokenType(String::new()));
        assert_eq!(
            error.to_string(),
            "the token type that `bearer_token_type` gives is empty; help: write the `token_type` that \
             the server answers with"
        );
    }
}

#[test]
fn a_user_says_what_the_server_means_by_its_word() {
    let builder = Flow::<Login>::builder().config(&login()).bearer_token_type("N_A");
    assert!(builder.build().is_ok());
}

#[test]
fn a_request_is_answered_at_a_redirect_uri_that_is_declared_or_configured() {
    #[oauth_client(kind = "web", redirect_uri("https://app.example.com/callback", "runtime"))]
    struct Both {
        redirect_uri: Option<String>,
    }
    let both = |redirect_uri: Option<&str>| {
        let builder = Flow::<Both>::builder();
        let builder = builder.config(&Both { redirect_uri: redirect_uri.map(String::from) });
        let builder = builder.client_id("portal").client_secret("hush");
        builder.authorization_endpoint(AUTHORIZE).token_endpoint(TOKEN).build().unwrap()
    };
    let configured = "https://beta.example.com/callback";
    let begins = |redirect_uri: &str| {
        both(Some(configured)).authorize().redirect_uri(redirect_uri).begin().map(|_| ())
    };
    assert!(begins(configured).is_ok());
    assert!(begins(CALLBACK).is_ok());
    for other in ["https://evil.example/cb", "https://beta.example.com/callback/"] {
        let error = begins(other).unwrap_err().to_string();
        let expected = format!(
            "undeclared_value: the flow is not configured with the redirect URI `{other}` \
             (`redirect_uri`); help: give it to `redirect_uri` of the builder, or to a field"
        );
        assert!(error.starts_with(&expected), "{error}");
    }
    assert!(both(None).authorize().redirect_uri(CALLBACK).begin().is_ok());
    // Where only the run time has redirect URIs.
    let flow = Flow::new(&login()).unwrap();
    assert!(flow.authorize().redirect_uri(CALLBACK).begin().is_ok());
    assert!(flow.authorize().redirect_uri("https://evil.example/cb").begin().is_err());
}

#[test]
fn a_redirect_uri_of_the_loopback_address_has_any_port() {
    #[oauth_client(kind = "native", redirect_uri = "runtime")]
    struct Cli {
        redirect_uri: String,
    }
    let builder = Flow::<Cli>::builder();
    let builder = builder.config(&Cli { redirect_uri: "http://127.0.0.1/callback".into() });
    let builder = builder.client_id("cli").authorization_endpoint(AUTHORIZE);
    let flow = builder.token_endpoint(TOKEN).build().unwrap();
    let begins = |uri: &str| flow.authorize().redirect_uri(uri).begin().is_ok();
    assert!(begins("http://127.0.0.1:49152/callback"));
    assert!(!begins("http://127.0.0.1:49152/other"));
    assert!(!begins("http://[::1]:49152/callback"));
}
