//! After every flow of this program: what the server itself says it received.

use std::collections::HashSet;

use oauth_flow_e2e_tests::{Record, Request, Server, Side, tests};

use crate::{FLOWS, start};

tests! {
    the_server_received_what_was_declared_and_no_secret_in_a_url
}

/// What each client declares: its scope, and its resource, if it is for one alone.
const DECLARED: [(&str, &str, Option<&str>); 18] = [
    ("m2m-basic", "read", None),
    ("m2m-post", "read", None),
    ("m2m-secret-jwt", "read", None),
    ("m2m-private-key-jwt", "read", None),
    ("m2m-api", "read write", Some("https://api.example/")),
    ("odd:id+with space%2F", "read", None),
    ("odd:web+id%2F &=", "openid read", None),
    ("web-basic", "openid read", None),
    ("web-post", "openid read write", None),
    ("web-secret-jwt", "read", None),
    ("web-private-key-jwt", "openid read", Some("https://api.example/")),
    ("web-par", "openid read", None),
    ("spa", "read write", None),
    ("native", "read", None),
    ("device", "read", None),
    ("trusted-code", "read", None),
    ("trusted", "read", None),
    ("third-party-basic", "read", None),
];

/// The one more whose grants are tokens of others.
const EXCHANGE: (&str, &str, Option<&str>) =
    ("third-party", "read", Some("https://reports.example/"));

fn the_server_received_what_was_declared_and_no_secret_in_a_url() {
    let server = start();
    for (_, flow) in FLOWS.concat() {
        flow(&server);
    }
    let record = server.record();
    every_authorization_request_has_s256_and_a_state_of_its_own(&record);
    every_client_authenticates_as_it_declares_and_no_other_way(&record);
    every_request_asks_for_what_is_declared(&record);
    no_url_has_a_secret(&server, &record);
    no_request_went_anywhere_else(&record);
}

/// The parameters of each authorization request, whether it came by the browser or was pushed.
fn authorization_requests(record: &Record) -> Vec<&Vec<(String, String)>> {
    let through_browser = record.of("/auth").map(|it| &it.query);
    let direct =
        through_browser.filter(|query| !query.iter().any(|(name, _)| name == "request_uri"));
    direct.chain(record.of("/request").map(|it| &it.body)).collect()
}

fn one<'a>(parameters: &'a [(String, String)], name: &str) -> &'a str {
    let mut values = parameters.iter().filter(|(key, _)| key == name);
    let (_, value) = values.next().unwrap_or_else(|| panic!("no `{name}` in {parameters:?}"));
    assert!(values.next().is_none(), "`{name}` is in {parameters:?} twice");
    value
}

fn every_authorization_request_has_s256_and_a_state_of_its_own(record: &Record) {
    let requests = authorization_requests(record);
    let pushed = record.of("/request").count();
    assert!(pushed >= 4 && requests.len() - pushed >= 15, "{} in all", requests.len());
    let mut seen = HashSet::new();
    for request in requests {
        assert_eq!(one(request, "response_type"), "code");
        assert_eq!(one(request, "code_challenge_method"), "S256");
        // 32 bytes, and 20 that cannot be guessed.
        assert_eq!(one(request, "code_challenge").len(), 43);
        assert_eq!(one(request, "state").len(), 27);
        assert!(seen.insert(one(request, "code_challenge")));
        assert!(seen.insert(one(request, "state")));
        if one(request, "scope").split(' ').any(|it| it == "openid") {
            assert!(seen.insert(one(request, "nonce")));
        }
    }
    // What refers to a pushed request has nothing beside.
    for request in record.of("/auth").filter(|it| it.query("request_uri").is_some()) {
        let names: Vec<_> = request.query.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["client_id", "request_uri"]);
    }
}

/// The requests that a client itself sends to the server.
fn back_channel(record: &Record) -> impl Iterator<Item = &Request> {
    let paths = ["/token", "/request", "/device/auth", "/token/revocation"];
    record.requests.iter().filter(move |it| paths.contains(&it.path.as_str()))
}

