//! Where the metadata of a server is, and what is made of the answers there.

use std::vec::Vec;

use oauth_flow_core::uri::well_known;
use oauth2::http::header::ACCEPT;
use oauth2::http::{HeaderValue, Request, StatusCode, Uri as HttpUri};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, SyncHttpClient};

use super::{FetchError, MetadataError, ServerMetadata, check_issuer};

impl ServerMetadata {
    /// Fetches the metadata of the server with this issuer identifier, and [reads](Self::read) it.
    ///
    /// Asked are the path of `OpenID` Connect Discovery 1.0 section 4, and then that of RFC 8414
    /// section 3.1; the first that answers with 200 is taken. A redirect is not followed here, and
    /// `http` must not follow one either: `SafeHttp` and `BlockingSafeHttp` do not.
    ///
    /// # Errors
    ///
    /// What `http` reports, no answer with 200, or what [`read`](Self::read) finds.
    pub fn fetch<H: SyncHttpClient>(issuer: &str, http: &H) -> Result<Self, FetchError<H::Error>> {
        let mut answers = Answers::default();
        for request in requests(issuer)? {
            let response = http.call(request).map_err(FetchError::Http)?;
            if let Some(json) = answers.take(response) {
                return Ok(Self::read(&json, issuer)?);
            }
        }
        Err(answers.error())
    }

    /// The same as [`fetch`](Self::fetch), with an asynchronous client.
    ///
    /// # Errors
    ///
    /// Those of [`fetch`](Self::fetch).
    pub async fn fetch_async<'c, H: AsyncHttpClient<'c>>(
        issuer: &str,
        http: &'c H,
    ) -> Result<Self, FetchError<H::Error>> {
        let mut answers = Answers::default();
        for request in requests(issuer)? {
            let response = http.call(request).await.map_err(FetchError::Http)?;
            if let Some(json) = answers.take(response) {
                return Ok(Self::read(&json, issuer)?);
            }
        }
        Err(answers.error())
    }
}

/// A request for each URL where the metadata may be.
fn requests(issuer: &str) -> Result<Vec<HttpRequest>, MetadataError> {
    check_issuer(issuer)?;
    well_known(issuer).iter().map(|url| request(url)).collect()
}

fn request(url: &str) -> Result<HttpRequest, MetadataError> {
    let uri: HttpUri = url.parse().map_err(|_| MetadataError::InvalidUrl { member: "issuer" })?;
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = uri;
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    Ok(request)
}

/// What was answered so far, other than 200.
#[derive(Default)]
struct Answers {
    last: StatusCode,
    redirected: bool,
}

impl Answers {
    /// The body, if the answer is one.
    fn take(&mut self, response: HttpResponse) -> Option<Vec<u8>> {
        self.last = response.status();
        self.redirected |= self.last.is_redirection();
        (self.last == StatusCode::OK).then(|| response.into_body())
    }

    fn error<E>(self) -> FetchError<E> {
        if self.redirected { FetchError::Redirected } else { FetchError::Status(self.last) }
    }
}
