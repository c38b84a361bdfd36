//! A login that was stored is read back, and is refused where another client, server or version stored it.

use oauth_flow::flow::{CompleteError, Flow, ForeignLogin, Pending, Retry};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::clock;

use super::{Frontend, IDP, begun, flow, flow_of, stored};

#[test]
fn a_login_of_another_client_server_or_version_is_foreign() {
    let flow = flow();
    let response = |pending: &Pending<Frontend>| {
        format!("code=c&state={}", stored(pending)["state"].as_str().unwrap())
    };
    for (other, reason) in [
        (flow_of("other", Some(IDP)), ForeignLogin::Client),
        (flow_of("spa", Some("https://other.example.com")), ForeignLogin::Server),
        (flow_of("spa", None), ForeignLogin::Server),
    ] {
        let (pending, _) = begun(&flow);
        let response = response(&pending);
        let foreign = other.complete(pending, &response).map(|_| ());
        assert_eq!(foreign.unwrap_err(), CompleteError::Foreign(reason));
    }
}

/// The login as another version, or as whoever changes it, stores it.
#[track_caller]
fn changed(change: impl FnOnce(&mut serde_json::Map<String, serde_json::Value>)) -> CompleteError {
    let flow = flow();
    let (pending, state) = begun(&flow);
    let serde_json::Value::Object(mut members) = stored(&pending) else { panic!("an object") };
    change(&mut members);
    let read: Pending<Frontend> = serde_json::from_value(members.into()).unwrap();
    flow.complete(read, &format!("code=c&state={state}")).map(|_| ()).unwrap_err()
}

#[test]
fn a_login_that_another_version_stored_is_read_and_refused() {
    let other = CompleteError::Foreign(ForeignLogin::Version);
    let set = |name: &'static str, value: serde_json::Value| {
        changed(move |members| {
            members.insert(name.into(), value);
        })
    };
    assert_eq!(set("version", 1.into()), other);
    assert_eq!(set("version", 2.into()), other);
    assert_eq!(set("version", 4.into()), other);
    assert_eq!(set("version", "3".into()), other);
    // A member that this version does not know may be one that it has to check.
    assert_eq!(set("acr", "high".into()), other);
    // As version 1 had it, and as a later one may have it.
    let first = changed(|members| {
        members.retain(|name, _| !["client", "openid", "resources"].contains(&name.as_str()));
        members.insert("version".into(), 1.into());
    });
    assert_eq!(first, other);
    let later = changed(|members| {
        members.insert("version".into(), 4.into());
        members.insert("state".into(), serde_json::json!({"sealed": "x"}));
        members.remove("expires");
    });
    assert_eq!(later, other);
    assert_eq!(
        other.to_string(),
        "another version of `oauth-flow` stored the pending login; help: begin a new login"
    );
    assert_eq!(other.retry(), Retry::NewLogin);
}

#[test]
fn a_login_that_another_type_of_client_stored_is_refused() {
    #[oauth_client(
        kind = "spa",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "https://app.example.com/link"
    )]
    struct Link {
        client_id: &'static str,
        issuer: Option<&'static str>,
    }
    let config = Link { client_id: "spa", issuer: Some(IDP) };
    let link = Flow::<Link>::builder().config(&config).clock(clock).build().unwrap();
    let (pending, state) = begun(&flow());
    let read: Pending<Link> = serde_json::from_value(stored(&pending)).unwrap();
    let error = link.complete(read, &format!("code=c&state={state}")).map(|_| ()).unwrap_err();
    assert_eq!(error, CompleteError::Foreign(ForeignLogin::Client));
    assert_eq!(
        error.to_string(),
        "the pending login is one of another client; help: complete it with the flow that began it"
    );
}

#[test]
fn a_client_of_the_same_name_in_another_module_is_another_one() {
    mod elsewhere {
        #[oauth_flow::oauth_client(
            kind = "spa",
            authorization_endpoint = "https://idp.example.com/authorize",
            token_endpoint = "https://idp.example.com/token",
            redirect_uri = "https://app.example.com/callback"
        )]
        pub(super) struct Frontend {
            pub(super) client_id: &'static str,
            pub(super) issuer: Option<&'static str>,
        }
    }
    let config = elsewhere::Frontend { client_id: "spa", issuer: Some(IDP) };
    let other = Flow::<elsewhere::Frontend>::builder().config(&config).clock(clock).build();
    let (pending, state) = begun(&flow());
    let read: Pending<elsewhere::Frontend> = serde_json::from_value(stored(&pending)).unwrap();
    let response = format!("code=c&state={state}");
    let error = other.unwrap().complete(read, &response).map(|_| ()).unwrap_err();
    assert_eq!(error, CompleteError::Foreign(ForeignLogin::Client));
}

#[test]
fn a_login_is_stored_and_read_back() {
    let flow = flow();
    let (pending, state) = begun(&flow);
    let json = serde_json::to_string(&pending).unwrap();
    drop(pending);
    let members: Vec<String> =
        serde_json::from_str::<serde_json::Map<_, _>>(&json).unwrap().keys().cloned().collect();
    let mut expected = vec![
        "version",
        "client",
        "client_id",
        "issuer",
        "token_endpoint",
        "redirect_uri",
        "resources",
        "openid",
        "state",
        "code_verifier",
        "nonce",
        "max_age",
        "essential_acr",
        "expires",
    ];
    expected.sort_unstable();
    assert_eq!(members, expected);
    let pending: Pending<Frontend> = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&pending).unwrap(), json);
    assert!(flow.complete(pending, &format!("code=c&state={state}")).is_ok());
}

#[test]
fn a_login_is_stored_in_formats_without_names() {
    let flow = flow();
    let (pending, state) = begun(&flow);
    let bytes = rmp_serde::to_vec(&pending).unwrap();
    let read: Pending<Frontend> = rmp_serde::from_slice(&bytes).unwrap();
    assert!(flow.complete(read, &format!("code=c&state={state}")).is_ok());
    let bytes = postcard::to_allocvec(&pending).unwrap();
    let read: Pending<Frontend> = postcard::from_bytes(&bytes).unwrap();
    assert!(flow.complete(read, &format!("code=c&state={state}")).is_ok());
}
