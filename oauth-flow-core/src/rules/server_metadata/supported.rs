//! What the metadata of the server says that it supports. A list that the metadata leaves out says
//! nothing, whatever RFC 8414 section 2 gives as its default: several large servers leave lists out.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{METADATA, SERVER};
use crate::citation::{Citation, mcp, oauth21, rfc};
use crate::judge::Level::{Error, Off, Warn};
use crate::judge::{
    Check, Index, Mistake, Place, Rule, ServerMetadata, Subject, all_quoted, at, example, whole,
};
use crate::members::{Key, Keys};
use crate::recommendation::row;
use crate::rules::grants::deprecated::{IMPLICIT_GRANT, PASSWORD_GRANT};
use crate::rules::grants::kind::KIND_GRANT_MISMATCH;
use crate::vocabulary::{
    Answer, AuthMethod, Grant, JwsAlgorithm, Profile, ResponseMode, ResponseType, Word, look_up,
    nearest,
};

/// The list of what the server supports for `key`, if its metadata has one.
fn list<'a>(subject: &Subject<'a>, key: Key) -> Option<(&'a ServerMetadata, Vec<&'a str>)> {
    let server = subject.server?;
    let texts: Vec<&str> = server.supported.texts(key).collect();
    (!texts.is_empty()).then_some((server, texts))
}

/// The place of a list in the metadata.
fn place_of(server: &ServerMetadata, key: Key) -> Place {
    let origin = server.supported.origin(Place::Key(key));
    Place::of_document(origin.unwrap_or(server.origin))
}

/// How many words a help names.
const SHOWN: usize = 5;

/// A mistake whose help names the words that the server supports and that fit the client.
fn naming(mistake: Mistake, fitting: &[&str]) -> Mistake {
    let shown = fitting.get(..SHOWN).unwrap_or(fitting);
    named(mistake, &all_quoted(shown))
}

/// The same for a key that has one value.
fn setting(mistake: Mistake, key: Key, fitting: &[&str]) -> Mistake {
    let mut values = Vec::new();
    for word in fitting.get(..SHOWN).unwrap_or(fitting) {
        values.push(format!("`{} = \"{word}\"`", key.word()));
    }
    named(mistake, &values)
}

/// The same for the method of authentication. A key of the client has to be published.
fn setting_method(mistake: Mistake, fitting: &[&str], subject: &Subject<'_>) -> Mistake {
    let mut values = Vec::new();
    for method in fitting {
        let needs_key = *method == AuthMethod::PrivateKeyJwt.word();
        let key = if needs_key && subject.declaration.jwks_uri.is_none() {
            " with a `jwks_uri`"
        } else {
            ""
        };
        values.push(format!("`{} = \"{method}\"`{key}", Key::Auth.word()));
    }
    named(mistake, &values)
}

fn named(mistake: Mistake, values: &[String]) -> Mistake {
    match values {
        [] => mistake,
        [only] => mistake.help(&format!("use {only}, which the server supports")),
        _ => mistake.help(&format!("use one that the server supports: {}", values.join(", "))),
    }
}

/// The attribute of the examples.
const WEB: &str =
    r#"kind = "web", server = "server.json", redirect_uri = "https://app.example.com/cb""#;

/// The grants that the server supports and that fit the client without a warning. A refresh token is
/// only asked for beside one of them.
fn grants_of(subject: &Subject<'_>, texts: &[&str]) -> Vec<&'static str> {
    let mut grants = Vec::new();
    let Some(row) = subject.declaration.kind.map(row) else { return grants };
    for grant in Grant::ALL {
        let fits = row.grant == *grant || row.also.contains(grant);
        if fits && *grant != Grant::RefreshToken && texts.contains(&grant.grant_type()) {
            grants.push(grant.word());
        }
    }
    grants
}

const OF_LISTS: &[Citation] = &[rfc(8414, "2", "")];
const OF_DEVICES: &[Citation] = &[rfc(8628, "4", ""), rfc(8414, "2", "")];

pub(crate) static UNSUPPORTED_GRANT_TYPE: Rule = Rule {
    id: "unsupported_grant_type",
    summary: "the metadata of the server does not have a grant that the client uses",
    facts: &["the server does not support the grant `{grant}`"],
    why: Some("the server answers such a request with `unsupported_grant_type`"),
    help: "use another grant or another server",
    waive_where: Some("the server supports the grant without saying so"),
    yields_to: &[&KIND_GRANT_MISMATCH, &IMPLICIT_GRANT, &PASSWORD_GRANT],
    uncovered_by_waiver: &[&KIND_GRANT_MISMATCH, &IMPLICIT_GRANT, &PASSWORD_GRANT],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Server]),
    values: METADATA,
    accepts: &[example(WEB).served(SERVER)],
    rejects: &[example(
        r#"kind = "native", grant("authorization_code", "device_code"), pkce = "S256", server = "server.json", redirect_uri = "http://127.0.0.1/cb""#,
    )
    .served(SERVER)],
    citations: &[rfc(8414, "2", ""), rfc(8628, "4", "")],
    check: Check::Subject(|subject, report| {
        let Some((server, texts)) = list(subject, Key::Grant) else { return };
        let also = place_of(server, Key::Grant);
        let fitting = || grants_of(subject, &texts);
        for (index, grant) in subject.declaration.grants.iter().enumerate() {
            if !texts.contains(&grant.grant_type()) {
                let mistake = at(Place::Value(Key::Grant, index)).also(also).with(grant);
                let of_devices = *grant == Grant::DeviceCode;
                let mistake = mistake.citing(if of_devices { OF_DEVICES } else { OF_LISTS });
                // A refresh token is only ever asked for beside another grant.
                let beside = subject.declaration.grants.len() > 1;
                report.add(if *grant == Grant::RefreshToken && beside {
                    mistake.remove()
                } else {
                    naming(mistake, &fitting())
                });
            }
        }
        for grant in subject.declaration.extension_grants {
            if !texts.contains(grant) {
                let mistake = at(Place::Key(Key::Grant)).also(also).quote(grant).citing(OF_LISTS);
                report.add(naming(mistake, &fitting()));
            }
        }
    }),
    ..Rule::BASE
};

