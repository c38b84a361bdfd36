//! The rulebook of `oauth-flow`: what an OAuth 2.0 client declares, which flow is recommended for
//! its kind, and the rules that judge a declaration.
//!
//! Pure functions of data: no token, no file, no clock, no dependency. A front end reads what the
//! sources of a client state, makes a `Client` of it, and shows the `Finding`s of the client. What
//! judges is there with the feature `rules`.
#![no_std]

extern crate alloc;

pub mod citation;
mod date;
mod declaration;
// The lines of a generated file are as long as the texts in it.
#[cfg(any(rust_analyzer, test))]
#[rustfmt::skip]
#[doc(hidden)]
pub mod editor_generated;
mod fingerprint;
#[cfg(feature = "rules")]
mod judge;
pub mod members;
pub mod packed;
mod recommendation;
#[cfg(feature = "rules")]
pub mod rules;
#[cfg(feature = "rules")]
pub mod uri;
pub mod vocabulary;

pub use date::Date;
pub use declaration::{Declaration, Waiver};
pub use fingerprint::{BLOCK, Expected, Fingerprint, HASHED, all_unchanged};
#[cfg(feature = "rules")]
pub use judge::*;
pub use members::{Endpoint, Endpoints, Key, Keys, Role};
pub use recommendation::{
    Adoption, FLOW_GUIDE, Note, Recommendation, Row, adopt, fits, home_of, recommend, row,
};
