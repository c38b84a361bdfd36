//! Where the metadata of a server is, and what is made of the answers there.

use std::string::String;
use std::vec;
use std::vec::Vec;

use oauth_flow_core::uri::well_known;
use oauth2::http::header::ACCEPT;
use oauth2::http::{HeaderValue, Request, Uri as HttpUri};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, SyncHttpClient};

use super::document::{Document, check_issuer};
use super::error::{AskedAddress, FetchError, MetadataError};
use super::metadata::ServerMetadata;
use super::tenants::{same_origin, template};
use crate::flow::exchange::answer::{content_type, retry_after};
use crate::flow::exchange::error::{AnswerError, ErrorBody};
use crate::flow::exchange::send::{Conversation, End, send, send_async};
use crate::flow::settings::{Issuer, system_clock};
use crate::flow::text::shown_value;

impl ServerMetadata {
    /// Fetches the metadata of the server with this issuer identifier, and [reads](Self::read) it.
    ///
    /// Asked are the addresses of `OpenID` Connect Discovery 1.0 section 4 and of RFC 8414 sections 3.1
    /// and 5, one after the other. An answer that is not 200, or is no JSON object with an `issuer`, is
    /// passed over; the first that is one is taken, and has to name this issuer. A redirect is not
    /// followed here, and `http` must not follow one either: `SafeHttp` and `BlockingSafeHttp` do not.
    ///
    /// # Errors
    ///
    /// What `http` reports, no document at any address, or what [`read`](Self::read) finds.
    pub fn fetch<H: SyncHttpClient>(issuer: &str, http: &H) -> Result<Self, FetchError<H::Error>> {
        send(Discovery::of_server(issuer)?, http)
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
        send_async(Discovery::of_server(issuer)?, http).await
    }

    /// Fetches the metadata of a server whose users are of many tenants, and
    /// [reads](Self::read_for_tenants) it.
    ///
    /// `address` is what takes the place of the issuer where the metadata is asked for, and `template` is
    /// the `issuer` of the document. Both have one origin, so that a server is asked of itself alone.
    ///
    /// ```no_run
    /// # use oauth_flow::flow::ServerMetadata;
    /// # fn example(http: &impl oauth2::SyncHttpClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let metadata = ServerMetadata::fetch_for_tenants(
    ///     "https://login.example.com/common/v2.0",
    ///     "https://login.example.com/{tenantid}/v2.0",
    ///     http,
    /// )?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`fetch`](Self::fetch), or the two are of two origins.
    pub fn fetch_for_tenants<H: SyncHttpClient>(
        address: &str,
        template: &str,
        http: &H,
    ) -> Result<Self, FetchError<H::Error>> {
        send(Discovery::of_tenants(address, template)?, http)
    }

    /// The same as [`fetch_for_tenants`](Self::fetch_for_tenants), with an asynchronous client.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_for_tenants`](Self::fetch_for_tenants).
    pub async fn fetch_for_tenants_async<'c, H: AsyncHttpClient<'c>>(
        address: &str,
        template: &str,
        http: &'c H,
    ) -> Result<Self, FetchError<H::Error>> {
        send_async(Discovery::of_tenants(address, template)?, http).await
    }
}

/// The search for the metadata of a server: one request for each address.
struct Discovery {
    issuer: Issuer,
    /// What the document has to have as its issuer.
    expected: String,
    left: vec::IntoIter<String>,
    /// The address that was asked last.
    asking: String,
    asked: Vec<AskedAddress>,
}

impl Discovery {
    fn of_server(issuer: &str) -> Result<Self, MetadataError> {
        check_issuer(issuer)?;
        Ok(Self::at(issuer, Issuer::Server(String::from(issuer)), issuer))
    }

    fn of_tenants(address: &str, text: &str) -> Result<Self, MetadataError> {
        let issuer = template(text)?;
        check_issuer(address)?;
        match &issuer {
            Issuer::Tenants(before, _) if same_origin(before, address) => {
                Ok(Self::at(address, issuer, text))
            }
            _ => Err(MetadataError::OtherOrigin {
                template: shown_value(text),
                address: shown_value(address),
            }),
        }
    }

    fn at(address: &str, issuer: Issuer, expected: &str) -> Self {
        Self {
            issuer,
            expected: String::from(expected),
            left: well_known(address).into_iter(),
            asking: String::new(),
            asked: Vec::new(),
        }
    }

    /// The document of the answer, else what is wrong with it.
    fn found(
        &self,
        response: &HttpResponse,
    ) -> Result<Result<ServerMetadata, MetadataError>, AnswerError> {
        let status = response.status().as_u16();
        let content_type = content_type(response.headers());
        match status {
            200 => {
                let document = Document::read(response.body(), content_type)?;
                Ok(document.of(self.issuer.clone(), &self.expected))
            }
            300..400 => Err(AnswerError::Redirected { status }),
            _ => {
                let now = system_clock().map(|clock| clock());
                let retry_after = retry_after(response.headers(), now);
                let body = ErrorBody::Other { content_type };
                Err(AnswerError::Status { status, body, retry_after })
            }
        }
    }
}

impl Conversation for Discovery {
    type Output = ServerMetadata;
    type Error<E> = FetchError<E>;

    fn endpoint(&self) -> &'static str {
        "metadata"
    }

    fn client_id(&self) -> Option<&str> {
        None
    }

    fn request<E>(&mut self) -> Result<HttpRequest, FetchError<E>> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        self.asking = self.left.next().unwrap_or_default();
        let uri: HttpUri =
            self.asking.parse().map_err(|_| MetadataError::InvalidUrl { member: "issuer" })?;
        let mut request = Request::new(Vec::new());
        *request.uri_mut() = uri;
        request.headers_mut().insert(ACCEPT, JSON);
        Ok(request)
    }

    fn failed<E>(error: E) -> FetchError<E> {
        FetchError::Http(error)
    }

    fn answer<E>(&mut self, response: HttpResponse) -> End<Result<ServerMetadata, FetchError<E>>> {
        match self.found(&response) {
            Ok(found) => return End::Break(found.map_err(FetchError::Metadata)),
            Err(error) => {
                let url = std::mem::take(&mut self.asking);
                self.asked.push(AskedAddress { url, error });
            }
        }
        if self.left.as_slice().is_empty() {
            return End::Break(Err(FetchError::NotFound(std::mem::take(&mut self.asked))));
        }
        End::Continue(())
    }
}
