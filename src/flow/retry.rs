//! Whether it helps to try again.

use core::time::Duration;

/// Whether it helps to try again after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Retry {
    /// The same fails again until the program, its configuration or the server is changed.
    No,
    /// The same may succeed later: after this time where the server names one (`Retry-After`, RFC 9110
    /// section 10.2.3), else after a time of your choice.
    Later(Option<Duration>),
    /// The user has to log in anew.
    NewLogin,
}
