//! What the tests of `oauth-flow` share.

mod reading;

pub use reading::{read, read_example};
