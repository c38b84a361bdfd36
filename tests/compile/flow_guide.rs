//! The flow guide, cell by cell, written down by hand from the guide and the standards: what a
//! client of each kind gets that declares, beside its recommended grant, one more.

use oauth_flow_compile_tests::declaration;
use oauth_flow_core::Level;
use oauth_flow_syntax::text::read;

/// The columns: ten grants of the standards, and one that the vocabulary does not know.
const GRANTS: [&str; 11] = [
    "authorization_code",
    "implicit",
    "password",
    "client_credentials",
    "refresh_token",
    "device_code",
    "jwt-bearer",
    "saml2-bearer",
    "token-exchange",
    "ciba",
    "urn:example:grant-type:badge",
];

const NO: &str = "kind_grant_mismatch";
const IMPLICIT: &str = "implicit_grant";
const PASSWORD: &str = "password_grant";
const PUBLIC: &str = "public_client_credentials";
const MIXED: &str = "mixed_user_and_machine_grants";
const NO_SOURCE: &str = "refresh_without_source";
const ASSERTION: &str = "refresh_with_assertion_grant";
const EXCHANGE: &str = "unauthenticated_assertion";
const OK: &str = "";

/// A row of the guide: kind, recommended grant, whether it needs PKCE, the method by which its
/// client authenticates, and the rule that each column reports.
type Row = (&'static str, &'static str, bool, &'static str, [&'static str; 11]);

#[rustfmt::skip]
const ROWS: [Row; 7] = [
    // kind, recommended, PKCE, authentication,
    //    code implicit  password  client    refresh    device jwt  saml exch ciba extension
    ("m2m", "client_credentials", false, "client_secret_basic",
        [NO, IMPLICIT, PASSWORD, OK,     NO_SOURCE, NO, OK, NO, OK, NO, OK]),
    ("web", "authorization_code", true, "client_secret_basic",
        [OK, IMPLICIT, PASSWORD, MIXED,  OK,        NO, OK, NO, OK, OK, OK]),
    ("spa", "authorization_code", true, "none",
        [OK, IMPLICIT, PASSWORD, PUBLIC, OK,        NO, NO, NO, EXCHANGE, NO, OK]),
    ("native", "authorization_code", true, "none",
        [OK, IMPLICIT, PASSWORD, PUBLIC, OK,        OK, NO, NO, EXCHANGE, NO, OK]),
    ("device", "device_code", false, "none",
        [NO, IMPLICIT, PASSWORD, PUBLIC, OK,        OK, NO, NO, EXCHANGE, NO, OK]),
    ("trusted", "authorization_code", true, "client_secret_basic",
        [OK, IMPLICIT, PASSWORD, NO,     OK,        NO, NO, NO, OK, NO, OK]),
    ("third_party", "jwt-bearer", false, "client_secret_basic",
        [NO, IMPLICIT, PASSWORD, NO,     ASSERTION, NO, OK, OK, OK, NO, OK]),
];

/// The cells in which `rfc6749` differs: its tables of `web`, `spa` and `native` have the
/// implicit grant and that of `trusted` the password grant, so that elsewhere these two are not
/// softened but foreign to the kind.
const RFC6749: [(&str, &str, &str); 10] = [
    ("m2m", "implicit", NO),
    ("device", "implicit", NO),
    ("trusted", "implicit", NO),
    ("third_party", "implicit", NO),
    ("m2m", "password", NO),
    ("web", "password", NO),
    ("spa", "password", NO),
    ("native", "password", NO),
    ("device", "password", NO),
    ("third_party", "password", NO),
];

/// The rules that only warn, by profile; all others in the table are errors.
fn warns(rule: &str, profile: &str) -> bool {
    [MIXED, ASSERTION, EXCHANGE].contains(&rule)
        || (profile == "rfc6749" && [IMPLICIT, PASSWORD].contains(&rule))
}

fn found(attribute: &str) -> Vec<(&'static str, Level)> {
    let source = read(attribute, "struct Client;");
    source.findings().iter().map(|finding| (finding.rule.id, finding.level)).collect()
}

/// A declaration of these grants with all that they need.
fn declare(kind: &str, grants: &[&str], pkce: bool, auth: &str, profile: &str) -> String {
    let list: Vec<String> = grants.iter().map(|grant| format!("{grant:?}")).collect();
    let mut attribute = format!(
        "profile = {profile:?}, kind = {kind:?}, grant({}), auth = {auth:?}",
        list.join(", ")
    );
    if grants.contains(&"authorization_code") || grants.contains(&"implicit") {
        attribute += ", redirect_uri = \"runtime\"";
    }
    if pkce && grants.contains(&"authorization_code") {
        attribute += ", pkce = \"S256\"";
    }
    if grants.contains(&"refresh_token") && auth == "none" {
        attribute += ", refresh = \"rotate\"";
    }
    match profile {
        "rfc6749" => attribute += ", allow(legacy_profile, reason = \"the table\")",
        "mcp" => attribute += ", resource = \"https://mcp.example.com\"",
        _ => {}
    }
    attribute
}

