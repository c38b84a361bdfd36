//! The flow guide as data: which flow fits which kind of client, and why. Every table, tree and
//! page that shows the guide is made from here.

use crate::citation::{Citation, rfc};
use crate::members::{Key, Keys};
use crate::vocabulary::{AuthMethod, Grant, Kind, Pkce, Profile, ResponseType, SenderConstraint};

/// One row of the flow guide.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The kind of client.
    pub kind: Kind,
    /// The question whose answer "yes" leads to this row, when the rows are asked in order.
    pub question: &'static str,
    /// The grant that the guide recommends, and that a declaration without `grant` adopts.
    pub grant: Grant,
    /// The grants that fit as well, without a warning.
    pub also: &'static [Grant],
    /// The grants that fit but draw a warning.
    pub tolerated: &'static [Grant],
    /// The grants that only `profile = "rfc6749"` adds to the row.
    pub legacy: &'static [Grant],
    /// What the client must never use, in words.
    pub never: &'static str,
    /// Why this flow.
    pub why: &'static str,
    /// The text that says so.
    pub citation: Citation,
    /// What else to know before the kind is chosen, or of its credential, with the text that says so.
    pub note: Option<Note>,
}

/// What else the flow guide says of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Note {
    /// What it says, without a capital and a full stop.
    pub text: &'static str,
    /// The name of the text that says so.
    pub source: &'static str,
}

/// The flow guide, in the order in which its questions are asked.
pub static FLOW_GUIDE: [Row; 7] = [
    Row {
        kind: Kind::M2m,
        question: "does it act on its own, with no user?",
        grant: Grant::ClientCredentials,
        also: &[Grant::JwtBearer, Grant::TokenExchange],
        tolerated: &[],
        legacy: &[],
        never: "grants with a user",
        why: "there is no user to ask: the client is the resource owner and proves who it is",
        citation: rfc(6749, "4.4", ""),
        note: Some(Note {
            text: "the only audience of a client assertion is the issuer of the server, and not the token endpoint",
            source: "draft-ietf-oauth-rfc7523bis-11 section 4",
        }),
    },
    Row {
        kind: Kind::ThirdParty,
        question: "does a partner bring tokens of its own to exchange?",
        grant: Grant::JwtBearer,
        also: &[Grant::TokenExchange, Grant::Saml2Bearer],
        tolerated: &[Grant::RefreshToken],
        legacy: &[],
        never: "grants with a redirect",
        why: "the partner has already identified the user: its signed token is the grant",
        citation: rfc(7523, "2.1", ""),
        note: Some(Note {
            text: "a token exchange names what the new token is for, by `resource` or `audience`",
            source: "draft-ietf-oauth-identity-chaining-17 section 2.3.1",
        }),
    },
    Row {
        kind: Kind::Device,
        question: "does the machine lack a browser or a keyboard?",
        grant: Grant::DeviceCode,
        also: &[Grant::RefreshToken],
        tolerated: &[Grant::TokenExchange],
        legacy: &[],
        never: "a secret that ships with the program",
        why: "the user signs in on a second device, where a browser and a keyboard are",
        citation: rfc(8628, "1", ""),
        note: None,
    },
    Row {
        kind: Kind::Native,
        question: "is it installed on the user's machine?",
        grant: Grant::AuthorizationCode,
        also: &[Grant::RefreshToken, Grant::DeviceCode],
        tolerated: &[Grant::TokenExchange],
        legacy: &[Grant::Implicit],
        never: "implicit, password, a secret that ships with the app",
        why: "the system browser keeps the password from the app, and PKCE the code from other apps",
        citation: rfc(8252, "6", ""),
        note: None,
    },
    Row {
        kind: Kind::Spa,
        question: "does all of it run in the browser?",
        grant: Grant::AuthorizationCode,
        also: &[Grant::RefreshToken],
        tolerated: &[Grant::TokenExchange],
        legacy: &[Grant::Implicit],
        never: "implicit (deprecated), password, a secret in the browser",
        why: "PKCE protects the code in place of the secret that a browser cannot keep, and no token is in a URL",
        citation: rfc(9700, "2.1.1", "MUST"),
        note: Some(Note {
            text: "a client without a backend is not recommended for business applications and personal data: a backend that keeps the tokens makes it `web`",
            source: "RFC 10017 section 6.3.4",
        }),
    },
    Row {
        kind: Kind::Trusted,
        question: "is it a highly trusted app of the server's own party?",
        grant: Grant::AuthorizationCode,
        also: &[Grant::RefreshToken, Grant::TokenExchange],
        tolerated: &[],
        legacy: &[Grant::Password],
        never: "password, except under `rfc6749` or with a waiver",
        why: "trust in the app does not make it safe to give it the user's password",
        citation: rfc(9700, "2.4", "MUST NOT"),
        note: Some(Note {
            text: "an app that asks the user itself, step by step, has the authorization challenge of first-party apps in place of the password grant",
            source: "draft-ietf-oauth-first-party-apps-04",
        }),
    },
    Row {
        kind: Kind::Web,
        question: "does it have a backend that keeps secrets?",
        grant: Grant::AuthorizationCode,
        also: &[Grant::RefreshToken, Grant::TokenExchange, Grant::JwtBearer, Grant::Ciba],
        tolerated: &[Grant::ClientCredentials],
        legacy: &[Grant::Implicit],
        never: "implicit, password",
        why: "tokens go from server to server, and PKCE binds the code to the session that asked",
        citation: rfc(9700, "2.1.1", "RECOMMENDED"),
        note: None,
    },
];

