//! What an authorization server says of itself (RFC 8414 section 2, OpenID Connect Discovery section 3),
//! as it serves the document or as a snapshot of it.

use oauth_flow_core::members::Detail;
use oauth_flow_core::vocabulary::{SenderConstraint, Word};
use oauth_flow_core::{
    Details, Key, ServerMetadata, Stated, Statement, Value, rules::documents as rule,
};

use super::Snapshot;
use super::json::{Kind, Member, Node, Object};
use super::notes::{Notes, Wrong};
use super::registration::{is_registration, start};

/// The member of a snapshot that says where and when it was fetched.
const SNAPSHOT: &str = "oauth_flow_snapshot";

/// The version of snapshots that is read.
const VERSION: u64 = 1;

/// Reads the metadata of a server, and what its snapshot says of itself. `null` and the empty string are no
/// values: RFC 8414 section 3.2 has what a server does not say left out. It has an empty list left out
/// too, and such a list says nothing.
pub(super) fn read(
    root: Node<'_>,
    notes: &mut Notes<'_>,
) -> Option<(ServerMetadata, Option<Snapshot>)> {
    let object = Object::of(root);
    if root.kind() != Kind::Object || !is_metadata(&object) {
        no_metadata(root, &object, notes);
        return None;
    }
    let snapshot = object.get(SNAPSHOT).map(|member| snapshot(member, notes));
    let snapshot = snapshot.transpose().ok()?;
    let mut reader = Reader {
        notes,
        statement: Statement::default(),
        supported: Statement::default(),
        details: Vec::new(),
    };
    if !object.has(Key::Issuer.member().server_metadata) {
        reader.missing(root);
    }
    for key in Key::ALL {
        for name in key.member().server_metadata {
            if let Some(member) = object.get(name) {
                reader.member(*key, member);
            }
        }
    }
    for detail in Detail::ALL {
        for name in detail.names().server_metadata {
            if let Some(member) = object.get(name) {
                // A mistake in it is noted, and no key is about it.
                let _ = reader.detail(*detail, member);
            }
        }
    }
    Some((reader.finish(root), snapshot))
}

/// Whether an object is the metadata of a server, if need be without its issuer.
fn is_metadata(object: &Object<'_>) -> bool {
    let endpoint = |name: &str| name.ends_with("_endpoint");
    object.has(&["issuer"]) || (object.names().any(endpoint) && !is_registration(object))
}

fn no_metadata(root: Node<'_>, object: &Object<'_>, notes: &mut Notes<'_>) {
    let of_keycloak = object.has(&["clientId", "clients", "settings"]);
    let is_registration = is_registration(object) || of_keycloak;
    notes.note(&rule::UNKNOWN_DOCUMENT, start(root), |mistake| {
        if is_registration {
            let mistake = mistake.fact(rule::REGISTRATION_FOR_METADATA);
            return mistake.help("name it with `registration`, and the metadata of the server here");
        }
        let help = if object.has(&["resource"]) {
            "this is the metadata of a protected resource (RFC 9728): name that of its authorization server"
        } else {
            "name what the server serves at `/.well-known/oauth-authorization-server` or `/.well-known/openid-configuration`"
        };
        mistake.fact(rule::NO_METADATA).help(help)
    });
}

/// What a snapshot says of itself.
fn snapshot(member: &Member<'_>, notes: &mut Notes<'_>) -> Result<Snapshot, Wrong> {
    if member.value.kind() != Kind::Object {
        return Err(notes.wrong_type(SNAPSHOT, member.value, "an object"));
    }
    let object = Object::of(member.value);
    let Some(version) = object.get("version") else {
        return Err(notes.wrong(member.value, |mistake| {
            mistake.fact(rule::MISSING_MEMBER).quote("oauth_flow_snapshot.version")
        }));
    };
    let node = version.value;
    let Some(version) = node.number() else {
        return Err(notes.wrong_type("oauth_flow_snapshot.version", node, "a whole number"));
    };
    if version > VERSION {
        return Err(notes.note(&rule::UNKNOWN_DOCUMENT, node.bytes(), |mistake| {
            let mistake = mistake.fact(rule::NEWER_SNAPSHOT).with(&version).with(&VERSION);
            mistake.help("update oauth-flow, or fetch the snapshot with this version of it")
        }));
    }
    let mut text = |name: &str| match object.get(name) {
        Some(member) => notes.text(name, member.value).map(|text| Some(text.into_owned())),
        None => Ok(None),
    };
    Ok(Snapshot { version, retrieved: text("retrieved")?, from: text("from")? })
}

