//! What the tests of `oauth-flow` share.

// The expansion asks whether it runs inside the compiler.
extern crate proc_macro;

mod expansion;
pub mod pages;
pub mod places;
pub mod properties;
mod reading;
pub mod remedy;
mod scratch;

pub use reading::{read, read_example};
pub use scratch::scratch;
