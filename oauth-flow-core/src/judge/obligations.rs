//! What a declaration relies on, and nothing that reads it can check.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::client::Client;
use super::origin::Origin;
use super::statement::{SET, Value};
use crate::members::{Endpoint, Key};
use crate::vocabulary::{AuthMethod, Grant, Kind, Refresh, SenderConstraint, Word};

impl Client {
    /// What the declaration relies on, each in one sentence without a capital or a full stop: what the server has to do, what has to be registered, and what
    /// arrives at run time.
    #[must_use]
    pub fn obligations(&self) -> Vec<String> {
        let it = self.statement();
        let mut all: Vec<String> = Vec::new();
        let mut add = |text: &str| all.push(String::from(text));
        let set = |key| it.texts(key).any(|word| word == SET);
        let at_run_time = |key: Key| {
            let arrives = |value: &Value| matches!(value, Value::RunTime | Value::InField);
            it.values(key).iter().any(|stated| arrives(&stated.value))
        };
        let code = it.words(Key::Grant).any(|grant: Grant| grant == Grant::AuthorizationCode);
        // What is registered is what the document says, and not what the declaration claims.
        let registered = |key| self.registered().contains(key);
        if self.registration().is_some() {
            add("the document of the registration is what is registered");
        }
        if self.server_metadata().is_some() {
            add("the document of the server is what the server serves");
        }
        match it.word(Key::Refresh).filter(|_| !registered(Key::Refresh)) {
            Some(Refresh::Rotate) => {
                add("the server rotates refresh tokens at each use");
            }
            Some(Refresh::SenderConstrained) => {
                add("the server binds refresh tokens to their sender");
            }
            None => {}
        }
        match it.word(Key::SenderConstraint) {
            Some(SenderConstraint::Dpop) => {
                add("each request carries a DPoP proof, and the server asks for it");
            }
            Some(SenderConstraint::Mtls) => {
                add("the server binds tokens to the client's certificate");
            }
            None => {}
        }
        let pkce = it.word::<crate::vocabulary::Pkce>(Key::Pkce);
        if code && pkce.is_some() && !registered(Key::Pkce) {
            add("the server checks the code verifier, and refuses a request without a challenge");
        }
        if at_run_time(Key::RedirectUri) {
            add("the redirect URI arrives at run time, and is registered as it is");
        } else if it.texts(Key::RedirectUri).next().is_some() && !registered(Key::RedirectUri) {
            add("the redirect URIs are registered as they are declared, and no other");
        }
        if at_run_time(Key::Scope) || it.values(Key::Scope).is_empty() {
            add("the scopes are chosen at run time, no more than the client needs");
        }
        if at_run_time(Key::Resource) {
            add("the resource arrives at run time, and is the one that the user means");
        }
        if set(Key::Par) && !registered(Key::Par) {
            add("the server takes pushed authorization requests, and no others");
        }
        if set(Key::DynamicRegistration) {
            add("each installation registers itself and keeps its own credentials");
        }
        match it.word(Key::Auth) {
            Some(AuthMethod::None) | None => {}
            Some(method) if method.uses_secret() => {
                add("the client secret is kept out of the program, its logs and its repository");
            }
            Some(_) => {
                add("the server knows the client's key, and the key stays where it is");
            }
        }
        if at_run_time(Key::Issuer) || it.values(Key::Issuer).is_empty() {
            add("the authorization server is chosen at run time, and is the right one");
        }
        let public = it.word(Key::Kind).is_some_and(Kind::is_public);
        for stated in it.values(Key::JwksUri) {
            if let (false, Some(uri), true) =
                (public, stated.value.text(), stated.origin != Origin::Adopted)
            {
                all.push(format!("`{uri}` serves the client's public keys, and no others"));
            }
        }
        all
    }

    /// The server of the client: its issuer, else its token endpoint, else another endpoint, where one
    /// is declared.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        let it = self.statement();
        let endpoints = Endpoint::ALL.iter().map(|endpoint| endpoint.key());
        let keys = [Key::Issuer, Key::TokenEndpoint].into_iter().chain(endpoints);
        keys.into_iter().find_map(|key| it.texts(key).next())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::judge::{Client, Format, Origin, Registration, Sources, Statement, Value};
    use crate::members::Key;

