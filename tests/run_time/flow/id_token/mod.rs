//! An ID token is validated before anyone has it (OpenID Connect Core sections 3.1.3.7 and 3.1.3.8).

mod claims;
mod keys;
mod login;
mod logout;
mod properties;
mod provider;
mod refresh;
mod shown;
mod signature;
#[cfg(feature = "token-source")]
mod stored;
#[cfg(feature = "tracing")]
mod traced;
mod userinfo;
