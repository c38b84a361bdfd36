//! What the code does, and what is declared of it.

#[cfg(feature = "code")]
use alloc::{format, string::String, vec::Vec};

use crate::citation::project;
use crate::judge::Level::Warn;
use crate::judge::{Check, Rule};
#[cfg(feature = "code")]
use crate::{
    judge::{
        Code, Holder, Mistake, Named, Place, Remedy, Report, Request, Response, Sent, Subject,
        What, at, echo,
    },
    members::Key,
    recommendation::fits,
    uri::Uri,
    vocabulary::{AuthMethod, Grant, Kind, Word},
};

pub(crate) static UNDECLARED_CLIENT: Rule = Rule {
    id: "undeclared_client",
    levels: [Warn; 5],
    summary: "a client in the code that nothing declares",
    facts: &["this is an OAuth client, and no `#[oauth_client]` of the package declares it"],
    why: Some("only what is declared is checked against the flow that is recommended for it"),
    help: "write `#[oauth_client(...)]` above the struct that configures it, with what the code does",
    citations: &[project("docs/command-line.md", "")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_undeclared_client(
    code: &Code,
    subject: Option<&Subject<'_>>,
    report: &mut Report<'_>,
) {
    if let (None, Some(place)) = (subject, code.anchor()) {
        report.add(at(Place::Code(place)).remedy(proposal(code)));
    }
}

/// The attribute that states what the code does, its mistakes included.
#[cfg(feature = "code")]
fn proposal(code: &Code) -> Remedy {
    let mut keys: Vec<String> = Vec::new();
    let kind = code.kind();
    keys.extend(kind.map(|kind| format!("kind = \"{}\"", kind.word())));
    let grants = code.grants();
    let mut words: Vec<String> = grants.iter().map(|it| format!("\"{}\"", it.word())).collect();
    for act in &code.acts {
        if let What::Extension(name) = &act.what {
            let word = format!("\"{}\"", echo(name));
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    match words.as_slice() {
        [] => {}
        [one] => keys.push(format!("grant = {one}")),
        several => keys.push(format!("grant({})", several.join(", "))),
    }
    let mut is_certain = kind.is_some();
    if grants.contains(&Grant::AuthorizationCode) {
        let (method, always) = challenge(code);
        is_certain &= always;
        keys.extend(method.map(|method| format!("pkce = \"{method}\"")));
    }
    let mut methods = code.acts.iter().filter_map(|act| match act.what {
        What::Authenticates(method) => Some(method),
        _ => None,
    });
    if let Some(method) = methods.next() {
        // Of two methods, one is another client's.
        is_certain &= methods.all(|other| other == method);
        keys.push(format!("auth = \"{}\"", method.word()));
    } else {
        // A library authenticates as the declaration has it where it says nothing.
        let by_library = code.acts.iter().any(|act| act.what == What::Client);
        let keeps_none = kind.is_some_and(|it| it.is_public() || it == Kind::ThirdParty);
        is_certain &= by_library || keeps_none;
    }
    for (key, several) in [("redirect_uri", false), ("scope", true)] {
        let values = texts(code, key);
        match values.as_slice() {
            // A redirect URI that is nowhere written out arrives at run time.
            [] if !several && grants.contains(&Grant::AuthorizationCode) => {
                keys.push(format!("{key} = \"runtime\""));
            }
            [] => {}
            [one] => keys.push(format!("{key} = {one:?}")),
            values if several => keys.push(format!("{key} = {:?}", values.join(" "))),
            values => {
                let quoted: Vec<String> = values.iter().map(|it| format!("{it:?}")).collect();
                keys.push(format!("{key}({})", quoted.join(", ")));
            }
        }
    }
    let redirects =
        grants.iter().any(|it| matches!(it, Grant::AuthorizationCode | Grant::Implicit));
    for (key, named, used) in [
        // What another server calls so is none of this client's.
        ("authorization_endpoint", Named::Authorization, redirects || grants.is_empty()),
        ("token_endpoint", Named::Token, true),
    ] {
        let uri = only_endpoint(code, named).filter(|_| used);
        keys.extend(uri.map(|uri| format!("{key} = {uri:?}")));
    }
    let has_kind = kind.is_some();
    Remedy::Declare { arguments: keys, holder: holder(code), has_kind, is_certain }
}

/// The item that the declaration belongs above, where one alone can be meant.
#[cfg(feature = "code")]
fn holder(code: &Code) -> Option<Holder> {
    let mut settings = code.acts.iter().filter_map(|act| match &act.what {
        What::Configuration(name) => Some((name, act.place)),
        _ => None,
    });
    if let Some(first) = settings.next() {
        // Of two structs, a person knows which one is the client's.
        return settings.all(|it| it == first).then(|| Holder::Settings(first.0.clone()));
    }
    let place = code.anchor()?;
    let mut types = code.types.iter();
    match (types.next()?, types.next()) {
        (Some(only), None) => Some(Holder::Caller(only.clone(), place)),
        (None, None) => Some(Holder::Functions(place)),
        _ => None,
    }
}

/// The method of PKCE that the code uses, as far as it can be told, and whether each request shows it.
#[cfg(feature = "code")]
fn challenge(code: &Code) -> (Option<&'static str>, bool) {
    let plain = code.acts.iter().any(|act| act.what == What::PlainChallenge);
    let asks: Vec<&Request> = code
        .requests()
        .map(|(_, request)| request)
        .filter(|request| request.response == Response::Code)
        .collect();
    let all = |holds: fn(&Request) -> bool| !asks.is_empty() && asks.iter().all(|it| holds(it));
    let sends = all(|it| it.challenge == Sent::Yes);
    if sends && plain {
        (Some("plain"), false)
    } else if sends {
        (Some("S256"), all(|it| it.always_s256))
    } else if all(|it| it.challenge == Sent::No) {
        (Some("none"), true)
    } else {
        (None, false)
    }
}

/// The redirect URIs or scopes that are written out, each once.
#[cfg(feature = "code")]
fn texts(code: &Code, key: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for act in &code.acts {
        let text = match &act.what {
            What::RedirectUri(uri) if key == "redirect_uri" => uri,
            What::Scope(scope) if key == "scope" => scope,
            _ => continue,
        };
        let shown = echo(text);
        if shown == *text && !all.contains(text) {
            all.push(shown);
        }
    }
    all
}

/// The endpoint of this name, where there is one.
#[cfg(feature = "code")]
fn only_endpoint(code: &Code, named: Named) -> Option<&str> {
    let mut uris = code.acts.iter().filter_map(|act| match &act.what {
        What::Endpoint(of, uri) if *of == named && Uri::read(uri).is_ok() => Some(uri.as_str()),
        _ => None,
    });
    let first = uris.next()?;
    uris.all(|other| other == first).then_some(first)
}

const GRANT: &str = "the code uses the grant `{grant}`, which is not declared";
const METHOD: &str = "the code authenticates with `{method}`, and `{declared}` is declared";
const SCOPE: &str = "the code asks for the scope `{scope}`, which is not declared";
const REDIRECT_URI: &str = "the code sends the redirect URI `{uri}`, which is not declared";

pub(crate) static DECLARED_OTHERWISE: Rule = Rule {
    id: "declared_otherwise",
    summary: "the code does what the declaration of its client does not say",
    facts: &[GRANT, METHOD, SCOPE, REDIRECT_URI],
    why: Some("a review of the declaration is then a review of another client"),
    help: "declare what the code does, or change the code",
    citations: &[project("docs/command-line.md", "")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_declared_otherwise(
    code: &Code,
    subject: Option<&Subject<'_>>,
    report: &mut Report<'_>,
) {
    let Some(subject) = subject else { return };
    let mut said: Vec<(&'static str, String)> = Vec::new();
    for act in &code.acts {
        let place = at(Place::Code(act.place));
        let Some((fact, text, mistake)) = differs(&act.what, subject, place) else { continue };
        // A grant that is used in three places is one that is not declared.
        if !said.contains(&(fact, text.clone())) {
            said.push((fact, text));
            report.add(mistake.fact(fact));
        }
    }
}

/// The fact in which the act differs from the declaration, with what it is about.
#[cfg(feature = "code")]
fn differs(
    what: &What,
    subject: &Subject<'_>,
    mistake: Mistake,
) -> Option<(&'static str, String, Mistake)> {
    let it = &subject.declaration;
    let add = |key: Key, text: &str| {
        format!("add `{}` to `{}`, or change the code", echo(text), key.word())
    };
    let grant = match what {
        What::Exchange(exchange) => Some(exchange.grant),
        What::Request(request) => match request.response {
            Response::Code => Some(Grant::AuthorizationCode),
            Response::Implicit(_) => Some(Grant::Implicit),
            Response::Other => None,
        },
        _ => None,
    };
    if let Some(used) = grant {
        let open = it.allows(used) || subject.unknown.contains(Key::Grant);
        let grant = used.word();
        // No help to declare what the kind of the client must not do.
        let fitting = it.kind.is_none_or(|kind| fits(kind, used, it.profile));
        let help = if fitting {
            add(Key::Grant, grant)
        } else {
            String::from("change the code, or declare another client of the kind that does this")
        };
        let mistake = mistake.quote(grant).help(&help);
        return (!open).then(|| (GRANT, String::from(grant), mistake));
    }
    match what {
        What::Authenticates(method)
            if *method != it.auth && !subject.unknown.contains(Key::Auth) =>
        {
            let help = if it.is_public() {
                String::from("send no secret: a public client has none that it could keep")
            } else {
                format!("declare `auth = \"{}\"`, or change the code", method.word())
            };
            let mistake = mistake.with(&method.word()).with(&AuthMethod::word(it.auth));
            Some((METHOD, String::from(method.word()), mistake.help(&help)))
        }
        What::Scope(scope) => {
            let open = it.scopes.is_empty() || it.scopes.contains(&scope.as_str());
            let mistake = mistake.quote(scope).help(&add(Key::Scope, scope));
            (!open).then(|| (SCOPE, scope.clone(), mistake))
        }
        What::RedirectUri(uri) => {
            let open = it.redirect_uris.is_empty()
                || it.redirect_uri_at_run_time
                || it.redirect_uris.iter().any(|declared| is_same(declared, uri));
            let mistake = mistake.quote(uri).help(&add(Key::RedirectUri, uri));
            (!open).then(|| (REDIRECT_URI, uri.clone(), mistake))
        }
        _ => None,
    }
}

/// Whether a redirect URI is the declared one: at the loopback address, whatever its port is (RFC 8252
/// section 7.3).
#[cfg(feature = "code")]
fn is_same(declared: &str, uri: &str) -> bool {
    let without_port = |text: &str| -> Option<String> {
        let uri = Uri::read(text).ok().filter(Uri::is_local)?;
        let port = uri.authority?.port.map(|port| format!(":{port}")).unwrap_or_default();
        Some(text.replacen(&port, "", 1))
    };
    declared == uri || without_port(declared).is_some_and(|it| Some(it) == without_port(uri))
}
