//! What a source of tokens is made of.

use std::boxed::Box;
use std::sync::Arc;

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;

use super::ask::{Ask, IsUnsent, Machine, SharedHttpClient, User};
use super::memory::MemoryTokenStore;
use super::state::{Options, Shared};
use super::store::TokenStore;
use super::tokens::TokenSource;
use crate::flow::exchange::client::Client;
use crate::flow::token::request::TokenRequest;
use crate::{Allows, grant};

/// Builds a [`TokenSource`].
#[must_use]
pub struct TokenSourceBuilder<C, H> {
    client: Arc<Client>,
    http: H,
    options: Options,
    is_unsent: IsUnsent,
    marker: PhantomData<fn() -> C>,
}

impl<C, H: SharedHttpClient> TokenSourceBuilder<C, H> {
    pub(in crate::flow) fn new(client: Arc<Client>, http: H) -> Self {
        let options = Options::default();
        Self { client, http, options, is_unsent: |_| false, marker: PhantomData }
    }

    /// How long one request to the server may take, with its signature and the keys of the server; twenty seconds
    /// unless given. It is longer than the HTTP client takes to connect at most: a connection that is not made in
    /// time cannot be told from a lost answer. The lock of the store is held for ten seconds more at most.
    pub const fn time_limit(mut self, limit: Duration) -> Self {
        self.options.time_limit = limit;
        self
    }

    /// How long before its end an access token is renewed, at most; five minutes unless given. A token of a
    /// short life is renewed when a fifth of that is left.
    pub const fn renew_ahead(mut self, at_most: Duration) -> Self {
        self.options.renew_ahead = at_most;
        self
    }

    /// Gives out the access token that is due, and renews it meanwhile. Else who asks waits for the renewal, for
    /// two seconds at most while the old token is valid.
    ///
    /// It is for a service that runs on. In a program that ends soon the renewal would be cut off, and with a
    /// server that rotates refresh tokens the login lost: wait for [`TokenSource::settled`] before it ends.
    pub const fn in_background(mut self) -> Self {
        self.options.in_background = true;
        self
    }

    /// That the server takes a refresh token once more within this time after its first use, as the servers do
    /// that have a grace period, an overlap period or a reuse interval. Where the answer to a refresh was lost,
    /// one more request with the old token is sent within this time, and no other. For a server that never
    /// rotates refresh tokens it is [`Duration::MAX`].
    ///
    /// Without it, a refresh token whose answer was lost is not sent again: a server that takes the second use
    /// for a theft revokes the tokens of the login (RFC 9700 section 4.14.2).
    ///
    /// The one more request is sent when a quarter of this time is over, and after fifteen seconds at the latest.
    /// Give less than the time of the server by what a request takes. With [`Duration::MAX`] it is sent as often
    /// as it takes.
    pub const fn grace_period(mut self, period: Duration) -> Self {
        self.options.grace_period = Some(period);
        self
    }

    /// How old an access token is at least before [`TokenSource::refused`] has it renewed; ten seconds unless
    /// given. An API that refuses each token then causes no request to the server for each of its answers.
    pub const fn least_life(mut self, life: Duration) -> Self {
        self.options.least_life = life;
        self
    }

    /// Which errors of the HTTP client, or of their sources, say that nothing was sent, such as that there is
    /// no connection: the refresh token is as it was then. Those of `SafeHttp` and of reqwest, and a refused
    /// connection of [`std::io::Error`], are known. An error that tells nothing may have come after the
    /// request.
    pub fn unsent_if(mut self, is_unsent: fn(&(dyn Error + 'static)) -> bool) -> Self {
        self.is_unsent = is_unsent;
        self
    }

    /// The access tokens of a user, whose login is in `store`: [`TokenSource::keep`] puts it there.
    pub fn of_user(self, store: impl TokenStore) -> TokenSource<C>
    where
        C: Allows<grant::refresh_token> + 'static,
    {
        self.of_user_with(store, |request| request)
    }

    /// The same, where each refresh asks for something of its own, such as the resource that the login asked
    /// for in place of the configured ones.
    pub fn of_user_with<W>(self, store: impl TokenStore, with: W) -> TokenSource<C>
    where
        C: Allows<grant::refresh_token> + 'static,
        W: for<'f> Fn(
                TokenRequest<'f, C, grant::refresh_token>,
            ) -> TokenRequest<'f, C, grant::refresh_token>
            + Send
            + Sync
            + 'static,
    {
        let Self { client, http, options, is_unsent, marker } = self;
        source(User { client, http, with, is_unsent, marker }, store, options)
    }

    /// The access tokens of the client itself, kept in memory.
    pub fn of_client(self) -> TokenSource<C>
    where
        C: Allows<grant::client_credentials> + 'static,
    {
        self.of_client_with(MemoryTokenStore::new(), |request| request)
    }

    /// The same in a store, which several processes may share, and where each request asks for something of
    /// its own, such as a scope.
    pub fn of_client_with<W>(self, store: impl TokenStore, with: W) -> TokenSource<C>
    where
        C: Allows<grant::client_credentials> + 'static,
        W: for<'f> Fn(
                TokenRequest<'f, C, grant::client_credentials>,
            ) -> TokenRequest<'f, C, grant::client_credentials>
            + Send
            + Sync
            + 'static,
    {
        let Self { client, http, options, marker, .. } = self;
        source(Machine { client, http, with, marker }, store, options)
    }
}

fn source<C>(ask: impl Ask + 'static, store: impl TokenStore, options: Options) -> TokenSource<C> {
    TokenSource::new(Shared::new(Box::new(ask), Box::new(store), options))
}

/// Shows the options.
impl<C, H> fmt::Debug for TokenSourceBuilder<C, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSourceBuilder")
            .field("client_id", &self.client.settings.client_id)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
