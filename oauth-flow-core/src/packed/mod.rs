//! A declaration as a list of texts, as an expansion holds it. A list of texts is cheap to compile and
//! a declaration is not, so it is unpacked only where it is used, when constants are evaluated.
//!
//! The first text holds the words, such as
//! `kind=spa;profile=rfc9700;grant=authorization_code;redirect_uri=1;scope=2`, in the order of
//! [`Key::ALL`](crate::members::Key). A number says how many of the texts behind it belong to the key:
//! to `grant` the extension grants. Waivers are not in it: they are constants of their own.

#[cfg(feature = "rules")]
mod pack;
mod unpack;

#[cfg(feature = "rules")]
pub use pack::Packed;
pub use unpack::Unpacked;

/// Says that the value of a key arrives at run time.
const AT_RUN_TIME: &str = "runtime";

/// Says that a flag is set.
const SET: &str = "true";
