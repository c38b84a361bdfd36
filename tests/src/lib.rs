//! What the tests of `oauth-flow` share.

pub mod pages;
mod reading;

pub use reading::{read, read_example};
