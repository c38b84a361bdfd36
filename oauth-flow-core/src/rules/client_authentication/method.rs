//! The method, the kind and the credential have to agree.

use alloc::format;
use alloc::vec::Vec;

use super::{AUTHENTICATE, authenticate, metadata_document};
use crate::citation::{Citation, oauth21, oidc_core, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{
    Check, Field, Holds, Mistake, Place, Remedy, Report, Rule, Subject, at, example,
};
use crate::members::{Detail, Key, Keys, Name, Role};
use crate::rules::extensions::METADATA_DOCUMENT_SECRET;
use crate::rules::fapi::{FAPI_CLIENT_AUTHENTICATION, FAPI_PUBLIC_CLIENT};
use crate::rules::grants::kind::PUBLIC_CLIENT_CREDENTIALS;
use crate::rules::registration::REGISTRATION_MISMATCH;
use crate::vocabulary::{AuthMethod, Grant, Kind, Profile, Word};

const SECRET_METHOD: &str = "a client of the kind `{kind}` declares `{method}`";
const SECRET_FIELD: &str = "a client of the kind `{kind}` has a field that holds a client secret";
const REGISTERED_SECRET: &str =
    "the registration of a client of the kind `{kind}` has a client secret";

pub(crate) static SECRET_IN_PUBLIC_CLIENT: Rule = Rule {
    id: "secret_in_public_client",
    summary: "a client that ships to its users has a client secret",
    facts: &[SECRET_METHOD, SECRET_FIELD, REGISTERED_SECRET],
    why: Some("whoever downloads the app can read the secret, so it proves nothing"),
    help: "remove the secret, and declare `auth = \"none\"`",
    waive_where: Some("the provider insists on a secret, which every copy of the app then has"),
    reads: Keys::of(&[Key::Kind, Key::Auth]),
    accepts: &[
        example(r#"kind = "spa", auth = "none", redirect_uri = "https://app.example.com/cb""#),
        example(
            r#"kind = "native", dynamic_registration, auth = "client_secret_post", redirect_uri = "http://127.0.0.1/cb""#,
        )
        .on("struct Client { client_id: String, client_secret: Option<String> }"),
        example(
            r#"kind = "native", auth = "client_secret_post", redirect_uri = "http://127.0.0.1/cb""#,
        )
        .on("struct Client { client_id: String, client_secret: String, registration_access_token: String }"),
    ],
    rejects: &[
        example(
            r#"kind = "spa", auth = "client_secret_post", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "native", redirect_uri = "com.example.app:/cb""#)
            .on("struct Client { client_id: String, client_secret: Option<String> }"),
        example(r#"kind = "native", redirect_uri = "com.example.app:/cb""#)
            .on("struct Client { client_id: String, client_secret_file: String }"),
        example(r#"kind = "spa", pkce = "S256", registration = "client.json""#).registered(
            r#"{
  "client_id": "shop",
  "grant_types": ["authorization_code"],
  "token_endpoint_auth_method": "none",
  "client_secret": "not-a-real-secret",
  "redirect_uris": ["https://app.example.com/cb"]
}"#,
        ),
    ],
    citations: &[
        rfc(6749, "10.1", "MUST NOT"),
        rfc(8252, "8.5", "NOT RECOMMENDED"),
        rfc(10017, "6.3.3.1", "MUST NOT"),
        oauth21("8.1", "MUST NOT"),
        rfc(8628, "5.6", "should"),
        rfc(7591, "2", ""),
    ],
    check: Check::Subject(find_secret_in_public_client),
    ..Rule::BASE
};

fn find_secret_in_public_client(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(kind) = subject.declaration.kind.filter(|kind| kind.is_public()) else { return };
    let method = subject.declaration.auth.uses_secret();
    let fields = secret_places(subject);
    let mut places = if method { alloc::vec![Place::Key(Key::Auth)] } else { Vec::new() };
    places.extend_from_slice(&fields);
    places.extend(registered_secret(subject));
    let Some((place, others)) = places.split_first().filter(|_| !registers_itself(subject)) else {
        return;
    };
    if !method && fields.is_empty() {
        return report.add(with_ways(registered_alone(*place, kind), subject));
    }
    let mut edits = Remedy::removals(&fields);
    let mut mistake = at(*place).also_all(others).with(&kind).fact(SECRET_FIELD);
    if method {
        edits.push(Remedy::set(Key::Auth, AuthMethod::None));
        mistake = mistake.fact(SECRET_METHOD).with(&subject.declaration.auth);
    }
    report.add(with_ways(mistake.remedy(Remedy::All(edits)), subject));
}

/// The mistake with what only the user can tell of the secret: whose it is.
fn with_ways(mistake: Mistake, subject: &Subject<'_>) -> Mistake {
    let mistake = if !subject.is_kind(&[Kind::Native, Kind::Device]) {
        mistake
    } else if subject.declaration.profile == Profile::Mcp {
        mistake
            .or("where each installation registers itself, declare `dynamic_registration`, which \
                    MCP deprecates: then waive `deprecated_dynamic_registration` too")
    } else {
        mistake.or("where each installation registers itself, declare `dynamic_registration`")
    };
    let may_be_of_another = secrets(subject).iter().any(|(_, field)| is_named_for_more(field));
    if may_be_of_another { mistake.or(SKIP) } else { mistake }
}

/// The fields that hold a client secret, or say where it is.
fn secrets<'a>(subject: &Subject<'a>) -> Vec<(Place, &'a Field)> {
    subject.fields_in_any(&[Role::ClientSecret, Role::SecretReference])
}

/// Their places.
fn secret_places(subject: &Subject<'_>) -> Vec<Place> {
    let mut places = Vec::new();
    for (place, _) in secrets(subject) {
        places.push(place);
    }
    places
}

/// The mistake of a secret that the registration has, and nothing else of the client.
fn registered_alone(place: Place, kind: Kind) -> Mistake {
    let help = "register the client as a public one, and remove the secret from the document";
    at(place).with(&kind).fact(REGISTERED_SECRET).help(help)
}

/// Where the registration has a client secret, if it has one.
pub(crate) fn registered_secret(subject: &Subject<'_>) -> Option<Place> {
    let secret = subject.registration?.details.get(Detail::ClientSecret)?;
    Some(Place::of_document(secret.origin))
}

/// The way out where a field is not of this client.
pub(crate) const SKIP: &str =
    "where the field is another service's, write `#[oauth(skip)]` above it";

/// Whether something stands before the name of the role: the field may be of another service.
pub(crate) fn is_named_for_more(field: &Field) -> bool {
    let name = Name::of(&field.name);
    let Some(role) = field.role else { return false };
    let names = role.names();
    let known = [names.ends, names.whole, names.of_providers];
    !known.iter().any(|names| names.contains(&name.text())) && role.word() != name.text()
}

/// Whether each installation of the client has a secret of its own (RFC 8252 section 8.4): by what is
/// declared, or by what the server gave it when it registered itself.
fn registers_itself(subject: &Subject<'_>) -> bool {
    let embedded = |field: &Field| field.holds == Holds::Embedded || field.default.is_some();
    let registered = subject.field_in(Role::RegistrationAccessToken).is_some()
        && subject.field_in(Role::ClientSecret).is_some_and(|(_, field)| !embedded(field));
    subject.is_kind(&[Kind::Native, Kind::Device])
        && (subject.declaration.dynamic_registration || registered)
}

pub(crate) static UNAUTHENTICATED_CONFIDENTIAL_CLIENT: Rule = Rule {
    id: "unauthenticated_confidential_client",
    summary: "a client that can keep a credential does not authenticate",
    facts: &["a client of the kind `{kind}` does not authenticate"],
    why: Some("without authentication, whoever knows the client_id can use a stolen code or token"),
    help: AUTHENTICATE,
    yields_to: &[&PUBLIC_CLIENT_CREDENTIALS, &SECRET_WITHOUT_METHOD],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Auth]),
    accepts: &[
        example(
            r#"kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "m2m", grant = "jwt-bearer", auth = "none""#),
    ],
    rejects: &[example(
        r#"kind = "web", auth = "none", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[
        rfc(6749, "3.2.1", "MUST"),
        rfc(9700, "2.5", "SHOULD"),
        oauth21("3.2.1", "MUST"),
        rfc(10017, "6.1.3.1", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let Some(kind) = declaration.kind else { return };
        // RFC 7521 section 4.1 and RFC 8693 section 2.1 leave it to the server.
        let open = |grant: &Grant| {
            *grant == Grant::TokenExchange || (kind == Kind::M2m && *grant == Grant::JwtBearer)
        };
        let leaves_it_open = !declaration.grants.is_empty() && declaration.grants.iter().all(open);
        let must = matches!(kind, Kind::Web | Kind::M2m) && !leaves_it_open;
        if must && declaration.auth == AuthMethod::None {
            report.add(at(Place::Key(Key::Auth)).with(&kind).help(authenticate(subject)));
        }
    }),
    ..Rule::BASE
};

const NO_SECRET: &str = "the method `{method}` needs a secret, and no field holds one";
const KEY_FOR_SECRET: &str =
    "the method `{method}` needs a secret, and the field `{field}` names a key";
const NO_KEY: &str = "the method `{method}` needs a key, and nothing names one";
const SECRET_FOR_KEY: &str =
    "the method `{method}` needs a key, and the field `{field}` names a secret";

const OF_METHODS: &[Citation] = &[oidc_core("9", "")];
const OF_CERTIFICATES: &[Citation] = &[rfc(8705, "2.2.2", "")];

pub(crate) static MISSING_CREDENTIAL: Rule = Rule {
    id: "missing_credential",
    summary: "the authentication method needs a credential that the client does not have",
    facts: &[NO_SECRET, KEY_FOR_SECRET, NO_KEY, SECRET_FOR_KEY],
    help: "add a `client_secret` field, or declare another `auth`",
    waive_where: Some("the program gets the credential in another way"),
    yields_to: &[
        &SECRET_IN_PUBLIC_CLIENT,
        &KEY_IN_PUBLIC_CLIENT,
        &METADATA_DOCUMENT_SECRET,
        &FAPI_CLIENT_AUTHENTICATION,
    ],
    reads: Keys::of(&[Key::Kind, Key::Auth, Key::JwksUri, Key::DynamicRegistration]),
    accepts: &[
        example(
            r#"kind = "m2m", grant = "client_credentials", auth = "private_key_jwt", jwks_uri = "https://svc.example.com/jwks.json""#,
        ),
        example(r#"kind = "m2m", auth = "private_key_jwt""#)
            .on("struct Client { client_id: String, signing_key: Vec<u8> }"),
        example(r#"kind = "m2m""#)
            .on("struct Client { client_id: String, client_secret_file: std::path::PathBuf }"),
        example(r#"kind = "m2m", auth = "private_key_jwt""#)
            .on("struct Client { client_id: String, federated_token_file: std::path::PathBuf }"),
        example(r#"kind = "m2m""#).on("struct Endpoints { token_url: String }"),
    ],
    rejects: &[
        example(r#"kind = "m2m", grant = "client_credentials", auth = "private_key_jwt""#),
        example(r#"kind = "m2m", grant = "client_credentials""#)
            .on("struct Client { client_id: String }"),
        example(r#"kind = "m2m", grant = "jwt-bearer""#)
            .on("struct Client { client_id: String, private_key: String }"),
    ],
    citations: &[oidc_core("9", ""), rfc(8705, "2.2.2", "")],
    check: Check::Subject(find_missing_credential),
    ..Rule::BASE
};

/// The ways to a secret that is not in a field as it is.
const WAYS_TO_A_SECRET: &str = "add a `client_secret` field, or one that says where the secret is, such as \
                                `client_secret_file`, or declare another `auth`";
/// The ways to a key.
const WAYS_TO_A_KEY: &str = "add `jwks_uri = \"https://...\"`, a `private_key` field, or one that says where \
                             the key is, such as `private_key_file`";

fn find_missing_credential(subject: &Subject<'_>, report: &mut Report<'_>) {
    let method = subject.declaration.auth;
    // Where the registration has another method, that comes first.
    let disputed = subject.disagreements.iter().any(|it| it.key == Key::Auth);
    if disputed && !REGISTRATION_MISMATCH.is_waived(subject) {
        return;
    }
    if lacks_secret(subject) {
        // A method that is not written is a default: a field for the client_id says that the struct
        // is a whole client.
        let client = subject.field_in(Role::ClientId).map(|(place, _)| place);
        let written = subject.written.contains(Key::Auth);
        let place = client.filter(|_| !written).unwrap_or(Place::Key(Key::Auth));
        report.add(without_secret(at(place).with(&method).citing(OF_METHODS), subject));
    } else if lacks_key(subject) {
        let citations = match method {
            AuthMethod::SelfSignedTlsClientAuth => OF_CERTIFICATES,
            _ => OF_METHODS,
        };
        let mistake = at(Place::Key(Key::Auth)).with(&method).citing(citations);
        report.add(without_key(mistake, subject));
    }
}

/// The mistake where the method needs a secret: a key that is there fits another method.
fn without_secret(mistake: Mistake, subject: &Subject<'_>) -> Mistake {
    let Some((key, field)) = key_field(subject) else {
        return mistake.fact(NO_SECRET).help(WAYS_TO_A_SECRET);
    };
    // The assertion that the key signs is the grant: nothing else has to be proved.
    let is_the_grant = matches!(subject.declaration.grants, [Grant::JwtBearer])
        && subject.is_kind(&[Kind::M2m, Kind::ThirdParty]);
    let fits = if is_the_grant { AuthMethod::None } else { AuthMethod::PrivateKeyJwt };
    mistake.also(key).fact(KEY_FOR_SECRET).quote(&field.name).set(Key::Auth, fits)
}

/// The mistake where the method needs a key: a secret that is there fits another method.
fn without_key(mistake: Mistake, subject: &Subject<'_>) -> Mistake {
    match subject.field_in(Role::ClientSecret) {
        Some((place, field)) => {
            let help = format!("declare the method of a secret, or name the key: {WAYS_TO_A_KEY}");
            mistake
                .lacks(Key::JwksUri)
                .also(place)
                .fact(SECRET_FOR_KEY)
                .quote(&field.name)
                .help(&help)
        }
        None => mistake.fact(NO_KEY).help(WAYS_TO_A_KEY).lacks(Key::JwksUri),
    }
}

/// A field that holds a key, or says where a key or an assertion of the client is.
fn key_field<'a>(subject: &Subject<'a>) -> Option<(Place, &'a Field)> {
    let roles = [Role::PrivateKey, Role::KeyReference, Role::ClientAssertion];
    roles.into_iter().find_map(|role| subject.field_in(role))
}

/// Whether the method rests on a secret, and a struct that is a whole client, by its identifier,
/// has none and says of none where it is.
fn lacks_secret(subject: &Subject<'_>) -> bool {
    let whole = subject.field_in(Role::ClientId).is_some();
    let held = subject.may_have(Role::ClientSecret)
        || subject.field_in(Role::SecretReference).is_some()
        || !subject.secret_keys.is_empty()
        || signs_its_secret(subject)
        || subject.declaration.dynamic_registration;
    subject.declaration.auth.uses_secret() && whole && !held
}

/// Whether the client signs a JWT with its key and sends it as the secret, as Apple wants it: the key
/// and the identifiers of the key and of the team that the JWT names are there.
fn signs_its_secret(subject: &Subject<'_>) -> bool {
    let named = |end: &str| subject.fields.iter().any(|field| Name::of(&field.name).ends_with(end));
    subject.written.contains(Key::Auth)
        && subject.declaration.auth == AuthMethod::ClientSecretPost
        && key_field(subject).is_some()
        && named("team_id")
        && named("key_id")
}

/// Whether the method rests on a key of the client, and nothing says where it is.
fn lacks_key(subject: &Subject<'_>) -> bool {
    let method = subject.declaration.auth;
    let own_key = matches!(method, AuthMethod::PrivateKeyJwt | AuthMethod::SelfSignedTlsClientAuth);
    // Beside an issuer or an authorization endpoint, a `jwks_uri` has the keys of the server.
    let of_the_server = [Role::Issuer, Role::AuthorizationEndpoint]
        .into_iter()
        .any(|role| subject.field_in(role).is_some());
    let published = subject.field_in(Role::JwksUri).is_some() && !of_the_server;
    let registered = subject.registration.is_some_and(|registration| {
        let has = |detail| registration.details.get(detail).is_some();
        has(Detail::Jwks) || has(Detail::Certificate)
    });
    let named = subject.declaration.jwks_uri.is_some()
        || registered
        || subject.flattened
        || published
        || key_field(subject).is_some()
        || !subject.secret_keys.is_empty();
    // Each installation of a public client makes its own key, which is in no key set.
    let public = subject.declaration.kind.is_some_and(Kind::is_public);
    own_key && !named && !public
}

const UNSENT_FIELD: &str = "the field `{field}` names a secret that `auth = \"none\"` never sends";
const UNSENT_REGISTERED: &str = "the registration has a client secret, and no request sends it";

pub(crate) static SECRET_WITHOUT_METHOD: Rule = Rule {
    id: "secret_without_method",
    summary: "a field or the registration holds a client secret, and the client does not authenticate",
    facts: &[UNSENT_FIELD, UNSENT_REGISTERED],
    help: "declare `auth = \"client_secret_basic\"`, or remove the secret",
    reads: Keys::of(&[Key::Kind, Key::Auth]),
    accepts: &[example(r#"kind = "native", auth = "none", redirect_uri = "com.example.app:/cb""#)],
    rejects: &[
        example(r#"kind = "third_party", auth = "none""#)
            .on("struct Client { client_id: String, client_secret: String }"),
        example(r#"kind = "third_party", registration = "client.json""#).registered(
            r#"{
  "client_id": "partner",
  "grant_types": ["urn:ietf:params:oauth:grant-type:jwt-bearer"],
  "token_endpoint_auth_method": "none",
  "client_secret": "not-a-real-secret"
}"#,
        ),
    ],
    citations: &[rfc(6749, "2.3", "MUST NOT"), rfc(7591, "2", ""), oauth21("2.4", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        let public = subject.declaration.kind.is_some_and(Kind::is_public);
        let field = secrets(subject).first().copied();
        let in_document = registered_secret(subject).filter(|_| field.is_none());
        if let (false, AuthMethod::None, Some(place)) =
            (public, subject.declaration.auth, in_document)
        {
            let help = "register the method that uses the secret, or remove the secret from the \
                        registration and the document";
            report.add(at(place).fact(UNSENT_REGISTERED).help(help));
        }
        let method = subject.declaration.auth;
        if let (false, AuthMethod::None, Some((place, field))) = (public, method, field) {
            let mistake = at(place).quote(&field.name);
            report.add(if metadata_document(subject).is_some() {
                mistake.help("remove the field: a public document describes the client")
            } else if is_named_for_more(field) {
                mistake.or(SKIP)
            } else {
                mistake
            });
        }
    }),
    ..Rule::BASE
};

pub(crate) static KEY_IN_PUBLIC_CLIENT: Rule = Rule {
    id: "key_in_public_client",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a client that ships to its users authenticates with a key",
    facts: &["a client of the kind `{kind}` authenticates with `{method}`"],
    why: Some(
        "a key that ships with the app is no secret, unlike a key that each installation makes",
    ),
    help: "declare `auth = \"none\"`",
    waive_where: Some("each installation makes its own key"),
    yields_to: &[&FAPI_PUBLIC_CLIENT],
    reads: Keys::of(&[Key::Kind, Key::Auth]),
    accepts: &[example(r#"kind = "native", auth = "none", redirect_uri = "com.example.app:/cb""#)],
    rejects: &[example(
        r#"kind = "native", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", redirect_uri = "com.example.app:/cb""#,
    )],
    citations: &[
        rfc(6749, "10.1", "MUST NOT"),
        rfc(8252, "8.5", "NOT RECOMMENDED"),
        rfc(10017, "6.3.3.1", "MUST NOT"),
        oauth21("8.1", "MUST NOT"),
        rfc(8628, "5.6", "should"),
    ],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let Some(kind) = declaration.kind.filter(|kind| kind.is_public()) else { return };
        if declaration.auth.uses_key() {
            let place = Place::Key(Key::Auth);
            report.add(at(place).with(&kind).with(&declaration.auth));
        }
    }),
    ..Rule::BASE
};
