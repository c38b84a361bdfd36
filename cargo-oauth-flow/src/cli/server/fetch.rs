//! Fetches the metadata of a server, and checks whose it is.

use std::fmt;

use oauth_flow_core::visible;
use serde_json::Value;

use super::address::Address;
use super::http::{Answer, Http, HttpError};
use super::json;
use super::metadata::{Metadata, NO_ISSUER};

/// The metadata of a server, as it was fetched.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) metadata: Metadata,
    /// The URL of the document.
    pub(crate) from: String,
    /// How many members of the document are not known.
    pub(crate) left_out: usize,
}

/// Asks the URLs of an address one after the other. The first that answers with the metadata of a server
/// is taken, whatever it says: a document of another issuer is not looked past.
pub(crate) fn fetch(http: &Http, address: &Address) -> Result<Fetched, FetchError> {
    let mut answers = Vec::new();
    for url in &address.urls {
        match ask(http, url, &address.issuers) {
            Ok(fetched) => return Ok(fetched),
            Err(problem) => {
                let is_miss = problem.is_miss();
                answers.push((url.clone(), problem));
                if !is_miss {
                    break;
                }
            }
        }
    }
    Err(FetchError { answers })
}

fn ask(http: &Http, url: &str, issuers: &[String]) -> Result<Fetched, Problem> {
    match http.get(url) {
        Ok(Answer::Body(body)) => read(&body, url, issuers),
        Ok(Answer::Status(status)) => Err(Problem::Status(status)),
        Err(error) => Err(Problem::Http(error)),
    }
}

/// Reads a document that is of one of the issuers, byte for byte (RFC 8414 section 3.3).
fn read(body: &[u8], url: &str, issuers: &[String]) -> Result<Fetched, Problem> {
    let mut object = json::object(body).map_err(Problem::NoDocument)?;
    if object.get("issuer").is_none_or(Value::is_null) {
        return Err(Problem::NoDocument(String::from(NO_ISSUER)));
    }
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
    /// The URLs that were asked, each with what is wrong with its answer.
    answers: Vec<(String, Problem)>,
}

#[derive(Debug)]
enum Problem {
    /// There is no answer that can be read.
    Http(HttpError),
    /// The status is not 200.
    Status(u16),
    /// The answer is something else than the metadata of a server, and what: an application may answer
    /// each path with its page.
    NoDocument(String),
    /// The answer is metadata that cannot be used, and why.
    Document(String),
    /// The document names another issuer than one of these.
    OtherIssuer { asked: Vec<String>, found: String },
}

impl Problem {
    /// Whether the metadata may be at another URL.
    const fn is_miss(&self) -> bool {
        matches!(self, Self::Status(_) | Self::NoDocument(_))
    }
}

impl FetchError {
    /// Whether the server gives no document, and not a wrong one.
    pub(crate) fn is_unreachable(&self) -> bool {
        self.answers.iter().all(|(_, problem)| match problem {
            Problem::Http(error) => !matches!(error, HttpError::TooLong),
            Problem::Status(_) => true,
            Problem::NoDocument(_) | Problem::Document(_) | Problem::OtherIssuer { .. } => false,
        })
    }
}

/// Each URL that was asked, with what it answered.
impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (url, problem)) in self.answers.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{}: {problem}", visible(url))?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(error) => error.fmt(f),
            Self::Status(status) => f.write_str(&answered(*status)),
            Self::NoDocument(why) | Self::Document(why) => {
                write!(f, "the answer is no metadata of a server: {why}")
            }
            Self::OtherIssuer { asked, found } => {
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
