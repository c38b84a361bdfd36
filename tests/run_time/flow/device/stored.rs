//! A login on a device that is stored, and one that is resumed.

use std::time::SystemTime;

use oauth_flow::flow::{DeviceError, DeviceLogin, Flow, ForeignLogin, PendingDevice, Poll};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, clock, pass};
use serde_json::{Value, json};

use super::{PENDING, SLOW_DOWN, TOKENS, Television, flow, seconds, started};

const COMPLETE: &str = r#"{"device_code": "the-device-code", "user_code": "WDJB-MJHT",
    "verification_uri": "https://idp.example.com/activate",
    "verification_uri_complete": "https://idp.example.com/activate?c=WDJB-MJHT",
    "expires_in": 900, "interval": 3}"#;

fn http() -> Http {
    Http::answering(200, COMPLETE)
}

fn pending() -> PendingDevice<Television> {
    started(&http()).pending()
}

fn stored() -> Value {
    serde_json::to_value(pending()).unwrap()
}

#[track_caller]
fn resumed(json: Value) -> Result<DeviceLogin<Television>, ForeignLogin> {
    flow().resume_device(serde_json::from_value(json).unwrap())
}

#[track_caller]
fn is_the_same(login: &DeviceLogin<Television>) {
    assert_eq!(login.user_code(), "WDJB-MJHT");
    assert_eq!(login.verification_uri(), "https://idp.example.com/activate");
    let complete = "https://idp.example.com/activate?c=WDJB-MJHT";
    assert_eq!(login.verification_uri_complete(), Some(complete));
    assert_eq!(login.interval(), seconds(3));
    assert_eq!(login.expires_at(), SystemTime::UNIX_EPOCH + seconds(1_700_000_900));
}

#[test]
fn all_that_is_needed_is_stored() {
    assert_eq!(
        stored(),
        json!({
            "version": 1,
            "client": "flow::device::Television",
            "client_id": "tv",
            "issuer": null,
            "token_endpoint": "https://idp.example.com/token",
            "device_code": "the-device-code",
            "user_code": "WDJB-MJHT",
            "verification_uri": "https://idp.example.com/activate",
            "verification_uri_complete": "https://idp.example.com/activate?c=WDJB-MJHT",
            "interval": 3,
            "expires": 1_700_000_900,
        })
    );
    assert_eq!(pending().expires_at(), Some(SystemTime::UNIX_EPOCH + seconds(1_700_000_900)));
}

#[test]
fn a_login_is_resumed_where_it_was() {
    let http = http().then(400, SLOW_DOWN).then(400, PENDING).then(200, TOKENS);
    let mut login = started(&http);
    assert!(matches!(login.poll(&http), Ok(Poll::Pending(_))));
    let json = serde_json::to_string(&login.pending()).unwrap();
    drop(login);
    pass(100);
    let mut login = flow().resume_device(serde_json::from_str(&json).unwrap()).unwrap();
    // What the server added stays.
    assert_eq!(login.interval(), seconds(8));
    assert_eq!(login.expires_at(), clock() + seconds(800));
    assert!(matches!(login.poll(&http), Ok(Poll::Pending(time)) if time == seconds(8)));
    let tokens = login.wait(&http, |_| {}).unwrap();
    assert_eq!(tokens.access_token().secret(), "at");
    assert_eq!(
        http.requests().pop().unwrap().body,
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code\
         &device_code=the-device-code&client_id=tv"
    );
}

#[test]
fn a_login_is_stored_in_any_format() {
    is_the_same(&resumed(stored()).unwrap());
    is_the_same(&flow().resume_device(pending()).unwrap());
    // Without names, and without types.
    let bytes = postcard::to_stdvec(&pending()).unwrap();
    is_the_same(&flow().resume_device(postcard::from_bytes(&bytes).unwrap()).unwrap());
    let bytes = rmp_serde::to_vec(&pending()).unwrap();
    is_the_same(&flow().resume_device(rmp_serde::from_slice(&bytes).unwrap()).unwrap());
    let bytes = rmp_serde::to_vec_named(&pending()).unwrap();
    is_the_same(&flow().resume_device(rmp_serde::from_slice(&bytes).unwrap()).unwrap());
    // Beside other values.
    let bytes = postcard::to_stdvec(&(1_u8, pending(), "after")).unwrap();
    let (_, pending, after): (u8, PendingDevice<Television>, &str) =
        postcard::from_bytes(&bytes).unwrap();
    is_the_same(&flow().resume_device(pending).unwrap());
    assert_eq!(after, "after");
}

#[test]
fn a_login_without_a_complete_uri_is_stored_too() {
    let http = Http::answering(200, super::STARTED);
    let bytes = postcard::to_stdvec(&started(&http).pending()).unwrap();
    let login = flow().resume_device(postcard::from_bytes(&bytes).unwrap()).unwrap();
    assert_eq!(login.verification_uri_complete(), None);
    let json = serde_json::to_string(&login.pending()).unwrap();
    let login = flow().resume_device(serde_json::from_str(&json).unwrap()).unwrap();
    assert_eq!(login.verification_uri_complete(), None);
}

#[test]
fn a_login_of_another_client_or_server_is_foreign() {
    for (member, value, foreign) in [
        ("client", json!("Radio"), ForeignLogin::Client),
        ("client_id", json!("radio"), ForeignLogin::Client),
        ("issuer", json!("https://idp.example.com"), ForeignLogin::Server),
        ("token_endpoint", json!("https://other.example.com/token"), ForeignLogin::Server),
    ] {
        let mut json = stored();
        json[member] = value;
        assert_eq!(resumed(json).map(|_| ()).unwrap_err(), foreign, "{member}");
    }
}

