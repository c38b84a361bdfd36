//! The values that the code gives to a client: secrets, scopes, URIs.

use oauth_flow_core::{Named, What};
use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, ExprCall};

use super::super::text::{self, PairValue, Seen};
use super::super::url;
use super::Reader;
use super::chain::{Chain, called};

impl Reader<'_> {
    /// The values in the types of a library: `TokenUrl::new("...")`.
    pub(super) fn wrapped(&mut self, of: &str, name: &str, call: &ExprCall, span: Span) {
        // A router has scopes too.
        let library = called(call).is_some_and(|path| self.names.is_of_library(path));
        if name != "new" && name != "from_url" && name != "from" {
            return;
        }
        let Some(argument) = call.args.first() else { return };
        let value = self.resolved(argument.to_token_stream());
        let named = match of {
            "AuthUrl" => Named::Authorization,
            "TokenUrl" => Named::Token,
            "IssuerUrl" => Named::Issuer,
            "DeviceAuthorizationUrl"
            | "RevocationUrl"
            | "IntrospectionUrl"
            | "UserInfoUrl"
            | "EndSessionUrl"
            | "JsonWebKeySetUrl" => Named::Other,
            "ClientSecret" => {
                self.secret(&value);
                return self.fallback(argument);
            }
            "Scope" if !library => return,
            "Scope" | "RedirectUrl" => {
                if let PairValue::Text(text, at) = value {
                    self.scope_or_redirect(of == "Scope", &text, at);
                }
                return;
            }
            "PkceCodeChallengeMethod" => {
                if let PairValue::Text(text, _) = value
                    && text == "plain"
                {
                    self.act(What::PlainChallenge, span);
                }
                return;
            }
            _ => return,
        };
        match value {
            PairValue::Text(text, at) => {
                if url::is_plain_http(&text) {
                    self.act(What::PlainHttp(text.clone()), at);
                }
                self.act(What::Endpoint(named, text), at);
            }
            _ => self.act(What::Endpoint(named, String::new()), span),
        }
    }

    /// The value of an expression, where it is a text or a constant of the file.
    pub(super) fn resolved(&self, tokens: proc_macro2::TokenStream) -> PairValue {
        self.names.resolved(text::value(&text::trees(tokens)))
    }

    pub(super) fn secret(&mut self, value: &PairValue) {
        match value {
            PairValue::Text(text, at) if !url::is_placeholder(text) => {
                self.act(What::SecretInCode(None), *at);
            }
            PairValue::BuiltIn(name, at) => self.act(What::SecretInCode(Some(name.clone())), *at),
            _ => {}
        }
    }

    /// A text that is the secret where nothing else gives one: `unwrap_or("...")`.
    pub(super) fn fallback(&mut self, argument: &Expr) {
        let chain = Chain::of(argument);
        let or = ["unwrap_or", "unwrap_or_else"];
        let call = chain.calls.iter().find(|call| or.iter().any(|it| call.method == it));
        let texts = call.map(|it| Seen::of(it.args.to_token_stream()).texts).unwrap_or_default();
        if let Some(text) = texts.into_iter().next() {
            self.secret(&PairValue::Text(text.value, text.span));
        }
    }

    pub(super) fn scope_or_redirect(&mut self, scope: bool, text: &str, at: Span) {
        if text.contains('{') || text.trim().is_empty() {
            return;
        }
        if scope {
            for token in text.split_whitespace() {
                self.act(What::Scope(String::from(token)), at);
            }
        } else {
            self.act(What::RedirectUri(String::from(text)), at);
        }
    }
}