#[test]
fn the_77_cells_of_kind_and_grant() {
    for profile in ["rfc9700", "rfc6749", "oauth2.1", "mcp"] {
        for (kind, recommended, _, auth, cells) in ROWS {
            for (grant, default) in GRANTS.into_iter().zip(cells) {
                let exception =
                    RFC6749.iter().find(|(row, column, _)| (*row, *column) == (kind, grant));
                let expected = match exception {
                    Some((_, _, rule)) if profile == "rfc6749" => *rule,
                    _ => default,
                };
                let mut grants = vec![recommended];
                if grant != recommended {
                    grants.push(grant);
                }
                let attribute = declare(kind, &grants, true, auth, profile);
                let level = if warns(expected, profile) { Level::Warn } else { Level::Error };
                let expected: Vec<(&str, Level)> =
                    (!expected.is_empty()).then_some((expected, level)).into_iter().collect();
                assert_eq!(found(&attribute), expected, "{attribute}");
            }
        }
    }
}

#[test]
fn a_code_grant_without_pkce_is_found_in_every_row_that_needs_it() {
    for (kind, recommended, needs_pkce, auth, _) in ROWS {
        let attribute = declare(kind, &[recommended], false, auth, "rfc9700");
        let expected: Vec<(&str, Level)> = match (needs_pkce, auth) {
            (false, _) => vec![],
            (true, "none") => vec![("missing_pkce", Level::Error)],
            (true, _) => vec![("missing_pkce_confidential", Level::Warn)],
        };
        assert_eq!(found(&attribute), expected, "{attribute}");
    }
}

#[test]
fn kind_alone_adopts_the_row() {
    for (kind, recommended, needs_pkce, auth, _) in ROWS {
        let redirects = recommended == "authorization_code";
        let redirect_uri = if redirects { ", redirect_uri = \"runtime\"" } else { "" };
        let attribute = format!("kind = {kind:?}{redirect_uri}");
        assert_eq!(found(&attribute), [], "{attribute}");
        declaration(&read(&attribute, "struct Client;"), |declaration| {
            let grants: Vec<String> = declaration.grants.iter().map(ToString::to_string).collect();
            assert_eq!(grants, [recommended], "{kind}");
            assert_eq!(
                declaration.pkce.map(|it| it.to_string()),
                needs_pkce.then(|| "S256".into())
            );
            assert_eq!(declaration.auth.to_string(), auth, "{kind}");
        });
    }
}

#[test]
fn trusted_never_adopts_the_password_grant() {
    for profile in ["rfc9700", "rfc6749", "oauth2.1", "fapi2", "mcp"] {
        let attribute = format!("profile = {profile:?}, kind = \"trusted\"");
        declaration(&read(&attribute, "struct Client;"), |declaration| {
            let grants: Vec<String> = declaration.grants.iter().map(ToString::to_string).collect();
            assert_eq!(grants, ["authorization_code"], "{profile}");
        });
    }
}

#[test]
fn fapi2_adopts_a_key_par_and_dpop() {
    for (kind, par) in [("m2m", false), ("web", true), ("trusted", true), ("third_party", false)] {
        let attribute = format!(
            "profile = \"fapi2\", kind = {kind:?}, jwks_uri = \"https://app.example.com/jwks.json\"{}",
            if par { ", redirect_uri = \"runtime\"" } else { "" }
        );
        assert_eq!(found(&attribute), [], "{attribute}");
        declaration(&read(&attribute, "struct Client;"), |declaration| {
            assert_eq!(declaration.auth.to_string(), "private_key_jwt");
            assert_eq!(declaration.par, par, "{kind}");
            let constraint = declaration.sender_constraint.map(|it| it.to_string());
            assert_eq!(constraint.as_deref(), Some("dpop"));
        });
    }
    for kind in ["spa", "native", "device"] {
        let attribute = format!("profile = \"fapi2\", kind = {kind:?}, redirect_uri = \"runtime\"");
        let ids: Vec<&str> = found(&attribute).iter().map(|(rule, _)| *rule).collect();
        assert!(ids.contains(&"fapi_public_client"), "{attribute}: {ids:?}");
    }
}

#[test]
fn a_grant_of_the_past_fits_under_its_own_profile_alone() {
    use oauth_flow_core::fits;
    use oauth_flow_core::vocabulary::{Grant, Kind, Profile};
    for (kind, grant, today, in_2012) in [
        (Kind::Trusted, Grant::Password, false, true),
        (Kind::Spa, Grant::Implicit, false, true),
        (Kind::Native, Grant::Implicit, false, true),
        (Kind::Web, Grant::Implicit, false, true),
        (Kind::Web, Grant::Password, false, false),
        (Kind::Web, Grant::DeviceCode, false, false),
        (Kind::Web, Grant::AuthorizationCode, true, true),
        (Kind::Web, Grant::ClientCredentials, true, true),
        (Kind::Web, Grant::Ciba, true, true),
        (Kind::ThirdParty, Grant::Saml2Bearer, true, true),
    ] {
        for profile in [Profile::Rfc9700, Profile::OAuth21, Profile::Fapi2, Profile::Mcp] {
            assert_eq!(fits(kind, grant, profile), today, "{kind} {grant} {profile}");
        }
        assert_eq!(fits(kind, grant, Profile::Rfc6749), in_2012, "{kind} {grant}");
    }
}
