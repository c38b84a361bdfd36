//! Reads what the endpoints of the server answer.

use std::string::String;
use std::vec::Vec;

use oauth2::basic::{BasicErrorResponse, BasicTokenType};
use oauth2::http::header::CONTENT_TYPE;
use oauth2::{HttpResponse, RefreshToken, TokenResponse as _};
use serde::de::DeserializeOwned;

use super::error::shown;
use super::tokens::Response;
use super::{ServerError, Tokens, TransportError};

/// What a request accepts as its answer.
#[derive(Default)]
pub(super) struct Accepted {
    /// The scope tokens that were asked for; no others may come back, if any were.
    pub(super) scopes: Vec<String>,
    /// The refresh token that stays valid where the answer has none (RFC 6749 section 6).
    pub(super) previous: Option<RefreshToken>,
    /// The nonce of the authorization request.
    pub(super) nonce: Option<String>,
    /// Whether the token may be of no type: one that is exchanged need not be an access token (RFC
    /// 8693 section 2.2.1).
    pub(super) not_applicable: bool,
}

/// An answer that is not one of success.
pub(super) enum Refusal {
    Transport(TransportError),
    Server(ServerError),
}

/// An answer that gives no tokens.
pub(super) enum NoTokens {
    Refused(Refusal),
    TokenType(String),
    EmptyToken,
    WidenedScope,
}

/// More than any answer of these endpoints, and little enough to hold.
const LARGEST: usize = 1024 * 1024;

pub(super) fn tokens(response: &HttpResponse, accepted: Accepted) -> Result<Tokens, NoTokens> {
    let mut tokens: Response = json(response).map_err(NoTokens::Refused)?;
    match tokens.token_type() {
        BasicTokenType::Bearer => {}
        BasicTokenType::Extension(name)
            if accepted.not_applicable && name.eq_ignore_ascii_case("N_A") => {}
        other => return Err(NoTokens::TokenType(shown(other.as_ref()))),
    }
    if tokens.access_token().secret().is_empty() {
        return Err(NoTokens::EmptyToken);
    }
    let asked = |scope: &oauth2::Scope| accepted.scopes.iter().any(|asked| asked == scope.as_str());
    let widened = |scopes: &Vec<oauth2::Scope>| !scopes.iter().all(asked);
    if !accepted.scopes.is_empty()
        && accepted.previous.is_some()
        && tokens.scopes().is_some_and(widened)
    {
        return Err(NoTokens::WidenedScope);
    }
    if tokens.refresh_token().is_none() {
        tokens.set_refresh_token(accepted.previous);
    }
    Ok(Tokens::new(tokens, accepted.nonce))
}

/// The JSON of a response of success, else the error that the server answers with.
pub(super) fn json<T: DeserializeOwned>(response: &HttpResponse) -> Result<T, Refusal> {
    if let Some(answer) = refused(response) {
        return Err(answer);
    }
    if !is_json(response) {
        return Err(Refusal::Transport(TransportError::NotJson));
    }
    serde_json::from_slice(response.body()).map_err(|error| {
        // Some very large servers answer with an error and the status of success.
        if let Some(error) = server_error(response) {
            return Refusal::Server(error);
        }
        // Its text may repeat what it read; where it stood does not.
        let (line, column) = (error.line(), error.column());
        Refusal::Transport(TransportError::Malformed { line, column })
    })
}

/// What a response says that is not one of success.
pub(super) fn refused(response: &HttpResponse) -> Option<Refusal> {
    let (status, length) = (response.status(), response.body().len());
    if length > LARGEST {
        return Some(Refusal::Transport(TransportError::TooLarge { length }));
    }
    if status.is_success() {
        return None;
    }
    let status = status.as_u16();
    if (300..400).contains(&status) {
        return Some(Refusal::Transport(TransportError::Redirected { status }));
    }
    Some(match server_error(response) {
        Some(error) => Refusal::Server(error),
        None => Refusal::Transport(TransportError::Status(status)),
    })
}

/// The error response in the body, if it is one (RFC 6749 section 5.2).
fn server_error(response: &HttpResponse) -> Option<ServerError> {
    let error: BasicErrorResponse = serde_json::from_slice(response.body()).ok()?;
    Some(ServerError {
        status: response.status().as_u16(),
        code: error.error().clone(),
        description: error.error_description().cloned(),
        uri: error.error_uri().cloned(),
    })
}

/// Whether the content type is JSON, or not said (RFC 6749 section 5.1, RFC 6839 section 3.1).
fn is_json(response: &HttpResponse) -> bool {
    let Some(value) = response.headers().get(CONTENT_TYPE) else { return true };
    let Ok(value) = value.to_str() else { return false };
    let media_type = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media_type == "application/json" || media_type.ends_with("+json")
}
