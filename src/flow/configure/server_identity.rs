//! Which server the client has, where several values say it in their own way: the issuer, the template of
//! the issuers of tenants, the address of the metadata, and a URL that a parser has rewritten.

use std::boxed::Box;
use std::string::String;

use oauth_flow_core::uri::well_known;
use oauth_flow_core::vocabulary::Word as _;
use oauth_flow_core::{Key, Origin, Statement};
use oauth2::url::Url;

use super::error::{BuildError, SeveralValues};
use super::single_value::SingleValue;
use super::values::GivenText;
use crate::flow::server::metadata::ServerMetadata;
use crate::flow::settings::Issuer;
use crate::flow::text::shown_value;

/// Writes texts that a parser of URLs has rewritten as the declaration or the metadata writes them: they
/// are compared as text, here and by the server (RFC 3986 section 6.2.1).
pub(super) fn respell(
    texts: &mut [GivenText],
    declared: &Statement,
    server: Option<&ServerMetadata>,
) {
    for given in texts.iter_mut().filter(|given| given.is_parsed) {
        let issuer = server.filter(|_| given.key == Key::Issuer).map(ServerMetadata::issuer);
        let mut known = declared.texts(given.key).chain(issuer);
        let parsed = |known: &&str| Url::parse(known).is_ok_and(|url| url.as_str() == given.text);
        if let Some(known) = known.find(parsed) {
            given.text = String::from(known);
            given.is_parsed = false;
        }
    }
}

/// The issuer that responses are compared with: that of the metadata, or for the tenants of a server the
/// one tenant that is given besides.
pub(super) fn issuer(
    given: Option<SingleValue<'_>>,
    server: Option<&ServerMetadata>,
) -> Result<Option<Issuer>, BuildError> {
    let tenants = server.map(ServerMetadata::who).filter(|who| who.server().is_none());
    match (given, tenants) {
        (Some(given), Some(tenants)) if !tenants.is(given.text) => {
            let second = Origin::Metadata(Key::Issuer.word());
            let shown = [given.text, &tenants.text()].map(shown_value);
            let several = SeveralValues { first: given.origin, second, shown: Some(shown) };
            Err(BuildError::Several(Box::new(several)))
        }
        (Some(given), _) => Ok(Some(Issuer::Server(String::from(given.text)))),
        (None, tenants) => Ok(tenants.cloned()),
    }
}

/// Whether each address of metadata is one of the server: it then says nothing more.
pub(super) fn check_discovery_urls(
    urls: &[GivenText],
    given: Option<SingleValue<'_>>,
    server: Option<&ServerMetadata>,
) -> Result<(), BuildError> {
    let metadata = Origin::Metadata(Key::Issuer.word());
    // What the metadata was read by is the issuer to which its address belongs.
    let known = server
        .map(|server| (server.who().clone(), metadata))
        .or_else(|| given.map(|given| (Issuer::Server(String::from(given.text)), given.origin)));
    for given in urls {
        let Some((issuer, issuer_origin)) = &known else {
            return Err(BuildError::DiscoveryUrl(given.origin));
        };
        if !is_address_of(&given.text, issuer) {
            return Err(BuildError::OtherDiscoveryUrl {
                origin: given.origin,
                url: shown_value(&given.text),
                issuer_origin: *issuer_origin,
                issuer: shown_value(&issuer.text()),
            });
        }
    }
    Ok(())
}

/// Whether the metadata of the issuer is at this URL.
fn is_address_of(url: &str, issuer: &Issuer) -> bool {
    const TENANT: &str = "tenant";
    match issuer {
        Issuer::Server(issuer) => well_known(issuer).iter().any(|address| address == url),
        Issuer::Tenants(before, after) => {
            // The addresses of a tenant, each with the tenant in its place.
            let addresses = well_known(&[before, TENANT, after].concat());
            addresses.iter().any(|address| {
                let parts = address.split_once(&["/", TENANT].concat());
                parts.is_some_and(|(start, end)| {
                    Issuer::Tenants([start, "/"].concat(), String::from(end)).is(url)
                })
            })
        }
    }
}
