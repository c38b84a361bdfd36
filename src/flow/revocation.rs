//! Token revocation (RFC 7009).

use core::fmt;

use oauth_flow_core::Endpoint;
use oauth2::{AsyncHttpClient, RevocableToken as _, StandardRevocableToken, SyncHttpClient};

use super::exchange::answer::Answer;
use super::exchange::body::Body;
use super::exchange::client::Client;
use super::exchange::error::{ExchangeError, MissingEndpoint};
use super::exchange::send::{Post, Reading, send, send_async};

/// A request that revokes a token, ready to be sent.
#[must_use = "nothing is sent before `request` or `request_async`"]
pub struct Revocation<'f> {
    client: &'f Client,
    token: StandardRevocableToken,
}

impl<'f> Revocation<'f> {
    pub(super) fn new(client: &'f Client, token: StandardRevocableToken) -> Self {
        Self { client, token }
    }

    /// Sends the request. A token that the server does not know is revoked (RFC 7009 section 2.2).
    ///
    /// # Errors
    ///
    /// The server has no such endpoint, the request could not be made or sent, or the server refused it:
    /// the token may still be valid.
    pub fn request<H: SyncHttpClient>(self, http: &H) -> Result<(), ExchangeError<H::Error>> {
        send(self.prepared()?, http)
    }

    /// Sends the request. A token that the server does not know is revoked (RFC 7009 section 2.2).
    ///
    /// # Errors
    ///
    /// Those of [`request`](Self::request).
    pub async fn request_async<'c, H>(
        self,
        http: &'c H,
    ) -> Result<(), ExchangeError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
    {
        send_async(self.prepared()?, http).await
    }

    fn prepared(self) -> Result<Post<'f, Revoked>, MissingEndpoint> {
        let mut body = Body::new();
        body.add("token", self.token.secret());
        if let Some(hint) = self.token.type_hint() {
            body.add("token_type_hint", hint);
        }
        Post::to(Endpoint::Revocation, self.client, body, Revoked)
    }
}

/// Any answer of success says that the token is revoked (RFC 7009 section 2.2).
struct Revoked;

impl Reading for Revoked {
    type Output = ();
    type Error<E> = ExchangeError<E>;

    fn read<E>(&mut self, _answer: &Answer<'_>) -> Result<(), ExchangeError<E>> {
        Ok(())
    }
}

/// Shows the type of the token alone.
impl fmt::Debug for Revocation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hint = self.token.type_hint();
        f.debug_struct("Revocation").field("token_type_hint", &hint).finish_non_exhaustive()
    }
}
