//! The registration that a declaration is exported as, at the registration endpoint of the server
//! (RFC 7591 section 3).

use std::fs;
use std::path::Path;

use oauth_flow_core::Format;
use oauth_flow_e2e_tests::tests;
use oauth_flow_syntax::document::Package;
use oauth_flow_syntax::export::export;
use oauth_flow_syntax::text::{read, read_with};
use serde_json::{Value, json};

use crate::server;

tests! {
    the_server_registers_a_web_application
    the_server_registers_a_native_application
    the_server_registers_a_machine
}

/// What the server answers to a registration, and the rules that find something in the answer.
struct Registered {
    answer: Value,
    found: Vec<&'static str>,
}

/// Exports a declaration, registers it, and reads the answer in place of what was exported.
fn register(name: &str, attribute: &str, item: &str) -> Registered {
    let identified =
        |client_id: &str| read(&format!("{attribute}, client_id = {client_id:?}"), item);
    let declared = identified(name);
    assert_eq!(declared.findings(), []);
    let exported = export(declared.client(), Format::Rfc7591);
    let answer = post(&exported.text);

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = format!("registered-{name}.json");
    fs::write(folder.join(&file), answer.to_string()).expect("the answer is written");
    let left_out: Vec<_> = exported.left_out.into_iter().map(|it| it.argument).collect();
    let attribute = format!("registration = {file:?}, {}", left_out.join(", "));
    let again = read_with(&attribute, item, &Package::at(Some(folder)));
    // The server takes the request, and issues an identifier of its own in place of the one in it
    // (RFC 7591 section 3.2.1).
    let issued = answer["client_id"].as_str().expect("an identifier is issued");
    assert_ne!(issued, name);
    assert_eq!(again.client().pack(), identified(issued).client().pack(), "{attribute}: {answer}");
    let found = again.findings().iter().map(|it| it.rule.id).collect();
    Registered { answer, found }
}

/// The answer to a registration request, which has to be that the client is registered.
fn post(registration: &str) -> Value {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let url = server().endpoint("/.well-known/openid-configuration");
    let mut response = agent.get(&url).call().expect("the server answers");
    let metadata: Value = response.body_mut().read_json().expect("the server has metadata");
    let endpoint =
        metadata["registration_endpoint"].as_str().expect("the server registers clients");
    let request = agent.post(endpoint).header("content-type", "application/json");
    let mut response = request.send(registration).expect("the server answers");
    let answer: Value = response.body_mut().read_json().expect("the answer is JSON");
    assert_eq!(response.status().as_u16(), 201, "{registration}: {answer}");
    answer
}

fn the_server_registers_a_web_application() {
    let web = r#"
        kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256",
        auth = "client_secret_post", scope = "openid read",
        redirect_uri("https://web.example/callback", "https://web.example/other"),
        post_logout_redirect_uri = "https://web.example/bye"
    "#;
    let Registered { answer, found } = register("web", web, "struct Web { client_secret: String }");
    assert_eq!(answer["application_type"], "web");
    assert_eq!(answer["grant_types"], json!(["authorization_code", "refresh_token"]));
    assert_eq!(answer["token_endpoint_auth_method"], "client_secret_post");
    assert_eq!(answer["post_logout_redirect_uris"], json!(["https://web.example/bye"]));
    // The answer has the secret that the server issues, and the token for the registration itself: the
    // file would be in the source tree.
    assert!(answer["client_secret"].is_string());
    assert!(answer["registration_access_token"].is_string());
    assert_eq!(found, ["committed_secret", "committed_secret"]);
}

fn the_server_registers_a_native_application() {
    let native = r#"
        kind = "native", scope = "read",
        redirect_uri("http://127.0.0.1/callback", "com.example.app:/callback")
    "#;
    let Registered { answer, found } = register("native", native, "struct Native;");
    assert_eq!(answer["application_type"], "native");
    assert_eq!(answer["token_endpoint_auth_method"], "none");
    // A public client gets no secret, but the token for its registration.
    assert_eq!(answer.get("client_secret"), None);
    assert!(answer["registration_access_token"].is_string());
    assert_eq!(found, ["committed_secret"]);
}

fn the_server_registers_a_machine() {
    let machine = r#"kind = "m2m", scope = "read write", resource = "https://api.example/""#;
    let Registered { answer, found } =
        register("machine", machine, "struct Machine { client_secret: String }");
    assert_eq!(answer["grant_types"], json!(["client_credentials"]));
    assert_eq!(answer["redirect_uris"], json!([]));
    assert_eq!(answer["response_types"], json!([]));
    assert_eq!(answer["scope"], "read write");
    assert!(answer["client_secret"].is_string());
    assert_eq!(found, ["committed_secret", "committed_secret"]);
}
