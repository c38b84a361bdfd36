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
