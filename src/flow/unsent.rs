//! What a client declares and the run time does not send yet, and how its authorization request
//! goes out, as markers: each is named in the compiler's messages.

/// `sender_constraint`: a proof of possession in each token request (RFC 9449, RFC 8705).
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
pub enum sender_constraint {}

/// `refresh = "sender_constrained"`: the same for the requests that use a refresh token.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
pub enum sender_constrained_refresh {}

/// `request_object`: a signed authorization request (RFC 9101).
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
pub enum request_object {}

/// `response_mode = "jwt"` and its forms: a signed authorization response (JARM).
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
pub enum jwt_response_mode {}

/// A client of whose declaration nothing is left unsent; `C` is the client, for the message.
#[diagnostic::on_unimplemented(
    message = "`{C}` declares `{Self}`, which `Flow` does not send yet",
    label = "no `Flow` for `{C}`",
    note = "what is declared is never dropped: either take it out of the `#[oauth_client(...)]` of \
            `{C}`, or send the requests of `{C}` by your own code, which reads \
            `{C}::DECLARATION`"
)]
pub trait Sent<C: ?Sized> {}

impl<C: ?Sized> Sent<C> for () {}

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
