//! Checks the values of a client, and makes of them what a flow needs.

use std::boxed::Box;
use std::string::String;
use std::vec;
use std::vec::Vec;

use oauth_flow_core::vocabulary::{AuthMethod, Grant, Profile, SenderConstraint, Word};
use oauth_flow_core::{
    Contradiction, Declaration, Endpoint, Endpoints, Key, Merged, Origin, Statement, merge,
};
use oauth2::http::Uri as HttpUri;
use oauth2::url::Url;

use super::credential::{credential, printable, signer};
use super::error::{BuildError, SeveralValues};
use super::server_identity::{self, check_discovery_urls, respell};
use super::single_value::{SingleValue, single_value};
use super::values::{LOGIN_LIFETIME, Values};
use crate::flow::exchange::client::Client;
use crate::flow::judgement::{Judgement, judge_configuration};
use crate::flow::parameter::is_managed;
use crate::flow::server::metadata::ServerMetadata;
use crate::flow::settings::{Settings, system_clock};
use crate::flow::text::shown_value;

/// What a flow needs, of the values that methods give and of those that fields and the server's
/// metadata give.
pub(super) fn build(
    declaration: &'static Declaration<'static>,
    mut given: Values,
    mut configured: Values,
) -> Result<Client, BuildError> {
    let client_secret = if given.client_secret.is_empty() {
        std::mem::take(&mut configured.client_secret)
    } else {
        std::mem::take(&mut given.client_secret)
    };
    let server = configured.server.take();
    let declared = Statement::declared(declaration);
    let merged = merged(&declared, &mut given, &mut configured, server.as_ref());
    if let Some(several) = several(&merged) {
        return Err(BuildError::Several(Box::new(several)));
    }
    check_token_types(declaration, &given.bearer_token_types)?;
    let client_id = client_id(&merged, declaration)?;
    let stated_issuer = single_value(&merged, Key::Issuer);
    let issuer = server_identity::issuer(stated_issuer, server.as_ref())?;
    for urls in [&given.discovery_urls, &configured.discovery_urls] {
        check_discovery_urls(urls, stated_issuer, server.as_ref())?;
    }
    let judged = server.as_ref().map(ServerMetadata::judged);
    let Judgement { errors, warnings } = judge_configuration(declaration, &merged, judged.as_ref());
    if !errors.is_empty() {
        return Err(BuildError::Values(errors));
    }
    let iss_promised = given.iss_promised || configured.iss_promised;
    if iss_promised && issuer.is_none() {
        return Err(BuildError::Missing(Key::Issuer));
    }
    let list = |key| merged.statement.texts(key).map(String::from).collect::<Vec<String>>();
    let redirect_uris = list(Key::RedirectUri);
    if declaration.redirects() && redirect_uris.is_empty() {
        return Err(BuildError::Missing(Key::RedirectUri));
    }
    let endpoints = endpoints(&merged, declaration, server.as_ref())?;
    let token_endpoint = endpoints.get(Endpoint::Token).clone();
    let signer = signer(given.signer, given.async_signer)?;
    #[cfg(feature = "openid")]
    let openid = super::openid::openid(
        given.openid,
        declaration,
        server.as_ref(),
        issuer.as_ref(),
        client_secret.first(),
    )?;
    let credential =
        credential(declaration.auth, client_id, issuer.is_some(), &client_secret, signer)?;
    let settings = Settings {
        declaration,
        client_id: String::from(client_id),
        authorization_endpoint: authorization_endpoint(&merged)?,
        token_endpoint: token_endpoint.ok_or(BuildError::Missing(Key::TokenEndpoint))?,
        endpoints,
        redirect_uris,
        scopes: list(Key::Scope),
        resources: list(Key::Resource),
        audiences: list(Key::Audience),
        issuer,
        iss_promised,
        bearer_token_types: given.bearer_token_types,
        clock: given.clock.or(system_clock()).ok_or(BuildError::MissingClock)?,
        login_lifetime: given.login_lifetime.unwrap_or(LOGIN_LIFETIME),
        warnings,
        #[cfg(feature = "openid")]
        openid,
    };
    Ok(Client::new(settings, credential))
}

/// The values of all sources as one, the strongest first.
fn merged(
    declared: &Statement,
    given: &mut Values,
    configured: &mut Values,
    server: Option<&ServerMetadata>,
) -> Merged {
    let statement = |values: &mut Values| {
        respell(&mut values.texts, declared, server);
        let mut statement = Statement::default();
        for given in &values.texts {
            // The template of the issuers of tenants is the one that the metadata was read by.
            let is_template =
                server.is_some_and(|it| it.who().server().is_none() && it.issuer() == given.text);
            if given.key != Key::Issuer || !is_template {
                let push = if given.is_parsed { Statement::push_url } else { Statement::push_text };
                push(&mut statement, given.key, &given.text, given.origin);
            }
        }
        statement
    };
    let (mut given, configured) = (statement(given), statement(configured));
    name_one_server(&mut given, &configured);
    merge(vec![given, configured], Some(declared))
}

/// Adds the issuer of the metadata to an issuer that a method gives: endpoints are those of one
/// server, and a flow is not built with the name of another (RFC 8414 section 3.3).
fn name_one_server(given: &mut Statement, configured: &Statement) {
    if given.values(Key::Issuer).is_empty() {
        return;
    }
    for stated in configured.values(Key::Issuer) {
        if let (Origin::Metadata(_), Some(text)) = (stated.origin, stated.value.text()) {
            given.push_text(Key::Issuer, text, stated.origin);
        }
    }
}

