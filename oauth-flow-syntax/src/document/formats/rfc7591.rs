//! A client registration of RFC 7591 section 2, with the members that other standards add. A client ID
//! metadata document is one too.

use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, Word as _};
use oauth_flow_core::{Format, Key, Registration, Value, rules::documents as rule};

use super::client::{Reader, authenticates};
use super::json::{Node, Object};
use super::notes::{Notes, Wrong};

pub(super) fn read(client: Node<'_>, length: usize, notes: &mut Notes<'_>) -> Registration {
    let object = Object::of(client);
    let mut reader = Reader::new(Format::Rfc7591, notes);
    reader.members(&object, &[]);
    reader.choices(&object);
    kind(&object, &mut reader);
    reader.finish(client, length)
}

/// The kind that `application_type` leaves open or decides (OpenID Connect Registration section 2). Its
/// default is `web`, which most documents leave there whatever the client is, so that nothing follows from
/// a document that leaves it out.
fn kind(object: &Object<'_>, reader: &mut Reader<'_, '_>) {
    let names = Format::Rfc7591.names(Key::Kind).iter();
    for member in names.filter_map(|name| object.valued(name)) {
        let read = reader.notes.text(member.name, member.value);
        let read = read.and_then(|text| of_type(&text, member.value, member.name, reader));
        let Some((fits, decided)) = reader.known(Key::Kind, read) else { continue };
        reader.kinds(member.value, fits, decided);
        let unknown = reader.statement.unknown;
        if decided.is_none() && (unknown.contains(Key::Grant) || unknown.contains(Key::Auth)) {
            reader.statement.unknown.insert(Key::Kind);
        }
    }
}

/// The kinds that fit an application type, and the one that it decides.
fn of_type(
    text: &str,
    node: Node<'_>,
    name: &str,
    reader: &mut Reader<'_, '_>,
) -> Result<(&'static [Kind], Option<Kind>), Wrong> {
    let grants = reader.statement.values(Key::Grant);
    let has = |grant: Grant| grants.iter().any(|it| it.value == Value::Word(grant.word()));
    let listed = !grants.is_empty();
    let code = has(Grant::AuthorizationCode);
    let method = reader.statement.word::<AuthMethod>(Key::Auth);
    match text {
        "native" => {
            let device = has(Grant::DeviceCode) && !code;
            Ok((&[Kind::Native, Kind::Device], (!device).then_some(Kind::Native)))
        }
        "web" => {
            let decided = match method {
                Some(AuthMethod::None) => Some(Kind::Spa),
                method => authenticates(method).then_some(Kind::Web),
            };
            let fits = &[Kind::Web, Kind::Spa, Kind::Trusted, Kind::M2m, Kind::ThirdParty];
            Ok((fits, decided.filter(|_| code || !listed)))
        }
        // Two words that servers add to those of the standard.
        "browser" => Ok((&[Kind::Spa], Some(Kind::Spa))),
        "service" => Ok((&[Kind::M2m, Kind::ThirdParty], None)),
        _ => Err(reader.notes.wrong(node, |mistake| {
            let mistake = mistake.fact(rule::NO_WORD).quote(name).quote(text);
            mistake.with(&"application type").help("write `web` or `native`")
        })),
    }
}