/// The recommended flow of one kind under one profile: what a declaration without `grant` adopts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// The grants that the client uses.
    pub grants: &'static [Grant],
    /// The PKCE method, where a grant needs one.
    pub pkce: Option<Pkce>,
    /// How the client authenticates.
    pub auth: AuthMethod,
    /// Whether authorization requests are pushed.
    pub par: bool,
    /// What binds tokens to the client.
    pub sender_constraint: Option<SenderConstraint>,
}

/// The row of the flow guide for `kind`.
#[must_use]
pub fn row(kind: Kind) -> &'static Row {
    let [m2m, third_party, device, native, spa, trusted, web] = &FLOW_GUIDE;
    match kind {
        Kind::M2m => m2m,
        Kind::ThirdParty => third_party,
        Kind::Device => device,
        Kind::Native => native,
        Kind::Spa => spa,
        Kind::Trusted => trusted,
        Kind::Web => web,
    }
}

/// The recommended flow for `kind` under `profile`. It never holds the password grant, which
/// RFC 9700 section 2.4 forbids, and under `fapi2` it holds what FAPI 2.0 section 5.3.3 asks for.
#[must_use]
pub fn recommend(kind: Kind, profile: Profile) -> Recommendation {
    let grants: &'static [Grant] = match row(kind).grant {
        Grant::ClientCredentials => &[Grant::ClientCredentials],
        Grant::JwtBearer => &[Grant::JwtBearer],
        Grant::DeviceCode => &[Grant::DeviceCode],
        _ => &[Grant::AuthorizationCode],
    };
    let redirects = grants.iter().any(|grant| grant.redirects());
    let fapi = profile == Profile::Fapi2;
    Recommendation {
        grants,
        pkce: redirects.then_some(Pkce::S256),
        auth: if kind.is_public() {
            AuthMethod::None
        } else if fapi {
            AuthMethod::PrivateKeyJwt
        } else {
            AuthMethod::ClientSecretBasic
        },
        par: fapi && redirects,
        sender_constraint: fapi.then_some(SenderConstraint::Dpop),
    }
}

