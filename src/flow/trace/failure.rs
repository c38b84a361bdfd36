//! What is told of an error.

use std::borrow::Cow;

use core::fmt;

/// An error whose text may be in a log.
pub(in crate::flow) trait Failure: fmt::Display {
    /// The error code of the standard, else the HTTP status, else a word for what failed.
    fn word(&self) -> Cow<'_, str>;
}
