//! What the members of the metadata of a server say. Whoever reads the document gives each value to
//! [`ServerMetadata`], in whatever form the document has it: a snapshot at compile time, the answer of the
//! server at run time.

use alloc::string::String;
use alloc::vec::Vec;

use super::documents::{Details, ServerMetadata};
use super::origin::{Origin, Stated};
use super::statement::{NOT_SET, SET, Statement, Value};
use crate::members::{Detail, Key};
use crate::vocabulary::{SenderConstraint, Word};

/// A member of the metadata of a server (RFC 8414 section 2 and the documents that extend it) that says
/// something of the server or of what it supports.
#[derive(Clone, Copy, Debug)]
pub struct ServerMember {
    /// Its name.
    pub name: &'static str,
    /// The type of its value.
    pub form: MemberForm,
    says: Says,
}

/// The type of the value of a member, by which its reader gives it to [`ServerMetadata`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberForm {
    /// A string: [`ServerMetadata::text`].
    Text,
    /// A boolean: [`ServerMetadata::flag`].
    Flag,
    /// An array of strings: [`ServerMetadata::texts`].
    Texts,
}

/// What the value of a member is.
#[derive(Clone, Copy, Debug)]
enum Says {
    /// The value of a key: the issuer, or an endpoint.
    States(Key),
    /// What the server supports of a key.
    Supports(Key),
    /// That the server binds tokens to clients by this.
    Binds(SenderConstraint),
    /// Something that no declaration states.
    Adds(Detail),
}

impl ServerMember {
    /// All of them, the ones that a key states first.
    pub fn all() -> impl Iterator<Item = Self> {
        let of_keys = Key::ALL.iter().flat_map(|key| {
            key.member().server_metadata.iter().filter_map(|name| Self::of_key(*key, name))
        });
        let details = Detail::ALL.iter().flat_map(|detail| {
            detail.names().server_metadata.iter().map(|name| Self::of_detail(*detail, name))
        });
        of_keys.chain(details)
    }

    fn of_key(key: Key, name: &'static str) -> Option<Self> {
        let (form, says) = match key {
            // It has the keys of the server, and not those of the client.
            Key::JwksUri => return None,
            Key::Par => (MemberForm::Flag, Says::Supports(key)),
            // A proof of possession has a list of algorithms, and mutual TLS is a flag.
            Key::SenderConstraint if name.starts_with("dpop") => {
                (MemberForm::Texts, Says::Binds(SenderConstraint::Dpop))
            }
            Key::SenderConstraint => (MemberForm::Flag, Says::Binds(SenderConstraint::Mtls)),
            _ if key.is_uri() => (MemberForm::Text, Says::States(key)),
            _ => (MemberForm::Texts, Says::Supports(key)),
        };
        Some(Self { name, form, says })
    }

    const fn of_detail(detail: Detail, name: &'static str) -> Self {
        let form = match detail {
            Detail::TokenEndpointAuthSigningAlg => MemberForm::Texts,
            _ => MemberForm::Flag,
        };
        Self { name, form, says: Says::Adds(detail) }
    }

    /// The key of which the member has the value, if it has that of one: of a member that could not be
    /// read, the key is unknown.
    #[must_use]
    pub const fn states(self) -> Option<Key> {
        match self.says {
            Says::States(key) => Some(key),
            _ => None,
        }
    }
}

impl ServerMetadata {
    /// The metadata of a server, of which nothing was read yet.
    #[must_use]
    pub fn new(origin: Origin) -> Self {
        Self {
            origin,
            statement: Statement::default(),
            supported: Statement::default(),
            details: Details::default(),
        }
    }

    /// Takes the value of a member that is a string.
    pub fn text(&mut self, member: ServerMember, text: &str, origin: Origin) {
        match member.says {
            Says::States(key) => self.statement.push_text(key, text, origin),
            Says::Adds(detail) => self.details.push(detail, text, origin),
            Says::Supports(_) | Says::Binds(_) => {}
        }
    }

    /// Takes the value of a member that is a boolean. What is not set of a key says nothing.
    pub fn flag(&mut self, member: ServerMember, set: bool, origin: Origin) {
        match member.says {
            Says::Supports(key) if set => self.supported.push(key, Value::flag(true), origin),
            Says::Binds(constraint) if set => self.binds(constraint, origin),
            Says::Adds(detail) => {
                self.details.push(detail, if set { SET } else { NOT_SET }, origin);
            }
            Says::States(_) | Says::Supports(_) | Says::Binds(_) => {}
        }
    }

    /// Takes the value of a member that is an array of strings. An empty one says nothing, as if it were
    /// left out (RFC 8414 section 3.2). `origin` is where the document has the member.
    pub fn texts(&mut self, member: ServerMember, texts: Vec<Stated<String>>, origin: Origin) {
        if texts.is_empty() {
            return;
        }
        match member.says {
            Says::Supports(key) => {
                let mut values = Vec::with_capacity(texts.len());
                for Stated { value, origin } in texts {
                    values.push(Stated { value: Value::Text(value), origin });
                }
                self.supported.state(key, origin, values);
            }
            Says::Binds(constraint) => self.binds(constraint, origin),
            Says::Adds(detail) => {
                for text in texts {
                    self.details.push(detail, &text.value, text.origin);
                }
            }
            Says::States(_) => {}
        }
    }

