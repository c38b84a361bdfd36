//! What the name of a field says of what it holds.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Key, Role, Shape};
use crate::vocabulary::{Word, edits};

/// The field names that give a field its role.
#[derive(Debug)]
pub struct FieldNames {
    /// Names that carry the role alone and at the end of a longer name.
    pub ends: &'static [&'static str],
    /// Names that carry the role only when nothing comes before them: `session_secret` or
    /// `login_scope` may be anything.
    pub whole: &'static [&'static str],
    /// Names that some providers use. They carry the role, alone and at the end of a longer name,
    /// only in a struct where no other field has it.
    pub of_providers: &'static [&'static str],
    /// The last letters of all of them, a bit for each.
    last: u32,
}

impl FieldNames {
    pub(super) const fn of(
        ends: &'static [&'static str],
        whole: &'static [&'static str],
        of_providers: &'static [&'static str],
    ) -> Self {
        let last = last_letters(ends) | last_letters(whole) | last_letters(of_providers);
        Self { ends, whole, of_providers, last }
    }
}

const fn last_letters(names: &[&str]) -> u32 {
    let (mut bits, mut rest) = (0, names);
    while let [name, others @ ..] = rest {
        bits |= last_letter(name);
        rest = others;
    }
    bits
}

/// The bit of the last letter of a name. What is no lower case letter shares its bit with one: a name
/// without the bit of a role has none of its names, and one with it may.
const fn last_letter(name: &str) -> u32 {
    match name.as_bytes().last() {
        Some(letter) => 1 << (*letter & 31),
        None => 0,
    }
}

/// A role that a field has by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleByName {
    /// The role.
    pub role: Role,
    /// Whether the name is one that some providers use: another field that has the role takes it.
    pub of_provider: bool,
}

/// The name of a field in the spelling of Rust: `clientId`, `client-id` and `CLIENT_ID` are
/// `client_id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name<'a>(Cow<'a, str>);

impl<'a> Name<'a> {
    /// The name, respelt where that is needed.
    #[must_use]
    pub fn of(name: &'a str) -> Self {
        let plain = |byte: u8| !byte.is_ascii_uppercase() && byte != b'-' && byte != b'.';
        if name.bytes().all(plain) {
            return Self(Cow::Borrowed(name));
        }
        let mut respelt = String::with_capacity(name.len() + 4);
        let mut before_is_lower = false;
        for letter in name.chars() {
            if letter.is_ascii_uppercase() && before_is_lower {
                respelt.push('_');
            }
            before_is_lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
            respelt.push(if matches!(letter, '-' | '.') {
                '_'
            } else {
                letter.to_ascii_lowercase()
            });
        }
        Self(Cow::Owned(respelt))
    }

    /// The name.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether the name is `end`, or ends in `_` and `end`.
    #[must_use]
    pub fn ends_with(&self, end: &str) -> bool {
        ends_with_name(self.text(), end)
    }

    /// The role of a field of this name: by the whole name, or by its end after an underscore
    /// (`github_client_secret`).
    #[must_use]
    pub fn role(&self) -> Option<RoleByName> {
        let name = self.text();
        let found = |role| Some(RoleByName { role, of_provider: false });
        for role in roles_like(name) {
            if role.names().whole.contains(&name) {
                return found(*role);
            }
        }
        // Where the browser returns to after logout, to which no code is sent; and fields of another
        // protocol, whose words are the same.
        if name.contains("post_logout") || is_of_another_protocol(name) {
            return None;
        }
        // The longest name decides: a `device_authorization_url` is no `authorization_url`.
        let (mut longest, mut by_end) = (0, None);
        let mut look = |ends: &[&str], role, of_provider| {
            for end in ends {
                if end.len() > longest && ends_with_name(name, end) {
                    longest = end.len();
                    by_end = Some(RoleByName { role, of_provider });
                }
            }
        };
        for role in roles_like(name) {
            look(role.names().ends, *role, false);
            look(role.names().of_providers, *role, true);
        }
        match by_end {
            // The tokens that the client got are no assertions about it.
            Some(RoleByName { role: Role::ClientAssertion, .. })
                if ["access", "refresh", "cache"].iter().any(|word| has_word(name, word)) =>
            {
                if has_word(name, "refresh") {
                    found(Role::RefreshToken)
                } else {
                    None
                }
            }
            // The keys of others, such as the CA that the client trusts.
            Some(RoleByName { role: Role::KeyReference, .. })
                if ["ca", "root", "server", "public", "api"]
                    .iter()
                    .any(|it| has_word(name, it)) =>
            {
                None
            }
            // `redirect` alone, and not `follow_redirect`.
            Some(RoleByName { role: Role::RedirectUri, of_provider: true })
                if longest != name.len() =>
            {
                None
            }
            None => reference(name).or_else(|| joined(name)).and_then(found),
            by_end => by_end,
        }
    }
}

