//! How the client proves who it is, of its declared method and what it was given.

use std::boxed::Box;
#[cfg(feature = "jwt")]
use std::string::String;
use std::sync::Arc;

use oauth_flow_core::vocabulary::AuthMethod;
#[cfg(feature = "jwt")]
use oauth_flow_core::vocabulary::JwsAlgorithm;
use oauth_flow_core::{Key, Origin};

use super::error::{BuildError, SeveralValues};
use super::values::Given;
use crate::flow::exchange::assertion::{AnySigner, BoxedSigner};
use crate::flow::exchange::credential::Credential;
use crate::flow::exchange::signer::Signer;

/// An identifier or a secret: neither empty nor with characters that RFC 6749 appendix A has not
/// in it.
pub(super) fn printable(text: &str, origin: Origin) -> Result<(), BuildError> {
    if text.is_empty() {
        Err(BuildError::Empty(origin))
    } else if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && text.trim() == text {
        Ok(())
    } else {
        Err(BuildError::NotPrintable(origin))
    }
}

/// What signs the assertions of the client, which has one signer.
pub(super) fn signer(
    blocking: Option<Arc<dyn Signer>>,
    asynchronous: Option<Arc<dyn BoxedSigner>>,
) -> Result<Option<AnySigner>, BuildError> {
    match (blocking, asynchronous) {
        (Some(_), Some(_)) => {
            let [first, second] = ["signer", "async_signer"].map(Origin::Method);
            Err(BuildError::Several(Box::new(SeveralValues { first, second, shown: None })))
        }
        (blocking, asynchronous) => {
            Ok(blocking.map(AnySigner::Blocking).or(asynchronous.map(AnySigner::Asynchronous)))
        }
    }
}

/// How the client proves who it is at the endpoints of the server.
pub(super) fn credential(
    method: AuthMethod,
    client_id: &str,
    has_issuer: bool,
    secrets: &[Given],
    signer: Option<AnySigner>,
) -> Result<Credential, BuildError> {
    if let Some((first, rest)) = secrets.split_first()
        && let Some(other) = rest.iter().find(|other| other.text != first.text)
    {
        let (first, second) = (first.origin, other.origin);
        return Err(BuildError::Several(Box::new(SeveralValues { first, second, shown: None })));
    }
    let secret = || {
        let given = secrets.first().ok_or(BuildError::MissingSecret)?;
        printable(&given.text, given.origin).map(|()| given)
    };
    if let (false, Some(given)) = (method.uses_secret(), secrets.first()) {
        return Err(BuildError::UnusedSecret(given.origin, method));
    }
    let signs = matches!(method, AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt);
    if !signs && signer.is_some() {
        return Err(BuildError::UnusedSigner(method));
    }
    match method {
        AuthMethod::None | AuthMethod::TlsClientAuth | AuthMethod::SelfSignedTlsClientAuth => {
            Ok(Credential::Identifier)
        }
        AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost => {
            let given = secret()?;
            Credential::of_secret(method, client_id, &given.text)
                .ok_or(BuildError::NotPrintable(given.origin))
        }
        // The methods that sign.
        _ => {
            if !has_issuer {
                return Err(BuildError::Missing(Key::Issuer));
            }
            if let Some(signer) = signer {
                return Ok(Credential::Assertion(signer));
            }
            #[cfg(feature = "jwt")]
            if method == AuthMethod::ClientSecretJwt {
                return signing_secret(secret()?);
            }
            Err(BuildError::MissingSigner(method))
        }
    }
}

/// The client secret as the key of HS256, the default of `OpenID` Connect Core section 10.1.
#[cfg(feature = "jwt")]
fn signing_secret(given: &Given) -> Result<Credential, BuildError> {
    let secret = oauth2::ClientSecret::new(String::from(given.text.as_str()));
    let signer =
        crate::flow::exchange::jwt::JwtSigner::from_client_secret(JwsAlgorithm::Hs256, &secret);
    let signer = signer.map_err(|_| BuildError::ShortSecret(given.origin))?;
    Ok(Credential::Assertion(AnySigner::Blocking(Arc::new(signer))))
}
