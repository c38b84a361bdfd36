//! A user agent without a window: it keeps cookies, and follows redirects up to the client.

use url::{Host, Url};

/// More than any flow of the server takes.
const MOST_REDIRECTS: usize = 10;

/// One browser profile. A fresh one is a user who has not logged in yet.
#[derive(Debug)]
pub struct Browser {
    agent: ureq::Agent,
}

/// Where an authorization request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// At the client's redirect URI, which was not contacted. The whole URL, with its parameters.
    Callback(String),
    /// At a page of the server.
    Page {
        /// The status of the page.
        status: u16,
        /// The page, or the JSON of an error.
        body: String,
    },
}

impl Outcome {
    /// The URL at which the client gets its answer.
    ///
    /// # Panics
    /// When the flow ended at a page of the server.
    #[must_use]
    pub fn callback(self) -> String {
        match self {
            Self::Callback(url) => url,
            Self::Page { status, body } => panic!("no callback, but a page: {status} {body}"),
        }
    }
}

impl Default for Browser {
    fn default() -> Self {
        Self::new()
    }
}

impl Browser {
    /// A browser without cookies.
    #[must_use]
    pub fn new() -> Self {
        Self { agent: plain_agent() }
    }

    /// Opens an authorization URL, and goes wherever the server sends it, up to `redirect_uri`.
    ///
    /// # Panics
    /// When a URL is none, when the server cannot be reached, or when a redirect would leave this
    /// machine for a place that is not `redirect_uri`.
    #[must_use]
    pub fn open(&self, url: &str, redirect_uri: &str) -> Outcome {
        self.go(url, redirect_uri, None)
    }

    /// Submits an empty form to a URL, and goes wherever the server sends it, up to
    /// `redirect_uri`.
    ///
    /// # Panics
    /// As [`open`](Self::open) does.
    #[must_use]
    pub fn submit(&self, url: &str, redirect_uri: &str) -> Outcome {
        self.submit_form(url, &[], redirect_uri)
    }

    /// Submits a form with these fields to a URL, and goes wherever the server sends it, up to
    /// `redirect_uri`.
    ///
    /// # Panics
    /// As [`open`](Self::open) does.
    #[must_use]
    pub fn submit_form(&self, url: &str, form: &[(&str, &str)], redirect_uri: &str) -> Outcome {
        self.go(url, redirect_uri, Some(form))
    }

    fn go(&self, url: &str, redirect_uri: &str, mut form: Option<&[(&str, &str)]>) -> Outcome {
        let client = Url::parse(redirect_uri).expect("the redirect URI is a URL");
        let mut url = Url::parse(url).expect("the request is a URL");
        for _ in 0..MOST_REDIRECTS {
            if same_place(&url, &client) {
                return Outcome::Callback(url.into());
            }
            assert!(is_loopback(&url), "a redirect leaves this machine: {url}");
            // A redirect of a form is followed without it, as browsers do after 303.
            let mut response = match form.take() {
                Some([]) => self.agent.post(url.as_str()).send_empty(),
                Some(fields) => self.agent.post(url.as_str()).send_form(fields.iter().copied()),
                None => self.agent.get(url.as_str()).call(),
            }
            .expect("the server answers");
            let status = response.status().as_u16();
            let location = response.headers().get("location").and_then(|it| it.to_str().ok());
            let Some(location) = location.filter(|_| response.status().is_redirection()) else {
                let body = response.body_mut().read_to_string().expect("the page is text");
                return Outcome::Page { status, body };
            };
            url = url.join(location).expect("the redirect is a URL");
        }
        panic!("more than {MOST_REDIRECTS} redirects, the last to {url}");
    }
}

/// An HTTP client that gives every answer as it is.
pub(crate) fn plain_agent() -> ureq::Agent {
    ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build().into()
}

fn same_place(url: &Url, client: &Url) -> bool {
    let bare = |it: &Url| {
        let mut it = it.clone();
        it.set_query(None);
        it.set_fragment(None);
        it
    };
    bare(url) == bare(client)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    }
}
