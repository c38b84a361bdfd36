//! What the client asks for.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::str::Bytes;

use crate::citation::{Citation, fapi2, mcp, oidc_ciba, oidc_core, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Index, Place, Remedy, Rule, Subject, at, example};
use crate::members::{Key, Keys};
use crate::rules::grants::what_it_needs;
use crate::vocabulary::{Grant, ResponseType, Word};

/// The rules about scopes, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &INVALID_SCOPE,
    &DUPLICATE_SCOPE,
    &JOINED_SCOPES,
    &MISSPELT_SCOPE,
    &MISSING_OPENID_SCOPE,
    &OPENID_WITHOUT_USER,
    &OFFLINE_ACCESS_MISMATCH,
    &OVER_BROAD_SCOPE,
];

/// Those of them that judge the scopes of a single request, which may ask for less than the client does
/// (RFC 6749 sections 3.3 and 6).
pub static OF_A_REQUEST: &[&Rule] =
    &[&INVALID_SCOPE, &JOINED_SCOPES, &MISSPELT_SCOPE, &OPENID_WITHOUT_USER];

/// The key of the scopes.
const SCOPE: Keys = Keys::of(&[Key::Scope]);

const OPENID: &str = "openid";
const OFFLINE_ACCESS: &str = "offline_access";

/// The place of a scope token, if it is declared.
fn place_of(subject: &Subject<'_>, scope: &str) -> Option<Place> {
    let index = subject.declaration.scopes.iter().position(|other| *other == scope)?;
    Some(Place::Value(Key::Scope, index))
}

/// The scopes of OpenID Connect that clients ask for (OpenID Connect Core sections 3.1.2.1, 5.4 and 11).
const OF_OPENID: [&str; 4] = [OPENID, "profile", "email", OFFLINE_ACCESS];

/// The scope tokens that one token holds, if what joins them is no space: those between `,`, `;`, `+` or
/// `%20`, where one of them is of OpenID Connect. The commas inside the scopes of a provider are its own.
fn joined(token: &str) -> Option<Vec<&str>> {
    /// A provider that joins its scopes by commas, `email` among them.
    const JOINED_BY_ITS_PROVIDER: &str = "public_profile";
    // Most tokens end here, and the macro is seldom optimized: bytes.
    if !token.bytes().any(|byte| matches!(byte, b',' | b';' | b'+' | b'%')) {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for text in token.split([',', ';', '+']) {
        for part in text.split("%20") {
            if !part.is_empty() {
                parts.push(part);
            }
        }
    }
    let own = |part: &&str| OF_OPENID.contains(part) || meant_by(part).is_some();
    let slip =
        parts != [token] && parts.iter().any(own) && !parts.contains(&JOINED_BY_ITS_PROVIDER);
    slip.then_some(parts)
}

/// The scope of OpenID Connect that a token means and is not: it differs in case, `-` or `_`.
fn meant_by(token: &str) -> Option<&'static str> {
    OF_OPENID.iter().find(|word| **word != token && has_letters_of(word, token)).copied()
}

/// Whether the tokens differ in nothing but case, `-` and `_`.
fn has_letters_of(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.bytes(), other.bytes());
    loop {
        match (next_letter(&mut one), next_letter(&mut other)) {
            (None, None) => return true,
            (one, other) if one != other => return false,
            _ => {}
        }
    }
}

/// The next byte that is neither `-` nor `_`, without its case.
fn next_letter(bytes: &mut Bytes<'_>) -> Option<u8> {
    for byte in bytes {
        if !matches!(byte, b'-' | b'_') {
            return Some(byte.to_ascii_lowercase());
        }
    }
    None
}

/// The scopes with each slip put right, each once, as one text.
fn put_right(scopes: &[&str]) -> String {
    let mut right: Vec<&str> = Vec::new();
    for scope in scopes {
        for part in joined(scope).unwrap_or_else(|| alloc::vec![scope]) {
            right.push(meant_by(part).unwrap_or(part));
        }
    }
    let places = Index::of(&right);
    let mut text = String::new();
    for (place, part) in right.iter().enumerate() {
        if places.first(part) == Some(place) {
            if place > 0 {
                text.push(' ');
            }
            text.push_str(part);
        }
    }
    text
}

