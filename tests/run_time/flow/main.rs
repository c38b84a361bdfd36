//! The typed run time, against a server that is a list of answers.

mod answers;
mod async_signer;
mod audience;
mod authorization;
mod bound;
mod build;
mod client_authentication;
mod complete;
#[cfg(feature = "cookie")]
mod cookies;
mod device;
mod documents;
mod given;
#[cfg(feature = "openid")]
mod id_token;
mod issuer;
#[cfg(feature = "loopback")]
mod loopback;
mod many_logins;
mod metadata;
mod openid;
mod properties;
mod pushed;
mod revocation;
mod secrecy;
mod several_servers;
mod sharing;
mod shown;
mod token_requests;
#[cfg(feature = "token-source")]
mod token_source;
#[cfg(feature = "tracing")]
mod traced;
mod url_fields;
mod without_registration;