/// The keys that decide what the authorization endpoint returns.
const OF_RESPONSES: Keys =
    Keys::of(&[Key::Kind, Key::Grant, Key::ResponseType, Key::ResponseMode, Key::Server]);

const NO_RESPONSE_TYPE: &str = "the server does not support the response type `{response_type}`";
const NO_RESPONSE_MODE: &str = "the server does not support the response mode `{response_mode}`";

pub(crate) static UNSUPPORTED_RESPONSE_TYPE: Rule = Rule {
    id: "unsupported_response_type",
    summary: "the metadata of the server does not have a response type or the response mode of the client",
    facts: &[NO_RESPONSE_TYPE, NO_RESPONSE_MODE],
    why: Some("the server refuses such a request"),
    help: "ask the operator of the server to support it, or use another server",
    yields_to: &[&UNSUPPORTED_GRANT_TYPE, &KIND_GRANT_MISMATCH, &IMPLICIT_GRANT],
    uncovered_by_waiver: &[&UNSUPPORTED_GRANT_TYPE, &KIND_GRANT_MISMATCH, &IMPLICIT_GRANT],
    reads: OF_RESPONSES,
    values: METADATA,
    accepts: &[example(WEB).served(SERVER)],
    rejects: &[
        example(WEB).served(
            r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "response_types_supported": ["id_token"],
  "code_challenge_methods_supported": ["S256"]
}"#,
        ),
        example(
            r#"kind = "web", response_mode = "form_post", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
        )
        .served(
            r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "response_types_supported": ["code"],
  "response_modes_supported": ["query"],
  "code_challenge_methods_supported": ["S256"]
}"#,
        ),
    ],
    citations: &[rfc(8414, "2", "REQUIRED"), rfc(6749, "4.1.2.1", "")],
    check: Check::Subject(|subject, report| {
        if let Some((server, texts)) = list(subject, Key::ResponseType) {
            // The order of the parts has no meaning (OAuth 2.0 Multiple Response Types section 3).
            let mut known: Vec<ResponseType> = Vec::new();
            for text in texts {
                if let Answer::Known(response) = look_up(text) {
                    known.push(response);
                }
            }
            for (index, response) in subject.declaration.response_types.iter().enumerate() {
                if !known.contains(response) {
                    let mistake = at(Place::Value(Key::ResponseType, index));
                    let mistake = mistake.also(place_of(server, Key::ResponseType)).with(response);
                    let mistake = mistake.fact(NO_RESPONSE_TYPE);
                    let code = ResponseType::Code;
                    report.add(if known.contains(&code) {
                        naming(mistake, &[code.word()])
                    } else {
                        mistake
                    });
                }
            }
        }
        if let Some(mistake) = unsupported_mode(subject) {
            report.add(mistake);
        }
    }),
    ..Rule::BASE
};

/// The mistake of a response mode that the server does not support.
fn unsupported_mode(subject: &Subject<'_>) -> Option<Mistake> {
    let mode = subject.declaration.response_mode?;
    let (server, texts) = list(subject, Key::ResponseMode)?;
    if texts.contains(&mode.word()) {
        return None;
    }
    let mistake = at(Place::Key(Key::ResponseMode)).fact(NO_RESPONSE_MODE).with(&mode);
    let mistake = mistake.also(place_of(server, Key::ResponseMode));
    let mut plain = Vec::new();
    for mode in [ResponseMode::Query.word(), ResponseMode::FormPost.word()] {
        if texts.contains(&mode) {
            plain.push(mode);
        }
    }
    Some(setting(mistake, Key::ResponseMode, &plain))
}

