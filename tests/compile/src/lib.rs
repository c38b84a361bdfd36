//! What the tests of the attribute share, those of the pages and the editor and the fuzz targets
//! with them.

// The expansion asks whether it runs inside the compiler.
extern crate proc_macro;

mod expansion;
pub mod places;
pub mod properties;
mod reading;
pub mod remedy;
mod scratch;
pub mod uri_readers;

pub use reading::{read, read_example};
pub use scratch::scratch;
