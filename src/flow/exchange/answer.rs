//! What the server answers, before a step reads it.

use std::string::String;
use std::time::{Duration, SystemTime};

use oauth2::basic::BasicErrorResponseType;
use oauth2::http::HeaderMap;
use oauth2::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use oauth2::http::response::Parts;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde_json::value::RawValue;

use super::error::{AnswerError, ErrorBody, ExchangeError, ServerError, WrongMember};
use crate::flow::members::{JsonType, Members, NotAnObject, text, type_of};
use crate::flow::settings::Settings;
use crate::flow::text::{described, shown};

/// More than any answer of these endpoints, and little enough to hold.
pub(in crate::flow) const LARGEST: usize = 1024 * 1024;

/// The longest wait that a server can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// An answer of success.
pub(in crate::flow) struct Answer<'j> {
    parts: &'j Parts,
    body: &'j [u8],
    settings: &'j Settings,
}

impl<'j> Answer<'j> {
    /// The answer, if its status is one of success.
    pub(in crate::flow) fn of_success<E>(
        parts: &'j Parts,
        body: &'j [u8],
        settings: &'j Settings,
    ) -> Result<Self, ExchangeError<E>> {
        let answer = Self { parts, body, settings };
        let length = body.len();
        if length > LARGEST {
            return Err(AnswerError::TooLarge { length }.into());
        }
        if parts.status.is_success() {
            return Ok(answer);
        }
        Err(answer.failure())
    }

    /// The HTTP status.
    pub(in crate::flow) fn status(&self) -> u16 {
        self.parts.status.as_u16()
    }

    /// The members of its JSON object, whatever content type it has (RFC 6749 section 5.1). Some very
    /// large servers answer with an error and a status of success: where it has no member `success`, that
    /// is the answer.
    pub(in crate::flow) fn members<E>(
        &self,
        success: &str,
    ) -> Result<Members<'j>, ExchangeError<E>> {
        let members = match Members::read(self.body) {
            Ok(members) => members,
            Err(error) => return Err(self.not_an_object(error).into()),
        };
        if members.get(success).is_none() && members.get("error").is_some() {
            return Err(self.error_of(&members));
        }
        Ok(members)
    }

    /// That the answer has another status of success than the endpoint answers with.
    pub(in crate::flow) fn other_status<E>(&self) -> ExchangeError<E> {
        let (status, body) =
            (self.status(), ErrorBody::Other { content_type: self.content_type() });
        AnswerError::Status { status, body, retry_after: None }.into()
    }

    fn failure<E>(&self) -> ExchangeError<E> {
        let status = self.status();
        if (300..400).contains(&status) {
            return AnswerError::Redirected { status }.into();
        }
        let members = Members::read(self.body);
        if let Ok(members) = &members
            && members.get("error").is_some()
        {
            return self.error_of(members);
        }
        if let Some(code) = challenged(&self.parts.headers) {
            return self.refused(&code, None, None);
        }
        if let Ok(members) = members {
            return self.error_of(&members);
        }
        let body = ErrorBody::Other { content_type: self.content_type() };
        AnswerError::Status { status, body, retry_after: self.retry_after() }.into()
    }

    /// The error response that an object is (RFC 6749 section 5.2), else what it is instead.
    fn error_of<E>(&self, members: &Members<'_>) -> ExchangeError<E> {
        let (status, retry_after) = (self.status(), self.retry_after());
        let error = members.get("error");
        let words = |name| members.get(name).and_then(text).filter(|text| !text.is_empty());
        if let Some(code) = error.and_then(text).filter(|code| !code.is_empty()) {
            return self.refused(&code, words("error_description"), words("error_uri"));
        }
        let body = match error {
            Some(error) => {
                let found = type_of(error);
                let inside = Members::read(error.get().as_bytes());
                let members = inside.map(|inside| inside.names()).unwrap_or_default();
                ErrorBody::Error { found, members }
            }
            None => ErrorBody::Object { members: members.names() },
        };
        AnswerError::Status { status, body, retry_after }.into()
    }

    fn refused<E>(
        &self,
        code: &str,
        description: Option<String>,
        uri: Option<String>,
    ) -> ExchangeError<E> {
        ExchangeError::Server(ServerError {
            status: self.status(),
            code: code_of(code),
            description: description.map(|text| described(&text)),
            uri: uri.map(|text| described(&text)),
            method: self.settings.declaration.auth,
            retry_after: self.retry_after(),
        })
    }

    fn not_an_object(&self, error: NotAnObject) -> AnswerError {
        not_an_object(error, self.content_type())
    }

    fn content_type(&self) -> Option<String> {
        content_type(&self.parts.headers)
    }

    fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.parts.headers, Some(self.settings.now()))
    }
}

