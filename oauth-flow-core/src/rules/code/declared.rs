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
        What, at, is_registered, visible, whole,
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
    let kind = code.kind();
    let grants = code.grants();
    let asks_for_codes = grants.contains(&Grant::AuthorizationCode);
    let mut arguments: Vec<String> = Vec::new();
    arguments.extend(kind.map(|kind| format!("kind = \"{}\"", kind.word())));
    arguments.extend(proposed_grants(code, &grants));
    let mut is_certain = kind.is_some();
    if asks_for_codes {
        let (method, always) = challenge(code);
        is_certain &= always;
        arguments.extend(method.map(|method| format!("pkce = \"{method}\"")));
    }
    let (method, only_one) = proposed_method(code, kind);
    is_certain &= only_one;
    arguments.extend(method.map(|method| format!("auth = \"{}\"", method.word())));
    arguments.extend(proposed_redirect_uris(&texts(code, Key::RedirectUri), asks_for_codes));
    let scopes = texts(code, Key::Scope);
    arguments.extend((!scopes.is_empty()).then(|| format!("scope = {:?}", scopes.join(" "))));
    arguments.extend(proposed_endpoints(code, &grants));
    let has_kind = kind.is_some();
    Remedy::Declare { arguments, holder: holder(code), has_kind, is_certain }
}

/// The key of the grants that the code uses, if it uses one.
#[cfg(feature = "code")]
fn proposed_grants(code: &Code, grants: &[Grant]) -> Option<String> {
    let mut words: Vec<String> = grants.iter().map(|it| format!("\"{}\"", it.word())).collect();
    for act in &code.acts {
        if let What::Extension(name) = &act.what {
            let word = format!("\"{}\"", visible(name));
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    match words.as_slice() {
        [] => None,
        [one] => Some(format!("grant = {one}")),
        several => Some(format!("grant({})", several.join(", "))),
    }
}

/// The method by which the code authenticates, if it can be told, and whether it is certain.
#[cfg(feature = "code")]
fn proposed_method(code: &Code, kind: Option<Kind>) -> (Option<AuthMethod>, bool) {
    let mut methods = code.acts.iter().filter_map(|act| match act.what {
        What::Authenticates(method) => Some(method),
        _ => None,
    });
    if let Some(method) = methods.next() {
        // Of two methods, one is another client's.
        return (Some(method), methods.all(|other| other == method));
    }
    // A library authenticates as the declaration has it where it says nothing.
    let by_library = code.acts.iter().any(|act| act.what == What::Client);
    let keeps_none = kind.is_some_and(|it| it.is_public() || it == Kind::ThirdParty);
    (None, by_library || keeps_none)
}

/// The key of the redirect URIs. Where a flow needs one and none is written out, it arrives at run time.
#[cfg(feature = "code")]
fn proposed_redirect_uris(uris: &[String], is_needed: bool) -> Option<String> {
    match uris {
        [] => is_needed.then(|| String::from("redirect_uri = \"runtime\"")),
        [one] => Some(format!("redirect_uri = {one:?}")),
        several => {
            let quoted: Vec<String> = several.iter().map(|it| format!("{it:?}")).collect();
            Some(format!("redirect_uri({})", quoted.join(", ")))
        }
    }
}

/// The keys of the endpoints that are written out. What another server calls so is none of this client's.
#[cfg(feature = "code")]
fn proposed_endpoints(code: &Code, grants: &[Grant]) -> Vec<String> {
    let redirects = grants.is_empty() || grants.iter().any(|grant| grant.redirects());
    let of = |key: Key, named: Named, is_used: bool| {
        let uri = only_endpoint(code, named).filter(|_| is_used);
        uri.map(|uri| format!("{} = {uri:?}", key.word()))
    };
    let authorization = of(Key::AuthorizationEndpoint, Named::Authorization, redirects);
    authorization.into_iter().chain(of(Key::TokenEndpoint, Named::Token, true)).collect()
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
fn texts(code: &Code, key: Key) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for act in &code.acts {
        let text = match &act.what {
            What::RedirectUri(uri) if key == Key::RedirectUri => uri,
            What::Scope(scope) if key == Key::Scope => scope,
            _ => continue,
        };
        // A text with controls is not one that a message hands out to be copied.
        if visible(text) == *text && !all.contains(text) {
            all.push(text.clone());
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
        format!("add `{}` to `{}`, or change the code", whole(text), key.word())
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
                || it.redirect_uris.iter().any(|declared| is_registered(declared, uri));
            let mistake = mistake.quote(uri).help(&add(Key::RedirectUri, uri));
            (!open).then(|| (REDIRECT_URI, uri.clone(), mistake))
        }
        _ => None,
    }
}
