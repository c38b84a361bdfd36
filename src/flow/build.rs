//! Checks the values of a client, and makes of them what a flow needs.

use std::borrow::Cow;
use std::string::String;
use std::sync::Arc;
use std::vec::Vec;

use oauth_flow_core::uri::{Host, Uri};
#[cfg(feature = "jwt")]
use oauth_flow_core::vocabulary::JwsAlgorithm;
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Key, Word};
use oauth_flow_core::{Declaration, Place};
use oauth2::http::Uri as HttpUri;
use oauth2::url::Url;

use super::authentication::Credential;
use super::build_error::CLIENT_SECRET;
use super::builder::{Given, LOGIN_LIFETIME, Values};
use super::parameter::is_managed;
use super::values::{CONFIGURED, Judgement, judge, not_declared, without_userinfo};
use super::{BuildError, Clock, Endpoints, Inner, Origin, ValueFinding};

pub(super) fn build(
    declaration: &'static Declaration<'static>,
    values: &Values,
) -> Result<Inner, BuildError> {
    let merged = Merged::of(declaration, values)?;
    let client_id = merged.client_id.ok_or(BuildError::Missing { what: Key::ClientId.word() })?;
    if let Some(given) = values.client_id.first() {
        printable(given)?;
    }
    if let Some(origin) = merged.issuer.filter(Text::is_discovery_url).and_then(|it| it.origin) {
        return Err(BuildError::DiscoveryUrl(origin));
    }
    let Judgement { mut errors, warnings } = merged.judged();
    errors.extend(merged.undeclared());
    if !errors.is_empty() {
        return Err(BuildError::Values(errors));
    }
    if values.iss_promised && merged.issuer.is_none() {
        return Err(BuildError::Missing { what: Key::Issuer.word() });
    }
    if declaration.redirects() && merged.redirect_uris.is_empty() {
        return Err(BuildError::Missing { what: Key::RedirectUri.word() });
    }
    let owned = |list: &[Text<'_>]| list.iter().map(|text| String::from(text.text)).collect();
    Ok(Inner {
        declaration,
        client_id: String::from(client_id.text),
        credential: credential(declaration.auth, client_id.text, merged.issuer.is_some(), values)?,
        endpoints: merged.endpoints(declaration)?,
        redirect_uris: owned(&merged.redirect_uris),
        scopes: owned(&merged.scopes),
        resources: owned(&merged.resources),
        issuer: merged.issuer.map(|issuer| String::from(issuer.text)),
        iss_promised: values.iss_promised,
        clock: values.clock.or(system_clock()).ok_or(BuildError::MissingClock)?,
        login_lifetime: values.login_lifetime.unwrap_or(LOGIN_LIFETIME),
        warnings,
    })
}

/// The clock of the platform, if it has one.
fn system_clock() -> Option<Clock> {
    let none = cfg!(all(target_family = "wasm", target_os = "unknown"));
    (!none).then_some(std::time::SystemTime::now)
}

/// A value, and where it came from unless it was declared.
#[derive(Clone, Copy)]
struct Text<'v> {
    text: &'v str,
    origin: Option<Origin>,
}

