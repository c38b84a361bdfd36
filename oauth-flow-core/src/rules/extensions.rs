//! Extensions of the framework: token exchange, resource indicators, MCP, client ID metadata
//! documents.

use super::client_authentication::method::{
    SECRET_IN_PUBLIC_CLIENT, SECRET_WITHOUT_METHOD, UNAUTHENTICATED_CONFIDENTIAL_CLIENT,
    registered_secret,
};
use super::client_authentication::{
    AUTHENTICATE, AUTHENTICATE_WITH_A_KEY, authenticate, metadata_document,
};
use super::fapi::{FAPI_CLIENT_AUTHENTICATION, FAPI_PUBLIC_CLIENT};
use super::grants::kind::KIND_GRANT_MISMATCH;
use super::redirect_uris::form::{INVALID_REDIRECT_URI, TEMPLATED_REDIRECT_URI};
use super::redirect_uris::placeholder;
use super::redirect_uris::transport::{DANGEROUS_REDIRECT_SCHEME, INSECURE_REDIRECT_URI};
use alloc::vec::Vec;

use crate::citation::{client_id_metadata, identity_chaining, mcp, rfc};
use crate::judge::Level::{Error, Off, Warn};
use crate::judge::{Address, Check, Place, Remedy, Rule, at, example};
use crate::members::{Key, Keys, Role};
use crate::uri::Uri;
use crate::vocabulary::{AuthMethod, Grant, Kind};

/// The rules about extensions of OAuth, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &UNAUTHENTICATED_ASSERTION,
    &INVALID_RESOURCE,
    &MISSING_RESOURCE,
    &TOKEN_EXCHANGE_WITHOUT_TARGET,
    &MCP_REDIRECT_URI,
    &DYNAMIC_REGISTRATION_OF_ONE_INSTALLATION,
    &DEPRECATED_DYNAMIC_REGISTRATION,
    &DEVELOPMENT_CLIENT_ID,
    &INVALID_CLIENT_ID_URL,
    &METADATA_DOCUMENT_SECRET,
];