/// Whether the client gets an authorization code, which PKCE protects.
fn gets_code(subject: &Subject<'_>) -> bool {
    subject.declaration.allows(Grant::AuthorizationCode)
}

pub(crate) static UNSUPPORTED_PKCE_METHOD: Rule = Rule {
    id: "unsupported_pkce_method",
    levels: [Error, Warn, Error, Error, Error],
    summary: "the metadata of the server has PKCE methods, and S256 is none of them",
    facts: &["the server supports the PKCE methods {methods}, and not `S256`"],
    why: Some("the server refuses a request with `S256`, or ignores it, and a stolen code works"),
    help: "ask the operator of the server to support `S256`, or use another server",
    waive_where: Some("you have checked that the server supports `S256`"),
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Server]),
    values: METADATA,
    accepts: &[example(WEB).served(SERVER)],
    rejects: &[example(WEB).served(
        r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "response_types_supported": ["code"],
  "code_challenge_methods_supported": ["plain"]
}"#,
    )],
    citations: &[
        rfc(9700, "4.7.1", "MUST"),
        oauth21("7.10", "MUST"),
        mcp("Authorization Code Protection", "MUST"),
        rfc(8414, "2", ""),
    ],
    check: Check::Subject(|subject, report| {
        let Some((server, texts)) = list(subject, Key::Pkce) else { return };
        if gets_code(subject) && !texts.contains(&"S256") {
            let place = place_of(server, Key::Pkce);
            let mistake = at(place).also(Place::Key(Key::Pkce));
            report.add(mistake.with(&all_quoted(&texts).join(", ")));
        }
    }),
    ..Rule::BASE
};

/// What to do where the client must not go on with a server that does not list the method.
const MUST_BE_LISTED: &str = "use a server whose metadata lists `S256`, or ask its operator to list it: MCP \
                              clients do not go on without it";

/// Metadata without a list of PKCE methods.
pub static UNADVERTISED_PKCE: Rule = Rule {
    id: "unadvertised_pkce",
    levels: [Warn, Off, Warn, Error, Error],
    summary: "the metadata of the server does not say which PKCE methods it supports",
    facts: &["the metadata of the server has no `code_challenge_methods_supported`"],
    why: Some("a server that does not know PKCE ignores it, so a stolen code works"),
    help: "check that the server refuses a token request with a wrong `code_verifier`, or ask its operator",
    waive_where: Some("you have checked that the server supports `S256`"),
    reads: Keys::of(&[Key::Profile, Key::Kind, Key::Grant, Key::Server]),
    values: METADATA,
    accepts: &[example(WEB).served(SERVER)],
    rejects: &[example(WEB).served(
        r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "response_types_supported": ["code"]
}"#,
    )],
    citations: &[
        rfc(9700, "4.7.1", "MUST"),
        oauth21("7.10", "MUST"),
        mcp("Authorization Code Protection", "MUST"),
        rfc(8414, "2", ""),
    ],
    check: Check::Subject(|subject, report| {
        let Some(server) = subject.server else { return };
        if gets_code(subject) && server.supported.values(Key::Pkce).is_empty() {
            let mistake = at(Place::of_document(server.origin)).also(Place::Key(Key::Server));
            report.add(if subject.declaration.profile == Profile::Mcp {
                mistake.without_exception().help(MUST_BE_LISTED)
            } else {
                mistake
            });
        }
    }),
    ..Rule::BASE
};

/// What to do where the server supports no method with the credential that the client has.
fn with_credential(texts: &[&str]) -> String {
    let mut methods = Vec::new();
    for text in texts {
        if AuthMethod::of_word(text).is_some_and(|method| method != AuthMethod::None) {
            methods.push(*text);
        }
    }
    if methods.is_empty() {
        return String::from(
            "ask the operator of the server which method it supports, and declare it as `auth`",
        );
    }
    format!(
        "use as `auth` a method of the server, with the credential that it needs: {}",
        all_quoted(&methods).join(", ")
    )
}