/// What is declared and what was given, as one: what was given stands in the place of what was
/// declared, and may not contradict it.
struct Merged<'v> {
    declaration: &'static Declaration<'static>,
    client_id: Option<Text<'v>>,
    issuer: Option<Text<'v>>,
    endpoints: [(Key, Option<Text<'v>>); 5],
    redirect_uris: Vec<Text<'v>>,
    scopes: Vec<Text<'v>>,
    resources: Vec<Text<'v>>,
}

impl<'v> Merged<'v> {
    fn of(
        declaration: &'static Declaration<'static>,
        values: &'v Values,
    ) -> Result<Self, BuildError> {
        let [authorization, token, device, revocation, pushed] = declaration.endpoints();
        let endpoint = |(key, declared): (Key, Option<&'static str>), given: &'v [Given]| {
            one(given).map(|given| (key, given.or_else(|| declared.map(Text::declared))))
        };
        Ok(Self {
            declaration,
            client_id: one(&values.client_id)?.or(declaration.client_id.map(Text::declared)),
            issuer: one(&values.issuer)?.or(declaration.issuer.map(Text::declared)),
            endpoints: [
                endpoint(authorization, &values.authorization_endpoint)?,
                endpoint(token, &values.token_endpoint)?,
                endpoint(device, &values.device_authorization_endpoint)?,
                endpoint(revocation, &values.revocation_endpoint)?,
                endpoint(pushed, &values.pushed_authorization_request_endpoint)?,
            ],
            redirect_uris: all(&values.redirect_uris, declaration.redirect_uris),
            scopes: all_tokens(&values.scopes, declaration.scopes),
            resources: all(&values.resources, declaration.resources),
        })
    }

    /// What the rules say of the values that were given.
    fn judged(&self) -> Judgement {
        let list = |values: &[Text<'v>]| {
            values.iter().map(|it| without_userinfo(it.text)).collect::<Vec<_>>()
        };
        let (redirect_uris, scopes, resources) =
            (list(&self.redirect_uris), list(&self.scopes), list(&self.resources));
        let [redirect_uris, scopes, resources] =
            [&redirect_uris, &scopes, &resources].map(|list| texts(list));
        let text = |key| self.of_key(key).map(|it| without_userinfo(it.text));
        let issuer = text(Key::Issuer);
        let [authorization, token, device, revocation, pushed] =
            self.endpoints.map(|(key, _)| text(key));
        let whole = Declaration {
            redirect_uris: &redirect_uris,
            scopes: &scopes,
            resources: &resources,
            issuer: issuer.as_deref(),
            authorization_endpoint: authorization.as_deref(),
            token_endpoint: token.as_deref(),
            device_authorization_endpoint: device.as_deref(),
            revocation_endpoint: revocation.as_deref(),
            pushed_authorization_request_endpoint: pushed.as_deref(),
            ..*self.declaration
        };
        judge(&whole, CONFIGURED, |place| {
            let value = match place {
                Place::RedirectUri(index) => self.redirect_uris.get(index).copied(),
                Place::Scope(index) => self.scopes.get(index).copied(),
                Place::Resource(index) => self.resources.get(index).copied(),
                Place::Key(key) => self.of_key(key),
                _ => None,
            };
            value.and_then(|value| value.origin)
        })
    }

    fn of_key(&self, key: Key) -> Option<Text<'v>> {
        if key == Key::Issuer {
            return self.issuer;
        }
        self.endpoints.iter().find(|(other, _)| *other == key).and_then(|(_, value)| *value)
    }

    /// The values that are not among those that are declared.
    fn undeclared(&self) -> Vec<ValueFinding> {
        let declaration = self.declaration;
        let mut found = Vec::new();
        let mut compare = |key: Key, given: &[Text<'v>], fits: &dyn Fn(&str) -> bool| {
            for Text { text, origin } in given {
                if let Some(origin) = origin.filter(|_| !fits(text)) {
                    found.push(not_declared(key.word(), text, origin));
                }
            }
        };
        let single = |declared: Option<&'static str>| {
            move |text: &str| declared.is_none_or(|declared| declared == text)
        };
        compare(Key::ClientId, self.client_id.as_slice(), &single(declaration.client_id));
        compare(Key::Issuer, self.issuer.as_slice(), &single(declaration.issuer));
        for ((key, given), (_, declared)) in self.endpoints.iter().zip(declaration.endpoints()) {
            compare(*key, given.as_slice(), &single(declared));
        }
        compare(Key::RedirectUri, &self.redirect_uris, &|text| {
            declaration.redirect_uri_at_run_time
                || declaration.redirect_uris.is_empty()
                || declaration.redirect_uris.iter().any(|declared| is_registered(declared, text))
        });
        let listed = |list: &'static [&'static str]| {
            move |text: &str| list.is_empty() || list.contains(&text)
        };
        compare(Key::Scope, &self.scopes, &listed(declaration.scopes));
        compare(Key::Resource, &self.resources, &listed(declaration.resources));
        found
    }

    /// The endpoints, among them all that the declared grants need.
    fn endpoints(&self, declaration: &Declaration<'_>) -> Result<Endpoints, BuildError> {
        let missing = |key: Key| BuildError::Missing { what: key.word() };
        let find = |key: Key, needed: bool| match self.of_key(key) {
            None if needed => Err(missing(key)),
            value => Ok(value.map(|value| {
                let origin = value.origin.unwrap_or(Origin::Method(key.word()));
                (value.text, BuildError::NotAUrl(origin))
            })),
        };
        // Where requests are posted to. A rule has read it as a URI before; what only this reader
        // refuses is none.
        let post = |key: Key, needed: bool| {
            let found = find(key, needed)?;
            found.map(|(text, error)| text.parse::<HttpUri>().map_err(|_| error)).transpose()
        };
        let authorization = find(Key::AuthorizationEndpoint, declaration.redirects())?
            .map(|(text, error)| Url::parse(text).map_err(|_| error))
            .transpose()?;
        if let Some(url) = &authorization
            && let Some((name, _)) = url.query_pairs().find(|(name, _)| is_managed(name))
        {
            return Err(BuildError::ManagedQuery(oauth_flow_core::echo(&name)));
        }
        let token = post(Key::TokenEndpoint, true)?;
        Ok(Endpoints {
            authorization,
            token: token.ok_or_else(|| missing(Key::TokenEndpoint))?,
            device_authorization: post(
                Key::DeviceAuthorizationEndpoint,
                declaration.allows(Grant::DeviceCode),
            )?,
            revocation: post(Key::RevocationEndpoint, false)?,
            pushed_authorization_request: post(
                Key::PushedAuthorizationRequestEndpoint,
                declaration.par,
            )?,
        })
    }
}