struct Reader<'n, 'm> {
    notes: &'n mut Notes<'m>,
    statement: Statement,
    supported: Statement,
    /// With where each begins, to be sorted.
    details: Vec<(usize, Detail, Stated<String>)>,
}

impl Reader<'_, '_> {
    fn finish(mut self, root: Node<'_>) -> ServerMetadata {
        self.details.sort_by_key(|(start, ..)| *start);
        let mut details = Details::default();
        for (_, detail, Stated { value, origin }) in &self.details {
            details.push(*detail, value, *origin);
        }
        let origin = self.notes.origin(root);
        ServerMetadata { origin, statement: self.statement, supported: self.supported, details }
    }

    /// Notes that the issuer is missing, which RFC 8414 section 2 requires.
    fn missing(&mut self, root: Node<'_>) {
        self.notes.wrong(root, |mistake| mistake.fact(rule::MISSING_MEMBER).quote("issuer"));
        self.statement.unknown.insert(Key::Issuer);
    }

    fn member(&mut self, key: Key, member: &Member<'_>) {
        let Member { name, value, .. } = member;
        match key {
            // It has the keys of the server, and not those of the client.
            Key::JwksUri => {}
            Key::Par => {
                if let Ok(true) = self.notes.boolean(name, *value) {
                    let origin = self.notes.origin(*value);
                    self.supported.push(key, Value::flag(true), origin);
                }
            }
            Key::SenderConstraint => self.sender_constraint(member),
            _ if key == Key::Issuer || key.member().shape.is_uri() => {
                match self.notes.text(name, *value) {
                    Ok(text) if !text.is_empty() => {
                        let origin = self.notes.origin(*value);
                        self.statement.push(key, Value::Text(text.into_owned()), origin);
                    }
                    read => {
                        if read.is_ok() {
                            self.notes.empty(name, *value);
                        }
                        self.statement.unknown.insert(key);
                    }
                }
            }
            _ => {
                let Ok(texts) = self.notes.texts(name, *value) else { return };
                let mut values = Vec::with_capacity(texts.len());
                for (node, text) in texts {
                    let origin = self.notes.origin(node);
                    values.push(Stated { value: Value::Text(text.into_owned()), origin });
                }
                if !values.is_empty() {
                    let origin = self.notes.origin(member.at);
                    self.supported.state(key, origin, values);
                }
            }
        }
    }

    /// What can bind tokens to a client: a proof of possession has a list of algorithms, and mutual TLS is a flag.
    fn sender_constraint(&mut self, member: &Member<'_>) {
        let Member { name, value, .. } = member;
        let (constraint, supported) = if name.starts_with("dpop") {
            let algorithms = self.notes.texts(name, *value);
            (SenderConstraint::Dpop, algorithms.is_ok_and(|texts| !texts.is_empty()))
        } else {
            (SenderConstraint::Mtls, self.notes.boolean(name, *value).unwrap_or_default())
        };
        if supported {
            let origin = self.notes.origin(*value);
            self.supported.push(Key::SenderConstraint, Value::Word(constraint.word()), origin);
        }
    }

