//! A logout at the server that the client begins (`OpenID` Connect RP-Initiated Logout).

use std::string::String;
use std::vec::Vec;

use core::error::Error;
use core::fmt;

use oauth_flow_core::Finding;
use oauth2::CsrfToken;
use oauth2::url::{Url, form_urlencoded};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use crate::flow::exchange::client::Client;
use crate::flow::judgement::{judge_post_logout_redirect_uri, write_all};
use crate::flow::parameter::{Extras, ParameterName};
use crate::flow::retry::Retry;
use crate::flow::text::shown_value;

/// A logout at the server that is being prepared (`OpenID` Connect RP-Initiated Logout section 2).
///
/// End the session of your service first, then send the browser to the URL: the server ends its own, and may
/// ask the user before. Revoke the tokens too: the server need not.
#[must_use = "nothing begins before `begin`"]
pub struct EndSession<'f> {
    client: &'f Client,
    id_token_hint: Option<String>,
    post_logout_redirect_uri: Option<String>,
    extra: Extras,
}

/// What checks that a user who comes back has been logged out, and was not sent by somebody else: keep it
/// where the user's browser brings it back from.
#[must_use = "without it nobody can tell who comes back"]
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct PendingLogout {
    state: String,
}

/// Why no logout request can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndSessionError {
    /// The flow does not know the endpoint.
    UnknownEndpoint,
    /// The redirect URI is not one that is declared; as a message shows it.
    RedirectUri(String),
    /// The redirect URI breaks a rule.
    Values(Vec<Finding>),
}

impl EndSessionError {
    /// Whether it helps to try again: nothing was sent, and the same fails again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        Retry::No
    }
}

impl fmt::Display for EndSessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownEndpoint => f.write_str(
                "`end_session_endpoint` is missing; help: give the metadata of the server to the \
                 builder, or, if the server has the endpoint, call `end_session_endpoint` of the builder",
            ),
            Self::RedirectUri(uri) => write!(
                f,
                "`{uri}` is not declared; help: add it to `post_logout_redirect_uri` of the attribute, \
                 and register it"
            ),
            Self::Values(findings) => write_all(findings, f),
        }
    }
}

impl Error for EndSessionError {}

/// Why a user who comes back was not sent by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ForeignLogout {
    /// The response has no `state`.
    MissingState,
    /// It has the `state` of another request, or has it twice.
    WrongState,
}

impl fmt::Display for ForeignLogout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingState => "the response to the logout has no `state`",
            Self::WrongState => "the response is not the one to this logout: its `state` differs",
        })
    }
}

impl Error for ForeignLogout {}

impl<'f> EndSession<'f> {
    pub(in crate::flow) fn new(client: &'f Client) -> Self {
        Self {
            client,
            id_token_hint: None,
            post_logout_redirect_uri: None,
            extra: Extras::default(),
        }
    }

    /// The ID token of the login, as [`Tokens::id_token`](crate::flow::Tokens::id_token) has it: the server
    /// then knows whom to log out, and need not ask. It is part of a URL, so keep it out of logs.
    pub fn id_token_hint(mut self, id_token: impl Into<String>) -> Self {
        self.id_token_hint = Some(id_token.into());
        self
    }

    /// Where the server sends the user afterwards, in place of the first that is declared. It has to be one
    /// that is declared, unless the declaration leaves it to the run time.
    pub fn post_logout_redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.post_logout_redirect_uri = Some(uri.into());
        self
    }

    /// Adds a parameter such as `logout_hint` or `ui_locales`. A name that is given again gets the later
    /// value.
    pub fn extra(mut self, name: ParameterName, value: impl Into<String>) -> Self {
        self.extra.set(name, value.into());
        self
    }

    /// The URL to send the user to, and what the response is checked with. The server sends the user back
    /// only where there is a redirect URI; it is registered there.
    ///
    /// # Errors
    ///
    /// The endpoint is not known, or the redirect URI is not declared, or breaks a rule.
    pub fn begin(self) -> Result<(Url, PendingLogout), EndSessionError> {
        let settings = &self.client.settings;
        let endpoint = settings.openid.end_session_endpoint.as_ref();
        let mut url = endpoint.ok_or(EndSessionError::UnknownEndpoint)?.clone();
        let declaration = settings.declaration;
        let declared = declaration.post_logout_redirect_uris;
        let redirect_uri = match &self.post_logout_redirect_uri {
            Some(uri)
                if !declared.contains(&uri.as_str())
                    && !declaration.post_logout_redirect_uri_at_run_time =>
            {
                return Err(EndSessionError::RedirectUri(shown_value(uri)));
            }
            Some(uri) => {
                judge_post_logout_redirect_uri(declaration, uri)
                    .map_err(EndSessionError::Values)?;
                Some(uri.as_str())
            }
            None => declared.first().copied(),
        };
        let state = CsrfToken::new_random_len(20).into_secret();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("client_id", &settings.client_id);
            let hint = self.id_token_hint.as_deref();
            if let Some(hint) = hint.or_else(|| self.extra.get("id_token_hint")) {
                query.append_pair("id_token_hint", hint);
            }
            if let Some(uri) = redirect_uri {
                query.append_pair("post_logout_redirect_uri", uri);
                query.append_pair("state", &state);
            }
            let others = self.extra.pairs().filter(|(name, _)| *name != "id_token_hint");
            for (name, value) in others {
                query.append_pair(name, value);
            }
        }
        Ok((url, PendingLogout { state }))
    }
}

impl PendingLogout {
    /// That the query with which the user comes back is that of this logout. A service that shows the same
    /// page in any case need not ask.
    ///
    /// # Errors
    ///
    /// The response has another `state`, or none.
    pub fn check(&self, query: &str) -> Result<(), ForeignLogout> {
        let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
        let states: Vec<_> =
            pairs.filter(|(name, _)| name == "state").map(|(_, state)| state).collect();
        match states.as_slice() {
            [] => Err(ForeignLogout::MissingState),
            [state] if bool::from(state.as_bytes().ct_eq(self.state.as_bytes())) => Ok(()),
            _ => Err(ForeignLogout::WrongState),
        }
    }
}

/// Names the client: the hint says who the user is.
impl fmt::Debug for EndSession<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.client.settings.client_id;
        f.debug_struct("EndSession").field("client_id", client_id).finish_non_exhaustive()
    }
}

/// Shows nothing.
impl fmt::Debug for PendingLogout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingLogout").finish_non_exhaustive()
    }
}
