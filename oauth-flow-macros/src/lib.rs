//! The attribute macro of `oauth-flow`. Use it through that crate, which also holds what its
//! expansion names.

#[cfg(not(feature = "oauth2"))]
use oauth_flow_expand::declare;
#[cfg(feature = "oauth2")]
use oauth_flow_expand::declare_with_accessor as declare;
use proc_macro::TokenStream;

/// Declares the struct to be an OAuth 2.0 client, and checks the declaration.
///
/// ```ignore
/// #[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/callback")]
/// pub struct Frontend {
///     client_id: String,
/// }
/// ```
///
/// Put the attribute above the derives of the struct: it cannot see a derive that is above it.
///
/// With `kind` and no `grant`, the client adopts the recommended flow of its kind whole, PKCE
/// included. With `grant`, the declaration is explicit, and what it leaves out is missing.
///
#[doc = include_str!("keys.md")]
///
/// A value is a string or a bare word (`kind = spa`); a list is `grant("a", "b")` or
/// `grant = ["a", "b"]`. A field has its role by its name; `#[oauth(client_secret)]` names another
/// one, `#[oauth(skip)]` takes it out, and `#[oauth(flatten)]` says that more fields are inside.
#[proc_macro_attribute]
pub fn oauth_client(attribute: TokenStream, item: TokenStream) -> TokenStream {
    declare(attribute.into(), item.into()).into()
}
