//! Reads the answer of the token endpoint (RFC 6749 section 5.1) without losing what was issued:
//! `docs/answers.md` has each member and how it is read.

use std::borrow::ToOwned as _;
use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use oauth_flow_core::Declaration;
use oauth_flow_core::vocabulary::Profile;
use oauth2::basic::BasicTokenType;
use oauth2::{AccessToken, RefreshToken, Scope};

use super::error::{RequestError, Unusable, UnusableReason};
use super::tokens::{ExtraFields, Response, Tokens};
use crate::flow::exchange::answer::{Answer, required, string};
use crate::flow::exchange::error::{ExchangeError, WrongMember};
use crate::flow::exchange::send::Reading;
use crate::flow::members::{JsonType, Members, any, lifetime, text, texts, type_of};
#[cfg(feature = "openid")]
use crate::flow::openid::id_token::ExpectedLogin;
use crate::flow::settings::{Settings, tokens_of};
use crate::flow::text::shown;

const SECTION: &str = "RFC 6749 section 5.1";

/// What a request expects of its answer.
pub(in crate::flow) struct Expected<'f> {
    declaration: &'f Declaration<'f>,
    /// The token types that are used as `Bearer`.
    bearer_token_types: &'f [String],
    /// The refresh token that stays valid where the answer has none (RFC 6749 section 6).
    pub(in crate::flow) previous: Option<RefreshToken>,
    /// The nonce of the authorization request.
    pub(in crate::flow) nonce: Option<String>,
    /// Whether the scope of the login has `openid`, so that the answer has an ID token.
    pub(in crate::flow) openid: bool,
    /// Whether the token may be of no type: one that is exchanged need not be an access token (RFC
    /// 8693 section 2.2.1).
    pub(in crate::flow) not_applicable: bool,
    /// What an ID token is compared with, where the request is one of a user who logs in.
    #[cfg(feature = "openid")]
    pub(in crate::flow) user: User,
}

/// Whether an answer says who logged in.
#[cfg(feature = "openid")]
#[derive(Default)]
pub(in crate::flow) enum User {
    /// Nobody logs in.
    #[default]
    None,
    /// It is a refresh, and it is not known of which login.
    Unknown,
    /// A user logs in, or a login goes on.
    Of(Box<ExpectedLogin>),
}

#[cfg(feature = "openid")]
impl User {
    /// A login without an authorization request: the ID token has no nonce to repeat.
    pub(in crate::flow) fn of_anyone() -> Self {
        Self::of(ExpectedLogin::default())
    }

    pub(in crate::flow) fn of(expected: ExpectedLogin) -> Self {
        Self::Of(Box::new(expected))
    }
}

impl<'f> Expected<'f> {
    pub(in crate::flow) fn of(settings: &'f Settings) -> Self {
        Self {
            declaration: settings.declaration,
            bearer_token_types: &settings.bearer_token_types,
            previous: None,
            nonce: None,
            openid: false,
            not_applicable: false,
            #[cfg(feature = "openid")]
            user: User::None,
        }
    }
}

impl Reading for Expected<'_> {
    type Output = Tokens;
    type Error<E> = RequestError<E>;

    fn read<E>(&mut self, answer: &Answer<'_>) -> Result<Tokens, RequestError<E>> {
        let members = answer.members("access_token").map_err(RequestError::Exchange)?;
        let refresh_token = match members.get("refresh_token") {
            Some(value) => match string("refresh_token", value, SECTION) {
                Ok(token) => Some(token).filter(|token| !token.trim().is_empty()),
                Err(error) => {
                    return Err(self.unusable(UnusableReason::Member(error), &members, None));
                }
            },
            None => None,
        };
        let refresh_token = refresh_token.map(RefreshToken::new);
        match self.tokens(&members, refresh_token.clone()) {
            Ok(response) => Ok(Tokens::new(response, self.nonce.take())),
            // An answer without any token is one of another endpoint.
            Err(UnusableReason::Member(error))
                if refresh_token.is_none() && error.member() == "access_token" =>
            {
                Err(RequestError::Exchange(ExchangeError::from(error)))
            }
            Err(reason) => Err(self.unusable(reason, &members, refresh_token)),
        }
    }
}

