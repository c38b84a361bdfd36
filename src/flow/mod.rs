//! The typed run time: what a client declares is what it does.

mod fields;
pub mod unsent;

pub use fields::{ClientFields, FieldText};
#[doc(hidden)]
pub use fields::{FieldAt, FieldReader};
