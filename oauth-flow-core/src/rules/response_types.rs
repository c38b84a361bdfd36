//! What the authorization endpoint returns, and how.

use alloc::string::String;
use alloc::vec;

use crate::citation::{fapi2, multiple_response_types, oauth21, rfc};
use crate::judge::Level::{Error, Off, Warn};
use crate::judge::{Check, Place, Remedy, Rule, Subject, at, example};
use crate::members::{Key, Keys};
use crate::rules::grants::deprecated::IMPLICIT_GRANT;
use crate::vocabulary::{Grant, ResponseMode, ResponseType, Word};

/// The rules about response types and response modes, in the order of the rulebook.
pub static RULES: &[&Rule] =
    &[&FRONT_CHANNEL_ACCESS_TOKEN, &RESPONSE_TYPE_NOT_CODE, &TOKEN_IN_QUERY];

pub(crate) static FRONT_CHANNEL_ACCESS_TOKEN: Rule = Rule {
    id: "front_channel_access_token",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a response type returns an access token beside a code",
    facts: &["the response type `{response_type}` puts an access token in the URL"],
    why: Some("a token in the redirect reaches histories, logs and other scripts"),
    help: "use `response_type = \"code\"`",
    reads: Keys::of(&[Key::ResponseType]),
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(
        r#"kind = "web", grant("authorization_code", "implicit"), response_type = "code token", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[
        rfc(9700, "2.1.2", "SHOULD NOT"),
        rfc(10017, "7.2", "MUST NOT"),
        rfc(9700, "4.1.3", "SHOULD"),
    ],
    check: Check::Subject(|subject, report| {
        for (index, response) in subject.declaration.response_types.iter().enumerate() {
            if response.has_code() && response.has_token() {
                let place = Place::Value(Key::ResponseType, index);
                report.add(at(place).with(response).remedy(only_code(subject, index)));
            }
        }
    }),
    ..Rule::BASE
};

/// The edits that leave the response type `code`, once, and the grant that it needs.
pub(crate) fn only_code(subject: &Subject<'_>, index: usize) -> Remedy {
    let place = Place::Value(Key::ResponseType, index);
    let types = subject.declaration.response_types;
    let becomes_code = types.iter().position(|response| response.has_code()).unwrap_or_default();
    let has_code = types.contains(&ResponseType::Code) || index != becomes_code;
    let edit = if has_code {
        Remedy::Remove(place)
    } else {
        Remedy::Replace(place, String::from(ResponseType::Code.word()))
    };
    match subject.place_of(Grant::Implicit) {
        Some(implicit) => Remedy::All(vec![edit, Remedy::Remove(implicit)]),
        None => edit,
    }
}

pub(crate) static RESPONSE_TYPE_NOT_CODE: Rule = Rule {
    id: "response_type_not_code",
    levels: [Warn, Off, Warn, Error, Error],
    summary: "a response type other than `code` returns an ID token and no access token",
    facts: &["the response type `{response_type}` returns an ID token through the browser"],
    why: Some("an ID token in the redirect carries the user's data through the browser"),
    help: "use `response_type = \"code\"`; the ID token comes from the token endpoint",
    yields_to: &[&IMPLICIT_GRANT, &TOKEN_IN_QUERY],
    reads: Keys::of(&[Key::ResponseType]),
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(
        r#"kind = "web", grant("authorization_code", "implicit"), response_type = "code id_token", scope = "openid", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[oauth21("4.1.1", ""), fapi2("5.3.2.2", "shall")],
    check: Check::Subject(|subject, report| {
        for (index, response) in subject.declaration.response_types.iter().enumerate() {
            if *response != ResponseType::Code && !response.has_token() {
                let place = Place::Value(Key::ResponseType, index);
                report.add(at(place).with(response).remedy(only_code(subject, index)));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static TOKEN_IN_QUERY: Rule = Rule {
    id: "token_in_query",
    summary: "a response type with a token is returned in the query",
    facts: &["the response type `{response_type}` must not be returned in the query"],
    why: Some("the query of a URL is sent to servers and written into logs"),
    help: "use `response_mode = \"form_post\"`, or `response_type = \"code\"`",
    yields_to: &[&IMPLICIT_GRANT, &FRONT_CHANNEL_ACCESS_TOKEN],
    uncovered_by_waiver: &[&IMPLICIT_GRANT, &FRONT_CHANNEL_ACCESS_TOKEN],
    reads: Keys::of(&[Key::ResponseType, Key::ResponseMode]),
    accepts: &[example(
        r#"kind = "web", response_mode = "query", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"kind = "web", grant("authorization_code", "implicit"), response_type = "code id_token", response_mode = "query", scope = "openid", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[
        multiple_response_types("5", "MUST NOT"),
        multiple_response_types("7", "MUST NOT"),
    ],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let carries = |response: &&ResponseType| response.has_token() || response.has_id_token();
        let index = declaration.response_types.iter().position(|response| carries(&response));
        let Some((index, response)) =
            index.and_then(|index| Some((index, declaration.response_types.get(index)?)))
        else {
            return;
        };
        if declaration.response_mode != Some(ResponseMode::Query) {
            return;
        }
        // Where the response type has to go too, nothing is left that another mode would protect.
        let other = &RESPONSE_TYPE_NOT_CODE;
        let waived = declaration.waivers.iter().any(|waiver| waiver.rule == other.id);
        let mistake = at(Place::Key(Key::ResponseMode)).with(response);
        report.add(if waived || other.level(declaration.profile) == Off {
            mistake.set(Key::ResponseMode, ResponseMode::FormPost)
        } else {
            mistake.remedy(only_code(subject, index))
        });
    }),
    ..Rule::BASE
};
