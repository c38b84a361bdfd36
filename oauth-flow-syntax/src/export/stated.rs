//! What a client states, as the writers ask for it.

use core::fmt::{self, Write as _};

use nojson::{DisplayJson, JsonObjectFormatter};
use oauth_flow_core::members::Detail;
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, SenderConstraint, Word};
use oauth_flow_core::{Client, Format, Key, Registration, Statement, Value, is_hidden};

/// The members of a JSON object, one after the other.
pub(super) type Members<'a, 'b, 'c> = JsonObjectFormatter<'a, 'b, 'c>;

/// What a client states, and the format in which it is written.
pub(super) struct StatedClient<'c> {
    statement: &'c Statement,
    registration: Option<&'c Registration>,
    format: Format,
}

impl<'c> StatedClient<'c> {
    pub(super) const fn of(client: &'c Client, format: Format) -> Self {
        Self { statement: client.statement(), registration: client.registration(), format }
    }

    /// The name of a member in the format; the first one, where it has several.
    pub(super) fn name(&self, key: Key) -> &'static str {
        self.names(key).first().copied().unwrap_or_default()
    }

    /// The names of a member in the format.
    pub(super) fn names(&self, key: Key) -> &'static [&'static str] {
        self.format.names(key)
    }

    /// The known values of a member.
    pub(super) fn texts(&self, key: Key) -> Vec<&'c str> {
        self.statement.texts(key).collect()
    }

    /// The value of a member that has one.
    pub(super) fn text(&self, key: Key) -> Option<&'c str> {
        self.statement.texts(key).next()
    }

    /// The word of a member.
    pub(super) fn word<T: Word>(&self, key: Key) -> Option<T> {
        self.statement.word(key)
    }

    /// Whether a member has this word.
    pub(super) fn is<T: Word>(&self, key: Key, word: T) -> bool {
        self.statement.words(key).any(|other: T| other == word)
    }

    /// Whether a flag is set.
    pub(super) fn is_set(&self, key: Key) -> bool {
        self.statement.values(key).iter().any(|it| it.value == Value::flag(true))
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        self.word(Key::Kind)
    }

    pub(super) fn auth(&self) -> Option<AuthMethod> {
        self.word(Key::Auth)
    }

    pub(super) fn uses(&self, grant: Grant) -> bool {
        self.is(Key::Grant, grant)
    }

    /// The grants by their names in RFC 7591 section 2, extensions included.
    pub(super) fn grant_types(&self) -> Vec<&'c str> {
        let name =
            |text| Grant::of_word(text).map_or(text, |it: Grant| -> &'c str { it.grant_type() });
        self.statement.texts(Key::Grant).map(name).collect()
    }

    /// What binds tokens to the client, each with the name of its switch.
    pub(super) fn constraints(&self) -> impl Iterator<Item = (&'static str, SenderConstraint)> {
        let names = self.names(Key::SenderConstraint).iter().copied();
        names.zip([SenderConstraint::Dpop, SenderConstraint::Mtls])
    }

    /// The details of the registration that the declaration names, where this format has a name for them.
    /// Neither secrets nor keys are among them.
    pub(super) fn details(&self) -> impl Iterator<Item = (&'static str, &'c str)> {
        let all = self.registration.into_iter().flat_map(|it| it.details.iter());
        all.filter(|(detail, _)| is_written(*detail)).filter_map(|(detail, client)| {
            Some((*self.format.names_of(detail).first()?, client.value.as_str()))
        })
    }

    /// Whether the document names the subject of the client certificate.
    fn has_subject(&self) -> bool {
        let details = self.registration.into_iter().flat_map(|it| it.details.iter());
        let mut subjects = details.map(|(detail, _)| detail).filter(|it| SUBJECTS.contains(it));
        subjects.any(|detail| !self.format.names_of(detail).is_empty())
    }

    /// What a server wants to know of the client and no declaration says.
    pub(super) fn to_add(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        let redirects = self.uses(Grant::AuthorizationCode) || self.uses(Grant::Implicit);
        if redirects && self.texts(Key::RedirectUri).is_empty() {
            missing.push("the redirect URIs");
        }
        match self.auth() {
            Some(AuthMethod::TlsClientAuth) if !self.has_subject() => {
                missing.push("the subject of the client certificate (RFC 8705 section 2.1.2)");
            }
            Some(AuthMethod::PrivateKeyJwt | AuthMethod::SelfSignedTlsClientAuth)
                if self.text(Key::JwksUri).is_none() =>
            {
                missing.push("the public keys of the client");
            }
            _ => {}
        }
        missing
    }
}

/// The members that name the subject of a certificate (RFC 8705 section 2.1.2).
const SUBJECTS: [Detail; 5] = [
    Detail::TlsClientAuthSubjectDn,
    Detail::TlsClientAuthSanDns,
    Detail::TlsClientAuthSanUri,
    Detail::TlsClientAuthSanIp,
    Detail::TlsClientAuthSanEmail,
];

/// Whether a detail is one text in each format.
fn is_written(detail: Detail) -> bool {
    SUBJECTS.contains(&detail)
        || matches!(
            detail,
            Detail::TokenEndpointAuthSigningAlg
                | Detail::IdTokenSignedResponseAlg
                | Detail::UserinfoSignedResponseAlg
                | Detail::AuthorizationSignedResponseAlg
        )
}

/// A document: the object with these members, two spaces for each level, and a line end behind it. What
/// would move the text around it on a terminal is escaped.
pub(super) fn document(members: impl Fn(&mut Members<'_, '_, '_>) -> fmt::Result) -> String {
    let json = nojson::json(|f| {
        f.set_indent_size(2);
        f.set_spacing(true);
        f.object(|f| members(f))
    });
    let mut text = String::new();
    for letter in json.to_string().chars() {
        // Only a string of JSON has such a character, but for the ends of the lines.
        if letter != '\n' && is_hidden(letter) {
            let _ = write!(text, "\\u{:04x}", u32::from(letter));
        } else {
            text.push(letter);
        }
    }
    text.push('\n');
    text
}

/// Writes a member that the client has.
pub(super) fn optional<T: DisplayJson>(
    members: &mut Members<'_, '_, '_>,
    name: &str,
    value: Option<T>,
) -> fmt::Result {
    match value {
        Some(value) => members.member(name, value),
        None => Ok(()),
    }
}

/// Writes a list, unless it is empty.
pub(super) fn filled(
    members: &mut Members<'_, '_, '_>,
    name: &str,
    values: &[&str],
) -> fmt::Result {
    optional(members, name, (!values.is_empty()).then_some(values))
}
