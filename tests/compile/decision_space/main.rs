//! The whole space of decisions: every kind with every subset of the grants, each response type,
//! PKCE method, authentication, refresh protection and profile, judged by invariants of the flow
//! guide that are written down here without a look at the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use oauth_flow_compile_tests::{exists, ids};
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, Pkce, Profile, ResponseType, Word};
use oauth_flow_core::{
    Check, Declaration, Finding, Key, Keys, Level, Place, Remedy, Rule, Subject, check, rules,
};
use oauth_flow_syntax::text::read;

mod space;

use space::{KEYS, LEGACY, PROFILES, PUBLIC, Point, SECRETS, point, points, subject};

/// The grants of each row of the guide under `rfc9700`, with a warning or without.
const GUIDE: [(Kind, &[Grant]); 7] = [
    (Kind::M2m, &[Grant::ClientCredentials, Grant::JwtBearer, Grant::TokenExchange]),
    (
        Kind::Web,
        &[
            Grant::AuthorizationCode,
            Grant::RefreshToken,
            Grant::TokenExchange,
            Grant::JwtBearer,
            Grant::Ciba,
            Grant::ClientCredentials,
        ],
    ),
    (Kind::Spa, &[Grant::AuthorizationCode, Grant::RefreshToken, Grant::TokenExchange]),
    (
        Kind::Native,
        &[Grant::AuthorizationCode, Grant::RefreshToken, Grant::DeviceCode, Grant::TokenExchange],
    ),
    (Kind::Device, &[Grant::DeviceCode, Grant::RefreshToken, Grant::TokenExchange]),
    (Kind::Trusted, &[Grant::AuthorizationCode, Grant::RefreshToken, Grant::TokenExchange]),
    (
        Kind::ThirdParty,
        &[Grant::JwtBearer, Grant::TokenExchange, Grant::Saml2Bearer, Grant::RefreshToken],
    ),
];

/// Whether nothing is an error.
fn accepted(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.level != Level::Error)
}

/// What was seen on the way.
#[derive(Default)]
struct Tally {
    declarations: usize,
    accepted: BTreeMap<&'static str, usize>,
    reported: BTreeSet<&'static str>,
    /// Accepted with the implicit grant under `rfc9700`.
    hybrid: usize,
}

impl Tally {
    fn visit(&mut self, point: &Point) {
        let best_practice = self.judge(&point.subject(Profile::Rfc9700, false));
        for profile in [Profile::Rfc6749, Profile::OAuth21, Profile::Fapi2, Profile::Mcp] {
            let bound = profile == Profile::Fapi2;
            if !self.judge(&point.subject(profile, bound)) || profile == Profile::Rfc6749 {
                continue;
            }
            let best_practice = if bound {
                accepted(&check(&point.subject(Profile::Rfc9700, true)))
            } else {
                best_practice
            };
            // No exception is known.
            assert!(best_practice, "{profile} accepts what rfc9700 rejects: {point:?}");
        }
    }

    /// Holds a declaration against what is asserted of one; whether it is accepted.
    fn judge(&mut self, subject: &Subject<'_>) -> bool {
        let findings = check(subject);
        self.declarations += 1;
        assert_warned(&findings, subject);
        for finding in &findings {
            self.reported.insert(finding.rule.id);
            assert_in_range(finding, subject);
        }
        let accepted = accepted(&findings);
        if accepted {
            *self.accepted.entry(subject.declaration.profile.word()).or_default() += 1;
            self.hybrid += usize::from(assert_acceptable(subject));
        }
        accepted
    }

    fn add(&mut self, other: Self) {
        self.declarations += other.declarations;
        self.hybrid += other.hybrid;
        self.reported.extend(other.reported);
        for (profile, count) in other.accepted {
            *self.accepted.entry(profile).or_default() += count;
        }
    }
}

