//! The metadata of the server, fetched from it, and what does not fit the client.

use std::path::Path;
use std::process::ExitCode;
use std::{fs, iter};

use oauth_flow::flow::{AnswerError, BuildError, FetchError, Flow, MetadataError, ServerMetadata};
use oauth_flow::{Endpoint, Word, oauth_client};
use oauth_flow_e2e_tests::tests;

use crate::clients::Web;
use crate::{closed_port, http, metadata, server};

tests! {
    the_metadata_has_every_endpoint_that_a_flow_uses
    the_metadata_of_another_issuer_is_refused
    a_server_without_metadata_says_so_at_each_address
    a_server_that_is_down_has_no_metadata
    metadata_that_contradicts_the_declaration_builds_no_flow
    a_server_on_the_same_machine_is_warned_of
    a_snapshot_of_the_metadata_says_what_the_server_says
}

fn the_metadata_has_every_endpoint_that_a_flow_uses() {
    let server = server();
    let found = metadata(server);
    assert_eq!(found.issuer(), server.issuer());
    for (endpoint, path) in [
        (found.authorization_endpoint(), "/auth"),
        (found.token_endpoint(), "/token"),
        (found.device_authorization_endpoint(), "/device/auth"),
        (found.revocation_endpoint(), "/token/revocation"),
        (found.pushed_authorization_request_endpoint(), "/request"),
    ] {
        assert_eq!(endpoint, Some(server.endpoint(path).as_str()));
    }
    assert!(found.authorization_response_iss_parameter_supported());
    assert_eq!(found.code_challenge_methods_supported(), Some(&["S256".to_owned()][..]));
    let methods = found.token_endpoint_auth_methods_supported();
    assert!(methods.iter().any(|it| it == "private_key_jwt"), "{methods:?}");
}

fn the_metadata_of_another_issuer_is_refused() {
    let server = server();
    // The same server by another name.
    let other = server.issuer().replace("127.0.0.1", "localhost");
    match ServerMetadata::fetch(&other, http()) {
        Err(FetchError::Metadata(MetadataError::OtherIssuer { expected, found })) => {
            assert_eq!((expected.as_str(), found.as_str()), (other.as_str(), server.issuer()));
        }
        answer => panic!("not of another issuer, but {answer:?}"),
    }
}

fn a_server_without_metadata_says_so_at_each_address() {
    let server = server();
    let answer = ServerMetadata::fetch(&server.hostile("nobody"), http());
    let Err(FetchError::NotFound(asked)) = answer else { panic!("not missed, but {answer:?}") };
    for miss in asked {
        assert!(matches!(miss.error(), AnswerError::Status { status: 404, .. }), "{miss}");
    }
}

fn a_server_that_is_down_has_no_metadata() {
    let answer = ServerMetadata::fetch(&closed_port(), http());
    assert!(matches!(answer, Err(FetchError::Http(_))), "{answer:?}");
}

fn metadata_that_contradicts_the_declaration_builds_no_flow() {
    #[oauth_client(
        kind = "web",
        issuer = "https://as.example.com",
        client_id = "web-basic",
        redirect_uri = "https://web.example/callback"
    )]
    struct Elsewhere {
        client_secret: String,
    }
    let server = server();
    let client = Elsewhere { client_secret: "a secret".to_owned() };
    let built = Flow::builder().config(&client).server(&metadata(server)).build();
    let Err(BuildError::Values(findings)) = built else { panic!("built: {built:?}") };
    let rules: Vec<_> = findings.iter().map(|it| it.rule.id).collect();
    assert_eq!(rules, ["undeclared_value"]);
}

fn a_server_on_the_same_machine_is_warned_of() {
    let server = server();
    let flow = crate::flow(server, &Web::of(server));
    let rules: Vec<_> = flow.warnings().iter().map(|it| it.rule.id).collect();
    assert_eq!(rules, ["loopback_issuer"]);
}

fn a_snapshot_of_the_metadata_says_what_the_server_says() {
    let server = server();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snapshot.json");
    // That of another run, whose server had another issuer.
    let _ = fs::remove_file(&path);
    let run = |arguments: &[&str]| {
        let program = iter::once("cargo-oauth-flow").chain(arguments.iter().copied());
        cargo_oauth_flow::run(program.map(Into::into))
    };
    let file = path.to_str().expect("the path is UTF-8");
    let status = run(&["server", "add", server.issuer(), "--output", file, "--quiet"]);
    assert_eq!(status, ExitCode::SUCCESS);

    let json = fs::read(&path).expect("the snapshot is there");
    let read = ServerMetadata::read(&json, server.issuer()).expect("the run time reads it");
    let fetched = metadata(server);
    for endpoint in Endpoint::ALL {
        assert_eq!(read.endpoint(*endpoint), fetched.endpoint(*endpoint), "{endpoint:?}");
    }
    assert_eq!(read.userinfo_endpoint(), fetched.userinfo_endpoint());
    assert!(read.authorization_response_iss_parameter_supported());
    assert_eq!(read.code_challenge_methods_supported(), fetched.code_challenge_methods_supported());
    let mut methods = fetched.token_endpoint_auth_methods_supported().to_vec();
    methods.sort();
    assert_eq!(read.token_endpoint_auth_methods_supported(), methods);

    let status = run(&["server", "refresh", "--check", "--online", "--quiet", file]);
    assert_eq!(status, ExitCode::SUCCESS);
}
