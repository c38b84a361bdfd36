//! What an end-to-end test of an OAuth client needs: a real authorization [`Server`], a
//! [`Browser`] without a window, and the [`Record`] of what the server received.
//!
//! The server is the npm package `oidc-provider`, at the version that `node/package.json` pins.
//! Without Node.js, [`Server::start`] gives nothing and says so in one line; with
//! `OAUTH_FLOW_E2E=required` in the environment, that is a failure.

mod browser;
mod install;
mod record;
mod server;

pub use browser::{Browser, Outcome};
pub use record::{Reason, Record, Request, Side};
pub use server::{Client, Server};