pub(crate) static UNSUPPORTED_AUTH_METHOD: Rule = Rule {
    id: "unsupported_auth_method",
    summary: "the metadata of the server does not have the authentication method of the client",
    facts: &["the server does not support the authentication method `{method}`"],
    why: Some("the server answers such a request with `invalid_client`"),
    help: "use a method that the server supports, with the credential that it needs",
    reads: Keys::of(&[Key::Kind, Key::Auth, Key::Grant, Key::Server]),
    values: METADATA,
    accepts: &[
        example(WEB).served(SERVER),
        example(
            r#"kind = "spa", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
        )
        .served(SERVER),
    ],
    rejects: &[example(
        r#"kind = "web", auth = "client_secret_post", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
    )
    .served(SERVER)],
    citations: &[rfc(8414, "2", ""), rfc(6749, "5.2", "")],
    check: Check::Subject(|subject, report| {
        let it = &subject.declaration;
        let Some((server, texts)) = list(subject, Key::Auth) else { return };
        // Widely used servers take public clients and do not list `none`.
        let method = it.auth;
        let asks_for_tokens = it.grants.iter().any(|grant| *grant != Grant::Implicit);
        if method != AuthMethod::None && asks_for_tokens && !texts.contains(&method.word()) {
            let mistake = at(Place::Key(Key::Auth)).also(place_of(server, Key::Auth));
            // A method of another sort needs another credential.
            let mut fitting = Vec::new();
            for other in AuthMethod::ALL {
                if other.uses_secret() == method.uses_secret()
                    && other.uses_key() == method.uses_key()
                    && texts.contains(&other.word())
                {
                    fitting.push(other.word());
                }
            }
            let mistake = mistake.with(&method).help(&with_credential(&texts));
            report.add(setting_method(mistake, &fitting, subject));
        }
    }),
    ..Rule::BASE
};

pub(crate) static UNSUPPORTED_SCOPE: Rule = Rule {
    id: "unsupported_scope",
    levels: [Warn; 5],
    summary: "the metadata of the server does not have a scope of the client",
    facts: &["the server does not list the scope `{scope}`"],
    why: Some("the server may ignore a scope that it does not know, or refuse the request"),
    help: "declare a scope that the server lists",
    waive_where: Some("the server has scopes that it does not list"),
    reads: Keys::of(&[Key::Scope, Key::Server]),
    values: METADATA,
    accepts: &[example(
        r#"kind = "web", scope("openid", "profile"), server = "server.json", redirect_uri = "https://app.example.com/cb""#,
    )
    .served(SERVER)],
    rejects: &[example(
        r#"kind = "web", scope("openid", "orders:reed"), server = "server.json", redirect_uri = "https://app.example.com/cb""#,
    )
    .served(SERVER)],
    citations: &[rfc(8414, "2", "MAY")],
    check: Check::Subject(|subject, report| {
        let Some((server, texts)) = list(subject, Key::Scope) else { return };
        let listed = Index::of(&texts);
        for (index, scope) in subject.declaration.scopes.iter().enumerate() {
            if listed.contains(scope) {
                continue;
            }
            let mistake = at(Place::Value(Key::Scope, index)).also(place_of(server, Key::Scope));
            let mistake = mistake.quote(scope);
            report.add(match nearest(scope, &texts) {
                Some(near) => mistake.help(&format!("write `{}`, which the server lists", whole(near))),
                None => mistake,
            });
        }
    }),
    ..Rule::BASE
};

pub(crate) static UNSUPPORTED_ALGORITHM: Rule = Rule {
    id: "unsupported_algorithm",
    summary: "the metadata of the server does not have the algorithm that signs authorization requests",
    facts: &["the server does not take request objects that are signed with `{algorithm}`"],
    why: Some("the server answers such a request with `invalid_request_object`"),
    help: "use an algorithm that the server supports",
    reads: Keys::of(&[Key::RequestObject, Key::Server]),
    values: METADATA,
    accepts: &[example(WEB).served(SERVER)],
    rejects: &[example(
        r#"kind = "web", request_object = "ES256", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
    )
    .served(
        r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "response_types_supported": ["code"],
  "code_challenge_methods_supported": ["S256"],
  "request_object_signing_alg_values_supported": ["PS256"]
}"#,
    )],
    citations: &[rfc(9101, "10.5", ""), rfc(8414, "2", "")],
    check: Check::Subject(|subject, report| {
        let Some((server, texts)) = list(subject, Key::RequestObject) else { return };
        let Some(algorithm) = subject.declaration.request_object else { return };
        if !texts.contains(&algorithm.word()) {
            let mistake = at(Place::Key(Key::RequestObject)).with(&algorithm);
            let mistake = mistake.also(place_of(server, Key::RequestObject));
            let mut fitting = Vec::new();
            for other in JwsAlgorithm::ALL {
                let is_symmetric = other.word().starts_with("HS");
                if !is_symmetric && texts.contains(&other.word()) {
                    fitting.push(other.word());
                }
            }
            report.add(setting(mistake, Key::RequestObject, &fitting));
        }
    }),
    ..Rule::BASE
};
