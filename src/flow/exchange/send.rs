//! Sends a request and reads its answer, blocking or not: the only place that does so.

use std::string::String;
use std::vec::Vec;

use core::ops::ControlFlow;

use oauth_flow_core::Endpoint;
use oauth_flow_core::vocabulary::Word as _;
use oauth2::http::Uri;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, SyncHttpClient};

use super::answer::Answer;
use super::assertion::Assertion;
use super::body::Body;
use super::client::Client;
use super::error::{ExchangeError, MissingEndpoint};
use super::signer::SignError;
use crate::flow::trace::{Exchange, Failure};

/// A conversation with the server: it has requests, one after the other, until an answer ends it.
pub(in crate::flow) trait Conversation {
    /// What it gives.
    type Output;
    /// What it fails with, where the HTTP client fails with `E`.
    type Error<E>: Failure;

    /// What the next request goes to.
    fn endpoint(&self) -> &'static str;

    /// Whose request it is, if it is that of a client.
    fn client_id(&self) -> Option<&str>;

    /// What has to be signed for the next request, if anything has.
    fn assertion(&self) -> Option<Assertion> {
        None
    }

    /// Takes the signature of it.
    fn signed<E>(&mut self, _signed: Result<String, SignError>) -> Result<(), Self::Error<E>> {
        Ok(())
    }

    /// The next request.
    fn request<E>(&mut self) -> Result<HttpRequest, Self::Error<E>>;

    /// That the HTTP client failed, which ends the conversation.
    fn failed<E>(error: E) -> Self::Error<E>;

    /// Takes the answer to it: the end, or that there is one more request.
    fn answer<E>(&mut self, response: HttpResponse) -> End<Result<Self::Output, Self::Error<E>>>;
}

/// Whether a conversation has come to its end.
pub(in crate::flow) type End<T> = ControlFlow<T>;

/// Has the conversation by a blocking client.
pub(in crate::flow) fn send<K: Conversation, H: SyncHttpClient>(
    mut conversation: K,
    http: &H,
) -> Result<K::Output, K::Error<H::Error>> {
    loop {
        let exchange = exchange(&conversation);
        let assertion = conversation.assertion();
        let signed = assertion.map(|assertion| exchange.within(|| assertion.sign()));
        let request = next(&mut conversation, &exchange, signed)?;
        let response = exchange.within(|| http.call(request));
        if let End::Break(end) = read(&mut conversation, &exchange, response) {
            return end;
        }
    }
}

/// Has the conversation by an asynchronous client.
pub(in crate::flow) async fn send_async<'c, K: Conversation, H: AsyncHttpClient<'c>>(
    mut conversation: K,
    http: &'c H,
) -> Result<K::Output, K::Error<H::Error>> {
    loop {
        let exchange = exchange(&conversation);
        let signed = match conversation.assertion() {
            Some(assertion) => Some(exchange.follow(|| assertion.sign_async()).await),
            None => None,
        };
        let request = next(&mut conversation, &exchange, signed)?;
        let response = exchange.follow(|| http.call(request)).await;
        if let End::Break(end) = read(&mut conversation, &exchange, response) {
            return end;
        }
    }
}

/// What is told of the next request and its answer.
fn exchange<K: Conversation>(conversation: &K) -> Exchange {
    Exchange::new(conversation.endpoint(), conversation.client_id())
}

/// The next request, with what became of its assertion.
fn next<K: Conversation, E>(
    conversation: &mut K,
    exchange: &Exchange,
    signed: Option<Result<String, SignError>>,
) -> Result<HttpRequest, K::Error<E>> {
    let request = exchange.within(|| {
        if let Some(signed) = signed {
            conversation.signed(signed)?;
        }
        conversation.request()
    });
    match &request {
        Ok(request) => exchange.asked(request),
        Err(error) => exchange.failed(error),
    }
    request
}

/// What the conversation makes of the response to it.
fn read<K: Conversation, E>(
    conversation: &mut K,
    exchange: &Exchange,
    response: Result<HttpResponse, E>,
) -> End<Result<K::Output, K::Error<E>>> {
    let end = match response {
        Ok(response) => {
            exchange.answered(&response);
            exchange.within(|| conversation.answer(response))
        }
        Err(error) => End::Break(Err(K::failed(error))),
    };
    if let End::Break(Err(error)) = &end {
        exchange.failed(error);
    }
    end
}

/// What a step makes of the answer to its request.
pub(in crate::flow) trait Reading {
    /// What the step gives.
    type Output;
    /// What the step fails with, where the HTTP client fails with `E`.
    type Error<E>: From<ExchangeError<E>> + Failure;

    /// Reads an answer of success.
    fn read<E>(&mut self, answer: &Answer<'_>) -> Result<Self::Output, Self::Error<E>>;
}

/// The request of an authenticated client to an endpoint of its server.
pub(in crate::flow) struct Post<'f, R> {
    client: &'f Client,
    endpoint: Endpoint,
    url: &'f Uri,
    body: Body,
    /// The signed assertion of the next request.
    signed: Option<String>,
    reading: R,
}

impl<'f, R: Reading> Post<'f, R> {
    /// A request to an endpoint, if the server has it.
    pub(in crate::flow) fn to(
        endpoint: Endpoint,
        client: &'f Client,
        body: Body,
        reading: R,
    ) -> Result<Self, MissingEndpoint> {
        let url = client.settings.endpoint(endpoint).ok_or(MissingEndpoint(endpoint))?;
        Ok(Self { client, endpoint, url, body, signed: None, reading })
    }

    /// A request to the token endpoint, which each server has.
    pub(in crate::flow) fn for_tokens(client: &'f Client, body: Body, reading: R) -> Self {
        let url = &client.settings.token_endpoint;
        Self { client, endpoint: Endpoint::Token, url, body, signed: None, reading }
    }
}

impl<R: Reading> Conversation for Post<'_, R> {
    type Output = R::Output;
    type Error<E> = R::Error<E>;

    fn endpoint(&self) -> &'static str {
        self.endpoint.word()
    }

    fn client_id(&self) -> Option<&str> {
        Some(&self.client.settings.client_id)
    }

    fn assertion(&self) -> Option<Assertion> {
        self.client.assertion()
    }

    fn signed<E>(&mut self, signed: Result<String, SignError>) -> Result<(), Self::Error<E>> {
        self.signed = Some(signed.map_err(ExchangeError::Sign)?);
        Ok(())
    }

    fn request<E>(&mut self) -> Result<HttpRequest, Self::Error<E>> {
        Ok(self.body.post(self.client, self.url, self.signed.take().as_deref()))
    }

    fn failed<E>(error: E) -> R::Error<E> {
        ExchangeError::Http(error).into()
    }

    fn answer<E>(&mut self, response: HttpResponse) -> End<Result<R::Output, R::Error<E>>> {
        let client = self.client;
        let (parts, body): (_, Vec<u8>) = response.into_parts();
        End::Break(match Answer::of_success(&parts, &body, &client.settings) {
            Ok(answer) => self.reading.read(&answer),
            Err(error) => Err(R::Error::from(error)),
        })
    }
}
