//! A client of Keycloak: its own members, and its attributes, whose values are strings.

use oauth_flow_core::members::Detail;
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Pkce, Word};
use oauth_flow_core::{Format, Key, Registration, Stated, Value, rules::documents as rule};

use super::client::Reader;
use super::json::{Member, Node, Object};
use super::notes::{Notes, Wrong};

/// Reads a client; `None` where it is no client of OAuth.
pub(super) fn read(client: Node<'_>, length: usize, notes: &mut Notes<'_>) -> Option<Registration> {
    let own = Object::of(client);
    uses_grants(&own, notes).ok()?;
    let attributes = match own.valued("attributes") {
        Some(member) if member.value.members().is_none() => {
            notes.wrong_type("attributes", member.value, "an object");
            None
        }
        Some(member) => Some(Object::of(member.value)),
        None => None,
    };
    let client_of = Client { own: &own, attributes: attributes.unwrap_or_default() };
    let mut reader = Reader::new(Format::Keycloak, notes);
    client_of.read(&mut reader);
    Some(reader.finish(client, length))
}

/// Notes a client of another protocol, and one that is the name of an API.
fn uses_grants(own: &Object<'_>, notes: &mut Notes<'_>) -> Result<(), Wrong> {
    if let (Some(protocol), Some(member)) = (own.text("protocol"), own.get("protocol"))
        && is_other_protocol(&protocol)
    {
        let bytes = member.value.bytes();
        return Err(notes.note(&rule::UNKNOWN_DOCUMENT, bytes, |mistake| {
            mistake.fact(rule::OTHER_PROTOCOL).quote(&protocol).help(OTHER_CLIENT)
        }));
    }
    if let Some(member) = own.get("bearerOnly").filter(|it| it.value.boolean() == Some(true)) {
        let name = own.text("clientId").unwrap_or_default();
        return Err(notes.note(&rule::UNKNOWN_DOCUMENT, member.value.bytes(), |mistake| {
            mistake.fact(rule::RESOURCE_SERVER).quote(&name).help(OTHER_CLIENT)
        }));
    }
    Ok(())
}

const OTHER_CLIENT: &str = "name the OAuth client that the service is";

/// Whether a client of this protocol is none of OpenID Connect. Old exports leave the protocol out.
pub(super) fn is_other_protocol(protocol: &str) -> bool {
    !protocol.is_empty() && protocol != "openid-connect"
}

/// The members of a client.
struct Client<'c, 'j> {
    own: &'c Object<'j>,
    attributes: Object<'j>,
}