    fn binds(&mut self, constraint: SenderConstraint, origin: Origin) {
        self.supported.push(Key::SenderConstraint, Value::Word(constraint.word()), origin);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::{MemberForm, ServerMember};
    use crate::judge::{Origin, Place, ServerMetadata, Stated};
    use crate::members::{Detail, Key, Keys};

    fn member(name: &str) -> ServerMember {
        ServerMember::all().find(|member| member.name == name).unwrap()
    }

    fn texts(name: &'static str, texts: &[&str]) -> Vec<Stated<String>> {
        let origin = Origin::Metadata(name);
        texts.iter().map(|text| Stated { value: String::from(*text), origin }).collect()
    }

    fn read(fill: impl FnOnce(&mut ServerMetadata)) -> ServerMetadata {
        let mut metadata = ServerMetadata::new(Origin::Server);
        fill(&mut metadata);
        metadata
    }

    #[test]
    fn each_member_has_the_type_that_its_standard_gives_it() {
        for (name, form, states) in [
            ("issuer", MemberForm::Text, Some(Key::Issuer)),
            ("token_endpoint", MemberForm::Text, Some(Key::TokenEndpoint)),
            ("revocation_endpoint", MemberForm::Text, Some(Key::RevocationEndpoint)),
            ("scopes_supported", MemberForm::Texts, None),
            ("grant_types_supported", MemberForm::Texts, None),
            ("response_modes_supported", MemberForm::Texts, None),
            ("code_challenge_methods_supported", MemberForm::Texts, None),
            ("token_endpoint_auth_methods_supported", MemberForm::Texts, None),
            ("token_endpoint_auth_signing_alg_values_supported", MemberForm::Texts, None),
            ("request_object_signing_alg_values_supported", MemberForm::Texts, None),
            ("dpop_signing_alg_values_supported", MemberForm::Texts, None),
            ("tls_client_certificate_bound_access_tokens", MemberForm::Flag, None),
            ("require_pushed_authorization_requests", MemberForm::Flag, None),
            ("require_signed_request_object", MemberForm::Flag, None),
            ("client_id_metadata_document_supported", MemberForm::Flag, None),
            ("authorization_response_iss_parameter_supported", MemberForm::Flag, None),
        ] {
            let member = member(name);
            assert_eq!((member.form, member.states()), (form, states), "{name}");
        }
        // The keys of the server are not those of the client.
        assert!(ServerMember::all().all(|member| member.name != "jwks_uri"));
    }

    #[test]
    fn what_a_client_uses_is_stated_and_what_it_may_ask_for_is_supported() {
        let methods = "token_endpoint_auth_methods_supported";
        let metadata = read(|it| {
            let origin = Origin::Metadata("issuer");
            it.text(member("issuer"), "https://as.example.com", origin);
            let origin = Origin::Metadata(methods);
            it.texts(member(methods), texts(methods, &["private_key_jwt", "spiffe_jwt"]), origin);
        });
        assert_eq!(
            metadata.statement.texts(Key::Issuer).collect::<Vec<_>>(),
            ["https://as.example.com"]
        );
        assert_eq!(metadata.statement.keys(), Keys::of(&[Key::Issuer]));
        assert_eq!(
            metadata.supported.texts(Key::Auth).collect::<Vec<_>>(),
            ["private_key_jwt", "spiffe_jwt"]
        );
        assert_eq!(metadata.supported.keys(), Keys::of(&[Key::Auth]));
        let origin = metadata.supported.origin(Place::Key(Key::Auth));
        assert_eq!(origin, Some(Origin::Metadata(methods)));
    }

    #[test]
    fn what_binds_tokens_is_a_list_of_algorithms_or_a_flag() {
        let (dpop, mtls) =
            ("dpop_signing_alg_values_supported", "tls_client_certificate_bound_access_tokens");
        let metadata = read(|it| {
            it.texts(member(dpop), texts(dpop, &["ES256"]), Origin::Metadata(dpop));
            it.flag(member(mtls), true, Origin::Metadata(mtls));
        });
        let bound: Vec<&str> = metadata.supported.texts(Key::SenderConstraint).collect();
        assert_eq!(bound, ["dpop", "mtls"]);
    }

    #[test]
    fn an_empty_list_and_a_flag_that_is_not_set_say_nothing_of_a_key() {
        let metadata = read(|it| {
            let origin = Origin::Server;
            for name in ["scopes_supported", "dpop_signing_alg_values_supported"] {
                it.texts(member(name), vec![], origin);
            }
            let flags = [
                "tls_client_certificate_bound_access_tokens",
                "require_pushed_authorization_requests",
            ];
            for name in flags {
                it.flag(member(name), false, origin);
            }
        });
        assert_eq!(metadata.supported.keys(), Keys::NONE);
        assert_eq!(metadata.details.iter().count(), 0);
    }

    #[test]
    fn what_no_key_states_is_a_detail() {
        let algorithms = "token_endpoint_auth_signing_alg_values_supported";
        let signed = "require_signed_request_object";
        let iss = "authorization_response_iss_parameter_supported";
        let metadata = read(|it| {
            let list = texts(algorithms, &["ES256", "PS256"]);
            it.texts(member(algorithms), list, Origin::Metadata(algorithms));
            it.flag(member(signed), false, Origin::Metadata(signed));
            it.flag(member(iss), true, Origin::Metadata(iss));
        });
        let all: Vec<&str> = metadata
            .details
            .all(Detail::TokenEndpointAuthSigningAlg)
            .map(|it| it.value.as_str())
            .collect();
        assert_eq!(all, ["ES256", "PS256"]);
        assert!(!metadata.details.is_set(Detail::RequireSignedRequestObject));
        assert!(metadata.details.is_set(Detail::AuthorizationResponseIss));
        assert_eq!(metadata.supported.keys(), Keys::NONE);
    }
}