fn every_client_authenticates_as_it_declares_and_no_other_way(record: &Record) {
    let mut methods = HashSet::new();
    for request in back_channel(record) {
        let method = request.auth_method.as_deref();
        assert!(
            method.is_some() && method == request.registered_auth_method.as_deref(),
            "{request:?}"
        );
        methods.insert((request.path.as_str(), method.unwrap_or_default()));
        let count = |name: &str| request.body.iter().filter(|(key, _)| key == name).count();
        let sent = (
            usize::from(request.authorization.is_some()),
            count("client_secret"),
            count("client_assertion"),
        );
        let expected = match method {
            Some("client_secret_basic") => (1, 0, 0),
            Some("client_secret_post") => (0, 1, 0),
            Some("client_secret_jwt" | "private_key_jwt") => (0, 0, 1),
            _ => (0, 0, 0),
        };
        assert_eq!(sent, expected, "{request:?}");
    }
    for method in [
        "none",
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
        "private_key_jwt",
    ] {
        assert!(methods.contains(&("/token", method)), "no token request by {method}");
    }
    assert!(methods.contains(&("/request", "private_key_jwt")));
    assert!(methods.contains(&("/request", "client_secret_basic")));
    assert!(methods.contains(&("/token/revocation", "client_secret_post")));
    assert!(methods.contains(&("/token/revocation", "none")));
}

fn every_request_asks_for_what_is_declared(record: &Record) {
    for (client_id, scope, resource) in DECLARED.iter().chain([&EXCHANGE]) {
        let requests =
            record.requests.iter().filter(|it| it.client_id.as_deref() == Some(client_id));
        let mut whole = 0;
        for request in requests {
            let parameters = if request.method == "GET" { &request.query } else { &request.body };
            let values = |name: &str| -> Vec<&str> {
                let found = parameters.iter().filter(|(key, _)| key == name);
                found.map(|(_, value)| value.as_str()).collect()
            };
            let asked = values("scope");
            let grant = values("grant_type").concat();
            // These two grants have their scope already; the device asked for its before.
            let granted = ["authorization_code", "refresh_token"].contains(&grant.as_str())
                || grant.ends_with(":device_code");
            let referring = parameters.iter().any(|(name, _)| name == "request_uri");
            let asks = !referring && request.path != "/token/revocation";
            if asks && !granted {
                assert_eq!(asked.len(), 1, "{request:?}");
            }
            for it in asked.iter().flat_map(|it| it.split(' ')) {
                assert!(scope.split(' ').any(|declared| declared == it), "{request:?}");
            }
            whole += usize::from(asked == [*scope]);
            if let Some(resource) = resource.filter(|_| asks) {
                assert_eq!(values("resource"), [resource], "{request:?}");
            }
        }
        assert!(whole > 0, "no request of {client_id} asks for `{scope}`");
    }
}

fn no_url_has_a_secret(server: &Server, record: &Record) {
    let mut secrets: Vec<String> = Vec::new();
    for name in [
        "code",
        "code_verifier",
        "client_secret",
        "client_assertion",
        "refresh_token",
        "token",
        "subject_token",
        "actor_token",
        "assertion",
        "device_code",
        "password",
    ] {
        let values = record.values(name);
        assert!(!values.is_empty(), "no request has a `{name}`");
        secrets.extend(values.into_iter().map(str::to_owned));
    }
    for (client_id, ..) in DECLARED {
        secrets.extend(server.client(client_id).client_secret.clone());
    }
    for secret in &secrets {
        assert!(!record.is_in_a_url(secret), "{secret} is in a URL");
    }
}

fn no_request_went_anywhere_else(record: &Record) {
    for request in &record.requests {
        assert_eq!(request.side, Side::Provider);
        assert!(request.status.is_some_and(|it| it < 500), "{request:?}");
        let known = request.client_id.as_deref().is_none_or(|id| {
            DECLARED.iter().chain([&EXCHANGE]).any(|(client_id, ..)| *client_id == id)
        });
        assert!(known, "{request:?}");
    }
}
