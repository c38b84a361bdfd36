//! An application of Gravitee Access Management, as its management API gives it.

use oauth_flow_core::vocabulary::{Grant, Kind, Pkce, Refresh, Word};
use oauth_flow_core::{Format, Key, Registration, Value, rules::documents as rule};

use super::client::Reader;
use super::json::{Member, Node, Object};
use super::notes::{Notes, Wrong};

/// Reads an application; `None` where it is no client.
pub(super) fn read(
    application: Node<'_>,
    length: usize,
    notes: &mut Notes<'_>,
) -> Option<Registration> {
    let own = Object::of(application);
    let settings = own.get("settings").and_then(|settings| settings.value.member("oauth"));
    let oauth = settings.map(Object::of).unwrap_or_default();
    let mut reader = Reader::new(Format::Gravitee, notes);
    reader.members(&oauth, &[Key::Pkce, Key::Refresh, Key::Scope]);
    // The secrets are members of the application itself.
    reader.details(&own);
    pkce(&oauth, &mut reader);
    refresh(&oauth, &mut reader);
    scope(&oauth, &mut reader);
    kind(&own, &oauth, &mut reader).ok()?;
    Some(reader.finish(application, length))
}

/// The value of a flag; `None` where it is left out or no flag.
fn flag(object: &Object<'_>, name: &str, key: Key, reader: &mut Reader<'_, '_>) -> Option<bool> {
    let member = object.valued(name)?;
    let read = reader.notes.boolean(name, member.value);
    reader.known(key, read)
}

/// The server takes a request without a method for one with `plain`, unless it is told to require `S256`.
/// The method alone requires nothing.
fn pkce(oauth: &Object<'_>, reader: &mut Reader<'_, '_>) {
    let forced = flag(oauth, "forcePKCE", Key::Pkce, reader);
    let s256 = flag(oauth, "forceS256CodeChallengeMethod", Key::Pkce, reader);
    if reader.statement.unknown.contains(Key::Pkce) {
        return;
    }
    if let (Some(true), Some(member)) = (forced, oauth.get("forcePKCE")) {
        let method = if s256 == Some(true) { Pkce::S256 } else { Pkce::Plain };
        reader.set(Key::Pkce, member, Value::Word(method.word()));
    }
}

/// The server rotates refresh tokens unless it is told not to. It can bind them as well.
fn refresh(oauth: &Object<'_>, reader: &mut Reader<'_, '_>) {
    let name = "disableRefreshTokenRotation";
    let disabled = flag(oauth, name, Key::Refresh, reader);
    let refreshes =
        reader.statement.words(Key::Grant).any(|grant: Grant| grant == Grant::RefreshToken);
    let (Some(disabled), Some(member), true) = (disabled, oauth.get(name), refreshes) else {
        return;
    };
    let bound = reader.stated(member.value, Value::Word(Refresh::SenderConstrained.word()));
    reader.choices.push(Key::Refresh, bound.value, bound.origin);
    if !disabled {
        let rotated = reader.stated(member.value, Value::Word(Refresh::Rotate.word()));
        reader.choices.push(Key::Refresh, rotated.value.clone(), rotated.origin);
        reader.set(Key::Refresh, member, rotated.value);
    }
}

/// The scopes of the client, each with its settings; in documents of old versions, names alone.
fn scope(oauth: &Object<'_>, reader: &mut Reader<'_, '_>) {
    let settings = oauth.valued("scopeSettings");
    let names = oauth.valued("scopes");
    let Some(member) = settings.or(names) else { return };
    let read = if settings.is_some() {
        settings_of(member, reader)
    } else {
        reader.notes.texts(&member.name, member.value)
    };
    let Some(names) = reader.known(Key::Scope, read) else { return };
    let names = names.into_iter();
    let names = names.map(|(node, name)| reader.stated(node, Value::Text(name.into_owned())));
    let names = names.collect();
    reader.state_all(Key::Scope, member.at, names);
}

type Texts<'j> = Vec<(Node<'j>, std::borrow::Cow<'j, str>)>;

