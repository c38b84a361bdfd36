//! The values of a client that arrive at run time.

use std::string::{String, ToString};
use std::sync::Arc;
use std::time::Duration;
use std::vec::Vec;

use oauth_flow_core::vocabulary::Word;
use oauth_flow_core::{Endpoint, Key, Origin, Role};
use zeroize::Zeroizing;

use super::fields::{FieldReader, FieldText};
use crate::flow::exchange::assertion::BoxedSigner;
use crate::flow::exchange::signer::Signer;
use crate::flow::server::metadata::ServerMetadata;
use crate::flow::settings::Clock;

/// How long a user may take from the authorization request to its response, unless
/// `login_lifetime` of the builder says otherwise.
pub(super) const LOGIN_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// A secret that arrived at run time, and where it comes from.
pub(super) struct Given {
    pub(super) text: Zeroizing<String>,
    pub(super) origin: Origin,
}

/// A text that arrived at run time.
pub(super) struct GivenText {
    pub(super) key: Key,
    pub(super) text: String,
    pub(super) origin: Origin,
    /// Whether a parser of URLs has rewritten it.
    pub(super) is_parsed: bool,
}

/// The values of a client, all that were given.
#[derive(Default)]
pub(super) struct Values {
    pub(super) texts: Vec<GivenText>,
    /// The addresses of the metadata of the server, which fields for its issuer hold.
    pub(super) discovery_urls: Vec<GivenText>,
    pub(super) server: Option<ServerMetadata>,
    pub(super) client_secret: Vec<Given>,
    pub(super) signer: Option<Arc<dyn Signer>>,
    pub(super) async_signer: Option<Arc<dyn BoxedSigner>>,
    pub(super) iss_promised: bool,
    pub(super) clock: Option<Clock>,
    pub(super) login_lifetime: Option<Duration>,
    pub(super) bearer_token_types: Vec<String>,
    #[cfg(feature = "openid")]
    pub(super) openid: super::openid::OpenIdValues,
}

impl Values {
    /// Takes a value. A scope may be several scope tokens; a text without a token gives none, as the
    /// text of a variable does that is set to nothing.
    pub(super) fn text(&mut self, key: Key, text: &str, origin: Origin, is_parsed: bool) {
        let given = |text| GivenText { key, text: String::from(text), origin, is_parsed };
        if key == Key::Scope {
            self.texts.extend(text.split(' ').filter(|token| !token.is_empty()).map(given));
        } else if key == Key::Issuer && text.contains("/.well-known/") {
            self.discovery_urls.push(given(text));
        } else {
            self.texts.push(given(text));
        }
    }

    pub(super) fn server(&mut self, metadata: &ServerMetadata) {
        let mut push = |key: Key, text: &str| {
            let origin = Origin::Metadata(key.word());
            self.texts.push(GivenText { key, text: String::from(text), origin, is_parsed: false });
        };
        // The template of the issuers of tenants is none itself.
        if let Some(issuer) = metadata.who().server() {
            push(Key::Issuer, issuer);
        }
        for endpoint in Endpoint::ALL {
            if let Some(url) = metadata.endpoint(*endpoint) {
                push(endpoint.key(), url);
            }
        }
        self.iss_promised |= metadata.authorization_response_iss_parameter_supported();
        self.server = Some(metadata.clone());
    }
}

impl FieldReader for Values {
    fn field(&mut self, role: Role, name: &'static str, value: &dyn FieldText) {
        let origin = Origin::Field(name);
        let is_parsed = value.is_parsed_url();
        value.texts(&mut |text| match role.key() {
            Some(key) => self.text(key, text, origin, is_parsed),
            None if role == Role::ClientSecret => {
                let text = Zeroizing::new(text.to_string());
                self.client_secret.push(Given { text, origin });
            }
            None => {}
        });
    }
}
