//! What is stored of a login until the user comes back: what it belongs to, and in which format.

use core::fmt;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::settings::{Issuer, Settings};

/// Why a stored login is not one of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ForeignLogin {
    /// Another version of this crate stored it, in a format that this one does not read.
    Version,
    /// It is one of another client.
    Client,
    /// It is one of another authorization server.
    Server,
}

impl fmt::Display for ForeignLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => {
                "another version of `oauth-flow` stored the pending login; help: begin a new login"
            }
            Self::Client => {
                "the pending login is one of another client; help: complete it with the flow that \
                 began it"
            }
            Self::Server => {
                "the pending login is one of another authorization server; help: complete it with \
                 the flow that began it"
            }
        })
    }
}

impl core::error::Error for ForeignLogin {}

/// The client and the server that a login belongs to.
pub(super) struct Binding<'b> {
    /// The name of the client's type with its path: two clients can have the same identifier.
    pub(super) client: &'b str,
    pub(super) client_id: &'b str,
    pub(super) issuer: Option<&'b str>,
    /// Where the code goes: a server has no other name where the issuer is not known.
    pub(super) token_endpoint: &'b str,
}

impl Binding<'_> {
    /// That the login was begun by the client `C` with its server.
    pub(super) fn check<C>(&self, settings: &Settings) -> Result<(), ForeignLogin> {
        let Self { client, client_id, issuer, token_endpoint } = *self;
        if client != core::any::type_name::<C>() || client_id != settings.client_id {
            return Err(ForeignLogin::Client);
        }
        let is_server = match (&settings.issuer, issuer) {
            (Some(Issuer::Server(here)), Some(issuer)) => here == issuer,
            (Some(here), Some(issuer)) => here.text() == issuer,
            (None, None) => true,
            _ => false,
        };
        if is_server && settings.token_endpoint == *token_endpoint {
            Ok(())
        } else {
            Err(ForeignLogin::Server)
        }
    }
}

/// What was read of a login that was stored.
pub(super) enum Read<T> {
    Known(T),
    /// Another version stored it, or a version that knows one member more.
    OtherVersion,
}

/// A member, which another version may store as something else.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Lenient<T> {
    Is(T),
    Other(IgnoredAny),
}

/// Declares what is stored of a login, with its version and what it belongs to. All of it is always
/// written: formats without names count members.
macro_rules! stored {
    (
        $(#[$doc:meta])*
        $name:ident, version $version:literal {
            $($(#[$member_doc:meta])* $member:ident: $type:ty,)+
        }
    ) => {
        stored! {
            @all $(#[$doc])* $name, $version, {
                client: String,
                client_id: String,
                issuer: Option<String>,
                token_endpoint: String,
                $($(#[$member_doc])* $member: $type,)+
            }
        }

        impl $name {
            fn binding(&self) -> $crate::flow::stored::Binding<'_> {
                $crate::flow::stored::Binding {
                    client: &self.client,
                    client_id: &self.client_id,
                    issuer: self.issuer.as_deref(),
                    token_endpoint: &self.token_endpoint,
                }
            }
        }
    };
    (
        @all $(#[$doc:meta])* $name:ident, $version:literal, {
            $($(#[$member_doc:meta])* $member:ident: $type:ty,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(serde::Serialize)]
        struct $name {
            version: u32,
            $($(#[$member_doc])* $member: $type,)+
        }

        impl $name {
            const VERSION: u32 = $version;
        }

        impl serde::Serialize for $crate::flow::stored::Read<$name> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Known(stored) => stored.serialize(serializer),
                    Self::OtherVersion => {
                        let text = "another version of `oauth-flow` stored the pending login";
                        Err(serde::ser::Error::custom(text))
                    }
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $crate::flow::stored::Read<$name> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::flow::stored::{Lenient, Read};

                struct Members;

                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = Read<$name>;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str("a pending login")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<Self::Value, A::Error> {
                        let mut version: Option<Lenient<u32>> = None;
                        let mut is_known = true;
                        $(let mut $member: Option<Lenient<$type>> = None;)+
                        while let Some(name) = map.next_key::<String>()? {
                            match name.as_str() {
                                "version" => version = Some(map.next_value()?),
                                $(stringify!($member) => $member = Some(map.next_value()?),)+
                                _ => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                    is_known = false;
                                }
                            }
                        }
                        let version = match version {
                            Some(Lenient::Is($name::VERSION)) if is_known => $name::VERSION,
                            Some(_) => return Ok(Read::OtherVersion),
                            None => return Err(serde::de::Error::missing_field("version")),
                        };
                        Ok(Read::Known($name {
                            version,
                            $($member: match $member {
                                Some(Lenient::Is(value)) => value,
                                Some(Lenient::Other(_)) => {
                                    let text = concat!("`", stringify!($member), "` is of another type");
                                    return Err(serde::de::Error::custom(text));
                                }
                                None => {
                                    return Err(serde::de::Error::missing_field(stringify!($member)));
                                }
                            },)+
                        }))
                    }

                    fn visit_seq<A: serde::de::SeqAccess<'de>>(
                        self,
                        mut sequence: A,
                    ) -> Result<Self::Value, A::Error> {
                        let version = sequence.next_element::<u32>()?;
                        if version != Some($name::VERSION) {
                            // A format whose values do not say their types cannot skip them.
                            while let Ok(Some(_)) = sequence.next_element::<serde::de::IgnoredAny>() {}
                            return Ok(Read::OtherVersion);
                        }
                        Ok(Read::Known($name {
                            version: $name::VERSION,
                            $($member: match sequence.next_element::<$type>()? {
                                Some(value) => value,
                                None => {
                                    return Err(serde::de::Error::missing_field(stringify!($member)));
                                }
                            },)+
                        }))
                    }
                }

                const MEMBERS: &[&str] = &["version", $(stringify!($member)),+];
                deserializer.deserialize_struct(stringify!($name), MEMBERS, Members)
            }
        }
    };
}

pub(super) use stored;