#[test]
fn a_login_of_another_client_type_is_foreign_though_all_else_is_the_same() {
    #[oauth_client(
        kind = "device",
        client_id = "tv",
        device_authorization_endpoint = "https://idp.example.com/device",
        token_endpoint = "https://idp.example.com/token"
    )]
    struct Projector;
    let projector = Flow::<Projector>::builder().clock(clock).build().unwrap();
    let pending: PendingDevice<Projector> = serde_json::from_value(stored()).unwrap();
    let error = projector.resume_device(pending).map(|_| ()).unwrap_err();
    assert_eq!(error, ForeignLogin::Client);
    let text = "the pending login is one of another client; help: complete it with the flow that \
                began it";
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_login_that_another_version_stored_is_foreign() {
    let foreign = |json: Value| {
        let pending: PendingDevice<Television> = serde_json::from_value(json).unwrap();
        assert_eq!(pending.expires_at(), None);
        assert!(serde_json::to_string(&pending).is_err());
        let error = flow().resume_device(pending).map(|_| ()).unwrap_err();
        assert_eq!(error, ForeignLogin::Version);
    };
    for version in [json!(0), json!(2), json!(u64::MAX), json!("1"), json!({"of": 1})] {
        let mut json = stored();
        json["version"] = version;
        foreign(json);
    }
    // One that this version does not know may be one that it has to check.
    let mut more = stored();
    more["acr"] = json!("high");
    foreign(more);
    let mut other = stored();
    other["version"] = json!(2);
    other["expires"] = json!({"at": "noon"});
    other["interval"] = json!([3]);
    foreign(other);
    foreign(json!({"version": 7}));
}

#[test]
fn a_login_that_another_version_stored_without_names_is_foreign() {
    let foreign = |pending: PendingDevice<Television>| {
        let error = flow().resume_device(pending).map(|_| ()).unwrap_err();
        assert_eq!(error, ForeignLogin::Version);
    };
    let mut bytes = postcard::to_stdvec(&pending()).unwrap();
    assert_eq!(bytes[0], 1);
    bytes[0] = 2;
    foreign(postcard::from_bytes(&bytes).unwrap());
    let shape = (2_u32, "Television", "tv", true, vec![1.5], "more");
    foreign(rmp_serde::from_slice(&rmp_serde::to_vec(&shape).unwrap()).unwrap());
    foreign(postcard::from_bytes(&postcard::to_stdvec(&shape).unwrap()).unwrap());
}

#[test]
fn what_is_no_stored_login_is_not_read() {
    let refused = |json: &Value| {
        let read = serde_json::from_value::<PendingDevice<Television>>(json.clone());
        read.map(|_| ()).unwrap_err().to_string()
    };
    let Value::Object(members) = stored() else { panic!("an object") };
    for name in members.keys() {
        let mut less = members.clone();
        less.remove(name);
        assert_eq!(refused(&less.into()), format!("missing field `{name}`"));
        if name != "version" {
            let mut other = members.clone();
            other.insert(name.clone(), json!([true]));
            assert_eq!(refused(&other.into()), format!("`{name}` is of another type"));
        }
    }
    refused(&json!("WDJB-MJHT"));
    refused(&json!(null));
    refused(&json!([1, "Television"]));
    assert!(rmp_serde::from_slice::<PendingDevice<Television>>(b"\x01").is_err());
    assert!(postcard::from_bytes::<PendingDevice<Television>>(b"\x01\x02").is_err());
}

#[test]
fn a_stored_login_expires() {
    let json = stored();
    pass(900);
    let http = Http::default();
    let mut login = resumed(json).unwrap();
    assert!(matches!(login.poll(&http), Err(DeviceError::Expired)));
    let mut slept = 0;
    let waited = login.wait(&http, |time| slept += time.as_secs());
    assert!(matches!(waited, Err(DeviceError::Expired)));
    assert_eq!(slept, 0);
    assert!(http.requests().is_empty());
}

#[test]
fn numbers_that_cannot_be_do_no_harm() {
    let mut json = stored();
    json["interval"] = json!(0);
    json["expires"] = json!(u64::MAX);
    let pending: PendingDevice<Television> = serde_json::from_value(json).unwrap();
    assert_eq!(pending.expires_at(), None);
    let mut login = flow().resume_device(pending).unwrap();
    assert_eq!(login.interval(), seconds(1));
    assert!(matches!(login.poll(&Http::default()), Err(DeviceError::Expired)));
    let mut json = stored();
    json["interval"] = json!(u64::MAX);
    let http = Http::answering(400, SLOW_DOWN);
    let mut login = resumed(json).unwrap();
    assert!(matches!(login.poll(&http), Ok(Poll::Pending(_))));
    assert_eq!(login.interval(), std::time::Duration::MAX);
}

#[test]
fn neither_code_is_shown() {
    let login = started(&http());
    let (pending, newer) = (login.pending(), json!({"version": 2}));
    let newer: PendingDevice<Television> = serde_json::from_value(newer).unwrap();
    assert_eq!(format!("{newer:?}"), "PendingDevice { .. }");
    assert_eq!(
        format!("{pending:?}"),
        r#"PendingDevice { client_id: "tv", expires: 1700000900, .. }"#
    );
    let shown = format!("{login:?}");
    assert!(shown.starts_with(r#"DeviceLogin { client_id: "tv", interval: 3s, "#), "{shown}");
    for secret in ["the-device-code", "WDJB", "MJHT"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(
        format!("{:?}", flow().device().extra(oauth_flow::flow::parameter!("pin"), "1234")),
        r#"DeviceRequest { client_id: "tv", .. }"#
    );
}