fn settings_of<'j>(member: &Member<'j>, reader: &mut Reader<'_, '_>) -> Result<Texts<'j>, Wrong> {
    let Some(settings) = member.value.elements() else {
        return Err(reader.notes.wrong_type(&member.name, member.value, "an array of objects"));
    };
    let mut names = Vec::new();
    for setting in settings {
        let Some(name) = setting.member("scope") else {
            let name = format!("an element of {}", member.name);
            return Err(reader.notes.wrong_type(&name, setting, "an object with a `scope`"));
        };
        names.push((name, reader.notes.text("scope", name)?));
    }
    Ok(names)
}

/// The kind that the type of the application leaves open or decides; a mistake where it is no client.
fn kind(own: &Object<'_>, oauth: &Object<'_>, reader: &mut Reader<'_, '_>) -> Result<(), Wrong> {
    if let Some(member) = own.valued("type") {
        let read = reader.notes.text(&member.name, member.value);
        let Some(text) = reader.known(Key::Kind, read) else { return Ok(()) };
        let (fits, decided): (&[Kind], _) = match &*text {
            "WEB" => (&[Kind::Web, Kind::Trusted], Some(Kind::Web)),
            "NATIVE" => (&[Kind::Native, Kind::Device], Some(Kind::Native)),
            "BROWSER" => (&[Kind::Spa], Some(Kind::Spa)),
            "SERVICE" => (&[Kind::M2m, Kind::ThirdParty], None),
            // It may be any of several kinds.
            "AGENT" => return Ok(()),
            "RESOURCE_SERVER" => return Err(resource_server(own, oauth, member.value, reader)),
            other => {
                let wrong = reader.notes.wrong(member.value, |mistake| {
                    let mistake = mistake.fact(rule::NO_WORD).quote("type").quote(other);
                    let mistake = mistake.with(&"application type");
                    mistake.help("write `WEB`, `NATIVE`, `BROWSER` or `SERVICE`")
                });
                reader.known::<()>(Key::Kind, Err(wrong));
                return Ok(());
            }
        };
        reader.kinds(member.value, fits, decided);
        return Ok(());
    }
    // Every template but that of native applications says `web` here, so that this decides nothing.
    let member = oauth.valued("applicationType");
    if let Some(member) = member {
        let read = reader.notes.text(&member.name, member.value);
        match reader.known(Key::Kind, read).as_deref() {
            Some("native") => {
                let fits = [Kind::Native, Kind::Device];
                reader.kinds(member.value, &fits, Some(Kind::Native));
            }
            Some("browser") => reader.kinds(member.value, &[Kind::Spa], Some(Kind::Spa)),
            _ => {}
        }
    }
    Ok(())
}

fn resource_server(
    own: &Object<'_>,
    oauth: &Object<'_>,
    node: Node<'_>,
    reader: &mut Reader<'_, '_>,
) -> Wrong {
    let name = match oauth.text("clientId").or_else(|| own.text("name")) {
        Some(name) => name.into_owned(),
        None => String::from("the application"),
    };
    reader.notes.note(&rule::UNKNOWN_DOCUMENT, node.bytes(), |mistake| {
        mistake.fact(rule::RESOURCE_SERVER).quote(&name)
    })
}

#[cfg(test)]
mod tests {
    use oauth_flow_core::members::Detail;
    use oauth_flow_core::{Format, Key, Keys};

    use crate::document::testing::{details, mistakes, registered, registration, texts, values};

