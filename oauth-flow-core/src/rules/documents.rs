//! What the reader of a document reports when it cannot make a registration or the metadata of a
//! server of it. These rules have no check of their own, cannot be waived, and are errors in every
//! profile, but for the one about a path that leaves the package.

use crate::citation::{Citation, project, rfc};
use crate::judge::{Example, Rule, example};

/// The rules about documents that cannot be read, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &DOCUMENT_OUTSIDE_PACKAGE,
    &UNREADABLE_DOCUMENT,
    &INVALID_JSON,
    &UNKNOWN_DOCUMENT,
    &WRONG_MEMBER,
    &AMBIGUOUS_REGISTRATION,
];

const DOCUMENTS: &[Citation] = &[project("docs/documents.md", "")];

/// What defines the members of a registration.
pub const OF_REGISTRATIONS: &[Citation] = &[rfc(7591, "2", ""), project("docs/documents.md", "")];
/// What defines the members of a server's metadata.
pub const OF_METADATA: &[Citation] = &[rfc(8414, "2", ""), project("docs/documents.md", "")];
/// What says which members of a server's own format are read.
pub const OF_EXPORTS: &[Citation] = DOCUMENTS;

/// A declaration whose registration can be read.
const ACCEPTED: Example = example(r#"kind = "web", pkce = "S256", registration = "client.json""#)
    .registered(
        r#"{
  "client_id": "portal",
  "grant_types": ["authorization_code"],
  "token_endpoint_auth_method": "client_secret_basic",
  "redirect_uris": ["https://app.example.com/cb"]
}"#,
    );