/// The place of the token that asks for `word`, whether it is spelt right or not.
fn asked_by(subject: &Subject<'_>, word: &str) -> Option<Place> {
    let means = |part: &&str| *part == word || meant_by(part) == Some(word);
    for (index, token) in subject.declaration.scopes.iter().enumerate() {
        if means(token) || joined(token).is_some_and(|parts| parts.iter().any(means)) {
            return Some(Place::Value(Key::Scope, index));
        }
    }
    None
}

const NO_TOKEN: &str = "the scope `{scope}` is not one scope token";
const EMPTY: &str = "the scope is empty";

pub(crate) static INVALID_SCOPE: Rule = Rule {
    id: "invalid_scope",
    summary: "a scope is not one token of RFC 6749 section 3.3",
    facts: &[NO_TOKEN, EMPTY],
    help: "write one token in each element: ASCII, without spaces, quotes or backslashes",
    reads: SCOPE,
    values: SCOPE,
    accepts: &[example(
        r#"kind = "m2m", grant = "client_credentials", scope("orders:read", "orders:write")"#,
    )],
    rejects: &[
        example(r#"kind = "m2m", grant = "client_credentials", scope("orders:read orders:write")"#),
        example(r#"kind = "m2m", grant = "client_credentials", scope = """#),
        example(r#"kind = "m2m", grant = "client_credentials", scope = "straße""#),
    ],
    citations: &[rfc(6749, "3.3", "ABNF")],
    check: Check::Subject(|subject, report| {
        // RFC 6749 section 3.3, `scope-token`.
        let valid = |letter: char| matches!(letter, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e');
        for (index, scope) in subject.declaration.scopes.iter().enumerate() {
            let place = Place::Value(Key::Scope, index);
            if scope.is_empty() {
                report.add(at(place).fact(EMPTY));
            } else if !scope.chars().all(valid) {
                report.add(at(place).fact(NO_TOKEN).quote(scope));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static DUPLICATE_SCOPE: Rule = Rule {
    id: "duplicate_scope",
    levels: [Warn; 5],
    summary: "one scope is declared twice",
    facts: &["the scope `{scope}` is declared twice"],
    help: "remove one",
    yields_to: &[&INVALID_SCOPE],
    reads: SCOPE,
    values: SCOPE,
    accepts: &[example(r#"kind = "m2m", grant = "client_credentials", scope = "a b""#)],
    rejects: &[example(r#"kind = "m2m", grant = "client_credentials", scope = "a a""#)],
    citations: &[rfc(6749, "3.3", "ABNF")],
    check: Check::Subject(|subject, report| {
        let scopes = subject.declaration.scopes;
        let places = Index::of(scopes);
        for (index, scope) in scopes.iter().enumerate() {
            if let Some(first) = places.first(scope).filter(|first| *first < index) {
                let (first, second) =
                    (Place::Value(Key::Scope, first), Place::Value(Key::Scope, index));
                report.add(at(second).also(first).quote(scope).remove());
            }
        }
    }),
    ..Rule::BASE
};

const SEVERAL_IN_SCOPE: &str = "`{token}` is one scope token, and {number} scopes are in it";
const SEPARATOR_IN_SCOPE: &str = "the scope token `{token}` has a separator in it";

pub(crate) static JOINED_SCOPES: Rule = Rule {
    id: "joined_scopes",
    levels: [Warn; 5],
    summary: "one scope token holds several scopes",
    facts: &[SEVERAL_IN_SCOPE, SEPARATOR_IN_SCOPE],
    why: Some("only a space separates scopes: the server reads one scope, which it does not know"),
    help: "separate the scopes by spaces, or write a list",
    yields_to: &[&INVALID_SCOPE],
    reads: SCOPE,
    values: SCOPE,
    accepts: &[
        example(
            r#"kind = "web", scope = "openid profile email", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(
            r#"kind = "web", scope = "read,activity:read_all", redirect_uri = "https://app.example.com/cb""#,
        ),
    ],
    rejects: &[
        example(
            r#"kind = "web", scope = "openid,profile,email", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(
            r#"kind = "web", scope = "openid+email", redirect_uri = "https://app.example.com/cb""#,
        ),
    ],
    citations: &[rfc(6749, "3.3", "ABNF"), oidc_core("3.1.2.1", "MUST")],
    check: Check::Subject(|subject, report| {
        let scopes = subject.declaration.scopes;
        for (index, token) in scopes.iter().enumerate() {
            if let Some(parts) = joined(token) {
                let place = Place::Value(Key::Scope, index);
                let mistake = at(place).quote(token);
                let mistake = if parts.len() == 1 {
                    mistake.fact(SEPARATOR_IN_SCOPE)
                } else {
                    mistake.with(&parts.len())
                };
                report.add(mistake.remedy(Remedy::Set(Key::Scope, put_right(scopes))));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static MISSPELT_SCOPE: Rule = Rule {
    id: "misspelt_scope",
    levels: [Warn; 5],
    summary: "a scope is nearly one of OpenID Connect",
    facts: &["the scope `{token}` is not `{scope}`: scopes are compared letter by letter"],
    help: "write the scope as OpenID Connect spells it",
    yields_to: &[&INVALID_SCOPE],
    reads: SCOPE,
    values: SCOPE,
    accepts: &[example(
        r#"kind = "web", scope = "openid email", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"kind = "web", scope = "openId email profile", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[rfc(6749, "3.3", ""), oidc_core("5.4", "")],
    check: Check::Subject(|subject, report| {
        let scopes = subject.declaration.scopes;
        for (index, token) in scopes.iter().enumerate() {
            if let Some(scope) = meant_by(token) {
                let mistake = at(Place::Value(Key::Scope, index)).quote(token).with(&scope);
                report.add(mistake.remedy(Remedy::Set(Key::Scope, put_right(scopes))));
            }
        }
    }),
    ..Rule::BASE
};

const ID_TOKEN: &str = "an ID token is part of OpenID Connect, and scope lacks `openid`";
const OFFLINE: &str = "`offline_access` is part of OpenID Connect, and scope lacks `openid`";
const LOGOUT: &str = "a post-logout redirect is part of OpenID Connect, and scope lacks `openid`";

const OF_OFFLINE_ACCESS: &[Citation] = &[oidc_core("3.1.2.1", "MUST"), oidc_core("11", "MUST")];
const OF_REQUESTS: &[Citation] = &[oidc_core("3.1.2.1", "MUST")];
const OF_BACKCHANNEL_REQUESTS: &[Citation] = &[oidc_ciba("7.1", "MUST")];

pub(crate) static MISSING_OPENID_SCOPE: Rule = Rule {
    id: "missing_openid_scope",
    summary: "an OpenID Connect feature is used, and scope does not contain `openid`",
    facts: &[ID_TOKEN, OFFLINE, LOGOUT],
    help: "add `openid` to scope",
    reads: Keys::of(&[Key::Scope, Key::Grant, Key::ResponseType, Key::PostLogoutRedirectUri]),
    values: SCOPE,
    accepts: &[example(
        r#"kind = "web", redirect_uri = "https://app.example.com/cb", scope = "openid profile", post_logout_redirect_uri = "https://app.example.com/bye""#,
    )],
    rejects: &[example(
        r#"kind = "web", redirect_uri = "https://app.example.com/cb", scope = "profile", post_logout_redirect_uri = "https://app.example.com/bye""#,
    )],
    citations: &[oidc_core("3.1.2.1", "MUST"), oidc_core("11", "MUST"), oidc_ciba("7.1", "MUST")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let scopes = declaration.scopes;
        let fact = if declaration.response_types.iter().any(|it| ResponseType::has_id_token(*it)) {
            ID_TOKEN
        } else if scopes.contains(&OFFLINE_ACCESS) && speaks_openid(scopes) {
            OFFLINE
        } else if !declaration.post_logout_redirect_uris.is_empty() {
            LOGOUT
        } else {
            return;
        };
        let user = declaration.grants.iter().any(|grant| grant.involves_user());
        if user && !scopes.is_empty() && asked_by(subject, OPENID).is_none() {
            let mut with_openid = String::from(OPENID);
            for scope in scopes {
                with_openid.push(' ');
                with_openid.push_str(scope);
            }
            let remedy = Remedy::Set(Key::Scope, with_openid);
            let citations = if declaration.redirects() {
                if fact == OFFLINE { OF_OFFLINE_ACCESS } else { OF_REQUESTS }
            } else {
                OF_BACKCHANNEL_REQUESTS
            };
            let mistake = at(Place::Key(Key::Scope)).fact(fact).citing(citations);
            report.add(mistake.remedy(remedy));
        }
    }),
    ..Rule::BASE
};

/// Whether a scope other than `offline_access` is one of OpenID Connect (OpenID Connect Core section
/// 5.4): a server that speaks no OpenID Connect may have an `offline_access` of its own.
fn speaks_openid(scopes: &[&str]) -> bool {
    scopes.iter().any(|scope| ["profile", "email", "address", "phone"].contains(scope))
}

pub(crate) static OPENID_WITHOUT_USER: Rule = Rule {
    id: "openid_without_user",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "`openid` or `offline_access` is asked for, and no user takes part",
    facts: &["the client credentials grant has no user to identify"],
    help: "remove the scope: there is no user to identify",
    reads: Keys::of(&[Key::Scope, Key::Grant]),
    values: SCOPE,
    accepts: &[example(r#"kind = "m2m", grant = "client_credentials", scope = "orders:read""#)],
    rejects: &[example(r#"kind = "m2m", grant = "client_credentials", scope = "openid""#)],
    citations: &[rfc(6749, "4.4", ""), oidc_core("3", "")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let alone = matches!(declaration.grants, [Grant::ClientCredentials])
            && declaration.extension_grants.is_empty();
        let mut places = Vec::new();
        for scope in [OPENID, OFFLINE_ACCESS] {
            if let Some(place) = place_of(subject, scope) {
                places.push(place);
            }
        }
        let (true, Some((first, rest))) = (alone, places.split_first()) else { return };
        let remedy = if places.len() == declaration.scopes.len() {
            Remedy::Remove(Place::Key(Key::Scope))
        } else {
            Remedy::All(Remedy::removals(&places))
        };
        report.add(at(*first).also_all(rest).remedy(remedy));
    }),
    ..Rule::BASE
};

pub(crate) static OFFLINE_ACCESS_MISMATCH: Rule = Rule {
    id: "offline_access_mismatch",
    levels: [Warn; 5],
    summary: "`offline_access` is asked for, and `refresh_token` is not a declared grant",
    facts: &["`offline_access` asks for a refresh token, and no grant uses one"],
    help: "add `refresh_token` to grant, or remove the scope",
    yields_to: &[&OPENID_WITHOUT_USER],
    reads: Keys::of(&[Key::Scope, Key::Grant]),
    values: SCOPE,
    accepts: &[example(
        r#"kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256", scope = "openid offline_access", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"kind = "web", grant = "authorization_code", pkce = "S256", scope = "openid offline_access", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[oidc_core("11", "MUST"), mcp("Refresh Tokens", "MAY")],
    check: Check::Subject(|subject, report| {
        let Some(place) = asked_by(subject, OFFLINE_ACCESS) else { return };
        let grants = subject.declaration.grants;
        if grants.contains(&Grant::RefreshToken) {
            return;
        }
        let issues = |grant: &&Grant| **grant == Grant::AuthorizationCode;
        let grant = grants.iter().find(issues).or(grants.first()).copied();
        let needs = grant.map_or(String::new(), |grant| what_it_needs(subject, grant, true));
        let declare = if subject.written.contains(Key::Grant) {
            String::from("add `refresh_token` to grant")
        } else {
            let words: Vec<&str> = grants.iter().map(|grant| grant.word()).collect();
            format!("declare `grant(\"{}\", \"refresh_token\")`", words.join("\", \""))
        };
        report.add(at(place).help(&format!("{declare}{needs}, or remove the scope")));
    }),
    ..Rule::BASE
};

pub(crate) static OVER_BROAD_SCOPE: Rule = Rule {
    id: "over_broad_scope",
    levels: [Warn; 5],
    summary: "a scope asks for everything",
    facts: &["the scope `{scope}` asks for everything"],
    why: Some("a stolen token can do all that its scope says"),
    help: "name the scopes that the client uses",
    reads: SCOPE,
    values: SCOPE,
    accepts: &[example(r#"kind = "m2m", grant = "client_credentials", scope = "orders:read""#)],
    rejects: &[
        example(r#"kind = "m2m", grant = "client_credentials", scope = "*""#),
        example(r#"kind = "m2m", grant = "client_credentials", scope = "orders:*""#),
    ],
    citations: &[
        rfc(9700, "2.3", "SHOULD"),
        rfc(6749, "10.3", "SHOULD"),
        fapi2("5.3.3.1", "should"),
    ],
    check: Check::Subject(|subject, report| {
        for (index, scope) in subject.declaration.scopes.iter().enumerate() {
            if *scope == "*" || scope.ends_with(".*") || scope.ends_with(":*") {
                report.add(at(Place::Value(Key::Scope, index)).quote(scope));
            }
        }
    }),
    ..Rule::BASE
};