    const WHOLE: &str = r#"{
  "id": "5c7a",
  "name": "Portal",
  "type": "WEB",
  "enabled": true,
  "createdAt": 1700000000000,
  "settings": { "account": {}, "oauth": {
    "clientId": "portal",
    "clientType": "confidential",
    "redirectUris": ["https://app.example.com/cb"],
    "postLogoutRedirectUris": ["https://app.example.com/bye"],
    "responseTypes": ["code", "code id_token token"],
    "grantTypes": ["hybrid", "authorization_code", "refresh_token", "urn:example:grant~5c7a"],
    "applicationType": "web",
    "tokenEndpointAuthMethod": "private_key_jwt",
    "tokenEndpointAuthSigningAlg": "ES256",
    "forcePKCE": true,
    "forceS256CodeChallengeMethod": true,
    "requireParRequest": true,
    "requestObjectSigningAlg": "ES256",
    "scopeSettings": [{ "scope": "openid", "defaultScope": true }, { "scope": "orders" }],
    "scopes": ["old"],
    "jwksUri": "https://app.example.com/jwks.json",
    "tlsClientCertificateBoundAccessTokens": true,
    "disableRefreshTokenRotation": false
  } },
  "secrets": [{ "id": "a", "name": "default" }]
}"#;

    #[test]
    fn each_member_is_stated_with_its_place() {
        let source = registered("kind = web", WHOLE);
        assert_eq!(mistakes(&source), [""; 0]);
        let registration = source.client().registration().unwrap();
        assert_eq!((registration.format, registration.length), (Format::Gravitee, WHOLE.len()));
        for (key, expected) in [
            (Key::Kind, "web@4:11"),
            (Key::ClientId, "portal@8:17"),
            (Key::RedirectUri, "https://app.example.com/cb@10:22"),
            (Key::PostLogoutRedirectUri, "https://app.example.com/bye@11:32"),
            (Key::ResponseType, "code@12:23, code id_token token@12:31"),
            (Key::Auth, "private_key_jwt@15:32"),
            (Key::Pkce, "S256@17:18"),
            (Key::Par, "true@19:26"),
            (Key::RequestObject, "ES256@20:32"),
            (Key::Scope, "openid@21:34, orders@21:79"),
            (Key::JwksUri, "https://app.example.com/jwks.json@23:16"),
            (Key::SenderConstraint, "mtls@24:46"),
            (Key::Refresh, "rotate@25:36"),
        ] {
            assert_eq!(values(&source, registration.statement.values(key)), expected, "{key}");
        }
        assert_eq!(texts(&registration.choices, Key::Kind), "web, trusted");
        assert_eq!(registration.unsaid, []);
        let algorithm = (Detail::TokenEndpointAuthSigningAlg, "ES256".into(), "16:36".into());
        assert_eq!(details(&source), [algorithm]);
    }

    /// An application of which these are the members of `settings.oauth`.
    fn with(kind: &str, oauth: &str) -> String {
        format!(r#"{{ {kind} "settings": {{ "oauth": {{ {oauth} }} }} }}"#)
    }

    #[test]
    fn the_type_leaves_kinds_open_or_decides_one() {
        for (kind, oauth, fits, decided) in [
            (r#""type": "WEB","#, "", "web, trusted", "web"),
            (r#""type": "NATIVE","#, "", "native, device", "native"),
            (r#""type": "BROWSER","#, "", "spa", "spa"),
            (r#""type": "SERVICE","#, "", "m2m, third_party", ""),
            (r#""type": "AGENT", "kind": "AUTONOMOUS","#, "", "", ""),
            (r#""type": "SERVICE","#, r#""applicationType": "native""#, "m2m, third_party", ""),
            ("", r#""applicationType": "native""#, "native, device", "native"),
            ("", r#""applicationType": "browser""#, "spa", "spa"),
            ("", r#""applicationType": "web""#, "", ""),
            ("", "", "", ""),
        ] {
            let registration = registration(&with(kind, oauth));
            assert_eq!(texts(&registration.choices, Key::Kind), fits, "{kind} {oauth}");
            assert_eq!(texts(&registration.statement, Key::Kind), decided, "{kind} {oauth}");
        }
    }

    #[test]
    fn a_resource_server_is_no_client() {
        let source =
            registered("kind = web", with(r#""type": "RESOURCE_SERVER","#, r#""clientId": "api""#));
        assert_eq!(
            mistakes(&source),
            ["unknown_document 1:11 `api` is a resource server, which uses no grant"]
        );
        assert!(source.client().registration().is_none());
        let other = registered("kind = web", with(r#""type": "web","#, ""));
        assert_eq!(
            mistakes(&other),
            ["wrong_member 1:11 `type` has `web`, which is no application type"]
        );
    }

    #[test]
    fn only_what_the_server_requires_counts_as_pkce() {
        for (oauth, expected) in [
            (r#""forcePKCE": true, "forceS256CodeChallengeMethod": true"#, "S256"),
            (r#""forcePKCE": true, "forceS256CodeChallengeMethod": false"#, "plain"),
            (r#""forcePKCE": true"#, "plain"),
            (r#""forcePKCE": false, "forceS256CodeChallengeMethod": true"#, ""),
            (r#""forceS256CodeChallengeMethod": true"#, ""),
            (r#""forcePKCE": false"#, ""),
            ("", ""),
        ] {
            let registration = registration(&with("", oauth));
            assert_eq!(texts(&registration.statement, Key::Pkce), expected, "{oauth}");
        }
    }

    #[test]
    fn rotation_is_a_choice_of_a_client_that_refreshes() {
        const REFRESHES: &str = r#""grantTypes": ["refresh_token"], "#;
        for (grants, disabled, stated, choices) in [
            (REFRESHES, "false", "rotate", "sender_constrained, rotate"),
            (REFRESHES, "true", "", "sender_constrained"),
            (REFRESHES, "null", "", ""),
            ("", "false", "", ""),
        ] {
            let oauth = format!(r#"{grants}"disableRefreshTokenRotation": {disabled}"#);
            let registration = registration(&with("", &oauth));
            assert_eq!(texts(&registration.statement, Key::Refresh), stated, "{oauth}");
            assert_eq!(texts(&registration.choices, Key::Refresh), choices, "{oauth}");
        }
    }

    #[test]
    fn a_grant_of_the_server_itself_is_what_the_standards_call_it() {
        for (grants, expected) in [
            (r#""hybrid""#, "authorization_code, implicit"),
            (r#""urn:example:grant~5c7a""#, "urn:example:grant"),
            (
                r#""urn:ietf:params:oauth:grant-type:uma-ticket""#,
                "urn:ietf:params:oauth:grant-type:uma-ticket",
            ),
        ] {
            let registration = registration(&with("", &format!(r#""grantTypes": [{grants}]"#)));
            assert_eq!(texts(&registration.statement, Key::Grant), expected, "{grants}");
        }
    }

    #[test]
    fn old_documents_have_the_scopes_as_names() {
        let old = registration(&with("", r#""scopes": ["openid", "orders"]"#));
        assert_eq!(texts(&old.statement, Key::Scope), "openid, orders");
    }

    #[test]
    fn a_value_of_another_type_is_a_mistake() {
        for (oauth, key, expected) in [
            (
                r#""forcePKCE": "true""#,
                Key::Pkce,
                "1:42 `forcePKCE` is a string, and it has to be a boolean",
            ),
            (
                r#""scopeSettings": ["openid"]"#,
                Key::Scope,
                "1:47 `an element of scopeSettings` is a string, and it has to be an object with a `scope`",
            ),
            (
                r#""scopeSettings": "openid""#,
                Key::Scope,
                "1:46 `scopeSettings` is a string, and it has to be an array of objects",
            ),
            (
                r#""scopeSettings": [{ "scope": 1 }]"#,
                Key::Scope,
                "1:58 `scope` is a number, and it has to be a string",
            ),
            (
                r#""grantTypes": ["password", "password"]"#,
                Key::Grant,
                "1:56 `grantTypes` has `password` twice",
            ),
        ] {
            let source = registered("kind = web", with("", oauth));
            assert_eq!(mistakes(&source), [format!("wrong_member {expected}")], "{oauth}");
            let registration = source.client().registration().unwrap();
            assert_eq!(registration.statement.unknown, Keys::of(&[key]), "{oauth}");
        }
    }

    #[test]
    fn secrets_are_in_two_places() {
        let text = r#"{ "settings": { "oauth": { "clientSecret": "abc" } },
"secrets": [{ "secret": "def" }, { "secret": null }, { "secret": "***" }] }"#;
        let secret = |at: &str| (Detail::ClientSecret, String::new(), String::from(at));
        assert_eq!(details(&registered("kind = web", text)), [secret("1:44"), secret("2:25")]);
        let wrong = r#"{ "settings": { "oauth": {} }, "secrets": [{ "secret": 5 }] }"#;
        let expected = "wrong_member 1:56 `secret` is a number, and it has to be a string";
        assert_eq!(mistakes(&registered("kind = web", wrong)), [expected]);
    }
}
