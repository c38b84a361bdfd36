//! How the authorization request of a client is delivered, as markers: the compiler names them in its
//! messages.

/// The authorization request goes through the browser (RFC 6749 section 4.1.1).
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
pub enum direct {}

/// `par`: the authorization request is pushed to the server first (RFC 9126).
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
pub enum pushed {}

/// A client that need not push its authorization request; `C` is the client, for the message.
#[diagnostic::on_unimplemented(
    message = "`{C}` declares `par`, so its authorization request is pushed",
    label = "not for a client that declares `par`",
    note = "use `.push(&http)` or `.push_async(&http)` in place of `.begin()`"
)]
pub trait Direct<C: ?Sized> {}

impl<C: ?Sized> Direct<C> for direct {}
