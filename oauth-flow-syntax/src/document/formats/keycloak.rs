//! A client of Keycloak: its own members, and its attributes, whose values are strings.

use oauth_flow_core::members::Detail;
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Pkce, Word};
use oauth_flow_core::{Format, Key, Registration, Stated, Value, rules::documents as rule};

use super::client::{OTHER_CLIENT, Reader};
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
            reader.word(Key::Pkce, &member, Pkce::SET);
        }
        for name in Format::Keycloak.names(Key::SenderConstraint) {
            if let Some(member) = self.set_flag(name, Key::SenderConstraint, reader) {
                reader.sender_constraint(&member);
            }
        }
        for name in Format::Keycloak.names(Key::Par) {
            if let Some(member) = self.set_flag(name, Key::Par, reader) {
                reader.set(Key::Par, &member, Value::flag(true));
            }
        }
        if let Some(member) = self.attribute("request.object.signature.alg")
            // The word of the admin console for every algorithm.
            && member.value.text().as_deref() != Some("any")
        {
            reader.request_object(&member);
        }
        if self.set_flag("use.jwks.url", Key::JwksUri, reader).is_some()
            && let Some(member) = self.attribute("jwks.url")
        {
            let text = reader.notes.text(member.name, member.value);
            if let Some(text) = reader.known(Key::JwksUri, text) {
                reader.state(Key::JwksUri, member.value, Value::Text(text.into_owned()));
            }
        }
    }

    /// The attribute of this name, if it has a value.
    fn attribute(&self, name: &str) -> Option<Member<'_, 'j>> {
        self.attributes.valued(name)
    }

    /// The member or the attribute of this name, if it has a value: an attribute has dots in its name.
    fn either(&self, name: &str) -> Option<Member<'_, 'j>> {
        let object = if name.contains('.') { &self.attributes } else { self.own };
        object.valued(name)
    }

    /// The value of a flag, if it has one. That of an attribute is a string, whose case does not matter.
    fn flag(
        &self,
        name: &str,
        reader: &mut Reader<'_, '_>,
    ) -> Result<Option<(bool, Member<'_, 'j>)>, Wrong> {
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
    fn set_flag(
        &self,
        name: &str,
        key: Key,
        reader: &mut Reader<'_, '_>,
    ) -> Option<Member<'_, 'j>> {
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
                let text = reader.notes.text(member.name, member.value);
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
        let texts = reader.notes.texts(member.name, member.value);
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

    /// The URIs to return to after logout, in one string. `+` among them is all redirect URIs, which are
    /// judged as such; `-` as the first of them is none.
    fn post_logout_redirect_uris(&self, reader: &mut Reader<'_, '_>) {
        let key = Key::PostLogoutRedirectUri;
        let Some(member) = self.attribute("post.logout.redirect.uris") else { return };
        let text = reader.notes.text(member.name, member.value);
        let Some(text) = reader.known(key, text) else { return };
        let mut uris: Vec<Stated<Value>> = Vec::new();
        let mut redirects = false;
        for (index, uri) in text.split("##").map(str::trim).enumerate() {
            match uri {
                "-" if index == 0 => return,
                "" => {}
                "+" => redirects = true,
                uri => uris.push(reader.stated(member.value, Value::Text(uri.to_owned()))),
            }
        }
        if redirects {
            let all = reader.statement.values(Key::RedirectUri).to_vec();
            let origin = reader.notes.origin(member.value);
            reader.choices.state(key, origin, all);
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
