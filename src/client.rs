//! What an annotated struct implements.

use oauth_flow_core::encoding::Decoded;
use oauth_flow_core::{Declaration, Waiver};

/// A struct that `#[oauth_client(...)]` declares to be an OAuth client.
///
/// Implemented by [`oauth_client`](crate::oauth_client), so that a check that passed stands behind
/// it. It is not to be implemented by hand: what it asks for may change in any release.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared to be an OAuth client",
    label = "this needs a struct with `#[oauth_client(...)]`"
)]
pub trait OAuthClient {
    /// What was declared, with what the declaration adopted filled in. A declaration with an error
    /// is empty, and the error stops the build.
    ///
    /// A client of which nobody reads it costs a build next to nothing: it is decoded where it is
    /// used.
    const DECLARATION: &'static Declaration<'static> = &Self::DECODED.declaration();

    /// The declaration as texts.
    #[doc(hidden)]
    const ENCODED: &'static [&'static str];

    /// The waivers.
    #[doc(hidden)]
    const WAIVERS: &'static [Waiver<'static>] = &[];

    /// What the declaration borrows.
    #[doc(hidden)]
    const DECODED: &'static Decoded<'static> = &Decoded::of(Self::ENCODED, Self::WAIVERS);

    /// What is declared and not sent yet, by a marker of `flow::unsent`; `()` where all is sent.
    #[cfg(feature = "oauth2")]
    #[doc(hidden)]
    type Unsent;

    /// How the authorization request is sent, by a marker of `flow::unsent`.
    #[cfg(feature = "oauth2")]
    #[doc(hidden)]
    type Pushed;

    /// The names in the attribute, for an editor.
    #[cfg(rust_analyzer)]
    #[doc(hidden)]
    const HINTS: () = ();
}

/// A client that declares the grant `G`, one of the markers of [`grant`].
///
/// A function that starts a flow asks for it, so that only clients that declare the flow fit:
///
/// ```
/// use oauth_flow::{Allows, grant, oauth_client};
///
/// fn fetch_token<C: Allows<grant::client_credentials>>(_client: &C) {}
///
/// #[oauth_client(kind = "m2m")]
/// struct Billing;
/// fetch_token(&Billing);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not declare the `{G}` grant",
    label = "this needs a client that declares `{G}`",
    note = "a flow that is not declared cannot be used: add it to the attribute, beside the grants that `{Self}` has, as in `#[oauth_client(grant(\"...\", \"{G}\"), ...)]`",
    note = "if the kind of `{Self}` has no use for it, the flow belongs to another client, with a struct of its own"
)]
pub trait Allows<G> {}

/// A client that cannot keep a credential: a kind that ships to its users, or a client that does
/// not authenticate (RFC 6749 section 2.1).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a public client",
    label = "this needs a client of a public kind, or one with `auth = \"none\"`"
)]
pub trait PublicClient {}

/// A client that authenticates at the token endpoint (RFC 6749 section 2.1).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a confidential client",
    label = "this needs a client that authenticates"
)]
pub trait ConfidentialClient {}

/// Markers for [`Allows`], each named as its grant is, with an underscore for a hyphen.
pub mod grant {
    macro_rules! markers {
        ($($(#[$doc:meta])* $name:ident)+) => {
            $($(#[$doc])*
            #[allow(non_camel_case_types)]
            #[derive(Clone, Copy, Debug)]
            pub enum $name {})+
        };
    }

    markers! {
        /// RFC 6749 section 4.1.
        authorization_code
        /// RFC 6749 section 4.2, deprecated.
        implicit
        /// RFC 6749 section 4.3, forbidden by RFC 9700 section 2.4.
        password
        /// RFC 6749 section 4.4.
        client_credentials
        /// RFC 6749 section 6.
        refresh_token
        /// RFC 8628.
        device_code
        /// RFC 7523.
        jwt_bearer
        /// RFC 7522.
        saml2_bearer
        /// RFC 8693.
        token_exchange
        /// `OpenID` Connect Client-Initiated Backchannel Authentication.
        ciba
    }
}