fn texts<'t>(list: &'t [Cow<'_, str>]) -> Vec<&'t str> {
    list.iter().map(|text| &**text).collect()
}

impl<'v> Text<'v> {
    const fn declared(text: &'v str) -> Self {
        Self { text, origin: None }
    }

    /// Whether it names the metadata of a server (RFC 8414 section 3) and not the server.
    fn is_discovery_url(&self) -> bool {
        self.text.contains("/.well-known/")
    }
}

impl<'v> From<&'v Given> for Text<'v> {
    fn from(given: &'v Given) -> Self {
        Self { text: &given.text, origin: Some(given.origin) }
    }
}

/// The one value that was given, if any was. The same value twice is one.
fn one(values: &[Given]) -> Result<Option<Text<'_>>, BuildError> {
    let Some((first, rest)) = values.split_first() else { return Ok(None) };
    match rest.iter().find(|other| other.text != first.text) {
        Some(other) => Err(BuildError::Several(first.origin, other.origin)),
        None => Ok(Some(first.into())),
    }
}

/// The values that were given, else those that are declared.
fn all<'v>(given: &'v [Given], declared: &[&'v str]) -> Vec<Text<'v>> {
    if given.is_empty() {
        return declared.iter().copied().map(Text::declared).collect();
    }
    given.iter().map(Text::from).collect()
}

/// The same of lists that are separated by spaces (RFC 6749 section 3.3). A text without a token
/// gives none: it is that of a variable that is set to nothing.
fn all_tokens<'v>(given: &'v [Given], declared: &[&'v str]) -> Vec<Text<'v>> {
    let tokens = |given: &'v Given| {
        let tokens = given.text.split(' ').filter(|token| !token.is_empty());
        tokens.map(|text| Text { text, origin: Some(given.origin) })
    };
    let given: Vec<_> = given.iter().flat_map(tokens).collect();
    if given.is_empty() { all(&[], declared) } else { given }
}

/// Whether a server to which `registered` is known takes `given` for it: the same text, or another
/// port of the loopback address (RFC 8252 section 7.3).
pub(super) fn is_registered(registered: &str, given: &str) -> bool {
    fn without_port(text: &str) -> Option<(&str, &str, Option<&str>)> {
        let uri = Uri::read(text).ok().filter(|uri| uri.is_http() && uri.host() == Host::Loopback);
        let uri = uri?;
        Some((uri.authority?.host, uri.path, uri.query))
    }
    registered == given
        || without_port(registered).is_some_and(|known| without_port(given) == Some(known))
}

/// An identifier or a secret: neither empty nor with characters that RFC 6749 appendix A has not
/// in it.
fn printable(given: &Given) -> Result<(), BuildError> {
    let text = given.text.as_str();
    if text.is_empty() {
        Err(BuildError::Empty(given.origin))
    } else if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && text.trim() == text {
        Ok(())
    } else {
        Err(BuildError::NotPrintable(given.origin))
    }
}

fn credential(
    method: AuthMethod,
    client_id: &str,
    has_issuer: bool,
    values: &Values,
) -> Result<Credential, BuildError> {
    one(&values.client_secret)?;
    let secret = || {
        let given = values.client_secret.first();
        let given = given.ok_or(BuildError::Missing { what: CLIENT_SECRET })?;
        printable(given).map(|()| given)
    };
    if let (false, Some(given)) = (method.uses_secret(), values.client_secret.first()) {
        return Err(BuildError::UnusedSecret(given.origin, method));
    }
    let signs = matches!(method, AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt);
    if !signs && values.signer.is_some() {
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
                return Err(BuildError::Missing { what: Key::Issuer.word() });
            }
            if let Some(signer) = &values.signer {
                return Ok(Credential::Assertion(Arc::clone(signer)));
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
    let signer = super::JwtSigner::from_client_secret(JwsAlgorithm::Hs256, &secret);
    let signer = signer.map_err(|_| BuildError::ShortSecret(given.origin))?;
    Ok(Credential::Assertion(Arc::new(signer)))
}
