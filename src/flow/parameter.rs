//! Names of request parameters that a client may add.

use std::borrow::Cow;
use std::string::String;
use std::vec::Vec;

use core::fmt;

/// The name of a parameter that neither the standards of a flow nor the declaration give a value,
/// so that adding it changes nothing that was checked.
///
/// [`parameter!`](super::parameter!) makes one of a literal, and does not compile for a managed
/// name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterName(Cow<'static, str>);

/// The flow gives the parameter its value, or the name is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagedParameter(String);

/// The parameters of the requests that a flow makes: RFC 6749, RFC 7523, RFC 7636, RFC 8628,
/// RFC 8693, RFC 8707, RFC 9101, RFC 9126, RFC 7009, and `nonce`, `response_mode` and
/// `post_logout_redirect_uri` of `OpenID` Connect.
const MANAGED: &[&str] = &[
    "response_type",
    "response_mode",
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "username",
    "password",
    "refresh_token",
    "assertion",
    "device_code",
    "subject_token",
    "subject_token_type",
    "actor_token",
    "actor_token_type",
    "requested_token_type",
    "resource",
    "request",
    "request_uri",
    "token",
    "token_type_hint",
    "dpop_jkt",
    "post_logout_redirect_uri",
];

impl ParameterName {
    /// Takes a name that arrives at run time.
    ///
    /// # Errors
    ///
    /// The flow gives the parameter its value, or the name is empty.
    pub fn read(name: &str) -> Result<Self, ManagedParameter> {
        if is_managed(name) {
            return Err(ManagedParameter(oauth_flow_core::echo(name)));
        }
        Ok(Self(Cow::Owned(String::from(name))))
    }

    /// For [`parameter!`](super::parameter!), which asks for this at compile time.
    #[doc(hidden)]
    #[must_use]
    pub const fn is_free(name: &str) -> bool {
        !is_managed(name)
    }

    /// For [`parameter!`](super::parameter!), which has checked the name.
    #[doc(hidden)]
    #[must_use]
    pub const fn of_literal(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

/// Parameters that a request adds, each once (RFC 6749 section 3.1): a name that is given again gets
/// the later value.
#[derive(Default)]
pub(super) struct Extras(Vec<(Cow<'static, str>, String)>);

impl Extras {
    pub(super) fn set(&mut self, ParameterName(name): ParameterName, value: String) {
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name, value)),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(other, _)| other == name)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, value.as_str()))
    }
}

impl fmt::Display for ManagedParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the name of a parameter is empty");
        }
        write!(
            f,
            "`{}` is a parameter that the flow gives its value: leave it out, or call the method \
             of that name where there is one",
            self.0
        )
    }
}

impl core::error::Error for ManagedParameter {}

/// Whether the flow gives the parameter its value, in any case: servers differ in what they take
/// for the same name. An empty name names nothing.
pub(super) const fn is_managed(name: &str) -> bool {
    let mut rest = MANAGED;
    while let [managed, tail @ ..] = rest {
        if same(managed.as_bytes(), name.as_bytes()) {
            return true;
        }
        rest = tail;
    }
    name.is_empty()
}

const fn same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([first, rest @ ..], [other, others @ ..]) = (a, b) {
        if !first.eq_ignore_ascii_case(other) {
            return false;
        }
        (a, b) = (rest, others);
    }
    a.is_empty() && b.is_empty()
}

/// The name of a request parameter, as a [`ParameterName`]. The name of one that the flow gives
/// its value does not compile:
///
/// ```
/// use oauth_flow::flow::parameter;
///
/// let _ = parameter!("acr_values");
/// ```
///
/// ```compile_fail
/// use oauth_flow::flow::parameter;
///
/// let _ = parameter!("state");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __parameter {
    ($name:literal) => {{
        const _: () = {
            ::core::assert!(!$name.is_empty(), "the name of a parameter is empty");
            ::core::assert!(
                $crate::flow::ParameterName::is_free($name),
                ::core::concat!(
                    "`",
                    $name,
                    "` is a parameter that the flow gives its value: leave it out, or call the \
                     method of that name where there is one"
                )
            );
        };
        $crate::flow::ParameterName::of_literal($name)
    }};
    ($($other:tt)*) => {
        ::core::compile_error!(
            "`parameter!` takes a literal, such as `parameter!(\"prompt\")`; a name that arrives at run time is read by `ParameterName::read`"
        )
    };
}
