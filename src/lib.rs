//! Declare each OAuth 2.0 client of a service on the struct that configures it. A declaration that
//! does not fit the recommended flow for that kind of client does not compile, and the error says
//! what is wrong, why, what to write instead, and which section of which standard says so.
//!
//! ```
//! use oauth_flow::{OAuthClient, Pkce, oauth_client};
//!
//! #[oauth_client(
//!     kind = "spa",
//!     grant = "authorization_code",
//!     pkce = "S256",
//!     redirect_uri = "https://app.example.com/callback",
//! )]
//! pub struct Frontend {
//!     pub client_id: String,
//! }
//!
//! assert_eq!(Frontend::DECLARATION.pkce, Some(Pkce::S256));
//! ```
//!
//! [`guide`] says which flow to declare for which kind of client, [`oauth_client`] lists the keys
//! of the attribute, and `rules` explains every rule.
#![no_std]

#[cfg(feature = "oauth2")]
extern crate std;

mod client;
#[cfg(any(miri, rust_analyzer))]
mod editor;
#[cfg(feature = "oauth2")]
pub mod flow;
pub mod guide;

pub use client::{Allows, ConfidentialClient, OAuthClient, PublicClient, grant};
pub use oauth_flow_core::vocabulary::{
    AuthMethod, Grant, JwsAlgorithm, Kind, Pkce, Profile, Refresh, ResponseMode, ResponseType,
    SenderConstraint, Word,
};
pub use oauth_flow_core::{
    Date, Declaration, Endpoint, Endpoints, FLOW_GUIDE, Key, Row, Waiver, row,
};
pub use oauth_flow_macros::oauth_client;

/// What the expansion of [`oauth_client`] names. Not part of the public interface.
#[doc(hidden)]
pub mod __private_0_1_0 {
    #[cfg(any(miri, rust_analyzer))]
    pub use crate::__names as names;
    pub use crate::client::{Allows, ConfidentialClient, OAuthClient, PublicClient, grant};
    #[cfg(feature = "oauth2")]
    pub use crate::flow::{ClientFields, FieldAt, FieldReader, FieldText, delivery, unsupported};
    #[cfg(feature = "oauth2")]
    pub use oauth_flow_core::Role;
    pub use oauth_flow_core::{Date, Fingerprint, Waiver, all_unchanged};
}

/// The same, for an expansion whose `crate = ...` names the facade. Where that is the path of
/// something else, the compiler says that it cannot find this name there.
#[doc(hidden)]
pub use __private_0_1_0 as __crate_must_be_the_path_of_oauth_flow_0_1_0;

/// The documented items that an editor finds for the names in an attribute.
#[cfg(rust_analyzer)]
#[doc(hidden)]
pub use oauth_flow_core::editor_generated as __private_editor;

#[cfg(any(doc, doctest))]
#[doc = include_str!("../RULES.md")]
pub mod rules {}

// With the typed run time, a client has more than this.
/// What `#[oauth_client]` did not write stops the build where it is used:
///
/// ```compile_fail,E0080
/// struct Frontend;
/// impl oauth_flow::OAuthClient for Frontend {
///     const PACKED: &'static [&'static str] = &["kind=sap"];
/// }
/// const _: () = assert!(!<Frontend as oauth_flow::OAuthClient>::DECLARATION.par);
/// ```
///
/// What it writes is this:
///
/// ```
/// struct Frontend;
/// impl oauth_flow::OAuthClient for Frontend {
///     const PACKED: &'static [&'static str] = &["kind=spa"];
/// }
/// const _: () = assert!(!<Frontend as oauth_flow::OAuthClient>::DECLARATION.par);
/// ```
#[cfg(all(doctest, not(feature = "oauth2")))]
mod packed {}
