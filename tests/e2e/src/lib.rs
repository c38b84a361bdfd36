//! What an end-to-end test of an OAuth client needs: a real authorization [`Server`], a
//! [`Browser`] without a window, and the [`Record`] of what the server received.
//!
//! The server is the npm package `oidc-provider`, at the version that `node/package.json` pins.
//! Without Node.js, [`Server::start`] says what is missing, and a test that [`run`] runs counts as
//! ignored; with `OAUTH_FLOW_E2E=required` in the environment, it fails.
//!
//! A [`Provider`] is an OpenID provider that does whatever wrong thing a test asks for.

mod browser;
#[cfg(feature = "harness")]
mod harness;
mod install;
mod openid;
mod process;
mod record;
mod server;

pub use browser::{Browser, Outcome};
#[cfg(feature = "harness")]
pub use harness::{Run, Test, run, run_where};
pub use openid::Provider;
pub use record::{Reason, Record, Request, Side};
pub use server::{Client, Habit, Server};