/// Two values for what a client has one of.
fn several(merged: &Merged) -> Option<SeveralValues> {
    merged.contradictions.iter().find_map(|contradiction| match contradiction {
        Contradiction::Several { key, first, second } => {
            let mut texts = merged.statement.texts(*key);
            let one = texts.next()?;
            let other = texts.find(|other| *other != one)?;
            let shown = Some([one, other].map(shown_value));
            Some(SeveralValues { first: *first, second: *second, shown })
        }
        _ => None,
    })
}

/// The client identifier; empty for a client that has no registration: it asks by a token or an assertion
/// alone, and identifies itself by nothing (RFC 7521 section 4.1, RFC 8693 section 2.1).
fn client_id<'m>(merged: &'m Merged, declaration: &Declaration<'_>) -> Result<&'m str, BuildError> {
    let alone = |grant: &Grant| matches!(grant, Grant::TokenExchange | Grant::JwtBearer);
    match single_value(merged, Key::ClientId) {
        Some(SingleValue { text, origin }) => {
            if origin != Origin::Declared {
                printable(text, origin)?;
            }
            Ok(text)
        }
        None if declaration.auth == AuthMethod::None
            && !declaration.grants.is_empty()
            && declaration.extension_grants.is_empty()
            && declaration.grants.iter().all(alone) =>
        {
            Ok("")
        }
        None => Err(BuildError::Missing(Key::ClientId)),
    }
}

/// Whether each name is one that may be taken for `Bearer`. Where tokens have to be bound to the client,
/// a token that is bound in another way, or that is none, is not.
fn check_token_types(declaration: &Declaration<'_>, names: &[String]) -> Result<(), BuildError> {
    let bound = declaration.sender_constraint.is_some() || declaration.profile == Profile::Fapi2;
    let refused = |name: &&String| {
        let others = ["DPoP", "N_A"];
        let other = others.iter().any(|other| name.trim().eq_ignore_ascii_case(other));
        name.trim().is_empty() || (bound && other)
    };
    match names.iter().find(refused) {
        Some(name) => Err(BuildError::BearerTokenType(shown_value(name.trim()))),
        None => Ok(()),
    }
}

/// The endpoints that requests are posted to, among them all that the declared grants need.
fn endpoints(
    merged: &Merged,
    declaration: &Declaration<'_>,
    server: Option<&ServerMetadata>,
) -> Result<Endpoints<Option<HttpUri>>, BuildError> {
    let server = server.filter(|_| presents_certificate(declaration));
    let mut endpoints = Endpoints::NONE;
    for endpoint in Endpoint::ALL {
        let key = endpoint.key();
        match single_value(merged, key) {
            None if declaration.needs(*endpoint) => return Err(BuildError::Missing(key)),
            None => {}
            // A rule has read it as a URI before: what is refused here is no URL of HTTP.
            Some(SingleValue { text, origin }) => {
                let alias = server.and_then(|server| alias(server, *endpoint, text));
                let url =
                    alias.unwrap_or(text).parse::<HttpUri>().map_err(|_| not_a_url(key, origin))?;
                *endpoints.get_mut(*endpoint) = Some(url);
            }
        }
    }
    Ok(endpoints)
}

/// Whether the client authenticates by a certificate, or has its tokens bound to one (RFC 8705 sections 2
/// and 3).
pub(super) fn presents_certificate(declaration: &Declaration<'_>) -> bool {
    let methods = [AuthMethod::TlsClientAuth, AuthMethod::SelfSignedTlsClientAuth];
    methods.contains(&declaration.auth)
        || declaration.sender_constraint == Some(SenderConstraint::Mtls)
}

/// The URL that takes the place of an endpoint of the metadata where a client presents a certificate (RFC
/// 8705 section 5). Another URL than that of the metadata is what the user chose. The user's browser, which
/// goes to the authorization endpoint, has no certificate of the client.
fn alias<'s>(server: &'s ServerMetadata, endpoint: Endpoint, text: &str) -> Option<&'s str> {
    if endpoint == Endpoint::Authorization || server.endpoint(endpoint) != Some(text) {
        return None;
    }
    let mut aliases = server.mtls_endpoint_aliases();
    aliases.find(|(name, _)| *name == endpoint.word()).map(|(_, url)| url)
}

/// The authorization endpoint, to which the parameters of requests are added.
fn authorization_endpoint(merged: &Merged) -> Result<Option<Url>, BuildError> {
    let key = Key::AuthorizationEndpoint;
    let Some(SingleValue { text, origin }) = single_value(merged, key) else { return Ok(None) };
    let url = Url::parse(text).map_err(|_| not_a_url(key, origin))?;
    if let Some((name, _)) = url.query_pairs().find(|(name, _)| is_managed(name)) {
        return Err(BuildError::ManagedQuery(oauth_flow_core::echo(&name)));
    }
    Ok(Some(url))
}

/// The error names the method of the builder for a declared value, which no origin names.
fn not_a_url(key: Key, origin: Origin) -> BuildError {
    let declared = origin == Origin::Declared;
    BuildError::NotAUrl(if declared { Origin::Method(key.word()) } else { origin })
}