/// What a declaration adopts of the recommended flow, and of the defaults of RFC 7591 section 2; a
/// member that is `None` is left as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adoption {
    /// The grants of the recommended flow, when the declaration states none.
    pub grants: Option<&'static [Grant]>,
    /// The PKCE method.
    pub pkce: Option<Pkce>,
    /// How the client authenticates.
    pub auth: Option<AuthMethod>,
    /// That authorization requests are pushed.
    pub par: bool,
    /// What binds tokens to the client.
    pub sender_constraint: Option<SenderConstraint>,
    /// The response types.
    pub response_types: Option<&'static [ResponseType]>,
}

/// What a declaration of this kind and profile adopts, given the keys that it writes, those of them
/// that have a value, and whether the grants that it writes include `authorization_code`: with no
/// grant written, the recommended flow of the kind is adopted whole; with one, only the defaults of
/// RFC 7591 section 2 and of the kind are.
#[must_use]
pub fn adopt(
    kind: Kind,
    profile: Profile,
    written: Keys,
    valued: Keys,
    writes_code: bool,
) -> Adoption {
    let recommended = recommend(kind, profile);
    let mut adoption = Adoption::default();
    let whole = !written.contains(Key::Grant);
    if whole {
        adoption.grants = Some(recommended.grants);
        adoption.pkce = recommended.pkce.filter(|_| !valued.contains(Key::Pkce));
        let constraint = recommended.sender_constraint;
        adoption.sender_constraint = constraint.filter(|_| !valued.contains(Key::SenderConstraint));
        adoption.par = recommended.par && !written.contains(Key::Par);
    }
    if !written.contains(Key::Auth) {
        adoption.auth = Some(if whole {
            recommended.auth
        } else if kind.is_public() {
            AuthMethod::None
        } else {
            AuthMethod::ClientSecretBasic
        });
    }
    let code =
        if whole { recommended.grants.contains(&Grant::AuthorizationCode) } else { writes_code };
    if code && !written.contains(Key::ResponseType) {
        adoption.response_types = Some(&[ResponseType::Code]);
    }
    adoption
}

/// Whether `grant` is in the row of `kind` under `profile`, with a warning or without.
#[must_use]
pub fn fits(kind: Kind, grant: Grant, profile: Profile) -> bool {
    let row = row(kind);
    row.grant == grant
        || row.also.contains(&grant)
        || row.tolerated.contains(&grant)
        || (profile == Profile::Rfc6749 && row.legacy.contains(&grant))
}

/// The kind whose client uses `grant` as a matter of course, for a message that has to name one;
/// `None` for a grant that no kind should use.
#[must_use]
pub fn home_of(grant: Grant) -> Option<Kind> {
    match grant {
        Grant::AuthorizationCode | Grant::RefreshToken | Grant::Ciba => Some(Kind::Web),
        Grant::ClientCredentials => Some(Kind::M2m),
        Grant::DeviceCode => Some(Kind::Device),
        Grant::JwtBearer | Grant::Saml2Bearer | Grant::TokenExchange => Some(Kind::ThirdParty),
        Grant::Implicit | Grant::Password => None,
    }
}

#[cfg(test)]
mod tests {
    use super::fits;
    use crate::vocabulary::{Grant, Kind, Profile, Word};

    #[test]
    fn a_grant_of_the_past_fits_under_the_profile_of_the_past_alone() {
        for profile in Profile::ALL {
            let past = *profile == Profile::Rfc6749;
            assert_eq!(fits(Kind::Spa, Grant::Implicit, *profile), past, "{profile}");
            assert_eq!(fits(Kind::Trusted, Grant::Password, *profile), past, "{profile}");
            assert!(!fits(Kind::Web, Grant::Password, *profile), "{profile}");
        }
    }

    #[test]
    fn a_grant_fits_in_whichever_column_of_the_row_it_is() {
        for (grant, is) in [
            (Grant::AuthorizationCode, true),
            (Grant::Ciba, true),
            (Grant::ClientCredentials, true),
            (Grant::DeviceCode, false),
            (Grant::Saml2Bearer, false),
        ] {
            assert_eq!(fits(Kind::Web, grant, Profile::Rfc9700), is, "{grant}");
        }
    }
}
