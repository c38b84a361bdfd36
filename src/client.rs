//! What an annotated struct implements.

use oauth_flow_core::packed::Unpacked;
use oauth_flow_core::{Declaration, Waiver};

/// A struct that `#[oauth_client(...)]` declares to be an OAuth client.
///
/// Implemented by [`oauth_client`](crate::oauth_client) for what it has checked. It is not to be
/// implemented by hand: what it asks for may change in any release.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared to be an OAuth client",
    label = "this needs a struct with `#[oauth_client(...)]`"
)]
pub trait OAuthClient {
    /// What was declared, with what the declaration adopted filled in. A declaration with an error
    /// is empty, and the error stops the build.
    ///
    /// It is unpacked where it is used: a client whose declaration is not read costs a build next to
    /// nothing.
    const DECLARATION: &'static Declaration<'static> = &Self::UNPACKED.declaration();

    /// The declaration as texts.
    #[doc(hidden)]
    const PACKED: &'static [&'static str];

    /// What the client waives, with the reasons.
    #[doc(hidden)]
    const WAIVERS: &'static [Waiver<'static>] = &[];

    /// The declaration with the lists that it borrows.
    #[doc(hidden)]
    const UNPACKED: &'static Unpacked<'static> = &Unpacked::of(Self::PACKED, Self::WAIVERS);

    /// What is declared and not supported yet, by a marker of `flow::unsupported`; `()` where all is
    /// supported.
    #[cfg(feature = "oauth2")]
    #[doc(hidden)]
    type Unsupported;

    /// How the authorization request is delivered, by a marker of `flow::delivery`.
    #[cfg(feature = "oauth2")]
    #[doc(hidden)]
    type Delivery;

    /// The names in the attribute, for an editor.
    #[cfg(rust_analyzer)]
    #[doc(hidden)]
    const NAMES: () = ();
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
    note = "a flow that is not declared cannot be used: write all grants of `{Self}`, as in `#[oauth_client(grant(\"...\", \"{G}\"), ...)]`; where `authorization_code` is one of them, write `pkce = \"S256\"` too",
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
        ($(#[doc = $doc:literal] $name:ident)+) => {
            $(
                #[doc = $doc]
                // The names of the standards, such as OpenID, are prose here.
                #[allow(non_camel_case_types, clippy::doc_markdown)]
                #[derive(Clone, Copy, Debug)]
                pub enum $name {}
            )+
        };
    }

    oauth_flow_core::__grants!(markers);
}