/// Asserts what the guide says of a declaration that is accepted; true if it has the implicit grant
/// under `rfc9700`, as only a hybrid flow may.
fn assert_acceptable(subject: &Subject<'_>) -> bool {
    let declaration = &subject.declaration;
    let kind = declaration.kind.expect("a kind is always declared");
    let has = |grant| declaration.grants.contains(&grant);
    let profile = declaration.profile;
    let public = PUBLIC.contains(&kind);
    let s256 = declaration.pkce == Some(Pkce::S256);
    let secret = SECRETS.contains(&declaration.auth);

    assert!(!declaration.grants.is_empty(), "no grant: {declaration:?}");
    if public {
        assert!(!secret, "a public client with a secret: {declaration:?}");
        assert!(!has(Grant::ClientCredentials), "a public client of its own: {declaration:?}");
        assert!(!has(Grant::AuthorizationCode) || s256, "public without S256: {declaration:?}");
    }
    assert_ne!(declaration.pkce, Some(Pkce::Plain), "{declaration:?}");
    if has(Grant::ClientCredentials) {
        assert_ne!(declaration.auth, AuthMethod::None, "{declaration:?}");
    }
    if profile == Profile::Rfc6749 {
        return false;
    }

    assert!(!has(Grant::Password), "the password grant: {declaration:?}");
    let front_channel = declaration.response_types.iter().any(|response| response.has_token());
    assert!(!front_channel, "an access token in the redirect: {declaration:?}");
    let (_, row) = GUIDE.iter().find(|(row, _)| *row == kind).expect("every kind has a row");
    for grant in declaration.grants {
        // OpenID Connect Registration section 2 has `code id_token` list the implicit grant too.
        let hybrid = *grant == Grant::Implicit
            && has(Grant::AuthorizationCode)
            && declaration.response_types.contains(&ResponseType::CodeIdToken);
        assert!(row.contains(grant) || hybrid, "{kind} with {grant}: {declaration:?}");
    }
    if profile != Profile::Rfc9700 {
        assert!(!has(Grant::AuthorizationCode) || s256, "no S256: {declaration:?}");
    }
    if [Profile::Fapi2, Profile::Mcp].contains(&profile) {
        assert!(!has(Grant::Implicit), "{declaration:?}");
    }
    if profile == Profile::Fapi2 {
        assert!(!public && KEYS.contains(&declaration.auth), "{declaration:?}");
        assert!(declaration.sender_constraint.is_some(), "{declaration:?}");
        assert!(!has(Grant::AuthorizationCode) || declaration.par, "{declaration:?}");
    }
    profile == Profile::Rfc9700 && has(Grant::Implicit)
}

/// Asserts that what the guide only warns of is warned of: refresh tokens of a public client that
/// nothing protects, and a token that is exchanged by nobody who can be told.
fn assert_warned(findings: &[Finding], subject: &Subject<'_>) {
    let declaration = &subject.declaration;
    let has = |grant| declaration.grants.contains(&grant);
    let says = |id: &str| findings.iter().any(|finding| finding.rule.id == id);
    if !accepted(findings) {
        return;
    }
    let public = declaration.kind.is_some_and(|kind| PUBLIC.contains(&kind));
    let protected = declaration.refresh.is_some() || declaration.sender_constraint.is_some();
    if public && has(Grant::RefreshToken) && !protected {
        // Where all other grants are assertions, the refresh token is to go.
        let warned = says("unprotected_refresh_token") || says("refresh_with_assertion_grant");
        assert!(warned, "{declaration:?}");
    }
    if declaration.auth == AuthMethod::None && has(Grant::TokenExchange) {
        assert!(says("unauthenticated_assertion"), "{declaration:?}");
    }
}

/// Asserts that all places of the finding, those of its remedy too, are in the declaration.
fn assert_in_range(finding: &Finding, subject: &Subject<'_>) {
    fn of_remedy(remedy: &Remedy, places: &mut Vec<Place>) {
        match remedy {
            Remedy::Replace(place, _) | Remedy::Remove(place) => places.push(*place),
            Remedy::All(remedies) => remedies.iter().for_each(|inner| of_remedy(inner, places)),
            Remedy::Set(..) | Remedy::Decide(_) | Remedy::Declare { .. } => {}
        }
    }
    let declaration = &subject.declaration;
    let mut places = vec![finding.place];
    places.extend(&finding.also);
    of_remedy(&finding.remedy, &mut places);
    for place in places {
        // Rules know of no tokens.
        let in_range = !matches!(place, Place::Token(_)) && exists(place, subject);
        assert!(in_range, "{place:?} of {}: {declaration:?}", finding.rule.id);
    }
    assert!(finding.level != Level::Off && !finding.fact.is_empty(), "{finding:?}");
}