/// The attribute of examples whose registration cannot be read.
const REGISTERED: Example = example(r#"kind = "web", registration = "client.json""#);

/// A fact of [`DOCUMENT_OUTSIDE_PACKAGE`].
pub const ABSOLUTE_PATH: &str = "the path `{path}` is absolute";
/// A fact of [`DOCUMENT_OUTSIDE_PACKAGE`].
pub const PATH_LEAVES_PACKAGE: &str = "the path `{path}` leaves the package";
/// A fact of [`DOCUMENT_OUTSIDE_PACKAGE`]: a warning.
pub const PATH_IN_WORKSPACE: &str = "the path `{path}` leaves the package for its workspace";

/// A path that leads out of the package.
pub static DOCUMENT_OUTSIDE_PACKAGE: Rule = Rule {
    id: "document_outside_package",
    summary: "the path of a document leads out of the package",
    facts: &[ABSOLUTE_PATH, PATH_LEAVES_PACKAGE, PATH_IN_WORKSPACE],
    why: Some(
        "`cargo package` leaves out files that are not in the package, so the published crate does not build",
    ),
    help: "move the document into the package, and write its path from the folder of `Cargo.toml`",
    accepts: &[ACCEPTED],
    rejects: &[
        example(r#"kind = "web", registration = "/srv/clients/portal.json""#),
        example(r#"kind = "web", registration = "../../portal.json""#),
    ],
    citations: DOCUMENTS,
    ..Rule::BASE
};

/// A fact of [`UNREADABLE_DOCUMENT`].
pub const NO_FILE: &str = "there is no file `{path}`";
/// A fact of [`UNREADABLE_DOCUMENT`].
pub const IS_A_FOLDER: &str = "`{path}` is a folder";
/// A fact of [`UNREADABLE_DOCUMENT`].
pub const NOT_READABLE: &str = "`{path}` cannot be read: {error}";
/// A fact of [`UNREADABLE_DOCUMENT`].
pub const TOO_LARGE: &str = "`{path}` has more than {limit} MiB";
/// A fact of [`UNREADABLE_DOCUMENT`].
pub const NOT_UTF8: &str = "`{path}` is not UTF-8: byte {offset} begins no character";
/// A fact of [`UNREADABLE_DOCUMENT`].
pub const EMPTY_FILE: &str = "`{path}` is empty";
/// A fact of [`UNREADABLE_DOCUMENT`].
pub const NO_PACKAGE: &str = "nothing says from which folder `{path}` is read";
/// A fact of [`UNREADABLE_DOCUMENT`].
pub const BACKSLASH: &str = "the path `{path}` has a backslash";

/// A fact of [`UNREADABLE_DOCUMENT`]: without the feature, nothing reads documents.
pub const NO_FEATURE: &str = "`{key}` names a document, and nothing here reads documents";

/// A document that cannot be read as text.
pub static UNREADABLE_DOCUMENT: Rule = Rule {
    id: "unreadable_document",
    summary: "a document is not there, or is no text",
    facts: &[
        NO_FILE,
        IS_A_FOLDER,
        NOT_READABLE,
        TOO_LARGE,
        NOT_UTF8,
        EMPTY_FILE,
        NO_PACKAGE,
        BACKSLASH,
        NO_FEATURE,
    ],
    help: "write the path of the document from the folder of `Cargo.toml`",
    accepts: &[ACCEPTED],
    rejects: &[
        example(r#"kind = "web", registration = "clients/missing.json""#),
        REGISTERED.registered(""),
    ],
    citations: DOCUMENTS,
    ..Rule::BASE
};

/// A fact of [`INVALID_JSON`].
pub const BYTE_ORDER_MARK: &str = "the document begins with a byte order mark";
/// A fact of [`INVALID_JSON`].
pub const ENDS_EARLY: &str = "the document ends before its JSON value does";
/// A fact of [`INVALID_JSON`].
pub const NO_JSON: &str = "`{text}` is no JSON here";
/// A fact of [`INVALID_JSON`].
pub const TEXT_BEHIND: &str = "`{text}` comes after the end of the JSON value";
/// A fact of [`INVALID_JSON`].
pub const TOO_DEEP: &str = "the document has more than {limit} levels of nesting";
/// A fact of [`INVALID_JSON`].
pub const MEMBER_TWICE: &str = "the member `{member}` is there twice";

/// A document that is no JSON.
pub static INVALID_JSON: Rule = Rule {
    id: "invalid_json",
    summary: "a document is no JSON, or has a member twice",
    facts: &[NO_JSON, ENDS_EARLY, TEXT_BEHIND, BYTE_ORDER_MARK, TOO_DEEP, MEMBER_TWICE],
    help: "export the document anew, or correct it here",
    accepts: &[ACCEPTED],
    rejects: &[
        REGISTERED.registered(r#"{ "client_id": "portal", }"#),
        REGISTERED.registered(r#"{ "client_id": "portal", "client_id": "shop" }"#),
    ],
    citations: &[rfc(8259, "2", ""), rfc(8259, "4", "SHOULD"), rfc(8259, "8.1", "MUST NOT")],
    ..Rule::BASE
};

/// A fact of [`UNKNOWN_DOCUMENT`].
pub const NO_REGISTRATION: &str = "the document is no registration of a client";
/// A fact of [`UNKNOWN_DOCUMENT`].
pub const NO_METADATA: &str = "the document is no metadata of a server";
/// A fact of [`UNKNOWN_DOCUMENT`].
pub const METADATA_FOR_REGISTRATION: &str = "the document is the metadata of a server";
/// A fact of [`UNKNOWN_DOCUMENT`].
pub const REGISTRATION_FOR_METADATA: &str = "the document is the registration of a client";
/// A fact of [`UNKNOWN_DOCUMENT`].
pub const OTHER_PROTOCOL: &str = "the client uses the protocol `{protocol}`, and not OAuth";
/// A fact of [`UNKNOWN_DOCUMENT`].
pub const NEWER_SNAPSHOT: &str =
    "the snapshot has the version {version}, and this version of oauth-flow reads {known}";
/// A fact of [`UNKNOWN_DOCUMENT`].
pub const RESOURCE_SERVER: &str = "`{client_id}` is a resource server, which uses no grant";

/// A document of another sort.
pub static UNKNOWN_DOCUMENT: Rule = Rule {
    id: "unknown_document",
    summary: "a document is not what its key takes",
    facts: &[
        NO_REGISTRATION,
        NO_METADATA,
        METADATA_FOR_REGISTRATION,
        REGISTRATION_FOR_METADATA,
        OTHER_PROTOCOL,
        NEWER_SNAPSHOT,
        RESOURCE_SERVER,
    ],
    help: "name a client registration (RFC 7591), a client or a realm of Keycloak, or an application of Gravitee AM",
    accepts: &[ACCEPTED],
    rejects: &[
        REGISTERED.registered("[]"),
        REGISTERED.registered(
            r#"{ "issuer": "https://as.example.com", "token_endpoint": "https://as.example.com/token" }"#,
        ),
    ],
    citations: &[project("docs/documents.md", ""), rfc(7591, "2", ""), rfc(8414, "2", "")],
    ..Rule::BASE
};

/// A fact of [`WRONG_MEMBER`].
pub const WRONG_TYPE: &str = "`{member}` is {found}, and it has to be {expected}";
/// A fact of [`WRONG_MEMBER`].
pub const WRONG_ELEMENT: &str = "an element of `{member}` is {found}, and it has to be {expected}";
/// A fact of [`WRONG_MEMBER`].
pub const NO_WORD: &str = "`{member}` has `{word}`, which is no {noun}";
/// A fact of [`WRONG_MEMBER`].
pub const WORD_OF_A_DRAFT: &str =
    "`{member}` has `{word}`, the method of a draft, and `auth` does not take it yet";
/// A fact of [`WRONG_MEMBER`].
pub const MISSING_MEMBER: &str = "`{member}` is missing";
/// A fact of [`WRONG_MEMBER`].
pub const EMPTY_MEMBER: &str = "`{member}` has an empty value";
/// A fact of [`WRONG_MEMBER`].
pub const VALUE_TWICE: &str = "`{member}` has `{value}` twice";

/// A member whose value cannot be read.
pub static WRONG_MEMBER: Rule = Rule {
    id: "wrong_member",
    summary: "a member of a document does not have the type or a value that the standard gives it",
    facts: &[
        WRONG_TYPE,
        WRONG_ELEMENT,
        NO_WORD,
        WORD_OF_A_DRAFT,
        MISSING_MEMBER,
        EMPTY_MEMBER,
        VALUE_TWICE,
    ],
    help: "write the member as the format of the document defines it",
    accepts: &[ACCEPTED],
    rejects: &[
        REGISTERED.registered(r#"{ "client_id": "portal", "redirect_uris": "https://app.example.com/cb" }"#),
        REGISTERED.registered(
            r#"{ "client_id": "portal", "redirect_uris": ["https://app.example.com/cb"], "token_endpoint_auth_method": "basic" }"#,
        ),
    ],
    citations: &[rfc(7591, "2", ""), rfc(8414, "2", ""), project("docs/documents.md", "")],
    ..Rule::BASE
};

/// A fact of [`AMBIGUOUS_REGISTRATION`].
pub const SEVERAL_CLIENTS: &str =
    "the document has {count} clients, and `client_id` picks none of them";
/// A fact of [`AMBIGUOUS_REGISTRATION`].
pub const NO_SUCH_CLIENT: &str = "the document has no client `{client_id}`";
/// A fact of [`AMBIGUOUS_REGISTRATION`].
pub const NO_CLIENT: &str = "the document has no OAuth client but those of the server itself";
/// A fact of [`AMBIGUOUS_REGISTRATION`].
pub const SAME_CLIENT_TWICE: &str = "the document has the client `{client_id}` {count} times";

/// A document with several clients, of which none is picked.
pub static AMBIGUOUS_REGISTRATION: Rule = Rule {
    id: "ambiguous_registration",
    summary: "the document has several clients, and `client_id` picks none",
    facts: &[SEVERAL_CLIENTS, NO_SUCH_CLIENT, NO_CLIENT, SAME_CLIENT_TWICE],
    help: "declare the `client_id` of the client that is meant",
    accepts: &[example(
        r#"kind = "web", client_id = "portal", pkce = "S256", registration = "client.json""#,
    )
    .registered(
        r#"{
  "realm": "shop",
  "clients": [
    { "clientId": "portal", "protocol": "openid-connect", "publicClient": false, "clientAuthenticatorType": "client-secret", "standardFlowEnabled": true, "redirectUris": ["https://app.example.com/cb"] },
    { "clientId": "stock", "protocol": "openid-connect", "publicClient": false, "serviceAccountsEnabled": true }
  ]
}"#,
    )],
    rejects: &[example(r#"kind = "web", pkce = "S256", registration = "client.json""#).registered(
        r#"{
  "realm": "shop",
  "clients": [
    { "clientId": "portal", "protocol": "openid-connect", "standardFlowEnabled": true, "redirectUris": ["https://app.example.com/cb"] },
    { "clientId": "stock", "protocol": "openid-connect", "serviceAccountsEnabled": true }
  ]
}"#,
    )],
    citations: DOCUMENTS,
    ..Rule::BASE
};
