//! How the fields of an annotated struct are read.

use std::borrow::{Cow, ToOwned};
use std::boxed::Box;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use std::string::String;
use std::sync::Arc;
use std::vec::Vec;

use oauth_flow_core::Role;
use oauth2::url::Url;
use oauth2::{
    AuthUrl, ClientId, ClientSecret, DeviceAuthorizationUrl, RedirectUrl, RevocationUrl, Scope,
    TokenUrl,
};

use crate::OAuthClient;

/// A client whose fields can be read: the identifier, the secret, the redirect URIs, the endpoints
/// of the server, its issuer, the scopes and the resources.
///
/// Implemented by [`oauth_client`](crate::oauth_client), whatever the fields are; a type that
/// cannot be read is an error only where the fields are asked for. What is inside a flattened field
/// is not read, unless its name or `#[oauth(role)]` gives the field itself a role.
#[diagnostic::on_unimplemented(
    message = "`Flow` cannot read the fields of `{Self}`",
    label = "this needs a struct with `#[oauth_client(...)]`",
    note = "write `#[oauth_client(...)]` above `{Self}`; if it is there and the struct has `#[repr(packed)]`, \
            give the values to `Flow::builder()`"
)]
pub trait ClientFields: OAuthClient {
    /// Gives each field that has a role to `reader`, in the order of the struct.
    #[doc(hidden)]
    fn read_fields(&self, reader: &mut dyn FieldReader);
}

/// The field of this index, which a `#[cfg]` may remove: its bound then goes with it.
#[doc(hidden)]
pub trait FieldAt<const INDEX: usize> {
    /// Gives the field to `reader`, if it is there.
    fn read_field(&self, _reader: &mut dyn FieldReader) {}
}

/// Takes the fields of a client.
#[doc(hidden)]
pub trait FieldReader {
    /// Takes the field `name`.
    fn field(&mut self, role: Role, name: &'static str, value: &dyn FieldText);
}

/// A type whose value is text, or several texts: what a field of a client can be read from.
///
/// Implemented for the texts of the standard library and the types of the `oauth2` crate, and for
/// what wraps or collects them; `None` and `()` hold no text. The values of secret types of other
/// crates are read by a function, which `with` names:
///
/// ```
/// use oauth_flow::oauth_client;
/// use secrecy::{ExposeSecret, SecretString};
///
/// #[oauth_client(kind = "m2m")]
/// struct Billing {
///     client_id: String,
///     #[oauth(client_secret, with = expose)]
///     client_secret: SecretString,
/// }
///
/// fn expose(secret: &SecretString) -> &str {
///     secret.expose_secret()
/// }
/// ```
///
/// A type of your own gives its texts, one after the other:
///
/// ```
/// use oauth_flow::flow::FieldText;
///
/// struct Tenant {
///     id: String,
/// }
///
/// impl FieldText for Tenant {
///     fn texts(&self, take: &mut dyn FnMut(&str)) {
///         take(&self.id);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`Flow` cannot read a field of the type `{Self}`",
    label = "a field of this client cannot be read",
    note = "three ways out: name a function that gives its text, on the field, as in \
            `#[oauth(client_secret, with = expose)]`; or implement `FieldText` for `{Self}`, if \
            the type is yours; or build with `Flow::builder()` and give it the values one by one"
)]
pub trait FieldText {
    /// Gives each text to `take`, in order.
    fn texts(&self, take: &mut dyn FnMut(&str));

    /// Whether a parser of URLs may have rewritten the texts: it gives an empty path a slash, which
    /// whoever compares them as text then finds.
    #[doc(hidden)]
    fn is_parsed_url(&self) -> bool {
        false
    }
}

impl FieldText for str {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        take(self);
    }
}

impl FieldText for () {
    fn texts(&self, _take: &mut dyn FnMut(&str)) {}
}

macro_rules! text {
    ($($type:ty: $read:ident;)+) => {
        $(impl FieldText for $type {
            fn texts(&self, take: &mut dyn FnMut(&str)) {
                take(self.$read());
            }
        })+
    };
}

text! {
    String: as_str;
    ClientId: as_str;
    ClientSecret: secret;
    AuthUrl: as_str;
    TokenUrl: as_str;
    RedirectUrl: as_str;
    DeviceAuthorizationUrl: as_str;
    RevocationUrl: as_str;
    Scope: as_str;
}

impl FieldText for Url {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        take(self.as_str());
    }

    fn is_parsed_url(&self) -> bool {
        true
    }
}

macro_rules! pointer {
    ($($type:ty),+) => {
        $(impl<T: FieldText + ?Sized> FieldText for $type {
            fn texts(&self, take: &mut dyn FnMut(&str)) {
                (**self).texts(take);
            }

            fn is_parsed_url(&self) -> bool {
                (**self).is_parsed_url()
            }
        })+
    };
}

pointer!(&T, Box<T>, Rc<T>, Arc<T>);

impl<T: FieldText + ToOwned + ?Sized> FieldText for Cow<'_, T> {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        (**self).texts(take);
    }

    fn is_parsed_url(&self) -> bool {
        (**self).is_parsed_url()
    }
}

impl<T: FieldText> FieldText for Option<T> {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.texts(take);
        }
    }

    fn is_parsed_url(&self) -> bool {
        self.as_ref().is_some_and(FieldText::is_parsed_url)
    }
}

macro_rules! collection {
    ($($type:ty $(, $parameter:tt)*;)+) => {
        $(impl<T: FieldText $(, $parameter)*> FieldText for $type {
            fn texts(&self, take: &mut dyn FnMut(&str)) {
                for each in self {
                    each.texts(take);
                }
            }

            fn is_parsed_url(&self) -> bool {
                self.iter().any(FieldText::is_parsed_url)
            }
        })+
    };
}

collection! {
    [T];
    Vec<T>;
    BTreeSet<T>;
    HashSet<T, S>, S;
}

impl<T: FieldText, const N: usize> FieldText for [T; N] {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        self.as_slice().texts(take);
    }

    fn is_parsed_url(&self) -> bool {
        self.as_slice().is_parsed_url()
    }
}
