//! What a client declares and the run time does not support yet, as markers: the compiler names them
//! in its messages.

/// `sender_constraint = "dpop"`: a proof of possession in each token request (RFC 9449).
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
pub enum dpop {}

/// `refresh = "sender_constrained"` without a `sender_constraint` that binds the refresh tokens.
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

/// `response_type = "code id_token"` and others that return more than a code: what the browser brings
/// beside the code has to be validated before the code is used (OpenID Connect Core section 3.3.2.8).
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
pub enum hybrid_response {}

/// `pkce = "none"`: an authorization request without PKCE. `Flow` sends `S256` in each (RFC 9700
/// section 2.1.1).
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
pub enum pkce_none {}

/// All that the client declares is supported; `C` is the client, for the message.
#[diagnostic::on_unimplemented(
    message = "`{C}` declares `{Self}`, which `Flow` does not support",
    label = "no `Flow` for `{C}`",
    note = "what is declared is never dropped: either declare what `Flow` supports, such as \
            `pkce = \"S256\"`, `response_type = \"code\"` or `sender_constraint = \"mtls\"`, or send the \
            requests of `{C}` by your own code, which reads `{C}::DECLARATION`"
)]
pub trait Supported<C: ?Sized> {}

impl<C: ?Sized> Supported<C> for () {}
