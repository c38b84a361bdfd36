//! Fetches the metadata of a server, and checks whose it is.

use std::fmt;

use oauth_flow_core::visible;

use super::address::Address;
use super::http::{Answer, Http, HttpError};
use super::json;
use super::metadata::Metadata;

/// The metadata of a server, as it was fetched.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) metadata: Metadata,
    /// The URL of the document.
    pub(crate) from: String,
    /// How many members of the document are not known.
    pub(crate) left_out: usize,
}

/// Asks the URLs of an address one after the other. The first that answers with 200 is taken, whatever it
/// says: a document of another issuer is not looked past.
pub(crate) fn fetch(http: &Http, address: &Address) -> Result<Fetched, FetchError> {
    let first = ask(http, &address.url, &address.issuers);
    match (first, &address.other_url) {
        (Err(FetchError { url, problem: Problem::Status(status), .. }), Some(other)) => {
            let second = ask(http, other, &address.issuers);
            second.map_err(|error| FetchError { before: Some((url, status)), ..error })
        }
        (first, _) => first,
    }
}

fn ask(http: &Http, url: &str, issuers: &[String]) -> Result<Fetched, FetchError> {
    let fetched = match http.get(url) {
        Ok(Answer::Body(body)) => read(&body, url, issuers),
        Ok(Answer::Status(status)) => Err(Problem::Status(status)),
        Err(error) => Err(Problem::Http(error)),
    };
    fetched.map_err(|problem| FetchError { url: String::from(url), problem, before: None })
}

/// Reads a document that is of one of the issuers, byte for byte (RFC 8414 section 3.3).
fn read(body: &[u8], url: &str, issuers: &[String]) -> Result<Fetched, Problem> {
    let mut object = json::object(body).map_err(Problem::Document)?;
    let metadata = Metadata::take(&mut object).map_err(Problem::Document)?;
    if !issuers.iter().any(|issuer| issuer == metadata.issuer()) {
        return Err(Problem::OtherIssuer {
            asked: issuers.to_vec(),
            found: String::from(metadata.issuer()),
        });
    }
    Ok(Fetched { metadata, from: String::from(url), left_out: object.len() })
}

/// Why there is no metadata.
#[derive(Debug)]
pub(crate) struct FetchError {
    /// The URL that was asked last.
    url: String,
    problem: Problem,
    /// The URL that was asked before, and the status of its answer.
    before: Option<(String, u16)>,
}

#[derive(Debug)]
enum Problem {
    /// There is no answer that can be read.
    Http(HttpError),
    /// The status is not 200.
    Status(u16),
    /// The answer is not the metadata of a server, and why.
    Document(String),
    /// The document names another issuer than one of these.
    OtherIssuer { asked: Vec<String>, found: String },
}

impl FetchError {
    /// Whether the server gives no document, and not a wrong one.
    pub(crate) const fn is_unreachable(&self) -> bool {
        match &self.problem {
            Problem::Http(error) => !matches!(error, HttpError::TooLong),
            Problem::Status(_) => true,
            Problem::Document(_) | Problem::OtherIssuer { .. } => false,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((url, status)) = &self.before {
            write!(f, "{}: {}; ", visible(url), answered(*status))?;
        }
        write!(f, "{}: ", visible(&self.url))?;
        match &self.problem {
            Problem::Http(error) => error.fmt(f),
            Problem::Status(status) => f.write_str(&answered(*status)),
            Problem::Document(why) => write!(f, "the answer is no metadata of a server: {why}"),
            Problem::OtherIssuer { asked, found } => {
                let is_slash = asked.iter().any(|it| without_slash(it) == without_slash(found));
                let asked: Vec<String> =
                    asked.iter().map(|it| format!("`{}`", visible(it))).collect();
                write!(
                    f,
                    "the metadata is of the issuer `{}`, and {} was asked for; they have to be the same, \
                     byte for byte (RFC 8414 section 3.3)",
                    visible(found),
                    asked.join(" or ")
                )?;
                if is_slash {
                    write!(f, "; `cargo oauth-flow server add {}` takes that one", visible(found))?;
                }
                Ok(())
            }
        }
    }
}

fn answered(status: u16) -> String {
    match status {
        300..=399 => format!("the answer is a redirect ({status}), and none is followed"),
        _ => format!("the server answers with {status}"),
    }
}

fn without_slash(issuer: &str) -> &str {
    issuer.strip_suffix('/').unwrap_or(issuer)
}