/// What a body is that is no object of JSON.
pub(in crate::flow) fn not_an_object(
    error: NotAnObject,
    content_type: Option<String>,
) -> AnswerError {
    match error {
        NotAnObject::NotJson { line, column } if says_json(content_type.as_deref()) => {
            AnswerError::Malformed { line, column }
        }
        NotAnObject::NotJson { .. } => AnswerError::NotJson { content_type },
        NotAnObject::Other(found) => AnswerError::NotAnObject { found },
        NotAnObject::Duplicate(name) => AnswerError::Duplicate { name },
    }
}

/// The media type, as a message shows it.
pub(in crate::flow) fn content_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let media_type = value.split(';').next().unwrap_or_default().trim();
    Some(shown(media_type))
}

/// Whether the content type is JSON, or not said (RFC 6749 section 5.1, RFC 6839 section 3.1).
fn says_json(content_type: Option<&str>) -> bool {
    let Some(media_type) = content_type else { return true };
    let media_type = media_type.to_ascii_lowercase();
    media_type == "application/json" || media_type.ends_with("+json")
}

/// The error code in the challenge of a resource that refuses a token (RFC 6750 section 3).
fn challenged(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(WWW_AUTHENTICATE);
    values.iter().filter_map(|value| value.to_str().ok()).find_map(|challenge| {
        let (_, code) = challenge.split_once("error=\"")?;
        let (code, _) = code.split_once('"')?;
        (!code.is_empty()).then(|| String::from(code))
    })
}

/// How long the server asks to wait: a number of seconds, or a date where there is a clock (RFC 9110
/// section 10.2.3).
pub(in crate::flow) fn retry_after(
    headers: &HeaderMap,
    now: Option<SystemTime>,
) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let time = if let Ok(seconds) = value.parse() {
        Duration::from_secs(seconds)
    } else {
        let date: SystemTime = httpdate::parse_http_date(value).ok()?;
        date.duration_since(now?).unwrap_or_default()
    };
    Some(time.min(LONGEST_WAIT))
}

/// An error code as the `oauth2` crate has it. One of the server's own is escaped.
fn code_of(code: &str) -> BasicErrorResponseType {
    let code = shown(code);
    let words: StrDeserializer<'_, ValueError> = code.as_str().into_deserializer();
    BasicErrorResponseType::deserialize(words)
        .unwrap_or(BasicErrorResponseType::Extension(String::new()))
}

/// The text of a member that a section of a standard has as a string.
pub(in crate::flow) fn string(
    member: &'static str,
    value: &RawValue,
    section: &'static str,
) -> Result<String, WrongMember> {
    text(value).ok_or_else(|| WrongMember::of_type(member, value, JsonType::String, section))
}

/// A string that has to be there and not be empty.
pub(in crate::flow) fn required(
    member: &'static str,
    members: &Members<'_>,
    section: &'static str,
) -> Result<String, WrongMember> {
    let Some(value) = members.get_or_null(member) else {
        return Err(WrongMember::missing(member, members, JsonType::String, section));
    };
    let text = string(member, value, section)?;
    if text.is_empty() { Err(WrongMember::empty(member, section)) } else { Ok(text) }
}