pub(crate) static UNAUTHENTICATED_ASSERTION: Rule = Rule {
    id: "unauthenticated_assertion",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a client that does not authenticate exchanges a token or a SAML assertion",
    facts: &["a client that does not authenticate uses the `{grant}` grant"],
    why: Some("whoever has stolen the token can then exchange it for another one"),
    help: AUTHENTICATE,
    waive_where: Some("the server exchanges tokens without client authentication"),
    yields_to: &[
        &KIND_GRANT_MISMATCH,
        &UNAUTHENTICATED_CONFIDENTIAL_CLIENT,
        &FAPI_CLIENT_AUTHENTICATION,
        &FAPI_PUBLIC_CLIENT,
    ],
    uncovered_by_waiver: &[&KIND_GRANT_MISMATCH],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Auth]),
    accepts: &[
        example(r#"kind = "third_party", grant = "jwt-bearer", auth = "none""#),
        example(
            r#"kind = "third_party", grant = "token-exchange", auth = "client_secret_basic", resource = "https://api.example.com""#,
        ),
    ],
    rejects: &[
        example(
            r#"kind = "third_party", grant = "token-exchange", auth = "none", resource = "https://api.example.com""#,
        ),
        example(r#"kind = "m2m", grant = "token-exchange", auth = "none", scope = "orders:read""#),
        example(
            r#"kind = "native", grant("authorization_code", "token-exchange"), pkce = "S256", resource = "https://api.example.com", redirect_uri = "http://127.0.0.1/cb""#,
        ),
    ],
    citations: &[rfc(8693, "2.1", "")],
    check: Check::Subject(|subject, report| {
        let exchanged = [Grant::TokenExchange, Grant::Saml2Bearer]
            .into_iter()
            .find(|grant| subject.declaration.allows(*grant));
        let (AuthMethod::None, Some(grant)) = (subject.declaration.auth, exchanged) else { return };
        // Where the kind brings the method, what can be changed is the grant.
        let written = subject.written.contains(Key::Auth);
        let grant_place = subject.place_of(grant).filter(|_| !written);
        let mistake = at(grant_place.unwrap_or(Place::Key(Key::Auth))).with(&grant);
        report.add(if subject.declaration.kind.is_some_and(Kind::is_public) {
            mistake.help("exchange the token in a backend that authenticates")
        } else {
            mistake.help(authenticate(subject))
        });
    }),
    ..Rule::BASE
};

const NO_URI: &str = "the resource `{resource}` {error}";
const RESOURCE_FRAGMENT: &str = "the resource `{resource}` has a fragment";

pub(crate) static INVALID_RESOURCE: Rule = Rule {
    id: "invalid_resource",
    summary: "a resource is not an absolute URI without a fragment",
    facts: &[NO_URI, RESOURCE_FRAGMENT],
    help: "write the absolute URI of the API, such as `https://api.example.com`",
    reads: Keys::of(&[Key::Resource]),
    values: Keys::of(&[Key::Resource]),
    accepts: &[example(
        r#"kind = "m2m", grant = "client_credentials", resource = "https://api.example.com""#,
    )],
    rejects: &[
        example(r#"kind = "m2m", grant = "client_credentials", resource = "api.example.com#x""#),
        example(
            r#"kind = "m2m", grant = "client_credentials", resource = "https://api.example.com#x""#,
        ),
    ],
    citations: &[
        rfc(8707, "2", "MUST"),
        rfc(8693, "2.1", "MUST NOT"),
        mcp("Resource Parameter Implementation", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, uri } in subject.addresses(Keys::of(&[Key::Resource])) {
            let mistake = at(place).quote(text);
            match uri {
                Err(error) => {
                    let mistake = mistake.fact(NO_URI).with(&error);
                    report.add(if placeholder(text).is_some() {
                        mistake.help(
                            "declare `resource = \"runtime\"`, and give the URI to the program when it \
                             starts",
                        )
                    } else {
                        mistake
                    });
                }
                Ok(uri) if uri.fragment.is_some() => report.add(mistake.fact(RESOURCE_FRAGMENT)),
                Ok(_) => {}
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static MISSING_RESOURCE: Rule = Rule {
    id: "missing_resource",
    levels: [Off, Off, Off, Off, Error],
    summary: "an MCP client names no resource",
    facts: &["no `resource` names the MCP server that the tokens are for"],
    why: Some("a malicious server can use a token that names no audience at other servers"),
    help: "add `resource = \"https://...\"`, a `resource` field, or `resource = \"runtime\"` where the client discovers it",
    reads: Keys::of(&[Key::Profile, Key::Resource]),
    accepts: &[
        example(
            r#"profile = "mcp", kind = "native", resource = "https://mcp.example.com", redirect_uri = "http://127.0.0.1/cb""#,
        ),
        example(r#"profile = "mcp", kind = "native", redirect_uri = "http://127.0.0.1/cb""#)
            .on("struct Client { client_id: String, resource: String }"),
        example(
            r#"profile = "mcp", kind = "native", resource = "runtime", redirect_uri = "http://127.0.0.1/cb""#,
        ),
    ],
    rejects: &[example(
        r#"profile = "mcp", kind = "native", redirect_uri = "http://127.0.0.1/cb""#,
    )],
    citations: &[
        mcp("Resource Parameter Implementation", "MUST"),
        mcp("Token Audience Binding and Validation", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let declared = !declaration.resources.is_empty() || declaration.resource_at_run_time;
        if !declared && !subject.may_have(Role::Resource) {
            report.add(at(Place::Key(Key::Profile)));
        }
    }),
    ..Rule::BASE
};

pub(crate) static TOKEN_EXCHANGE_WITHOUT_TARGET: Rule = Rule {
    id: "token_exchange_without_target",
    levels: [Warn; 5],
    summary: "a token is exchanged, and nothing says what the new token is for",
    facts: &["the token exchange names no `resource`, no `audience` and no `scope`"],
    why: Some("the server then chooses where the new token works, and may choose everywhere"),
    help: "declare `resource`, `audience` or `scope`, or add a field for one of them",
    waive_where: Some("the target is named in each request"),
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Resource, Key::Audience, Key::Scope]),
    accepts: &[
        example(
            r#"kind = "web", grant("authorization_code", "token-exchange"), pkce = "S256", resource = "https://api.example.com", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "m2m", grant = "token-exchange", audience = "orders""#)
            .on("struct Client { client_id: String, client_secret: String }"),
        example(r#"kind = "m2m", grant = "token-exchange""#)
            .on("struct Client { client_id: String, client_secret: String, audience: String }"),
    ],
    rejects: &[example(r#"kind = "m2m", grant = "token-exchange""#)
        .on("struct Client { client_id: String, client_secret: String }")],
    citations: &[identity_chaining("2.3.1", "REQUIRED"), rfc(8693, "2.1", "OPTIONAL")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let Some(place) = subject.place_of(Grant::TokenExchange) else { return };
        let declared = !declaration.resources.is_empty()
            || declaration.resource_at_run_time
            || !declaration.audiences.is_empty()
            || !declaration.scopes.is_empty();
        let in_field = [Role::Resource, Role::Audience, Role::Scope];
        // A struct that does not have the whole client leaves the target to the run time.
        let whole = subject.field_in(Role::ClientId).is_some();
        if whole && !declared && !in_field.into_iter().any(|role| subject.may_have(role)) {
            report.add(at(place).lacks(Key::Resource));
        }
    }),
    ..Rule::BASE
};

pub(crate) static DYNAMIC_REGISTRATION_OF_ONE_INSTALLATION: Rule = Rule {
    id: "dynamic_registration_of_one_installation",
    levels: [Warn; 5],
    summary: "a client that is not installed by its users says that each installation registers itself",
    facts: &["a client of the kind `{kind}` has no installations that register themselves"],
    help: "remove `dynamic_registration`",
    reads: Keys::of(&[Key::Kind, Key::DynamicRegistration]),
    accepts: &[example(
        r#"kind = "native", dynamic_registration, redirect_uri = "http://127.0.0.1/cb""#,
    )],
    rejects: &[example(
        r#"kind = "web", dynamic_registration, redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[rfc(8252, "8.4", ""), rfc(7591, "1.3", "")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let Some(kind) = declaration.kind else { return };
        if declaration.dynamic_registration && !matches!(kind, Kind::Native | Kind::Device) {
            report.add(at(Place::Key(Key::DynamicRegistration)).with(&kind).remove());
        }
    }),
    ..Rule::BASE
};

pub(crate) static DEPRECATED_DYNAMIC_REGISTRATION: Rule = Rule {
    id: "deprecated_dynamic_registration",
    levels: [Off, Off, Off, Off, Warn],
    summary: "an MCP client knows no way to register but dynamic registration",
    facts: &["MCP deprecates dynamic client registration, and the client declares no other way"],
    help: "describe the client in a document, and declare its URL: `client_id = \
           \"https://.../client.json\"`",
    waive_where: Some("a server of the client takes nothing else"),
    yields_to: &[&DYNAMIC_REGISTRATION_OF_ONE_INSTALLATION],
    reads: Keys::of(&[Key::Profile, Key::DynamicRegistration, Key::ClientId]),
    accepts: &[example(
        r#"profile = "mcp", kind = "native", dynamic_registration, client_id = "https://app.example.com/client.json", resource = "runtime", redirect_uri = "http://127.0.0.1/cb""#,
    )],
    rejects: &[example(
        r#"profile = "mcp", kind = "native", dynamic_registration, resource = "runtime", redirect_uri = "http://127.0.0.1/cb""#,
    )],
    citations: &[mcp("Dynamic Client Registration", "deprecated")],
    check: Check::Subject(|subject, report| {
        if subject.declaration.dynamic_registration && metadata_document(subject).is_none() {
            report.add(at(Place::Key(Key::DynamicRegistration)));
        }
    }),
    ..Rule::BASE
};

pub(crate) static DEVELOPMENT_CLIENT_ID: Rule = Rule {
    id: "development_client_id",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "the client_id is `http://localhost`, the identifier of development clients",
    facts: &["`{client_id}` identifies every client that is under development"],
    why: Some(
        "any program can use this identifier, so the server cannot tell the user which app asks",
    ),
    help: "declare the URL of the client's own metadata document, and keep `http://localhost` in a client of \
           its own, under `#[cfg(debug_assertions)]`",
    waive_where: Some("the client is one for development"),
    reads: Keys::of(&[Key::ClientId]),
    accepts: &[example(
        r#"kind = "native", client_id = "https://app.example.com/oauth/client.json", redirect_uri = "http://127.0.0.1/cb""#,
    )],
    rejects: &[example(
        r#"kind = "native", client_id = "http://localhost", redirect_uri = "http://127.0.0.1/cb""#,
    )],
    citations: &[client_id_metadata("3", "MUST")],
    check: Check::Subject(|subject, report| {
        if let Some(text) = metadata_document(subject).filter(|text| is_for_development(text)) {
            report.add(at(Place::Key(Key::ClientId)).quote(text));
        }
    }),
    ..Rule::BASE
};

/// Whether the client_id is the one that the AT Protocol defines for development: `http://localhost`
/// without a port and a path, with a query or without.
fn is_for_development(text: &str) -> bool {
    let start = text.split('?').next().unwrap_or_default();
    start.trim_end_matches('/').eq_ignore_ascii_case("http://localhost") && !text.contains('#')
}

pub(crate) static MCP_REDIRECT_URI: Rule = Rule {
    id: "mcp_redirect_uri",
    levels: [Off, Off, Off, Off, Error],
    summary: "a redirect URI of an MCP client is neither https nor loopback",
    facts: &["the redirect URI `{uri}` is neither https nor loopback, as MCP requires"],
    help: "register and use https, or a loopback address such as `http://127.0.0.1/callback`",
    yields_to: &[
        &DANGEROUS_REDIRECT_SCHEME,
        &INSECURE_REDIRECT_URI,
        &INVALID_REDIRECT_URI,
        &TEMPLATED_REDIRECT_URI,
    ],
    reads: Keys::of(&[Key::Profile, Key::RedirectUri]),
    values: Keys::of(&[Key::RedirectUri]),
    accepts: &[example(
        r#"profile = "mcp", kind = "native", resource = "https://mcp.example.com", redirect_uri = "http://127.0.0.1/cb""#,
    )],
    rejects: &[example(
        r#"profile = "mcp", kind = "native", resource = "https://mcp.example.com", redirect_uri = "com.example.app:/cb""#,
    )],
    citations: &[mcp("Communication Security", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(Keys::of(&[Key::RedirectUri])) {
            if !uri.is_https() && !uri.is_http_on_loopback() {
                report.add(at(place).quote(uri.text));
            }
        }
    }),
    ..Rule::BASE
};

const NO_URL: &str = "the client_id `{client_id}` {error}";
const NOT_HTTPS: &str = "the client_id `{client_id}` is a URL and not https";
const USERINFO: &str = "the client_id `{client_id}` has userinfo before the host";
const FRAGMENT: &str = "the client_id `{client_id}` has a fragment";
const NO_PATH: &str = "the client_id `{client_id}` is a URL without a path";
const REWRITTEN_PATH: &str = "the client_id `{client_id}` has a path that a browser rewrites";

pub(crate) static INVALID_CLIENT_ID_URL: Rule = Rule {
    id: "invalid_client_id_url",
    summary: "a client_id that is a URL is not the https URL of a document",
    facts: &[NO_URL, NOT_HTTPS, USERINFO, FRAGMENT, NO_PATH, REWRITTEN_PATH],
    help: "write the https URL, with a path, that serves the metadata document",
    reads: Keys::of(&[Key::ClientId]),
    accepts: &[example(
        r#"kind = "native", client_id = "https://app.example.com/oauth/client.json", redirect_uri = "http://127.0.0.1/cb""#,
    )],
    rejects: &[
        example(
            r#"kind = "native", client_id = "http://app.example.com", redirect_uri = "http://127.0.0.1/cb""#,
        ),
        example(
            r#"kind = "native", client_id = "https://app.example.com/a/../c.json", redirect_uri = "http://127.0.0.1/cb""#,
        ),
    ],
    citations: &[client_id_metadata("3", "MUST"), mcp("Client Registration", "MUST")],
    check: Check::Subject(|subject, report| {
        let Some(text) = metadata_document(subject).filter(|text| !is_for_development(text)) else {
            return;
        };
        let mistake = at(Place::Key(Key::ClientId)).quote(text);
        let uri = match Uri::read(text) {
            Err(error) => return report.add(mistake.fact(NO_URL).with(&error)),
            Ok(uri) => uri,
        };
        let fact = if !uri.is_https() {
            NOT_HTTPS
        } else if uri.has_userinfo() {
            USERINFO
        } else if uri.fragment.is_some() {
            FRAGMENT
        } else if uri.path.is_empty() {
            NO_PATH
        } else if uri.rewritten_path() {
            REWRITTEN_PATH
        } else {
            return;
        };
        report.add(mistake.fact(fact));
    }),
    ..Rule::BASE
};

pub(crate) static METADATA_DOCUMENT_SECRET: Rule = Rule {
    id: "metadata_document_secret",
    summary: "a client that a public document describes has a secret",
    facts: &["a public document describes this client, which therefore cannot have a secret"],
    why: Some("anyone can read the document, so the client and the server share no secret"),
    help: AUTHENTICATE_WITH_A_KEY,
    yields_to: &[&SECRET_IN_PUBLIC_CLIENT, &SECRET_WITHOUT_METHOD, &INVALID_CLIENT_ID_URL],
    reads: Keys::of(&[Key::ClientId, Key::Auth]),
    accepts: &[example(
        r#"kind = "native", client_id = "https://app.example.com/oauth/client.json", redirect_uri = "http://127.0.0.1/cb""#,
    )],
    rejects: &[example(
        r#"kind = "web", client_id = "https://app.example.com/oauth/client.json", auth = "client_secret_basic", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[client_id_metadata("4.1", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        let method = subject.declaration.auth;
        let field = subject.field_in(Role::ClientSecret).map(|(place, _)| place);
        let in_document = registered_secret(subject);
        if metadata_document(subject).is_none() {
            return;
        }
        if method.uses_secret() {
            let key = if subject.written.contains(Key::Auth) { Key::Auth } else { Key::ClientId };
            let mistake = at(Place::Key(key)).also_all(field.as_slice());
            let mistake = mistake.also_all(in_document.as_slice());
            let mut edits: Vec<Remedy> = field.map(Remedy::Remove).into_iter().collect();
            edits.push(Remedy::decide(AUTHENTICATE_WITH_A_KEY));
            report.add(mistake.remedy(Remedy::All(edits)));
        } else if let Some(place) = field {
            report.add(at(place).also(Place::Key(Key::ClientId)).remove());
        } else if let Some(place) = in_document {
            let help = "remove the secret from the document, and have the server forget it";
            report.add(at(place).also(Place::Key(Key::ClientId)).help(help));
        }
    }),
    ..Rule::BASE
};
