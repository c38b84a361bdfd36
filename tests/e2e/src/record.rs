//! What the server received, in the order of arrival.

use serde::Deserialize;

/// Every request since the start, or since [`Server::reset`](crate::Server::reset).
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Record {
    /// The requests, oldest first.
    pub requests: Vec<Request>,
}

/// Where a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The authorization server.
    Provider,
    /// A hostile path of the second port.
    Control,
}

/// One request, and what became of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    /// Where it went.
    pub side: Side,
    /// In upper case.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Decoded, in order, with repetitions.
    pub query: Vec<(String, String)>,
    /// The decoded form body; empty when the body is no form.
    pub body: Vec<(String, String)>,
    /// The `Authorization` header as it came.
    pub authorization: Option<String>,
    /// The `Content-Type` header as it came.
    pub content_type: Option<String>,
    /// Who it says it is from.
    pub client_id: Option<String>,
    /// The authentication method it uses, by the names of RFC 7591 section 2, judged from the
    /// request alone. `None` where a client does not authenticate, as on the authorization endpoint.
    pub auth_method: Option<String>,
    /// The method that this client is registered with. The server takes `client_secret_basic` and
    /// `client_secret_post` for each other, so a test compares the two.
    pub registered_auth_method: Option<String>,
    /// The status of the answer, if there was one yet.
    pub status: Option<u16>,
    /// Why it was refused.
    pub error: Option<Reason>,
    /// Whether the server revoked the tokens of a login because of it.
    pub revoked: bool,
    /// How much of a hostile body was handed to the connection, in bytes.
    pub bytes_sent: u64,
}

/// Why the server refused; the client is told less.
#[derive(Clone, Debug, Deserialize)]
pub struct Reason {
    /// The error code of the answer.
    pub error: String,
    /// The description of the answer.
    pub description: Option<String>,
    /// What the client is not told.
    pub reason: Option<String>,
}

impl Record {
    /// The requests of one path.
    pub fn of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Request> {
        self.requests.iter().filter(move |it| it.path == path)
    }

    /// Every value of a parameter in a query or a form body, oldest first.
    #[must_use]
    pub fn values(&self, parameter: &str) -> Vec<&str> {
        self.requests
            .iter()
            .flat_map(|it| it.query.iter().chain(&it.body))
            .filter(|(name, _)| name == parameter)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Whether a text, such as a secret, is in the path or the query of any request.
    #[must_use]
    pub fn is_in_a_url(&self, text: &str) -> bool {
        self.requests.iter().any(|it| {
            it.path.contains(text)
                || it.query.iter().any(|(name, value)| name.contains(text) || value.contains(text))
        })
    }
}

impl Request {
    /// The first value of a query parameter.
    #[must_use]
    pub fn query(&self, parameter: &str) -> Option<&str> {
        first(&self.query, parameter)
    }

    /// The first value of a form parameter.
    #[must_use]
    pub fn body(&self, parameter: &str) -> Option<&str> {
        first(&self.body, parameter)
    }

    /// The reason of the refusal that the client is not told.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.error.as_ref()?.reason.as_deref()
    }
}

fn first<'a>(pairs: &'a [(String, String)], parameter: &str) -> Option<&'a str> {
    pairs.iter().find(|(name, _)| name == parameter).map(|(_, value)| value.as_str())
}
