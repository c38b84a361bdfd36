//! Who the user is (`OpenID` Connect Core): ID tokens, userinfo, and logout.

pub(super) mod claims;
pub(super) mod end_session;
pub(super) mod error;
pub(super) mod id_token;
pub(super) mod identity;
pub(super) mod keys;
pub(super) mod logout_token;
mod standard;
pub(super) mod userinfo;