/// Visits every `stride`th point of at most `grants` grants, on all processors.
fn explore(stride: usize, grants: usize) -> Tally {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut tally = Tally::default();
    thread::scope(|scope| {
        let start = |worker: usize| {
            scope.spawn(move || {
                let mut tally = Tally::default();
                for index in (0..points()).step_by(stride).skip(worker).step_by(workers) {
                    let point = point(index);
                    if point.grants.len() <= grants {
                        tally.visit(&point);
                    }
                }
                tally
            })
        };
        let handles: Vec<_> = (0..workers).map(start).collect();
        for handle in handles {
            match handle.join() {
                Ok(part) => tally.add(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    tally
}

/// The rules that read nothing but the decisions of the space.
const IN_THE_SPACE: &[&str] = &[
    "fapi_client_authentication",
    "fapi_public_client",
    "front_channel_access_token",
    "grant_response_type_mismatch",
    "implicit_grant",
    "key_in_public_client",
    "kind_grant_mismatch",
    "missing_pkce",
    "missing_pkce_confidential",
    "mixed_user_and_machine_grants",
    "password_grant",
    "pkce_without_code_grant",
    "plain_pkce",
    "public_client_credentials",
    "refresh_claim_unbacked",
    "refresh_rotation_under_fapi",
    "refresh_with_assertion_grant",
    "refresh_without_source",
    "response_type_not_code",
    "secret_in_public_client",
    "unauthenticated_assertion",
    "unauthenticated_confidential_client",
    "unprotected_refresh_token",
];

fn assert_not_vacuous(tally: &Tally, at_least: usize) {
    for profile in PROFILES {
        let count = tally.accepted.get(profile.word()).copied().unwrap_or_default();
        assert!(count >= at_least, "{profile}: {:?}", tally.accepted);
    }
    assert!(tally.hybrid > 0);
    let reported: Vec<&str> = tally.reported.iter().copied().collect();
    assert_eq!(reported, IN_THE_SPACE);
}

#[test]
fn a_sample_of_the_space_keeps_the_guide() {
    // Most of the space has five grants or so, and little of that is accepted.
    let mut tally = explore(43, 2);
    tally.add(explore(1511, Grant::ALL.len()));
    println!("{} declarations, accepted {:?}", tally.declarations, tally.accepted);
    assert!(tally.declarations >= 50_000, "{}", tally.declarations);
    assert_not_vacuous(&tally, 10);
}

#[test]
#[ignore = "the whole space: run with `--release -- --ignored --nocapture`"]
fn the_whole_space_keeps_the_guide() {
    let start = std::time::Instant::now();
    let tally = explore(1, Grant::ALL.len());
    println!(
        "{} declarations in {:?}, accepted {:?}, hybrid {}",
        tally.declarations,
        start.elapsed(),
        tally.accepted,
        tally.hybrid,
    );
    // Each point under each profile.
    assert_eq!(tally.declarations, 5 * points());
    assert!(tally.declarations >= 30_000_000);
    assert_not_vacuous(&tally, 1_000);
}

#[test]
fn adopting_the_recommended_flow_is_accepted_without_a_word_but_for_public_kinds_under_fapi2() {
    let mut silent = 0;
    for kind in Kind::ALL.iter().copied() {
        for profile in PROFILES {
            let redirects = [Kind::Web, Kind::Spa, Kind::Native, Kind::Trusted].contains(&kind);
            let public = PUBLIC.contains(&kind);
            let (key, resource) = (profile == Profile::Fapi2 && !public, profile == Profile::Mcp);
            let legacy = profile == Profile::Rfc6749;
            let mut written = Keys::of(&[Key::Kind, Key::Profile]);
            for (is_written, key) in [
                (redirects, Key::RedirectUri),
                (key, Key::JwksUri),
                (resource, Key::Resource),
                (legacy, Key::Allow),
            ] {
                if is_written {
                    written.insert(key);
                }
            }
            let redirect_uri = match kind {
                Kind::Native | Kind::Trusted => "http://127.0.0.1/cb",
                _ => "https://app.example.com/cb",
            };
            let redirect_uris = [redirect_uri];
            let declaration = Declaration {
                kind: Some(kind),
                profile,
                redirect_uris: if redirects { &redirect_uris } else { &[] },
                jwks_uri: key.then_some("https://app.example.com/jwks.json"),
                resources: if resource { &["https://mcp.example.com"] } else { &[] },
                waivers: if legacy { &LEGACY } else { &[] },
                ..Declaration::EMPTY
            };
            let subject = subject(&declaration.completed(written), written);
            let ids: Vec<&str> = check(&subject).iter().map(|finding| finding.rule.id).collect();
            if public && profile == Profile::Fapi2 {
                assert_eq!(ids, ["fapi_public_client"], "{kind} {profile}");
            } else {
                assert_eq!(ids, [""; 0], "{kind} {profile}");
                silent += 1;
            }
        }
    }
    assert_eq!(silent, 7 * 5 - 3);
}

/// A declaration for each rule about the attribute of which the space holds no instance.
const EXTRAS: &[(&str, &str)] = &[
    ("missing_redirect_uri", r#"kind = "web""#),
    ("unused_redirect_uri", r#"kind = "m2m", redirect_uri = "runtime""#),
    (
        "secret_in_uri",
        r#"kind = "web", redirect_uri = "https://app.example.com/cb?client_secret=x""#,
    ),
    ("invalid_redirect_uri", r#"kind = "web", redirect_uri = "/cb""#),
    ("insecure_redirect_uri", r#"kind = "web", redirect_uri = "http://app.example.com/cb""#),
    ("loopback_redirect_uri", r#"kind = "web", redirect_uri = "http://127.0.0.1/cb""#),
    ("localhost_redirect_uri", r#"kind = "native", redirect_uri = "http://localhost/cb""#),
    ("https_loopback_redirect_uri", r#"kind = "native", redirect_uri = "https://127.0.0.1/cb""#),
    ("redirect_uri_fragment", r#"kind = "web", redirect_uri = "https://app.example.com/#cb""#),
    ("wildcard_redirect_uri", r#"kind = "web", redirect_uri = "https://*.example.com/cb""#),
    ("templated_redirect_uri", r#"kind = "web", redirect_uri = "https://{a}.example.com/cb""#),
    ("redirect_uri_userinfo", r#"kind = "web", redirect_uri = "https://a@app.example.com/cb""#),
    ("redirect_uri_dot_segments", r#"kind = "web", redirect_uri = "https://a.example/b/../cb""#),
    (
        "redirect_uri_reserved_parameter",
        r#"kind = "web", redirect_uri = "https://a.example/cb?state=1""#,
    ),
    ("open_redirector", r#"kind = "web", redirect_uri = "https://a.example/cb?next=https://b""#),
    ("private_use_scheme", r#"kind = "native", redirect_uri = "myapp:/cb""#),
    ("private_use_scheme_authority", r#"kind = "native", redirect_uri = "com.example.app://cb""#),
    ("private_use_scheme_on_web", r#"kind = "web", redirect_uri = "com.example.app:/cb""#),
    ("dangerous_redirect_scheme", r#"kind = "web", redirect_uri = "javascript:alert(1)""#),
    (
        "duplicate_redirect_uri",
        r#"kind = "web", redirect_uri("https://a.example/cb", "https://a.example/cb")"#,
    ),
    ("noncanonical_redirect_uri", r#"kind = "web", redirect_uri = "https://A.example/cb""#),
    (
        "insecure_logout_uri",
        r#"kind = "web", scope = "openid", redirect_uri = "runtime", post_logout_redirect_uri = "http://a.example/bye""#,
    ),
    (
        "insecure_metadata_uri",
        r#"kind = "m2m", auth = "private_key_jwt", jwks_uri = "http://a.example/jwks.json""#,
    ),
    (
        "token_in_query",
        r#"kind = "web", response_type = "code id_token", response_mode = "query", redirect_uri = "runtime""#,
    ),
    ("invalid_scope", r#"kind = "m2m", scope("a\\b")"#),
    ("duplicate_scope", r#"kind = "m2m", scope("a", "a")"#),
    (
        "missing_openid_scope",
        r#"kind = "web", response_type = "code id_token", grant("authorization_code", "implicit"), pkce = "S256", scope("a"), redirect_uri = "runtime""#,
    ),
    ("openid_without_user", r#"kind = "m2m", scope("openid")"#),
    (
        "offline_access_mismatch",
        r#"kind = "web", scope("openid", "offline_access"), redirect_uri = "runtime""#,
    ),
    ("over_broad_scope", r#"kind = "m2m", scope("*")"#),
    ("invalid_resource", r#"kind = "m2m", resource = "https://a.example/#x""#),
    ("missing_resource", r#"profile = "mcp", kind = "m2m""#),
    (
        "mcp_redirect_uri",
        r#"profile = "mcp", kind = "native", resource = "https://a.example", redirect_uri = "com.example.app:/cb""#,
    ),
    ("invalid_client_id_url", r#"kind = "m2m", client_id = "http://a.example/c.json""#),
    ("metadata_document_secret", r#"kind = "m2m", client_id = "https://a.example/c.json""#),
    ("insecure_issuer", r#"kind = "m2m", issuer = "http://a.example""#),
    ("loopback_issuer", r#"kind = "m2m", issuer = "http://127.0.0.1""#),
    ("insecure_endpoint", r#"kind = "m2m", token_endpoint = "http://a.example/token""#),
    ("legacy_profile", r#"profile = "rfc6749", kind = "m2m""#),
    ("unused_allow", r#"kind = "m2m", allow(plain_pkce, reason = "a test")"#),
    (
        "par_required",
        r#"profile = "fapi2", kind = "web", grant = "authorization_code", pkce = "S256", redirect_uri = "runtime""#,
    ),
    (
        "sender_constraint_required",
        r#"profile = "fapi2", kind = "m2m", grant = "client_credentials""#,
    ),
    ("embedded_secret", r#"kind = "m2m", client_secret = "x""#),
    (
        "joined_redirect_uris",
        r#"kind = "web", redirect_uri = "https://a.example/cb,https://b.example/cb""#,
    ),
    ("redirect_uri_port_zero", r#"kind = "native", redirect_uri = "http://127.0.0.1:0/cb""#),
    ("joined_scopes", r#"kind = "web", scope("openid,email"), redirect_uri = "runtime""#),
    ("misspelt_scope", r#"kind = "web", scope("OpenID"), redirect_uri = "runtime""#),
    (
        "dynamic_registration_of_one_installation",
        r#"kind = "web", dynamic_registration, redirect_uri = "runtime""#,
    ),
    (
        "deprecated_dynamic_registration",
        r#"profile = "mcp", kind = "device", resource = "runtime", dynamic_registration"#,
    ),
    ("development_client_id", r#"kind = "device", client_id = "http://localhost""#),
    ("templated_server_url", r#"kind = "m2m", issuer = "https://{tenant}.example.com""#),
    ("missing_credential", r#"kind = "m2m", auth = "private_key_jwt""#),
];

/// The rules that only judge a field of the struct.
const OF_FIELDS: [&str; 9] = [
    "misspelt_field",
    "unchecked_struct",
    "password_without_grant",
    "token_exchange_without_target",
    "pkce_switch",
    "leaky_secret",
    "request_value_in_config",
    "insecure_switch",
    "secret_without_method",
];

/// Whether a rule only judges what a document says: so do all of its examples.
fn is_of_documents(rule: &Rule) -> bool {
    rule.rejects.iter().all(|example| example.registration.or(example.server).is_some())
}

#[test]
fn every_rule_about_the_attribute_reports_in_the_space_or_for_its_own_declaration() {
    for (id, attribute) in EXTRAS {
        let source = read(attribute, "struct Client;");
        let ids = ids(&source);
        assert!(ids.contains(id), "{attribute}: {ids:?} and not {id}");
    }
    let extras = EXTRAS.iter().map(|(id, _)| *id);
    let mut covered: Vec<&str> =
        IN_THE_SPACE.iter().copied().chain(extras).chain(OF_FIELDS).collect();
    let mut all: Vec<&str> = rules::all()
        .filter(|rule| matches!(rule.check, Check::Subject(_)) && !is_of_documents(rule))
        .map(|rule| rule.id)
        .collect();
    covered.sort_unstable();
    all.sort_unstable();
    assert_eq!(covered, all);
}
