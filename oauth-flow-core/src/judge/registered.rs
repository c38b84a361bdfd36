//! What to do about a value that the registration gives: its member may have another form there than in
//! the attribute.

use alloc::format;
use alloc::string::String;

use super::documents::Format;
use super::place::Place;
use super::remedy::Remedy;
use super::subject::Subject;
use super::text::{all_ticked, ticked, whole};
use crate::members::Key;
use crate::vocabulary::{AuthMethod, Grant, Refresh, SenderConstraint, Word};

impl Subject<'_> {
    /// Whether the value of the place comes from the registration.
    fn is_registered(&self, place: Place) -> bool {
        place.key().is_some_and(|key| self.registered.contains(key))
    }

    /// The names of a member in the registration.
    pub(super) fn registered_as(&self, key: Key) -> String {
        let names = self.registration.map_or(&[][..], |it| it.format.names(key));
        if names.is_empty() {
            return ticked(key.word());
        }
        all_ticked(names).join(" and ")
    }

    /// The remedy in words, where the registration gives what it changes.
    pub(super) fn in_registration(&self, remedy: &Remedy) -> Option<String> {
        let text = match remedy {
            Remedy::Set(key, value) | Remedy::Replace(Place::Key(key), value)
                if self.registered.contains(*key) =>
            {
                self.registering(*key, value)
            }
            Remedy::Replace(place, word) if self.is_registered(*place) => {
                let other = Grant::of_word(word).filter(|_| place.key() == Some(Key::Grant));
                match (self.flag(self.grant(*place)), self.flag(other)) {
                    (Some(off), Some(on)) => format!(
                        "set `{off}` to `false` and `{on}` to `true` in the registration and the document"
                    ),
                    _ => format!(
                        "write `{}` in place of {}, in the registration and the document",
                        whole(other.map_or(word.as_str(), |grant| grant.grant_type())),
                        self.registered_name_of(*place)
                    ),
                }
            }
            Remedy::Remove(place) if self.is_registered(*place) => {
                match self.flag(self.grant(*place)) {
                    Some(off) => {
                        format!("set `{off}` to `false` in the registration and the document")
                    }
                    None => format!(
                        "take {} out of the registration and the document",
                        self.registered_name_of(*place)
                    ),
                }
            }
            _ => return None,
        };
        Some(text)
    }

    /// What to do so that the registration gives a key this value.
    pub(crate) fn registering(&self, key: Key, value: &str) -> String {
        let (member, value) = self.member(key, value);
        let public = if self.is_public_in_keycloak() && key == Key::Auth && value != "true" {
            "`publicClient` to `false` and "
        } else {
            ""
        };
        format!("set {public}{member} to `{}` in the registration and the document", whole(value))
    }

    /// Whether the registration is one of Keycloak that says `publicClient`, beside which no method counts.
    fn is_public_in_keycloak(&self) -> bool {
        self.registration.is_some_and(|registration| {
            registration.format == Format::Keycloak
                && registration.statement.texts(Key::Auth).any(|it| it == AuthMethod::None.word())
        })
    }

    /// The grant at a place.
    fn grant(&self, place: Place) -> Option<Grant> {
        match place {
            Place::Value(Key::Grant, index) => self.declaration.grants.get(index).copied(),
            _ => None,
        }
    }

    /// The flag of a grant, where the format has one in place of a list.
    fn flag(&self, grant: Option<Grant>) -> Option<&'static str> {
        let format = self.registration?.format;
        grant.filter(|_| format == Format::Keycloak).and_then(Grant::keycloak)
    }

    /// What is at a place whose value comes from the registration.
    fn registered_name_of(&self, place: Place) -> String {
        let grant = self.grant(place).map(|grant| ticked(grant.grant_type()));
        match place {
            Place::Key(key) => self.registered_as(key),
            _ => grant.or_else(|| self.name_of(place)).unwrap_or_else(|| String::from("it")),
        }
    }

    /// The member that says of a key that it has a value, and what it then has.
    fn member<'v>(&self, key: Key, value: &'v str) -> (String, &'v str) {
        let value = if value.is_empty() { "true" } else { value };
        let Some(format) = self.registration.map(|registration| registration.format) else {
            return (self.registered_as(key), value);
        };
        let (member, value) = match (format, key) {
            (Format::Keycloak, Key::Auth) => match AuthMethod::of_word(value) {
                Some(AuthMethod::None) => ("publicClient", "true"),
                Some(AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost) => {
                    ("clientAuthenticatorType", "client-secret")
                }
                Some(AuthMethod::ClientSecretJwt) => {
                    ("clientAuthenticatorType", "client-secret-jwt")
                }
                Some(AuthMethod::PrivateKeyJwt) => ("clientAuthenticatorType", "client-jwt"),
                _ => ("clientAuthenticatorType", "client-x509"),
            },
            // No rule asks for another method.
            (Format::Gravitee, Key::Pkce) => ("forceS256CodeChallengeMethod", "true"),
            (Format::Gravitee, Key::Refresh) => {
                let rotates = value == Refresh::Rotate.word();
                ("disableRefreshTokenRotation", if rotates { "false" } else { "true" })
            }
            (_, Key::SenderConstraint) => {
                let dpop = value == SenderConstraint::Dpop.word();
                let mut names = format.names(key).iter();
                let member = names.find(|name| name.starts_with("dpop") == dpop);
                (member.copied().unwrap_or_default(), "true")
            }
            _ => return (self.registered_as(key), value),
        };
        (ticked(member), value)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use crate::declaration::Declaration;
    use crate::judge::{Details, Format, Origin, Place, Registration, Remedy, Statement, Subject};
    use crate::members::{Key, Keys};
    use crate::vocabulary::{
        AuthMethod, Grant, Pkce, Refresh, ResponseType, SenderConstraint, Word,
    };

    /// The text of a remedy for a client whose registration is of this format.
    fn text(format: Format, remedy: &Remedy) -> String {
        let registration = Registration {
            format,
            origin: Origin::Document(0),
            statement: Statement::default(),
            choices: Statement::default(),
            unsaid: alloc::vec![],
            details: Details::default(),
            length: 0,
        };
        let mut subject = Subject::of(Declaration {
            grants: &[Grant::DeviceCode, Grant::Implicit, Grant::Ciba],
            response_types: &[ResponseType::Token],
            redirect_uris: &["a:/cb"],
            ..Declaration::EMPTY
        });
        subject.written = Keys::NONE;
        subject.registration = Some(&registration);
        subject.registered = Keys::of(Key::ALL).without(Keys::of(&[Key::Scope]));
        remedy.text(&subject)
    }

    #[test]
    fn a_value_is_set_in_the_form_that_the_format_gives_it() {
        let pkce = Remedy::set(Key::Pkce, Pkce::S256);
        let rotate = Remedy::set(Key::Refresh, Refresh::Rotate);
        let bound = Remedy::set(Key::Refresh, Refresh::SenderConstrained);
        let auth = |method: AuthMethod| Remedy::set(Key::Auth, method);
        let dpop = Remedy::set(Key::SenderConstraint, SenderConstraint::Dpop);
        let mtls = Remedy::set(Key::SenderConstraint, SenderConstraint::Mtls);
        let par = Remedy::Set(Key::Par, String::new());
        let uri = Remedy::Replace(Place::Key(Key::JwksUri), String::from("https://a.example"));
        for (format, remedy, member, value) in [
            (Format::Keycloak, &pkce, "pkce.code.challenge.method", "S256"),
            (Format::Gravitee, &pkce, "forceS256CodeChallengeMethod", "true"),
            (Format::Gravitee, &rotate, "disableRefreshTokenRotation", "false"),
            (Format::Gravitee, &bound, "disableRefreshTokenRotation", "true"),
            (Format::Rfc7591, &auth(AuthMethod::None), "token_endpoint_auth_method", "none"),
            (Format::Keycloak, &auth(AuthMethod::None), "publicClient", "true"),
            (Format::Keycloak, &auth(AuthMethod::ClientSecretPost), AUTHENTICATOR, "client-secret"),
            (
                Format::Keycloak,
                &auth(AuthMethod::ClientSecretJwt),
                AUTHENTICATOR,
                "client-secret-jwt",
            ),
            (Format::Keycloak, &auth(AuthMethod::PrivateKeyJwt), AUTHENTICATOR, "client-jwt"),
            (Format::Keycloak, &auth(AuthMethod::TlsClientAuth), AUTHENTICATOR, "client-x509"),
            (Format::Rfc7591, &dpop, "dpop_bound_access_tokens", "true"),
            (Format::Keycloak, &mtls, "tls.client.certificate.bound.access.tokens", "true"),
            (Format::Gravitee, &dpop, "dpopBoundAccessTokens", "true"),
            (Format::Rfc7591, &par, "require_pushed_authorization_requests", "true"),
            (Format::Gravitee, &uri, "jwksUri", "https://a.example"),
        ] {
            let expected =
                alloc::format!("set `{member}` to `{value}` in the registration and the document");
            assert_eq!(text(format, remedy), expected);
        }
    }

    const AUTHENTICATOR: &str = "clientAuthenticatorType";

    #[test]
    fn a_grant_is_a_value_of_a_list_or_a_flag() {
        let grant = |index| Place::Value(Key::Grant, index);
        let replace = |index, word| Remedy::Replace(grant(index), String::from(word));
        for (format, remedy, expected) in [
            (
                Format::Rfc7591,
                Remedy::Remove(grant(0)),
                "take `urn:ietf:params:oauth:grant-type:device_code` out of the registration and the \
                 document",
            ),
            (
                Format::Keycloak,
                Remedy::Remove(grant(1)),
                "set `implicitFlowEnabled` to `false` in the registration and the document",
            ),
            (
                Format::Gravitee,
                replace(1, "device_code"),
                "write `urn:ietf:params:oauth:grant-type:device_code` in place of `implicit`, in the \
                 registration and the document",
            ),
            (
                Format::Keycloak,
                replace(1, "authorization_code"),
                "set `implicitFlowEnabled` to `false` and `standardFlowEnabled` to `true` in the \
                 registration and the document",
            ),
        ] {
            assert_eq!(text(format, &remedy), expected);
        }
    }

    #[test]
    fn another_value_is_named_as_it_is() {
        let response = Place::Value(Key::ResponseType, 0);
        for (format, remedy, expected) in [
            (
                Format::Rfc7591,
                Remedy::Replace(response, String::from("code")),
                "write `code` in place of `token`, in the registration and the document",
            ),
            (
                Format::Gravitee,
                Remedy::Remove(Place::Value(Key::RedirectUri, 0)),
                "take `a:/cb` out of the registration and the document",
            ),
            (
                Format::Keycloak,
                Remedy::Remove(Place::Key(Key::RedirectUri)),
                "take `redirectUris` out of the registration and the document",
            ),
            // The attribute gives this one.
            (Format::Rfc7591, Remedy::Remove(Place::Key(Key::Scope)), "remove `scope`"),
        ] {
            assert_eq!(text(format, &remedy), expected);
        }
    }
}
