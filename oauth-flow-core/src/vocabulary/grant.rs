//! The grant types, one in each row: its variant, its short name, its marker in the types of the
//! facade, its `grant_type` value, the flag of a client of Keycloak that allows it, the words that people
//! write instead, and what it means.

use super::word_set;

macro_rules! grants {
    (
        ($dollar:tt)
        $( $variant:ident = $word:literal $(| $spelling:literal)*, marker $marker:ident, grant_type $grant_type:literal $(, keycloak $keycloak:literal)?; [$($synonym:literal),*]; $documentation:literal )+
    ) => {
        word_set! {
            /// A grant type of the standards (RFC 7591 section 2, `grant_types`).
            Grant, "grant":
            $( $variant = $word $(| $spelling)* | $grant_type; [$($synonym),*]; $documentation )+
        }

        impl Grant {
            /// The value of the parameter `grant_type` in a token request (RFC 6749 section 4). The
            /// implicit grant sends no token request: its value is the one of RFC 7591 section 2.
            #[must_use]
            pub const fn grant_type(self) -> &'static str {
                match self {
                    $( Self::$variant => $grant_type, )+
                }
            }

            /// The flag that allows the grant in a client of Keycloak: a member, or an attribute, which has
            /// dots in its name. `None` where Keycloak has no such flag.
            #[must_use]
            pub const fn keycloak(self) -> Option<&'static str> {
                let flags: &'static [&'static str] = match self {
                    $( Self::$variant => &[$($keycloak)?], )+
                };
                match flags {
                    [flag, ..] => Some(flag),
                    [] => None,
                }
            }

            /// The name of the marker type of the grant: its short name as an identifier of Rust.
            #[must_use]
            pub const fn marker(self) -> &'static str {
                match self {
                    $( Self::$variant => stringify!($marker), )+
                }
            }
        }

        /// Gives a macro the marker and the documentation of each grant.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! __grants {
            ($dollar callback:ident) => {
                $dollar callback! { $( #[doc = $documentation] $marker )+ }
            };
        }
    };
}

grants! {
    ($)
    AuthorizationCode = "authorization_code", marker authorization_code, grant_type "authorization_code", keycloak "standardFlowEnabled"; ["code", "auth_code", "authcode", "authorization", "pkce"]; "the user is sent to the server and comes back with a code (RFC 6749 section 4.1)"
    Implicit = "implicit", marker implicit, grant_type "implicit", keycloak "implicitFlowEnabled"; ["token"]; "the token comes back in the redirect (RFC 6749 section 4.2, deprecated)"
    Password = "password", marker password, grant_type "password", keycloak "directAccessGrantsEnabled"; ["ropc", "resource_owner_password_credentials", "resource_owner_password", "direct_access"]; "the client takes the user's password (RFC 6749 section 4.3, forbidden by RFC 9700)"
    ClientCredentials = "client_credentials", marker client_credentials, grant_type "client_credentials", keycloak "serviceAccountsEnabled"; ["client_credential", "credentials", "machine"]; "the client acts for itself (RFC 6749 section 4.4)"
    RefreshToken = "refresh_token", marker refresh_token, grant_type "refresh_token", keycloak "use.refresh.tokens"; ["refresh", "offline"]; "a new access token for a refresh token (RFC 6749 section 6)"
    DeviceCode = "device_code", marker device_code, grant_type "urn:ietf:params:oauth:grant-type:device_code", keycloak "oauth2.device.authorization.grant.enabled"; ["device", "device_authorization", "device_flow"]; "the user enters a code on another device (RFC 8628)"
    JwtBearer = "jwt-bearer" | "jwt_bearer", marker jwt_bearer, grant_type "urn:ietf:params:oauth:grant-type:jwt-bearer", keycloak "oauth2.jwt.authorization.grant.enabled"; ["jwt", "assertion", "bearer"]; "a JWT of a trusted issuer for an access token (RFC 7523)"
    Saml2Bearer = "saml2-bearer" | "saml2_bearer", marker saml2_bearer, grant_type "urn:ietf:params:oauth:grant-type:saml2-bearer"; ["saml", "saml2", "saml_bearer"]; "a SAML 2.0 assertion for an access token (RFC 7522)"
    TokenExchange = "token-exchange" | "token_exchange", marker token_exchange, grant_type "urn:ietf:params:oauth:grant-type:token-exchange", keycloak "standard.token.exchange.enabled"; ["exchange", "obo", "on_behalf_of", "impersonation"]; "one token for another (RFC 8693)"
    Ciba = "ciba", marker ciba, grant_type "urn:openid:params:grant-type:ciba", keycloak "oidc.ciba.grant.enabled"; ["backchannel", "backchannel_authentication"]; "the user is asked on a device of their own (OpenID CIBA Core)"
}

impl Grant {
    /// Whether the grant sends the user to a redirect URI (RFC 6749 section 3.1.2).
    #[must_use]
    pub const fn redirects(self) -> bool {
        matches!(self, Self::AuthorizationCode | Self::Implicit)
    }

    /// Whether a user takes part in the grant.
    #[must_use]
    pub const fn involves_user(self) -> bool {
        matches!(
            self,
            Self::AuthorizationCode
                | Self::Implicit
                | Self::Password
                | Self::DeviceCode
                | Self::Ciba
        )
    }

    /// Whether the grant is an assertion or a token of someone else (RFC 7521 section 4.1, RFC 8693).
    #[must_use]
    pub const fn is_assertion(self) -> bool {
        matches!(self, Self::JwtBearer | Self::Saml2Bearer | Self::TokenExchange)
    }
}
