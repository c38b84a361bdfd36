//! Extensions of the framework: token exchange, resource indicators, MCP, client ID metadata
//! documents.

use super::client_authentication::method::{
    SECRET_IN_PUBLIC_CLIENT, SECRET_WITHOUT_METHOD, UNAUTHENTICATED_CONFIDENTIAL_CLIENT,
};
use super::client_authentication::{AUTHENTICATE, AUTHENTICATE_WITH_A_KEY};
use super::fapi::{FAPI_CLIENT_AUTHENTICATION, FAPI_PUBLIC_CLIENT};
use super::grants::kind::KIND_GRANT_MISMATCH;
use super::redirect_uris::form::{INVALID_REDIRECT_URI, TEMPLATED_REDIRECT_URI};
use super::redirect_uris::transport::{DANGEROUS_REDIRECT_SCHEME, INSECURE_REDIRECT_URI};
use crate::citation::{client_id_metadata, mcp, rfc};
use crate::judge::Level::{Error, Off, Warn};
use crate::judge::{Address, Check, Place, Rule, Subject, at, example};
use crate::members::{Key, Keys, Role};
use crate::uri::Uri;
use crate::vocabulary::{AuthMethod, Grant};

/// The rules about extensions of OAuth, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &UNAUTHENTICATED_ASSERTION,
    &INVALID_RESOURCE,
    &MISSING_RESOURCE,
    &MCP_REDIRECT_URI,
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
    yields_to: &[
        &KIND_GRANT_MISMATCH,
        &UNAUTHENTICATED_CONFIDENTIAL_CLIENT,
        &FAPI_CLIENT_AUTHENTICATION,
        &FAPI_PUBLIC_CLIENT,
    ],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Auth]),
    accepts: &[
        example(r#"kind = "third_party", grant = "jwt-bearer", auth = "none""#),
        example(r#"kind = "third_party", grant = "token-exchange", auth = "client_secret_basic""#),
    ],
    rejects: &[example(r#"kind = "third_party", grant = "token-exchange", auth = "none""#)],
    citations: &[rfc(8693, "2.1", "")],
    check: Check::Subject(|subject, report| {
        let exchanged = [Grant::TokenExchange, Grant::Saml2Bearer]
            .into_iter()
            .find(|grant| subject.declaration.allows(*grant));
        if let (AuthMethod::None, Some(grant)) = (subject.declaration.auth, exchanged) {
            report.add(at(Place::Key(Key::Auth)).with(&grant));
        }
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
                Err(error) => report.add(mistake.fact(NO_URI).with(&error)),
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
    why: Some("every server accepts a token that names none, a malicious server too"),
    help: "add `resource = \"https://...\"`, or a `resource` field",
    reads: Keys::of(&[Key::Profile, Key::Resource]),
    accepts: &[
        example(
            r#"profile = "mcp", kind = "native", resource = "https://mcp.example.com", redirect_uri = "http://127.0.0.1/cb""#,
        ),
        example(r#"profile = "mcp", kind = "native", redirect_uri = "http://127.0.0.1/cb""#)
            .on("struct Client { resource: String }"),
    ],
    rejects: &[example(
        r#"profile = "mcp", kind = "native", redirect_uri = "http://127.0.0.1/cb""#,
    )],
    citations: &[
        mcp("Resource Parameter Implementation", "MUST"),
        mcp("Token Audience Binding and Validation", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        if subject.declaration.resources.is_empty() && !subject.may_have(Role::Resource) {
            report.add(at(Place::Key(Key::Profile)));
        }
    }),
    ..Rule::BASE
};

pub(crate) static MCP_REDIRECT_URI: Rule = Rule {
    id: "mcp_redirect_uri",
    levels: [Off, Off, Off, Off, Error],
    summary: "a redirect URI of an MCP client is neither https nor loopback",
    facts: &["the redirect URI `{uri}` is neither https nor loopback, as MCP requires"],
    help: "use https, or a loopback address such as `http://127.0.0.1/callback`",
    yields_to: &[
        &DANGEROUS_REDIRECT_SCHEME,
        &INSECURE_REDIRECT_URI,
        &INVALID_REDIRECT_URI,
        &TEMPLATED_REDIRECT_URI,
    ],
    reads: Keys::of(&[Key::Profile, Key::RedirectUri]),
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

/// The client_id as the URL of a client ID metadata document, if it is one.
fn metadata_document<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let is_url = |text: &&str| {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| {
            scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
        })
    };
    subject.declaration.client_id.filter(is_url)
}

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
        let Some(text) = metadata_document(subject) else { return };
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
        let field = subject.field_in(Role::ClientSecret);
        if metadata_document(subject).is_none() || !(method.uses_secret() || field.is_some()) {
            return;
        }
        let key = if subject.written.contains(Key::Auth) { Key::Auth } else { Key::ClientId };
        let field = field.map(|(place, _)| place);
        report.add(at(Place::Key(key)).also_all(field.as_slice()));
    }),
    ..Rule::BASE
};