impl<'j> Client<'_, 'j> {
    fn read(&self, reader: &mut Reader<'_, '_>) {
        // These have another form than in RFC 7591.
        const OWN: [Key; 9] = [
            Key::Grant,
            Key::Pkce,
            Key::Auth,
            Key::RedirectUri,
            Key::PostLogoutRedirectUri,
            Key::SenderConstraint,
            Key::Par,
            Key::RequestObject,
            Key::JwksUri,
        ];
        reader.members(self.own, &OWN);
        self.details(reader);
        self.grants(reader);
        self.auth(reader);
        self.redirect_uris(reader);
        self.post_logout_redirect_uris(reader);
        if let Some(member) = self.attribute("pkce.code.challenge.method") {
            reader.word(Key::Pkce, member, Pkce::SET);
        }
        for name in Format::Keycloak.names(Key::SenderConstraint) {
            if let Some(member) = self.set_flag(name, Key::SenderConstraint, reader) {
                reader.sender_constraint(member);
            }
        }
        for name in Format::Keycloak.names(Key::Par) {
            if let Some(member) = self.set_flag(name, Key::Par, reader) {
                reader.set(Key::Par, member, Value::flag(true));
            }
        }
        if let Some(member) = self.attribute("request.object.signature.alg")
            // The word of the admin console for every algorithm.
            && member.value.text().as_deref() != Some("any")
        {
            reader.request_object(member);
        }
        if self.set_flag("use.jwks.url", Key::JwksUri, reader).is_some()
            && let Some(member) = self.attribute("jwks.url")
        {
            let text = reader.notes.text(&member.name, member.value);
            if let Some(text) = reader.known(Key::JwksUri, text) {
                reader.state(Key::JwksUri, member.value, Value::Text(text.into_owned()));
            }
        }
    }

    /// The attribute of this name, if it has a value.
    fn attribute(&self, name: &str) -> Option<&Member<'j>> {
        self.attributes.valued(name)
    }

    /// The member or the attribute of this name, if it has a value: an attribute has dots in its name.
    fn either(&self, name: &str) -> Option<&Member<'j>> {
        let object = if name.contains('.') { &self.attributes } else { self.own };
        object.valued(name)
    }

    /// The value of a flag, if it has one. That of an attribute is a string, whose case does not matter.
    fn flag(
        &self,
        name: &str,
        reader: &mut Reader<'_, '_>,
    ) -> Result<Option<(bool, &Member<'j>)>, Wrong> {
        let Some(member) = self.either(name) else { return Ok(None) };
        let text = member.value.text().filter(|_| name.contains('.'));
        let set = match text {
            Some(text) if text.eq_ignore_ascii_case("true") => true,
            Some(text) if text.eq_ignore_ascii_case("false") => false,
            Some(_) => {
                let expected = "`\"true\"` or `\"false\"`";
                return Err(reader.notes.wrong_type(name, member.value, expected));
            }
            None => reader.notes.boolean(name, member.value)?,
        };
        Ok(Some((set, member)))
    }

    /// The flag, if it is set.
    fn set_flag(&self, name: &str, key: Key, reader: &mut Reader<'_, '_>) -> Option<&Member<'j>> {
        let read = self.flag(name, reader);
        reader.known(key, read)?.and_then(|(set, member)| set.then_some(member))
    }

    /// The grants whose flags are set. A flag that is left out says nothing: what it means depends on how
    /// the client came to be.
    fn grants(&self, reader: &mut Reader<'_, '_>) {
        let mut grants: Vec<Stated<Value>> = Vec::new();
        for grant in Grant::ALL {
            let read = match grant.keycloak() {
                Some(name) => self.flag(name, reader),
                None => Ok(None),
            };
            match (reader.known(Key::Grant, read), grant) {
                // The server may give refresh tokens, and need not.
                (Some(Some((true, _)) | None), Grant::RefreshToken) | (Some(None), _) => {
                    reader.unsaid.push(*grant);
                }
                (Some(Some((true, member))), _) => {
                    grants.push(reader.stated(member.value, Value::Word(grant.word())));
                }
                _ => {}
            }
        }
        if reader.statement.unknown.contains(Key::Grant) {
            return;
        }
        if let Some(first) = grants.first().map(|stated| stated.origin) {
            reader.statement.state(Key::Grant, first, grants);
        }
    }

    /// The method of authentication. A client with a secret may send it in the header or in the body.
    fn auth(&self, reader: &mut Reader<'_, '_>) {
        let public = self.flag("publicClient", reader);
        let method = |method: AuthMethod| Value::Word(method.word());
        match reader.known(Key::Auth, public) {
            Some(Some((true, member))) => {
                reader.state(Key::Auth, member.value, method(AuthMethod::None));
            }
            Some(Some((false, _))) => {
                let Some(member) = self.either("clientAuthenticatorType") else { return };
                let text = reader.notes.text(&member.name, member.value);
                let Some(text) = reader.known(Key::Auth, text) else { return };
                let stated = match &*text {
                    "client-secret" => {
                        for one in [AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost] {
                            let stated = reader.stated(member.value, method(one));
                            reader.choices.push(Key::Auth, stated.value, stated.origin);
                        }
                        AuthMethod::ClientSecretBasic
                    }
                    "client-secret-jwt" => AuthMethod::ClientSecretJwt,
                    "client-jwt" => AuthMethod::PrivateKeyJwt,
                    "client-x509" => AuthMethod::TlsClientAuth,
                    // A plug-in: nobody knows what it takes.
                    _ => return,
                };
                reader.state(Key::Auth, member.value, method(stated));
            }
            Some(None) | None => {}
        }
    }

    /// The redirect URIs. One that begins with `/` is below the root URL of the client.
    fn redirect_uris(&self, reader: &mut Reader<'_, '_>) {
        let Some(member) = self.either("redirectUris") else { return };
        let texts = reader.notes.texts(&member.name, member.value);
        let Some(texts) = reader.known(Key::RedirectUri, texts) else { return };
        let root = self.either("rootUrl").and_then(|member| member.value.text());
        // The server fills in what is in braces.
        let root = root.filter(|root| !root.contains("${"));
        let mut uris = Vec::new();
        for (node, text) in texts {
            let text = match &root {
                Some(root) if text.starts_with('/') => {
                    format!("{}{text}", root.trim_end_matches('/'))
                }
                _ => text.into_owned(),
            };
            uris.push(reader.stated(node, Value::Text(text)));
        }
        reader.state_all(Key::RedirectUri, member.at, uris);
    }

    /// The URIs to return to after logout, in one string. `+` among them is all redirect URIs; `-` as the
    /// first of them is none.
    fn post_logout_redirect_uris(&self, reader: &mut Reader<'_, '_>) {
        let key = Key::PostLogoutRedirectUri;
        let Some(member) = self.attribute("post.logout.redirect.uris") else { return };
        let text = reader.notes.text(&member.name, member.value);
        let Some(text) = reader.known(key, text) else { return };
        let mut uris: Vec<Stated<Value>> = Vec::new();
        for (index, uri) in text.split("##").map(str::trim).enumerate() {
            match uri {
                "-" if index == 0 => return,
                "" => {}
                "+" => uris.extend_from_slice(reader.statement.values(Key::RedirectUri)),
                uri => uris.push(reader.stated(member.value, Value::Text(uri.to_owned()))),
            }
        }
        reader.state_all(key, member.at, uris);
    }

    /// The members that no declaration states. A JWK set counts where its switch is on, and is looked
    /// through for private keys in any case.
    fn details(&self, reader: &mut Reader<'_, '_>) {
        reader.details(&self.attributes);
        let read = self.flag("use.jwks.string", reader);
        if !matches!(read, Ok(Some((true, _)))) {
            reader.forget(Detail::Jwks);
        }
    }
}