/// The roles that have a name with the last letter of this one: the macro is seldom optimized, and
/// most names are of another role.
fn roles_like(name: &str) -> impl Iterator<Item = &'static Role> {
    let last = last_letter(name);
    Role::ALL.iter().filter(move |role| role.names().last & last != 0)
}

/// The role of a field that does not hold a credential and says where it is.
fn reference(name: &str) -> Option<Role> {
    const PLACES: [&str; 22] = [
        "file",
        "file_path",
        "file_name",
        "filename",
        "path",
        "location",
        "command",
        "cmd",
        "arn",
        "ref",
        "reference",
        "env",
        "env_var",
        "env_name",
        "var",
        "variable",
        "source",
        "provider",
        "uri",
        "url",
        "name",
        "id",
    ];
    for (role, reference) in
        [(Role::ClientSecret, Role::SecretReference), (Role::PrivateKey, Role::KeyReference)]
    {
        let names = role.names();
        let of = |base: &str, end: &str| {
            // `secret_id` may be an identifier, and `client_secret_id` says where a secret is.
            names.ends.iter().any(|known| ends_with_name(base, known))
                || (names.whole.contains(&base) && end != "id")
        };
        for end in PLACES {
            let base = name.strip_suffix(end).and_then(|base| base.strip_suffix('_'));
            if base.is_some_and(|base| of(base, end)) {
                return Some(reference);
            }
        }
    }
    None
}

/// The role of a name whose last part is a known one without its underscores: `redirecturi`.
fn joined(name: &str) -> Option<Role> {
    let last = name.rsplit('_').next().unwrap_or(name).as_bytes();
    // The shortest of them is `authuri`.
    if last.len() < 7 {
        return None;
    }
    let is_last = |end: &&str| {
        let mut letters = end.bytes().filter(|byte| *byte != b'_');
        last.iter().all(|byte| letters.next() == Some(*byte)) && letters.next().is_none()
    };
    for role in roles_like(name) {
        let names = role.names();
        for end in names.ends.iter().chain(names.of_providers) {
            if is_last(end) && end.contains('_') {
                return Some(*role);
            }
        }
    }
    None
}

/// Whether the name begins with a protocol that is not OAuth and has the same words.
fn is_of_another_protocol(name: &str) -> bool {
    const PROTOCOLS: [&str; 16] = [
        "smtp", "imap", "pop3", "mail", "ldap", "mqtt", "amqp", "kafka", "redis", "s3", "ftp",
        "sftp", "ssh", "cookie", "session", "webhook",
    ];
    name.split_once('_').is_some_and(|(first, _)| PROTOCOLS.contains(&first))
}

fn has_word(name: &str, word: &str) -> bool {
    name.split('_').any(|other| other == word)
}

/// Whether a switch of this name weakens transport security: a word of TLS beside one that takes
/// its check away, or that makes it a choice.
#[must_use]
pub fn weakens_transport(name: &Name<'_>) -> bool {
    const CHECKED: [&str; 11] = [
        "tls",
        "ssl",
        "cert",
        "certs",
        "certificate",
        "certificates",
        "hostname",
        "hostnames",
        "peer",
        "verifypeer",
        "verifyhost",
    ];
    const CHOSEN: [&str; 21] = [
        "verify",
        "verification",
        "validate",
        "validation",
        "check",
        "ignore",
        "accept",
        "skip",
        "disable",
        "disabled",
        "trust",
        "untrusted",
        "unverified",
        "insecure",
        "invalid",
        "unsafe",
        "bypass",
        "noverify",
        "danger",
        "verifypeer",
        "verifyhost",
    ];
    let name = name.text();
    if is_of_another_protocol(name) {
        return false;
    }
    let has = |words: &[&str]| name.split('_').any(|word| words.contains(&word));
    // `disable_cert_reload` is about something else.
    let last = name.rsplit('_').next().unwrap_or(name);
    let ends =
        ["enabled", "errors"].contains(&last) || CHECKED.contains(&last) || CHOSEN.contains(&last);
    let self_signed = name.contains("self_signed") || has(&["selfsigned"]);
    (ends && has(&CHECKED) && has(&CHOSEN))
        || (self_signed && has(&["accept", "allow", "trust", "ignore"]))
}

