//@ undeclared: 0
//! Parses the query that a browser brings back.
//!
//! ```no_run
//! # use oauth2::{basic::BasicClient, CsrfToken};
//! # fn demo(client: BasicClient) {
//! let (url, _) = client.authorize_url(CsrfToken::new_random).url();
//! # }
//! ```
use url::Url;

/// What the query holds.
///
/// A request is `https://login.example.com/authorize?response_type=code&client_id=abc`, and its
/// code is redeemed with `grant_type=authorization_code` at `https://login.example.com/token`:
///
/// ```ignore
/// let client = BasicClient::new(id, Some(ClientSecret::new("abc".into())), auth, Some(token));
/// let http = reqwest::Client::builder().danger_accept_invalid_certs(true).build()?;
/// client.exchange_code(code).request_async(&http).await?;
/// ```
#[derive(Debug, Default, PartialEq)]
pub struct Answer {
    pub code: Option<String>,
    pub state: Option<String>,
    pub error: Option<String>,
}

impl Answer {
    pub fn parse(url: &Url) -> Self {
        let mut answer = Self::default();
        // A server may send grant_type=password pages here too; they have no code.
        for (key, value) in url.query_pairs() {
            match key.as_ref() {
                "code" => answer.code = Some(value.into_owned()),
                "state" => answer.state = Some(value.into_owned()),
                "error" => answer.error = Some(value.into_owned()),
                _ => {}
            }
        }
        answer
    }
}