    fn statement(values: &[(Key, &'static str)]) -> Statement {
        let mut statement = Statement::default();
        for (key, text) in values {
            let value = match *text {
                "runtime" => Value::RunTime,
                text if text.starts_with("https:") => Value::Text(String::from(text)),
                word => Value::Word(word),
            };
            statement.push(*key, value, Origin::Token(0));
            statement.written.insert(*key);
        }
        statement
    }

    /// A client that declares these values, and whose registration has those, if it has some.
    fn client(values: &[(Key, &'static str)], registered: &[(Key, &'static str)]) -> Client {
        let registration = Registration {
            format: Format::Rfc7591,
            origin: Origin::Document(0),
            statement: statement(registered),
            choices: Statement::default(),
            unsaid: Vec::new(),
            details: crate::judge::Details::default(),
            length: 0,
        };
        Client::of(Sources {
            attribute: statement(values),
            registration: (!registered.is_empty()).then_some(registration),
            ..Sources::default()
        })
    }

    #[test]
    fn each_sentence_is_said_where_it_holds() {
        let web = (Key::Kind, "web");
        let m2m = (Key::Kind, "m2m");
        let uri = (Key::RedirectUri, "https://app.example.com/cb");
        let jwks = (Key::JwksUri, "https://app.example.com/jwks.json");
        for (values, registered, begin, said) in [
            (&[web][..], &[][..], "the document of the registration", false),
            (&[web], &[uri], "the document of the registration", true),
            (&[web, (Key::Refresh, "rotate")], &[], "the server rotates refresh tokens", true),
            (&[web], &[(Key::Refresh, "rotate")], "the server rotates refresh tokens", false),
            (
                &[web, (Key::Refresh, "sender_constrained")],
                &[],
                "the server binds refresh tokens",
                true,
            ),
            (&[web, (Key::Pkce, "S256")], &[], "the server checks the code verifier", true),
            (&[web], &[(Key::Pkce, "S256")], "the server checks the code verifier", false),
            (&[m2m, (Key::Pkce, "S256")], &[], "the server checks the code verifier", false),
            (&[web, (Key::RedirectUri, "runtime")], &[], "the redirect URI arrives", true),
            (&[web, uri], &[], "the redirect URI arrives", false),
            (&[web, uri], &[], "the redirect URIs are registered", true),
            (&[web], &[uri], "the redirect URIs are registered", false),
            (&[m2m], &[], "the redirect URIs are registered", false),
            (&[web], &[], "the scopes are chosen at run time", true),
            (&[web, (Key::Scope, "runtime")], &[], "the scopes are chosen at run time", true),
            (&[web, (Key::Scope, "openid")], &[], "the scopes are chosen at run time", false),
            (&[web, (Key::Resource, "runtime")], &[], "the resource arrives at run time", true),
            (&[web, (Key::Par, "true")], &[], "the server takes pushed", true),
            (&[web], &[(Key::Par, "true")], "the server takes pushed", false),
            (&[web], &[], "the server takes pushed", false),
            (&[web, (Key::DynamicRegistration, "true")], &[], "each installation registers", true),
            (&[web, (Key::Auth, "client_secret_post")], &[], "the client secret is kept", true),
            (&[web, (Key::Auth, "private_key_jwt")], &[], "the client secret is kept", false),
            (
                &[web, (Key::Auth, "private_key_jwt")],
                &[],
                "the server knows the client's key",
                true,
            ),
            (
                &[web, (Key::Auth, "client_secret_post")],
                &[],
                "the server knows the client's key",
                false,
            ),
            (&[web], &[], "the authorization server is chosen", true),
            (&[web, (Key::Issuer, "runtime")], &[], "the authorization server is chosen", true),
            (&[web, (Key::Issuer, "https://as")], &[], "the authorization server is chosen", false),
            (&[m2m, jwks], &[], "`https://app.example.com/jwks.json` serves", true),
            (
                &[(Key::Kind, "native"), jwks],
                &[],
                "`https://app.example.com/jwks.json` serves",
                false,
            ),
        ] {
            let all = client(values, registered).obligations();
            assert_eq!(all.iter().any(|it| it.starts_with(begin)), said, "{values:?}: {all:?}");
        }
    }

    #[test]
    fn the_server_is_the_issuer_or_else_an_endpoint() {
        let issuer = (Key::Issuer, "https://as.example.com");
        let token = (Key::TokenEndpoint, "https://as.example.com/token");
        let authorize = (Key::AuthorizationEndpoint, "https://as.example.com/authorize");
        for (values, server) in [
            (&[authorize, token, issuer][..], Some("https://as.example.com")),
            (&[authorize, token], Some("https://as.example.com/token")),
            (&[authorize], Some("https://as.example.com/authorize")),
            (&[(Key::Issuer, "runtime")], None),
        ] {
            assert_eq!(client(values, &[]).server(), server);
        }
    }
}
