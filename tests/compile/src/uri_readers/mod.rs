//! Our reader of URIs beside two others that know nothing of it, and texts to compare them on.

mod hostile;
mod tally;

pub use hostile::HOSTILE;
pub use tally::{Tally, class};
