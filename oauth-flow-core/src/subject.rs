//! What the rules look at: a declaration, the struct that it stands on, and which of its keys the
//! source writes.

use crate::declaration::{Declaration, Keys};
use crate::role::Role;
use crate::vocabulary::{Grant, Key, Kind, Word};

/// A client to judge. Evidence stays here and out of the constant in the expansion.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What is declared, completed by [`Declaration::completed`].
    pub declaration: Declaration<'a>,
    /// The keys that the source writes, and that could be read.
    pub written: Keys,
    /// The keys that the source writes and that could not be read, or that are required and not
    /// written: rules about them are silent.
    pub unknown: Keys,
    /// The fields of the struct.
    pub fields: &'a [Field<'a>],
    /// Whether more fields are inside one of the fields: what is missing is then not reported.
    pub flattened: bool,
    /// The keys that give a secret a value, such as `client_secret = "..."`. Their values are
    /// never read.
    pub secret_keys: &'a [&'a str],
}

/// A field of the struct, as evidence.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Its name, or its position in a tuple struct.
    pub name: &'a str,
    /// What it is for, if that can be told.
    pub role: Option<Role>,
    /// What its type says of the value.
    pub holds: Holds<'a>,
    /// The derive that prints or writes the field, if one below the attribute does.
    pub exposed_by: Option<&'a str>,
}

/// What the type of a field says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds<'a> {
    /// Bare text or bytes that anything can print.
    Bare,
    /// Text that is part of the program: `&'static str` and the like.
    Embedded,
    /// A value that belongs to one request, by the name of its type.
    RequestValue(&'a str),
    /// Anything else, types that hide themselves among them.
    Other,
}

/// Where a finding stands. Only the front end knows where that is in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The declaration as a whole.
    Whole,
    /// The value of a key, else the key.
    Key(Key),
    /// A grant, by its index in [`Declaration::grants`].
    Grant(usize),
    /// A response type, by its index.
    ResponseType(usize),
    /// A redirect URI, by its index.
    RedirectUri(usize),
    /// A post-logout redirect URI, by its index.
    PostLogoutRedirectUri(usize),
    /// A scope token, by its index.
    Scope(usize),
    /// A resource indicator, by its index.
    Resource(usize),
    /// A waiver, by its index.
    Waiver(usize),
    /// A field of the struct, by its index in [`Subject::fields`].
    Field(usize),
    /// A key that gives a secret a value, by its index in [`Subject::secret_keys`].
    SecretKey(usize),
    /// A token that only the reader of the source can name, by its index there.
    Token(usize),
}

impl Place {
    /// Whether a URI stands there.
    #[must_use]
    pub const fn is_uri(self) -> bool {
        matches!(
            self.key(),
            Some(
                Key::RedirectUri
                    | Key::PostLogoutRedirectUri
                    | Key::Resource
                    | Key::JwksUri
                    | Key::Issuer
                    | Key::AuthorizationEndpoint
                    | Key::TokenEndpoint
                    | Key::DeviceAuthorizationEndpoint
                    | Key::RevocationEndpoint
                    | Key::PushedAuthorizationRequestEndpoint
            )
        )
    }

    /// The key that the place belongs to, if it belongs to one.
    #[must_use]
    pub const fn key(self) -> Option<Key> {
        Some(match self {
            Self::Key(key) => key,
            Self::Grant(_) => Key::Grant,
            Self::ResponseType(_) => Key::ResponseType,
            Self::RedirectUri(_) => Key::RedirectUri,
            Self::PostLogoutRedirectUri(_) => Key::PostLogoutRedirectUri,
            Self::Scope(_) => Key::Scope,
            Self::Resource(_) => Key::Resource,
            Self::Waiver(_) => Key::Allow,
            Self::Whole | Self::Field(_) | Self::SecretKey(_) | Self::Token(_) => return None,
        })
    }
}

impl<'a> Subject<'a> {
    /// A subject without a source of its own: a bare declaration, every key of which counts as
    /// written.
    #[must_use]
    pub fn of(declaration: Declaration<'a>) -> Self {
        Self {
            declaration,
            written: Keys::of(Key::ALL),
            unknown: Keys::NONE,
            fields: &[],
            flattened: false,
            secret_keys: &[],
        }
    }

    /// Whether the client is one of these kinds.
    #[must_use]
    pub fn is_kind(&self, kinds: &[Kind]) -> bool {
        self.declaration.kind.is_some_and(|kind| kinds.contains(&kind))
    }

    /// Where `grant` stands, if it is declared.
    #[must_use]
    pub fn place_of(&self, grant: Grant) -> Option<Place> {
        self.declaration.grants.iter().position(|other| *other == grant).map(Place::Grant)
    }

    /// The fields in a role, with their places.
    pub fn fields_in(&self, role: Role) -> impl Iterator<Item = (Place, &'a Field<'a>)> {
        let fields = self.fields.iter().enumerate();
        fields
            .filter(move |(_, field)| field.role == Some(role))
            .map(|(index, field)| (Place::Field(index), field))
    }

    /// Whether a field has the role, or may have it inside a flattened one.
    #[must_use]
    pub fn may_have(&self, role: Role) -> bool {
        self.flattened || self.fields_in(role).next().is_some()
    }
}