impl Role {
    /// Whether a client has one value of the role: two fields in it are those of two clients.
    #[must_use]
    pub fn is_single(self) -> bool {
        match self.key() {
            // The client and its server each have a key set, and both call it `jwks_uri`.
            Some(Key::JwksUri) => false,
            Some(key) => matches!(key.member().shape, Shape::Text | Shape::Uri),
            None => matches!(self, Self::ClientSecret | Self::PrivateKey),
        }
    }

    /// Whether the field is part of a client's configuration: an identifier, a credential, an
    /// endpoint, an issuer or a redirect URI, and not one that any configuration may have.
    #[must_use]
    pub fn tells_a_client(self) -> bool {
        !matches!(
            self,
            Self::Scope | Self::Resource | Self::Audience | Self::PkceSwitch | Self::InsecureSwitch
        )
    }

    /// Whether the value of the field is text: no switch, number or function can be in the role.
    #[must_use]
    pub fn is_text(self) -> bool {
        !matches!(self, Self::PkceSwitch | Self::InsecureSwitch)
    }
}

/// The role whose name differs from `name`, or from its end, in one letter of one word.
#[must_use]
pub fn misspelt_role(name: &Name<'_>) -> Option<Role> {
    let words: Vec<&str> = name.text().split('_').collect();
    for role in [
        Role::ClientId,
        Role::ClientSecret,
        Role::PrivateKey,
        Role::RedirectUri,
        Role::AuthorizationEndpoint,
        Role::TokenEndpoint,
        Role::DeviceAuthorizationEndpoint,
        Role::RevocationEndpoint,
    ] {
        for known in role.names().ends {
            // One letter may be missing.
            if name.text().len() + 1 < known.len() {
                continue;
            }
            let known: Vec<&str> = known.split('_').collect();
            let start = words.len().checked_sub(known.len());
            let end = start.and_then(|start| words.get(start..));
            if end.is_some_and(|end| is_misspelt(end, &known)) {
                return Some(role);
            }
        }
    }
    // What a vault or an API of accounts calls the two halves of its credentials.
    (name.text() == "secret_id").then_some(Role::ClientId)
}

/// Whether the words are the known ones but for one letter inside one of them. Longer and shorter forms
/// of a word, such as a plural, are words of their own.
fn is_misspelt(words: &[&str], known: &[&str]) -> bool {
    let mut differ = words.iter().zip(known).filter(|(word, known)| word != known);
    let Some((word, known_word)) = differ.next() else { return false };
    let extended = word.starts_with(known_word) || known_word.starts_with(word);
    known.len() > 1
        && differ.next().is_none()
        && known_word.len() >= 5
        && !extended
        && edits(word, known_word) == 1
}

/// Whether a key of this name would make a secret part of the program: the names of the fields that
/// hold one, and the registration access token (RFC 7592 section 3).
#[must_use]
pub fn names_a_secret(key: &str) -> bool {
    let of = |role: Role| {
        let names = role.names();
        [names.ends, names.whole, names.of_providers].iter().any(|names| names.contains(&key))
    };
    of(Role::ClientSecret) || of(Role::PrivateKey) || key == "registration_access_token"
}

/// Whether `name` is `end`, or ends in `_` and `end`.
fn ends_with_name(name: &str, end: &str) -> bool {
    // Bytes, and the last one first: most names differ there, and the macro is seldom optimized.
    let (name, end) = (name.as_bytes(), end.as_bytes());
    if name.last() != end.last() {
        return false;
    }
    let Some(start) = name.len().checked_sub(end.len()) else { return false };
    let Some((before, rest)) = name.split_at_checked(start) else { return false };
    rest == end && before.last().is_none_or(|joint| *joint == b'_')
}
