//! What the tests of `oauth-flow` share.

pub mod pages;
pub mod places;
mod reading;
pub mod remedy;

pub use reading::{read, read_example};
