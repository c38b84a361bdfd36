//! What is derived from the rows of the table of members: the keys, the roles of fields, and the
//! endpoints.

/// Writes down everything that lists members. A row has, in this order: what the key means, the
/// words that people write instead, the shape of the value, the key as it is written, what it takes
/// in words, the names in a registration of RFC 7591, of Keycloak and of Gravitee AM and in the metadata of a
/// server; for an endpoint its short name, and the section that gives the metadata its member; for a member that a field can hold the role and the names of such fields. The rows at the
/// end are roles of fields that no key of the attribute gives a value.
macro_rules! members {
    (
        ($dollar:tt)
        keys { $( $variant:ident = $name:literal {
            documentation: $documentation:literal,
            synonyms: [$($synonym:literal),*],
            shape: $shape:expr,
            usage: $usage:literal,
            value: $value:literal,
            registration: [$($registration:literal),*],
            keycloak: [$($keycloak:literal),*],
            gravitee: [$($gravitee:literal),*],
            server_metadata: [$($server_metadata:literal),*],
            $( endpoint: $endpoint:ident $member:ident of $section:literal, )?
            $( field: $role:ident ends [$($end:literal),*] whole [$($whole:literal),*] of providers [$($weak:literal),*] meant by [$($meant_by:literal),*], )?
        } )+ }
        fields { $( $only:ident = $only_name:literal {
            documentation: $only_documentation:literal,
            synonyms: [$($only_synonym:literal),*],
            ends: [$($only_end:literal),*],
            whole: [$($only_whole:literal),*],
            of_providers: [$($only_weak:literal),*],
        } )+ }
    ) => {
        word_set! {
            /// A key of the attribute. Its names are those of RFC 7591, RFC 8414 and RFC 8707,
            /// shortened to the singular; the name in the standard is a synonym.
            Key, "key":
            $( $variant = $name; [$($synonym),*]; $documentation )+
        }

        impl Member {
            /// The row of `key`.
            pub(super) fn of(key: Key) -> &'static Self {
                match key {
                    $( Key::$variant => {
                        static ROW: Member = Member {
                            key: Key::$variant,
                            shape: $shape,
                            usage: $usage,
                            value: $value,
                            registration: &[$($registration),*],
                            keycloak: &[$($keycloak),*],
                            gravitee: &[$($gravitee),*],
                            server_metadata: &[$($server_metadata),*],
                        };
                        &ROW
                    } )+
                }
            }
        }

        word_set! {
            /// The role of a field in the definition of a client: what the field holds.
            Role, "field role":
            $( $( $role = $name $(| $end)*; [$($meant_by),*]; $documentation )? )+
            $( $only = $only_name $(| $only_end)*; [$($only_synonym),*]; $only_documentation )+
        }

        impl Role {
            /// The names of the fields in this role.
            #[cfg(feature = "rules")]
            #[must_use]
            pub const fn names(self) -> &'static FieldNames {
                match self {
                    $( $( Self::$role => &const {
                        FieldNames::of(&[$($end),*], &[$($whole),*], &[$($weak),*])
                    }, )? )+
                    $( Self::$only => &const {
                        FieldNames::of(&[$($only_end),*], &[$($only_whole),*], &[$($only_weak),*])
                    }, )+
                }
            }

            /// The key that gives the same value, if there is one.
            #[must_use]
            pub const fn key(self) -> Option<Key> {
                match self {
                    $( $( Self::$role => Some(Key::$role), )? )+
                    $( Self::$only => None, )+
                }
            }

            /// The name of the variant, for generated code.
            #[must_use]
            pub const fn variant(self) -> &'static str {
                match self {
                    $( $( Self::$role => stringify!($role), )? )+
                    $( Self::$only => stringify!($only), )+
                }
            }
        }

        word_set! {
            /// An endpoint of the authorization server (RFC 8414 section 2).
            Endpoint, "endpoint":
            $( $( $endpoint = $name; []; $documentation )? )+
        }

        impl Key {
            /// The endpoint whose URL the key gives, if it gives one.
            #[must_use]
            pub const fn endpoint(self) -> Option<Endpoint> {
                match self {
                    $( $( Self::$variant => Some(Endpoint::$endpoint), )? )+
                    _ => None,
                }
            }
        }

        impl Endpoint {
            /// The key that declares the endpoint.
            #[must_use]
            pub const fn key(self) -> Key {
                match self {
                    $( $( Self::$endpoint => Key::$variant, )? )+
                }
            }

            /// The section of the standard that gives the metadata of a server this member.
            #[must_use]
            pub const fn section(self) -> &'static str {
                match self {
                    $( $( Self::$endpoint => $section, )? )+
                }
            }

            /// The member that takes its place for clients that use mutual TLS (RFC 8705 section 5).
            #[must_use]
            pub const fn mtls_alias(self) -> &'static str {
                match self {
                    $( $( Self::$endpoint => concat!("mtls_endpoint_aliases.", $name), )? )+
                }
            }
        }

        /// One value for each endpoint of the authorization server (RFC 8414 section 2).
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Endpoints<T> {
            $( $( #[doc = $documentation] pub $member: T, )? )+
        }

        impl<T> Endpoints<T> {
            /// The value of `endpoint`.
            pub const fn get(&self, endpoint: Endpoint) -> &T {
                match endpoint {
                    $( $( Endpoint::$endpoint => &self.$member, )? )+
                }
            }

            /// The value of `endpoint`, to be changed.
            pub const fn get_mut(&mut self, endpoint: Endpoint) -> &mut T {
                match endpoint {
                    $( $( Endpoint::$endpoint => &mut self.$member, )? )+
                }
            }

            /// The values that `value` gives for each endpoint.
            pub fn of(mut value: impl FnMut(Endpoint) -> T) -> Self {
                Self { $( $( $member: value(Endpoint::$endpoint), )? )+ }
            }
        }

        impl<T> Endpoints<Option<T>> {
            /// No endpoint is known.
            pub const NONE: Self = Self { $( $( $member: None, )? )+ };
        }

        /// Gives a macro the name and the variant of each endpoint.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! __endpoints {
            ($dollar callback:ident) => {
                $dollar callback! { $( $( #[doc = $documentation] $member $endpoint )? )+ }
            };
        }
    };
}
pub(super) use members;
