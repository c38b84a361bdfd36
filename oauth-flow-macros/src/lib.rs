//! The attribute macro of `oauth-flow`. Use it through that crate, which also holds what its
//! expansion names.

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
/// The attribute stands above the derives of the struct: a derive above it is invisible to it.
///
/// With `kind` and no `grant`, the client adopts the recommended flow of its kind whole, PKCE
/// included. With `grant`, the declaration is explicit, and what it leaves out is missing.
///
/// | key | value |
/// |---|---|
/// | `kind` | `m2m`, `web`, `spa`, `native`, `device`, `trusted`, `third_party`; required |
/// | `profile` | `rfc9700` (default), `rfc6749`, `oauth2.1`, `fapi2`, `mcp` |
/// | `grant` | one or more grant types, by short name or URN |
/// | `response_type` | one or more; `code` with `authorization_code` unless it says otherwise |
/// | `response_mode` | `query`, `fragment`, `form_post`, `jwt` and its forms |
/// | `pkce` | `S256`, `plain`, `none` |
/// | `auth` | a token endpoint authentication method of RFC 7591 |
/// | `redirect_uri`, `post_logout_redirect_uri` | one or more URIs, or `runtime` |
/// | `scope` | `"a b"` or a list |
/// | `refresh` | `rotate`, `sender_constrained` |
/// | `sender_constraint` | `dpop`, `mtls` |
/// | `par` | a flag |
/// | `request_object` | a JWS algorithm |
/// | `resource` | one or more URIs |
/// | `client_id`, `jwks_uri`, `issuer` | text |
/// | `authorization_endpoint`, `token_endpoint`, `device_authorization_endpoint`, `revocation_endpoint`, `pushed_authorization_request_endpoint` | a URL |
/// | `allow(rule, reason = "...")` | a waiver; repeatable; `until = "2027-06-30"` is optional |
/// | `deny(rule, ...)` | turns a warning of this client into an error |
/// | `crate = path` | where the facade is, when it is renamed or re-exported |
///
/// A value is a string or a bare word (`kind = spa`); a list is `grant("a", "b")` or
/// `grant = ["a", "b"]`. A field has its role by its name; `#[oauth(client_secret)]` names another
/// one, `#[oauth(skip)]` takes it out, and `#[oauth(flatten)]` says that more fields are inside.
#[proc_macro_attribute]
pub fn oauth_client(attribute: TokenStream, item: TokenStream) -> TokenStream {
    oauth_flow_expand::declare(attribute.into(), item.into(), cfg!(feature = "oauth2")).into()
}