#[cfg(test)]
mod tests {
    use oauth_flow_core::members::Detail;
    use oauth_flow_core::vocabulary::{Grant, Word as _};
    use oauth_flow_core::{Format, Key, Keys};

    use crate::document::testing::{details, mistakes, registered, registration, texts, values};

    const WHOLE: &str = r#"{
  "clientId": "portal",
  "protocol": "openid-connect",
  "enabled": true,
  "rootUrl": "https://app.example.com/",
  "publicClient": false,
  "bearerOnly": false,
  "clientAuthenticatorType": "client-secret",
  "secret": "**********",
  "standardFlowEnabled": true,
  "implicitFlowEnabled": false,
  "directAccessGrantsEnabled": true,
  "serviceAccountsEnabled": false,
  "redirectUris": ["/cb", "https://other.example.com/*"],
  "defaultClientScopes": ["profile"],
  "attributes": {
    "pkce.code.challenge.method": "S256",
    "use.refresh.tokens": "true",
    "oauth2.device.authorization.grant.enabled": "TRUE",
    "oidc.ciba.grant.enabled": "false",
    "standard.token.exchange.enabled": "true",
    "require.pushed.authorization.requests": "true",
    "dpop.bound.access.tokens": "true",
    "tls.client.certificate.bound.access.tokens": "true",
    "request.object.signature.alg": "PS256",
    "request.object.required": "request only",
    "use.jwks.url": "true",
    "jwks.url": "https://app.example.com/jwks.json",
    "post.logout.redirect.uris": "https://app.example.com/bye ## +"
  }
}"#;

    #[test]
    fn each_member_and_each_attribute_is_stated_with_its_place() {
        let source = registered("kind = web", WHOLE);
        assert_eq!(mistakes(&source), [""; 0]);
        let registration = source.client().registration().unwrap();
        assert_eq!((registration.format, registration.length), (Format::Keycloak, WHOLE.len()));
        for (key, expected) in [
            (Key::Kind, ""),
            (Key::ClientId, "portal@2:15"),
            (
                Key::Grant,
                "authorization_code@10:26, password@12:32, device_code@19:50, token-exchange@21:40",
            ),
            (Key::Pkce, "S256@17:35"),
            (Key::Auth, "client_secret_basic@8:30"),
            (
                Key::RedirectUri,
                "https://app.example.com/cb@14:20, https://other.example.com/*@14:27",
            ),
            (
                Key::PostLogoutRedirectUri,
                "https://app.example.com/bye@29:34, https://app.example.com/cb@14:20, https://other.example.com/*@14:27",
            ),
            (Key::SenderConstraint, "dpop@23:33"),
            (Key::Par, "true@22:46"),
            (Key::RequestObject, "PS256@25:37"),
            (Key::JwksUri, "https://app.example.com/jwks.json@28:17"),
            (Key::Scope, ""),
            (Key::ResponseType, ""),
        ] {
            assert_eq!(values(&source, registration.statement.values(key)), expected, "{key}");
        }
        for (key, expected) in [
            (Key::Auth, "client_secret_basic@8:30, client_secret_post@8:30"),
            (Key::SenderConstraint, "dpop@23:33, mtls@24:51"),
            (Key::Grant, ""),
        ] {
            assert_eq!(values(&source, registration.choices.values(key)), expected, "{key}");
        }
        assert_eq!(
            registration.unsaid,
            [Grant::RefreshToken, Grant::JwtBearer, Grant::Saml2Bearer]
        );
        let required = (Detail::RequireSignedRequestObject, "true".into(), "26:32".into());
        assert_eq!(details(&source), [required]);
    }

    #[test]
    fn a_flag_that_is_left_out_says_nothing_of_its_grant() {
        let of = |members: &str| {
            let registration = registration(&format!(r#"{{ "clientId": "a", {members} }}"#));
            (texts(&registration.statement, Key::Grant), registration.unsaid)
        };
        let bare = r#""attributes": {}"#;
        assert_eq!(of(bare), (String::new(), Grant::ALL.to_vec()));
        let off =
            r#""standardFlowEnabled": false, "attributes": { "use.refresh.tokens": "false" }"#;
        let (grants, unsaid) = of(off);
        assert_eq!(grants, "");
        assert!(
            !unsaid.contains(&Grant::AuthorizationCode) && !unsaid.contains(&Grant::RefreshToken)
        );
        assert!(unsaid.contains(&Grant::Implicit) && unsaid.contains(&Grant::DeviceCode));
        let null =
            r#""standardFlowEnabled": null, "attributes": { "oidc.ciba.grant.enabled": "" }"#;
        assert_eq!(of(null), (String::new(), Grant::ALL.to_vec()));
    }

    #[test]
    fn the_authenticator_says_the_method_unless_the_client_is_public() {
        for (members, method, choices) in [
            (r#""publicClient": true"#, "none", ""),
            (r#""publicClient": true, "clientAuthenticatorType": "client-secret""#, "none", ""),
            (
                r#""publicClient": false, "clientAuthenticatorType": "client-secret""#,
                "client_secret_basic",
                "client_secret_basic, client_secret_post",
            ),
            (
                r#""publicClient": false, "clientAuthenticatorType": "client-secret-jwt""#,
                "client_secret_jwt",
                "",
            ),
            (
                r#""publicClient": false, "clientAuthenticatorType": "client-jwt""#,
                "private_key_jwt",
                "",
            ),
            (
                r#""publicClient": false, "clientAuthenticatorType": "client-x509""#,
                "tls_client_auth",
                "",
            ),
            (r#""publicClient": false, "clientAuthenticatorType": "federated-jwt""#, "", ""),
            (r#""publicClient": false"#, "", ""),
            // Who made the client decides what this means.
            (r#""clientAuthenticatorType": "client-jwt""#, "", ""),
        ] {
            let registration = registration(&format!(r#"{{ "clientId": "a", {members} }}"#));
            assert_eq!(texts(&registration.statement, Key::Auth), method, "{members}");
            assert_eq!(texts(&registration.choices, Key::Auth), choices, "{members}");
        }
    }

    #[test]
    fn a_redirect_uri_that_begins_with_a_slash_is_below_the_root() {
        for (root, uri, expected) in [
            (r#""https://app.example.com""#, "/cb", "https://app.example.com/cb"),
            (r#""https://app.example.com/""#, "/*", "https://app.example.com/*"),
            (r#""https://app.example.com""#, "*", "*"),
            (r#""https://app.example.com""#, "app:/cb", "app:/cb"),
            (r#""${authBaseUrl}""#, "/cb", "/cb"),
            ("null", "/cb", "/cb"),
        ] {
            let text = format!(
                r#"{{ "clientId": "a", "rootUrl": {root}, "redirectUris": ["{uri}"], "attributes": {{}} }}"#
            );
            let registration = registration(&text);
            assert_eq!(texts(&registration.statement, Key::RedirectUri), expected, "{text}");
        }
    }

    #[test]
    fn the_uris_after_logout_are_joined_in_one_string() {
        for (joined, expected) in [
            ("https://a.example/##https://b.example/", "https://a.example/, https://b.example/"),
            ("+", "https://c.example/cb"),
            ("-", ""),
            ("-##https://a.example/", ""),
            ("https://a.example/##-", "https://a.example/, -"),
            (" ## ", ""),
            ("", ""),
        ] {
            let text = format!(
                r#"{{ "clientId": "a", "redirectUris": ["https://c.example/cb"],
                     "attributes": {{ "post.logout.redirect.uris": "{joined}" }} }}"#
            );
            let registration = registration(&text);
            assert_eq!(
                texts(&registration.statement, Key::PostLogoutRedirectUri),
                expected,
                "{joined}"
            );
        }
    }

    #[test]
    fn a_method_of_pkce_that_is_empty_is_not_enforced() {
        for (method, expected) in
            [(r#""""#, ""), ("null", ""), (r#""S256""#, "S256"), (r#""plain""#, "plain")]
        {
            let text = format!(
                r#"{{ "clientId": "a", "attributes": {{ "pkce.code.challenge.method": {method} }} }}"#
            );
            assert_eq!(texts(&registration(&text).statement, Key::Pkce), expected, "{method}");
        }
    }

    #[test]
    fn an_attribute_of_another_form_is_a_mistake() {
        for (members, key, expected) in [
            (
                r#""attributes": { "pkce.code.challenge.method": "s256" }"#,
                Key::Pkce,
                "2:47 `pkce.code.challenge.method` has `s256`, which is no PKCE method",
            ),
            (
                r#""attributes": { "require.pushed.authorization.requests": "yes" }"#,
                Key::Par,
                "2:58 `require.pushed.authorization.requests` is a string, and it has to be `\"true\"` or `\"false\"`",
            ),
            (
                r#""attributes": { "oidc.ciba.grant.enabled": 1 }"#,
                Key::Grant,
                "2:44 `oidc.ciba.grant.enabled` is a number, and it has to be a boolean",
            ),
            // Only an attribute may be a string.
            (
                r#""publicClient": "true""#,
                Key::Auth,
                "2:17 `publicClient` is a string, and it has to be a boolean",
            ),
            (
                r#""standardFlowEnabled": "true""#,
                Key::Grant,
                "2:24 `standardFlowEnabled` is a string, and it has to be a boolean",
            ),
            (
                r#""redirectUris": "*""#,
                Key::RedirectUri,
                "2:17 `redirectUris` is a string, and it has to be an array of strings",
            ),
        ] {
            let source = registered("kind = web", format!("{{ \"clientId\": \"a\",\n{members} }}"));
            assert_eq!(mistakes(&source), [format!("wrong_member {expected}")], "{members}");
            let registration = source.client().registration().unwrap();
            assert_eq!(registration.statement.unknown, Keys::of(&[key]), "{members}");
        }
        let source = registered("kind = web", r#"{ "clientId": "a", "attributes": [1] }"#);
        let expected = "wrong_member 1:34 `attributes` is an array, and it has to be an object";
        assert_eq!(mistakes(&source), [expected]);
    }

    #[test]
    fn a_client_of_another_protocol_and_a_resource_server_are_no_clients() {
        for (members, expected) in [
            (r#""protocol": "saml""#, "1:32 the client uses the protocol `saml`, and not OAuth"),
            (
                r#""protocol": "docker-v2""#,
                "1:32 the client uses the protocol `docker-v2`, and not OAuth",
            ),
            (r#""bearerOnly": true"#, "1:34 `a` is a resource server, which uses no grant"),
        ] {
            let source = registered("kind = web", format!(r#"{{ "clientId": "a", {members} }}"#));
            assert_eq!(mistakes(&source), [format!("unknown_document {expected}")], "{members}");
            assert!(source.client().registration().is_none());
        }
    }

    #[test]
    fn secrets_and_keys_are_in_members_and_attributes() {
        let of = |members: &str| {
            let source = registered("kind = web", format!("{{ \"clientId\": \"a\",\n{members} }}"));
            assert_eq!(mistakes(&source), [""; 0], "{members}");
            details(&source)
        };
        let detail = |detail: Detail, text: &str, at: &str| (detail, text.into(), at.into());
        assert_eq!(
            of(r#""secret": "abc", "attributes": { "client.secret.rotated": "def" }"#),
            [detail(Detail::ClientSecret, "", "2:11"), detail(Detail::ClientSecret, "", "2:59")]
        );
        assert_eq!(
            of(
                r#""secret": "${vault.a}", "attributes": { "client.secret.rotated": "**********" }"#
            ),
            []
        );
        let keys = r#"{\"keys\":[{\"kty\":\"EC\",\"d\":\"x\"},{\"kty\":\"EC\"}]}"#;
        assert_eq!(
            of(&format!(
                r#""attributes": {{ "use.jwks.string": "true", "jwks.string": "{keys}" }}"#
            )),
            [detail(Detail::Jwks, "", "2:59"), detail(Detail::PrivateKey, "d", "2:59")]
        );
        // The keys are not in use, and the private one is in the file all the same.
        assert_eq!(
            of(&format!(r#""attributes": {{ "jwks.string": "{keys}" }}"#)),
            [detail(Detail::PrivateKey, "d", "2:32")]
        );
        assert_eq!(
            of(
                r#""attributes": { "jwt.credential.certificate": "MIIB", "x509.subjectdn": "CN=a" }"#
            ),
            [
                detail(Detail::Certificate, "", "2:47"),
                detail(Detail::TlsClientAuthSubjectDn, "CN=a", "2:73")
            ]
        );
        let source = registered(
            "kind = web",
            r#"{ "clientId": "a", "attributes": { "jwks.string": "{" } }"#,
        );
        assert_eq!(
            mistakes(&source),
            [
                "wrong_member 1:51 `jwks.string` is a string, and it has to be a JWK set, which has the array `keys`"
            ]
        );
    }

    #[test]
    fn a_word_that_leaves_the_algorithm_open_says_nothing() {
        for (algorithm, stated, told) in
            [("any", "", 0), ("none", "", 1), ("ES256", "ES256", 0), ("", "", 0)]
        {
            let text = format!(
                r#"{{ "clientId": "a", "attributes": {{ "request.object.signature.alg": "{algorithm}" }} }}"#
            );
            let registration = registration(&text);
            assert_eq!(texts(&registration.statement, Key::RequestObject), stated, "{algorithm}");
            assert_eq!(registration.details.iter().count(), told, "{algorithm}");
        }
    }

    #[test]
    fn an_address_of_keys_counts_where_it_is_switched_on() {
        for (switch, expected) in [
            (r#""use.jwks.url": "true", "#, "https://a.example/jwks.json"),
            (r#""use.jwks.url": "false", "#, ""),
            ("", ""),
        ] {
            let text = format!(
                r#"{{ "clientId": "a", "attributes": {{ {switch}"jwks.url": "https://a.example/jwks.json" }} }}"#
            );
            assert_eq!(texts(&registration(&text).statement, Key::JwksUri), expected, "{switch}");
        }
    }
}