impl Expected<'_> {
    fn tokens(
        &mut self,
        members: &Members<'_>,
        refresh_token: Option<RefreshToken>,
    ) -> Result<Response, UnusableReason> {
        let access_token =
            required("access_token", members, SECTION).map_err(UnusableReason::Member)?;
        let token_type = self.token_type(members)?;
        let scopes = scopes(members)?;
        let id_token = match members.get("id_token") {
            Some(value) => {
                let section = "OpenID Connect Core section 3.1.3.3";
                let token = string("id_token", value, section).map_err(UnusableReason::Member)?;
                Some(token).filter(|token| !token.is_empty())
            }
            None => None,
        };
        let granted = |scopes: &Vec<Scope>| scopes.iter().any(|scope| scope.as_str() == "openid");
        if self.openid && id_token.is_none() && scopes.as_ref().is_none_or(granted) {
            return Err(UnusableReason::MissingIdToken);
        }
        let extra = ExtraFields {
            id_token,
            issued_token_type: members.get("issued_token_type").and_then(text),
            other: others(members),
        };
        let mut response = Response::new(AccessToken::new(access_token), token_type, extra);
        response.set_expires_in(members.get("expires_in").and_then(lifetime).as_ref());
        response.set_refresh_token(refresh_token.or_else(|| self.previous.take()));
        response.set_scopes(scopes);
        Ok(response)
    }

    /// The type of the access token: `Bearer` in any case where the answer says nothing, unless that
    /// would take the place of a protection.
    fn token_type(&self, members: &Members<'_>) -> Result<BasicTokenType, UnusableReason> {
        let name = match members.get("token_type") {
            Some(value) => string("token_type", value, SECTION).map_err(UnusableReason::Member)?,
            None => String::new(),
        };
        if name.is_empty() {
            return if self.is_protected() {
                Err(UnusableReason::MissingTokenType)
            } else {
                Ok(BasicTokenType::Bearer)
            };
        }
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("Bearer") || self.bearer_token_types.iter().any(|other| is(other)) {
            return Ok(BasicTokenType::Bearer);
        }
        if self.not_applicable && is("N_A") {
            return Ok(BasicTokenType::Extension("n_a".to_owned()));
        }
        Err(UnusableReason::TokenType(shown(&name)))
    }

    /// Whether the client declares that its tokens are bound to it.
    fn is_protected(&self) -> bool {
        self.declaration.sender_constraint.is_some() || self.declaration.profile == Profile::Fapi2
    }

    fn unusable<E>(
        &mut self,
        reason: UnusableReason,
        members: &Members<'_>,
        refresh_token: Option<RefreshToken>,
    ) -> RequestError<E> {
        let access_token = members.get("access_token").and_then(text);
        RequestError::Unusable(Box::new(Unusable {
            reason,
            access_token: access_token.filter(|token| !token.is_empty()).map(AccessToken::new),
            refresh_token: refresh_token.or_else(|| self.previous.take()),
        }))
    }
}

/// The scope that was granted: scope tokens separated by spaces, or a list of them.
fn scopes(members: &Members<'_>) -> Result<Option<Vec<Scope>>, UnusableReason> {
    let Some(value) = members.get("scope") else { return Ok(None) };
    let texts = match type_of(value) {
        JsonType::Array => texts(value),
        _ => text(value).map(|text| Vec::from([text])),
    };
    let texts = texts.ok_or_else(|| {
        UnusableReason::Member(WrongMember::of_type("scope", value, JsonType::String, SECTION))
    })?;
    Ok(Some(texts.iter().flat_map(|text| tokens_of(text)).map(Scope::new).collect()))
}

/// The members that no standard of the flow has.
fn others(members: &Members<'_>) -> serde_json::Map<String, serde_json::Value> {
    const KNOWN: &[&str] = &[
        "access_token",
        "token_type",
        "expires_in",
        "refresh_token",
        "scope",
        "id_token",
        "issued_token_type",
    ];
    let others = members.iter().filter(|(name, _)| !KNOWN.contains(name));
    others.map(|(name, value)| (name.to_owned(), any(value))).collect()
}
