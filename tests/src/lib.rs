//! What the tests of `oauth-flow` share.

mod expansion;
pub mod pages;
pub mod places;
pub mod properties;
mod reading;
pub mod remedy;

pub use reading::{read, read_example};
