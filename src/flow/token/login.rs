//! Sends a token request, and validates the ID token of its answer before anyone has it.

use oauth2::{AsyncHttpClient, SyncHttpClient};

use super::answer::Expected;
use super::error::RequestError;
use super::tokens::Tokens;
#[cfg(feature = "openid")]
use super::validation::Validation;
use crate::flow::exchange::body::Body;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::send::{Post, send, send_async};

/// A token request, with what its ID token is compared with.
pub(in crate::flow) struct TokenPost<'f> {
    post: Post<'f, Expected<'f>>,
    #[cfg(feature = "openid")]
    validation: Validation<'f>,
}

impl<'f> TokenPost<'f> {
    #[cfg_attr(not(feature = "openid"), allow(unused_mut, reason = "what is expected of the user"))]
    pub(in crate::flow) fn new(client: &'f Client, body: Body, mut expected: Expected<'f>) -> Self {
        Self {
            #[cfg(feature = "openid")]
            validation: Validation::of(client, &mut expected),
            post: Post::for_tokens(client, body, expected),
        }
    }

    /// Sends it by a blocking client.
    pub(in crate::flow) fn send<H: SyncHttpClient>(
        self,
        http: &H,
    ) -> Result<Tokens, RequestError<H::Error>> {
        #[cfg(feature = "openid")]
        self.validation.prepare(http)?;
        let tokens = send(self.post, http)?;
        #[cfg(feature = "openid")]
        let tokens = self.validation.validated(tokens, http)?;
        Ok(tokens)
    }

    /// Sends it by an asynchronous client.
    pub(in crate::flow) async fn send_async<'c, H: AsyncHttpClient<'c>>(
        self,
        http: &'c H,
    ) -> Result<Tokens, RequestError<H::Error>> {
        #[cfg(feature = "openid")]
        self.validation.prepare_async(http).await?;
        let tokens = send_async(self.post, http).await?;
        #[cfg(feature = "openid")]
        let tokens = self.validation.validated_async(tokens, http).await?;
        Ok(tokens)
    }
}
