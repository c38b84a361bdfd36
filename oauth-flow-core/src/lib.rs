//! The rulebook of `oauth-flow`: what an OAuth 2.0 client declares, which flow is recommended for
//! its kind, and the rules that a declaration is held against.
//!
//! Pure functions of data: no token, no file, no clock, no dependency. A front end reads a
//! [`Declaration`] out of its source, makes a `Subject` of it, gives it to `check`, and shows the
//! `Finding`s where it knows their `Place`s to be: these are there with the feature `rules`.
#![no_std]

extern crate alloc;

#[macro_use]
pub mod vocabulary;
#[cfg(feature = "rules")]
mod case;
#[cfg(feature = "rules")]
mod check;
mod declaration;
pub mod encoding;
#[cfg(feature = "rules")]
mod finding;
#[cfg(any(rust_analyzer, test))]
// Its lines are as long as the texts in it.
#[rustfmt::skip]
#[doc(hidden)]
pub mod hints;
mod recommendation;
#[cfg(feature = "rules")]
mod role;
#[cfg(feature = "rules")]
mod rule;
#[cfg(feature = "rules")]
pub mod rules;
pub mod source;
#[cfg(feature = "rules")]
mod subject;
#[cfg(feature = "rules")]
pub mod uri;

pub use declaration::{Date, Declaration, Keys, Waiver};
pub use recommendation::{
    FLOW_GUIDE, Recommendation, Row, defined_in, fits, home_of, recommend, row,
};
#[cfg(feature = "rules")]
pub use {
    case::{Address, Case},
    check::{check, check_against, unfiltered},
    finding::{Finding, Remedy, echo, quoted},
    role::Role,
    rule::{Check, Example, Level, Report, Rule, example},
    subject::{Field, Holds, Place, Subject},
};
