//! What is read of each shape of a struct, and of each type of a field.
#![deny(warnings)]
#![deny(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    unused_lifetimes,
    single_use_lifetimes,
    rust_2018_idioms,
    future_incompatible,
    nonstandard_style,
    unused
)]
// The conditions are those that decide nothing, on every machine.
#![allow(clippy::non_minimal_cfg, clippy::redundant_pub_crate)]

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use oauth_flow::flow::{ClientFields, FieldReader, FieldText};
use oauth_flow::oauth_client;
use oauth_flow_core::Role;
use oauth2::url::Url;
use secrecy::{ExposeSecret, SecretString};

/// The fields that were read, each with its texts.
#[derive(Default)]
struct Read(Vec<(Role, &'static str, Vec<String>)>);

impl FieldReader for Read {
    fn field(&mut self, role: Role, name: &'static str, value: &dyn FieldText) {
        self.0.push((role, name, texts(value)));
    }
}

fn texts(value: &dyn FieldText) -> Vec<String> {
    let mut texts = Vec::new();
    value.texts(&mut |text| texts.push(text.to_owned()));
    texts
}

#[track_caller]
fn assert_read<C: ClientFields + ?Sized>(client: &C, expected: &[(Role, &str, &[&str])]) {
    let mut read = Read::default();
    client.read_fields(&mut read);
    let expected: Vec<_> = expected
        .iter()
        .map(|(role, name, texts)| {
            (*role, *name, texts.iter().map(ToString::to_string).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(read.0, expected);
}

fn expose(secret: &SecretString) -> &str {
    secret.expose_secret()
}

mod keys {
    pub(super) fn first<T: Clone>(keys: &[T]) -> Option<T> {
        keys.first().cloned()
    }
}

#[test]
fn every_role_of_the_run_time_is_read_in_the_order_of_the_struct() {
    #[oauth_client(kind = "web", redirect_uri = "runtime")]
    struct Login {
        scopes: Vec<String>,
        client_id: String,
        #[oauth(client_secret, with = expose)]
        client_secret: SecretString,
        redirect_uri: Url,
        auth_url: oauth2::AuthUrl,
        token_url: &'static str,
        device_authorization_url: Option<String>,
        revocation_url: Box<str>,
        issuer: Cow<'static, str>,
        resource: [&'static str; 2],
    }
    let login = Login {
        scopes: vec![String::from("openid"), String::from("profile")],
        client_id: String::from("portal"),
        client_secret: SecretString::from("hidden"),
        redirect_uri: Url::parse("https://app.example.com/cb").unwrap(),
        auth_url: oauth2::AuthUrl::new(String::from("https://idp.example.com/a")).unwrap(),
        token_url: "https://idp.example.com/t",
        device_authorization_url: None,
        revocation_url: "https://idp.example.com/r".into(),
        issuer: "https://idp.example.com".into(),
        resource: ["https://api.example.com", "https://data.example.com"],
    };
    assert_read(
        &login,
        &[
            (Role::Scope, "scopes", &["openid", "profile"]),
            (Role::ClientId, "client_id", &["portal"]),
            (Role::ClientSecret, "client_secret", &["hidden"]),
            (Role::RedirectUri, "redirect_uri", &["https://app.example.com/cb"]),
            (Role::AuthorizationEndpoint, "auth_url", &["https://idp.example.com/a"]),
            (Role::TokenEndpoint, "token_url", &["https://idp.example.com/t"]),
            (Role::DeviceAuthorizationEndpoint, "device_authorization_url", &[]),
            (Role::RevocationEndpoint, "revocation_url", &["https://idp.example.com/r"]),
            (Role::Issuer, "issuer", &["https://idp.example.com"]),
            (Role::Resource, "resource", &["https://api.example.com", "https://data.example.com"]),
        ],
    );
}

#[test]
fn what_the_run_time_does_not_need_is_not_read() {
    #[oauth_client(kind = "m2m", auth = "private_key_jwt")]
    #[allow(dead_code)]
    struct Worker {
        client_id: &'static str,
        signing_key: Vec<u8>,
        jwks_uri: &'static str,
        #[oauth(skip)]
        token_url: u8,
        retries: u32,
    }
    let worker = Worker {
        client_id: "worker",
        signing_key: Vec::new(),
        jwks_uri: "https://app.example.com/jwks",
        token_url: 0,
        retries: 3,
    };
    assert_read(&worker, &[(Role::ClientId, "client_id", &["worker"])]);
}

#[test]
fn generics_lifetimes_bounds_and_raw_names_are_read() {
    #[oauth_client(kind = "m2m")]
    struct Worker<'a, I: Clone, K, const N: usize = 2>
    where
        K: FieldText + ?Sized,
    {
        r#client_id: I,
        #[oauth(token_endpoint)]
        r#type: [&'a str; N],
        client_secret: K,
    }
    let endpoint = "https://idp.example.com/t";
    let unsized_secret: &Worker<'_, _, [&str], 1> =
        &Worker { client_id: "w", r#type: [endpoint], client_secret: ["s"] };
    assert_read(
        unsized_secret,
        &[
            (Role::ClientId, "client_id", &["w"]),
            (Role::TokenEndpoint, "type", &[endpoint]),
            (Role::ClientSecret, "client_secret", &["s"]),
        ],
    );
}

#[test]
fn a_tuple_struct_is_read_by_its_types_and_helpers() {
    #[oauth_client(kind = "m2m")]
    struct Worker(oauth2::ClientId, u32, #[oauth(client_secret, with = keys::first)] Vec<String>);
    let worker = Worker(oauth2::ClientId::new("w".into()), 1, vec!["new".into(), "old".into()]);
    assert_eq!(worker.1, 1);
    assert_read(&worker, &[(Role::ClientId, "0", &["w"]), (Role::ClientSecret, "2", &["new"])]);
}

#[test]
fn a_unit_struct_has_nothing_to_read() {
    #[oauth_client(kind = "device")]
    struct Television;
    assert_read(&Television, &[]);
}

#[test]
fn a_field_that_is_compiled_out_is_not_read() {
    #[oauth_client(kind = "m2m")]
    struct Worker<T> {
        client_id: T,
        #[cfg(any())]
        client_secret: Missing,
        #[cfg(all())]
        #[cfg(not(any()))]
        token_url: T,
        #[cfg(all())]
        #[oauth(scope, with = join)]
        scopes: Words,
    }
    struct Words(&'static str);
    fn join(words: &Words) -> &str {
        words.0
    }
    let worker =
        Worker { client_id: "w", token_url: "https://idp.example.com/t", scopes: Words("a b") };
    assert_read(
        &worker,
        &[
            (Role::ClientId, "client_id", &["w"]),
            (Role::TokenEndpoint, "token_url", &["https://idp.example.com/t"]),
            (Role::Scope, "scopes", &["a b"]),
        ],
    );
}

#[test]
fn what_is_deprecated_is_read_in_silence() {
    #[deprecated]
    struct Id(&'static str);
    #[allow(deprecated)]
    impl FieldText for Id {
        fn texts(&self, take: &mut dyn FnMut(&str)) {
            take(self.0);
        }
    }
    #[oauth_client(kind = "m2m")]
    struct Worker {
        #[expect(deprecated)]
        client_id: Id,
        #[deprecated]
        client_secret: String,
    }
    #[allow(deprecated)]
    let worker = Worker { client_id: Id("w"), client_secret: String::from("s") };
    assert_read(
        &worker,
        &[(Role::ClientId, "client_id", &["w"]), (Role::ClientSecret, "client_secret", &["s"])],
    );
}

#[test]
fn a_packed_struct_compiles() {
    #[oauth_client(kind = "device")]
    #[repr(C, packed)]
    struct Worker {
        client_id: &'static str,
    }
    let worker = Worker { client_id: "w" };
    assert_eq!({ worker.client_id }, "w");
}

#[test]
fn each_type_gives_its_texts() {
    let none: &[&str] = &[];
    let text = || String::from("a");
    let url = || Url::parse("https://a.example/").unwrap();
    assert_eq!(texts(&()), none);
    assert_eq!(texts(&None::<String>), none);
    assert_eq!(texts(&Some(Some(text()))), ["a"]);
    assert_eq!(texts(&Rc::<str>::from("a")), ["a"]);
    assert_eq!(texts(&Arc::<[String]>::from([text(), text()])), ["a", "a"]);
    assert_eq!(texts(&Cow::Borrowed(&["a", "b"][..])), ["a", "b"]);
    assert_eq!(texts(&BTreeSet::from(["b", "a"])), ["a", "b"]);
    assert_eq!(texts(&HashSet::<_>::from([text()])), ["a"]);
    assert_eq!(texts(&vec![Box::new(text())]), ["a"]);
    assert_eq!(texts(&oauth2::ClientId::new(text())), ["a"]);
    assert_eq!(texts(&oauth2::ClientSecret::new(text())), ["a"]);
    assert_eq!(texts(&oauth2::Scope::new(text())), ["a"]);
    // As it was written, without the slash that the URL of it has.
    let written = || String::from("https://a.example");
    assert_eq!(texts(&oauth2::AuthUrl::new(written()).unwrap()), ["https://a.example"]);
    assert_eq!(texts(&oauth2::TokenUrl::new(written()).unwrap()), ["https://a.example"]);
    assert_eq!(texts(&oauth2::RedirectUrl::new(written()).unwrap()), ["https://a.example"]);
    assert_eq!(texts(&oauth2::RevocationUrl::new(written()).unwrap()), ["https://a.example"]);
    assert_eq!(
        texts(&oauth2::DeviceAuthorizationUrl::new(written()).unwrap()),
        ["https://a.example"]
    );
    assert_eq!(texts(&url()), ["https://a.example/"]);
}

#[test]
fn a_url_that_a_parser_has_rewritten_is_known_wherever_it_is() {
    let url = || Url::parse("https://api.example.com").unwrap();
    let parsed: [&dyn FieldText; 11] = [
        &url(),
        &&url(),
        &Box::new(url()),
        &Rc::new(url()),
        &Arc::new(url()),
        &Cow::<Url>::Owned(url()),
        &Some(url()),
        &vec![url()],
        &[url()],
        &BTreeSet::from([url()]),
        &Some(HashSet::<_>::from([url()])),
    ];
    for (index, value) in parsed.into_iter().enumerate() {
        assert!(value.is_parsed_url(), "{index}");
        assert_eq!(texts(value), ["https://api.example.com/"]);
    }
    let written: [&dyn FieldText; 7] = [
        &"https://api.example.com",
        &String::from("https://api.example.com"),
        &Some("https://api.example.com"),
        &vec!["https://api.example.com"],
        &oauth2::RedirectUrl::new("https://api.example.com".into()).unwrap(),
        &None::<Url>,
        &(),
    ];
    for (index, value) in written.into_iter().enumerate() {
        assert!(!value.is_parsed_url(), "{index}");
    }
    assert_eq!(texts(written[4]), ["https://api.example.com"]);
}