    /// A member that no declaration states: a flag, or a list with a text each.
    fn detail(&mut self, detail: Detail, member: &Member<'_>) -> Result<(), Wrong> {
        let Member { name, value, .. } = member;
        let texts = if detail == Detail::TokenEndpointAuthSigningAlg {
            self.notes.texts(name, *value)?
        } else {
            let set = self.notes.boolean(name, *value)?;
            vec![(*value, if set { "true" } else { "false" }.into())]
        };
        for (node, text) in texts {
            let stated = Stated { value: text.into_owned(), origin: self.notes.origin(node) };
            self.details.push((node.bytes().start, detail, stated));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use oauth_flow_core::members::Detail;
    use oauth_flow_core::{Key, Keys};

    use crate::document::Snapshot;
    use crate::document::testing::{details, found, metadata, mistakes, served, values};

    const WHOLE: &str = r#"{
  "oauth_flow_snapshot": { "version": 1, "retrieved": "2026-11-20", "from": "https://as.example.com/.well-known/oauth-authorization-server" },
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "device_authorization_endpoint": "https://as.example.com/device",
  "revocation_endpoint": "https://as.example.com/revoke",
  "pushed_authorization_request_endpoint": "https://as.example.com/par",
  "introspection_endpoint": null,
  "jwks_uri": "https://as.example.com/jwks",
  "scopes_supported": ["openid", "orders:read"],
  "response_types_supported": ["code", "none"],
  "response_modes_supported": ["query", "web_message"],
  "grant_types_supported": ["authorization_code", "http://as.example.com/grant"],
  "code_challenge_methods_supported": ["plain", "S256"],
  "token_endpoint_auth_methods_supported": ["spiffe_jwt"],
  "token_endpoint_auth_signing_alg_values_supported": ["ES256", "RS256"],
  "request_object_signing_alg_values_supported": ["none"],
  "dpop_signing_alg_values_supported": ["ES256"],
  "tls_client_certificate_bound_access_tokens": true,
  "require_pushed_authorization_requests": true,
  "require_signed_request_object": false,
  "client_id_metadata_document_supported": true,
  "authorization_response_iss_parameter_supported": true
}"#;

    #[test]
    fn the_issuer_and_the_endpoints_are_stated_and_the_lists_are_supported() {
        let source = served("kind = web", WHOLE);
        assert_eq!(mistakes(&source), [""; 0]);
        let server = source.client().server_metadata().unwrap();
        for (key, expected) in [
            (Key::Issuer, "https://as.example.com@3:13"),
            (Key::AuthorizationEndpoint, "https://as.example.com/authorize@4:29"),
            (Key::TokenEndpoint, "https://as.example.com/token@5:21"),
            (Key::DeviceAuthorizationEndpoint, "https://as.example.com/device@6:36"),
            (Key::RevocationEndpoint, "https://as.example.com/revoke@7:26"),
            (Key::PushedAuthorizationRequestEndpoint, "https://as.example.com/par@8:44"),
            (Key::JwksUri, ""),
            (Key::Grant, ""),
        ] {
            assert_eq!(values(&source, server.statement.values(key)), expected, "{key}");
        }
        for (key, expected) in [
            (Key::Scope, "openid@11:24, orders:read@11:34"),
            (Key::ResponseType, "code@12:32, none@12:40"),
            (Key::ResponseMode, "query@13:32, web_message@13:41"),
            (Key::Grant, "authorization_code@14:29, http://as.example.com/grant@14:51"),
            (Key::Pkce, "plain@15:40, S256@15:49"),
            (Key::Auth, "spiffe_jwt@16:45"),
            (Key::RequestObject, "none@18:51"),
            (Key::SenderConstraint, "dpop@19:40, mtls@20:49"),
            (Key::Par, "true@21:44"),
            (Key::Issuer, ""),
            (Key::JwksUri, ""),
        ] {
            assert_eq!(values(&source, server.supported.values(key)), expected, "{key}");
        }
        let detail = |detail: Detail, text: &str, at: &str| (detail, text.into(), at.into());
        assert_eq!(
            details(&source),
            [
                detail(Detail::TokenEndpointAuthSigningAlg, "ES256", "17:56"),
                detail(Detail::TokenEndpointAuthSigningAlg, "RS256", "17:65"),
                detail(Detail::RequireSignedRequestObject, "false", "22:36"),
                detail(Detail::ClientIdMetadataDocument, "true", "23:44"),
                detail(Detail::AuthorizationResponseIss, "true", "24:53"),
            ]
        );
        let snapshot = Snapshot {
            version: 1,
            retrieved: Some("2026-11-20".into()),
            from: Some("https://as.example.com/.well-known/oauth-authorization-server".into()),
        };
        assert_eq!(source.documents()[0].snapshot(), Some(&snapshot));
    }

    #[test]
    fn a_list_that_is_left_out_or_empty_is_unknown() {
        for text in [
            r#"{ "issuer": "https://as.example.com" }"#,
            r#"{ "issuer": "https://as.example.com", "grant_types_supported": [],
                 "code_challenge_methods_supported": [], "dpop_signing_alg_values_supported": [],
                 "tls_client_certificate_bound_access_tokens": false,
                 "require_pushed_authorization_requests": false }"#,
        ] {
            let server = metadata(text);
            assert_eq!(server.supported.keys(), Keys::NONE, "{text}");
            assert_eq!(server.statement.keys(), Keys::of(&[Key::Issuer]), "{text}");
        }
        let source = served("kind = web", r#"{ "issuer": "https://as.example.com" }"#);
        assert_eq!(source.documents()[0].snapshot(), None);
    }

    #[test]
    fn a_value_of_another_type_is_a_mistake() {
        const NONE: Keys = Keys::NONE;
        for (member, unknown, fact) in [
            (
                r#""token_endpoint": null"#,
                Keys::of(&[Key::TokenEndpoint]),
                "2:19 `token_endpoint` is null, and it has to be a string",
            ),
            (
                r#""token_endpoint": """#,
                Keys::of(&[Key::TokenEndpoint]),
                "2:19 `token_endpoint` is empty",
            ),
            (
                r#""grant_types_supported": "authorization_code""#,
                NONE,
                "2:26 `grant_types_supported` is a string, and it has to be an array of strings",
            ),
            (
                r#""scopes_supported": ["a", 5]"#,
                NONE,
                "2:27 `an element of scopes_supported` is a number, and it has to be a string",
            ),
            (
                r#""scopes_supported": null"#,
                NONE,
                "2:21 `scopes_supported` is null, and it has to be an array of strings",
            ),
            (
                r#""dpop_signing_alg_values_supported": true"#,
                NONE,
                "2:38 `dpop_signing_alg_values_supported` is a boolean, and it has to be an array of strings",
            ),
            (
                r#""require_pushed_authorization_requests": "true""#,
                NONE,
                "2:42 `require_pushed_authorization_requests` is a string, and it has to be a boolean",
            ),
            (
                r#""require_signed_request_object": 1"#,
                NONE,
                "2:34 `require_signed_request_object` is a number, and it has to be a boolean",
            ),
            (
                r#""oauth_flow_snapshot": { "version": 1, "retrieved": 5 }"#,
                NONE,
                "2:53 `retrieved` is a number, and it has to be a string",
            ),
            (
                r#""oauth_flow_snapshot": { "version": "1" }"#,
                NONE,
                "2:37 `oauth_flow_snapshot.version` is a string, and it has to be a whole number",
            ),
            (r#""oauth_flow_snapshot": {}"#, NONE, "2:24 `oauth_flow_snapshot.version` is missing"),
            (
                r#""oauth_flow_snapshot": 1"#,
                NONE,
                "2:24 `oauth_flow_snapshot` is a number, and it has to be an object",
            ),
        ] {
            let text = format!("{{ \"issuer\": \"https://as.example.com\",\n{member} }}");
            let source = served("kind = web", text);
            assert_eq!(mistakes(&source), [format!("wrong_member {fact}")], "{member}");
            if let Some(server) = source.client().server_metadata() {
                assert_eq!(server.statement.unknown, unknown, "{member}");
            }
        }
        let none = served("kind = web", r#"{ "token_endpoint": "https://as.example.com/token" }"#);
        assert_eq!(mistakes(&none), ["wrong_member 1:1 `issuer` is missing"]);
    }

    #[test]
    fn a_snapshot_of_a_newer_version_is_not_read() {
        let text =
            r#"{ "oauth_flow_snapshot": { "version": 2 }, "issuer": "https://as.example.com" }"#;
        let source = served("kind = web", text);
        let fact = "the snapshot has the version 2, and this version of oauth-flow reads 1";
        assert_eq!(mistakes(&source), [format!("unknown_document 1:39 {fact}")]);
        assert!(source.client().server_metadata().is_none());
    }

    #[test]
    fn another_document_is_called_what_it_is() {
        const NO: &str = "the document is no metadata of a server";
        const REGISTRATION: &str = "the document is the registration of a client";
        let served_there = "name what the server serves at `/.well-known/oauth-authorization-server` or `/.well-known/openid-configuration`";
        let with_registration = "name it with `registration`, and the metadata of the server here";
        for (text, fact, help) in [
            ("{}", NO, served_there),
            ("[]", NO, served_there),
            ("5", NO, served_there),
            (r#"{ "client_id": "a" }"#, REGISTRATION, with_registration),
            (
                r#"{ "clientId": "a", "protocol": "openid-connect" }"#,
                REGISTRATION,
                with_registration,
            ),
            (r#"{ "realm": "a", "clients": [] }"#, REGISTRATION, with_registration),
            (r#"{ "settings": { "oauth": {} } }"#, REGISTRATION, with_registration),
            (
                r#"{ "resource": "https://api.example.com", "jwks_uri": "https://api.example.com/jwks" }"#,
                NO,
                "this is the metadata of a protected resource (RFC 9728): name that of its authorization server",
            ),
        ] {
            let source = served("kind = web", text);
            assert_eq!(mistakes(&source), [format!("unknown_document 1:1 {fact}")], "{text}");
            assert_eq!(found(&source)[0].help, help, "{text}");
        }
    }
}
