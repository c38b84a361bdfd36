//! An application of Gravitee Access Management, as its management API gives it.

use oauth_flow_core::vocabulary::{Grant, Kind, Pkce, Refresh, Word};
use oauth_flow_core::{Format, Key, Registration, Value, rules::documents as rule};

use super::client::{OTHER_CLIENT, Reader};
use super::json::{Member, Node, Object};
use super::notes::{Notes, Texts, Wrong};

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
        reader.set(Key::Pkce, &member, Value::Word(method.word()));
    }
}

/// The server rotates refresh tokens unless it is told not to. It can bind them as well.
fn refresh(oauth: &Object<'_>, reader: &mut Reader<'_, '_>) {
    let name = "disableRefreshTokenRotation";
    let disabled = flag(oauth, name, Key::Refresh, reader);
    let word = Value::Word(Grant::RefreshToken.word());
    let refreshes = reader.statement.values(Key::Grant).iter().any(|it| it.value == word);
    let (Some(disabled), Some(member), true) = (disabled, oauth.get(name), refreshes) else {
        return;
    };
    let bound = reader.stated(member.value, Value::Word(Refresh::SenderConstrained.word()));
    reader.choices.push(Key::Refresh, bound.value, bound.origin);
    if !disabled {
        let rotated = reader.stated(member.value, Value::Word(Refresh::Rotate.word()));
        reader.choices.push(Key::Refresh, rotated.value.clone(), rotated.origin);
        reader.set(Key::Refresh, &member, rotated.value);
    }
}

/// The scopes of the client, each with its settings; in documents of old versions, names alone.
fn scope(oauth: &Object<'_>, reader: &mut Reader<'_, '_>) {
    let settings = oauth.valued("scopeSettings");
    let names = oauth.valued("scopes");
    let Some(member) = settings.or(names) else { return };
    let read = if settings.is_some() {
        settings_of(&member, reader)
    } else {
        reader.notes.texts(member.name, member.value)
    };
    let Some(names) = reader.known(Key::Scope, read) else { return };
    reader.state_texts(Key::Scope, member.at, names);
}

fn settings_of<'j>(
    member: &Member<'_, 'j>,
    reader: &mut Reader<'_, '_>,
) -> Result<Texts<'j>, Wrong> {
    let Some(settings) = member.value.elements() else {
        return Err(reader.notes.wrong_type(member.name, member.value, "an array of objects"));
    };
    let mut names = Vec::new();
    for setting in settings {
        let Some(name) = setting.member("scope") else {
            let expected = "an object with a `scope`";
            return Err(reader.notes.wrong_element(member.name, setting, expected));
        };
        names.push((name, reader.notes.text("scope", name)?));
    }
    Ok(names)
}

/// The kind that the type of the application leaves open or decides; a mistake where it is no client.
fn kind(own: &Object<'_>, oauth: &Object<'_>, reader: &mut Reader<'_, '_>) -> Result<(), Wrong> {
    if let Some(member) = own.valued("type") {
        let read = reader.notes.text(member.name, member.value);
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
        let read = reader.notes.text(member.name, member.value);
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
        mistake.fact(rule::RESOURCE_SERVER).quote(&name).help(OTHER_CLIENT)
    })
}
