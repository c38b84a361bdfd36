//! The rulebook of `oauth-flow`: what an OAuth 2.0 client declares, which flow is recommended for
//! its kind, and the rules that a declaration is held against.
//!
//! Pure functions of data: no token, no file, no clock, no dependency. A front end reads a
//! [`Declaration`] out of its source, makes a [`Subject`] of it, gives it to [`check`], and shows
//! the [`Finding`]s where it knows their [`Place`]s to be.
#![no_std]

extern crate alloc;

#[macro_use]
pub mod vocabulary;
mod case;
mod check;
mod declaration;
pub mod encoding;
mod finding;
mod recommendation;
mod role;
mod rule;
pub mod rules;
pub mod source;
mod subject;
pub mod uri;

pub use case::{Address, Case};
pub use check::{check, unfiltered};
pub use declaration::{Date, Declaration, Keys, Waiver};
pub use finding::{Finding, Remedy, echo, quoted};
pub use recommendation::{
    FLOW_GUIDE, Recommendation, Row, defined_in, fits, home_of, recommend, row,
};
pub use role::Role;
pub use rule::{Check, Example, Level, Report, Rule, example};
pub use subject::{Field, Holds, Place, Shape, Subject};
