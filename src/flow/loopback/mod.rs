//! The login of an app on the user's own machine: it opens the browser, and listens on the loopback
//! interface for the authorization response (RFC 8252 section 7.3).
//!
//! `login` is what the app calls, `attempt` is what happens while it listens, `address` reads its redirect URI, `listener` accepts the connections,
//! `visit` answers each of them, `page` is what the user sees, and `browser` is how it is opened.

#[cfg(target_family = "wasm")]
compile_error!(
    "the feature `loopback` listens for connections, which no page in a browser can; help: use \
     `Flow::authorize` and `Flow::complete`"
);

mod address;
mod attempt;
mod browser;
pub(super) mod error;
mod listener;
pub(super) mod login;
mod page;
mod race;
mod visit;
