//! Extensions of the framework: token exchange, resource indicators, MCP, client ID metadata
//! documents.

use crate::judge::{Address, Check, Place, Remedy, Rule, Subject, example, quoted};
use crate::members::{Key, Keys, Role};
use crate::rules::client_authentication::method::SECRET_IN_PUBLIC_CLIENT;
use crate::rules::client_authentication::method::SECRET_WITHOUT_METHOD;
use crate::rules::client_authentication::method::UNAUTHENTICATED_CONFIDENTIAL_CLIENT;
use crate::rules::fapi::FAPI_CLIENT_AUTHENTICATION;
use crate::rules::fapi::FAPI_PUBLIC_CLIENT;
use crate::rules::grants::kind::KIND_GRANT_MISMATCH;
use crate::rules::redirect_uris::form::INVALID_REDIRECT_URI;
use crate::rules::redirect_uris::form::TEMPLATED_REDIRECT_URI;
use crate::rules::redirect_uris::transport::DANGEROUS_REDIRECT_SCHEME;
use crate::rules::redirect_uris::transport::INSECURE_REDIRECT_URI;
use alloc::format;
use alloc::string::ToString;

use crate::citation::{client_id_metadata, mcp, rfc};
use crate::judge::Level::{Error, Off, Warn};
use crate::uri::{Host, Uri};
use crate::vocabulary::{AuthMethod, Grant};

/// The rules of this chapter.
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
    summary: "a token or a SAML assertion is exchanged by a client that does not authenticate",
    why: Some("whoever has stolen the token can then exchange it for another one"),
    help: "let the client authenticate too: `auth = \"private_key_jwt\"`",
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
            let fact =
                format!("the `{grant}` grant is used by a client that does not authenticate");
            let help = "declare `auth = \"client_secret_basic\"`, or `auth = \"private_key_jwt\"` with \
                        a `jwks_uri`";
            report.say(Place::Key(Key::Auth), fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

pub(crate) static INVALID_RESOURCE: Rule = Rule {
    id: "invalid_resource",
    summary: "a resource is not an absolute URI without a fragment",
    help: "use the URI of the API, as RFC 8707 section 2 has it",
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
            let fact = match uri {
                Err(error) => format!("the resource {} {error}", quoted(text)),
                Ok(uri) if uri.fragment.is_some() => {
                    format!("the resource {} has a fragment", quoted(text))
                }
                Ok(_) => continue,
            };
            let help = "write the absolute URI of the API, such as `https://api.example.com`";
            report.say(place, fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

pub(crate) static MISSING_RESOURCE: Rule = Rule {
    id: "missing_resource",
    levels: [Off, Off, Off, Off, Error],
    summary: "an MCP client names no resource",
    why: Some("a token that names no server is accepted by every one, a malicious one included"),
    help: "add `resource = \"https://mcp.example.com\"`, or a `resource` field",
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
            let fact = "no `resource` names the MCP server that the tokens are for";
            let help = "add `resource = \"https://...\"`, or a `resource` field";
            report.say(Place::Key(Key::Profile), fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

pub(crate) static MCP_REDIRECT_URI: Rule = Rule {
    id: "mcp_redirect_uri",
    levels: [Off, Off, Off, Off, Error],
    summary: "a redirect URI of an MCP client is neither https nor loopback",
    help: "use https or a loopback address",
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
            if !uri.is_https() && !is_plain_loopback(&uri) {
                let fact = format!("MCP takes no redirect URI like {}", quoted(uri.text));
                let help = "use https, or a loopback address such as `http://127.0.0.1/callback`";
                report.say(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

/// Whether the URI is http and never leaves the machine.
pub(super) fn is_plain_loopback(uri: &Uri<'_>) -> bool {
    uri.is_http() && matches!(uri.host(), Host::Loopback | Host::OtherLoopback | Host::Localhost)
}

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

pub(crate) static INVALID_CLIENT_ID_URL: Rule = Rule {
    id: "invalid_client_id_url",
    summary: "a client_id that is a URL is not the https URL of a document",
    help: "write an https URL with a path that serves the document",
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
        let what = match Uri::read(text) {
            Err(error) => error.to_string(),
            Ok(uri) if !uri.is_https() => "is a URL and not https".into(),
            Ok(uri) if uri.authority.is_some_and(|authority| authority.userinfo.is_some()) => {
                "has userinfo before the host".into()
            }
            Ok(uri) if uri.fragment.is_some() => "has a fragment".into(),
            Ok(uri) if uri.path.is_empty() => "is a URL without a path".into(),
            Ok(uri) if uri.rewritten_path() => "has a path that a browser rewrites".into(),
            Ok(_) => return,
        };
        let fact = format!("the client_id {} {what}", quoted(text));
        let help = "write the https URL, with a path, that serves the metadata document";
        report.say(Place::Key(Key::ClientId), fact, Remedy::decide(help));
    }),
    ..Rule::BASE
};

pub(crate) static METADATA_DOCUMENT_SECRET: Rule = Rule {
    id: "metadata_document_secret",
    summary: "a client that a public document describes has a secret",
    why: Some("anyone can read the document, so no secret can have been agreed with the server"),
    help: "use `auth = \"private_key_jwt\"`, or `auth = \"none\"` in a public client",
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
        let field = subject.fields_in(Role::ClientSecret).next();
        if metadata_document(subject).is_none() || !(method.uses_secret() || field.is_some()) {
            return;
        }
        let place = if subject.written.contains(Key::Auth) { Key::Auth } else { Key::ClientId };
        let fact = "a client that is described by a public document cannot have a secret";
        let help = "declare `auth = \"private_key_jwt\"` with a `jwks_uri`";
        let also = field.map(|(place, _)| place).into_iter().collect();
        report.say_with(Place::Key(place), also, fact, Remedy::decide(help));
    }),
    ..Rule::BASE
};
