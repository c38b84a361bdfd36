//! `check --fix`: the remedies that claim nothing new, as edits of the files.

mod apply;
mod tree;

use core::fmt::Write;
use core::ops::Range;

use oauth_flow_core::{
    Client, Evidence, Finding, Holder, InCode, Level, Place, Remedy, Whose, fits_struct,
};
use oauth_flow_syntax::code::{self, LineWaiver, TextRange};
use oauth_flow_syntax::document::{Documents, NoDocuments};
use oauth_flow_syntax::text::apply_to_arguments;

use crate::findings::{About, Found};
use crate::levels::Levels;
use crate::reading::{Declared, PackageCode, Reading};

pub(crate) use apply::{Fixed, all};

/// A change of a file: this text in place of what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The index of the file.
    pub(crate) file: usize,
    pub(crate) place: TextRange,
    pub(crate) text: String,
    /// What no other edit may change at the same time: an attribute is read anew after each.
    zone: Range<usize>,
}

impl Edit {
    fn new(file: usize, text: &str, bytes: Range<usize>, new: &str, zone: Range<usize>) -> Self {
        Self { file, place: range(text, bytes), text: String::from(new), zone }
    }
}

/// What `--fix` does about a finding.
pub(crate) fn edit(found: &Found<'_>, reading: &Reading) -> Option<Edit> {
    let finding = &found.finding;
    // The facade is no dependency of a build script.
    if found.at.location.ends_with("build.rs") {
        return None;
    }
    match found.about {
        About::Declaration(index) | About::Declared(index) => {
            let declared = reading.clients.get(index)?;
            let text = &reading.files.get(declared.file)?.text;
            of_declared(finding, declared, evidence(reading, index), text)
        }
        About::Code(index) => of_undeclared(finding, reading.code.get(index)?, reading),
        About::Waiver(index) => of_waiver(finding, reading.waivers.get(index)?, reading),
        About::Comment => None,
    }
}

/// The text in which the attribute that begins at this byte has nothing more to mend, and how many edits
/// that took.
fn settled(
    text: &str,
    start: usize,
    (own, documents): (&Declared, &dyn Documents),
    evidence: Evidence<'_>,
    levels: &Levels,
) -> (String, usize) {
    let mut text = String::from(text);
    let mut count = 0;
    // Each edit makes the attribute better, and is seen as one: a list can have as many mistakes as values.
    while count < text.len() {
        let Ok(file) = code::read(&text, documents) else { break };
        let mut here = file.declared.into_iter();
        let Some(found) = here.find(|it| it.places.attribute.bytes.start == start) else { break };
        let declared = Declared {
            package: own.package.clone(),
            file: own.file,
            name: own.name.clone(),
            client: found.client,
            places: found.places,
            documents: Vec::new(),
            unpackaged: Vec::new(),
            in_flow: own.in_flow,
        };
        let mut findings = declared.client.findings();
        findings.retain(|it| levels.level(it, &own.package) != Level::Off);
        let edits = findings.iter().find_map(|it| of_declared(it, &declared, evidence, &text));
        let Some(edit) = edits else { break };
        text.replace_range(edit.place.bytes, &edit.text);
        count += 1;
    }
    (text, count)
}

/// What shows how a declared client behaves.
fn evidence(reading: &Reading, declared: usize) -> Evidence<'_> {
    let clients = reading.code.iter().flat_map(|package| &package.clients);
    let mut own = clients.filter(|client| client.whose == Whose::Of(declared));
    let code = own.next().map(|client| &client.code);
    let client = reading.clients.get(declared);
    Evidence {
        code,
        is_whole: client.is_some_and(|it| reading.is_whole(&it.package)),
        flow: client.is_some_and(|it| it.in_flow),
    }
}

/// The edit of an attribute that a finding of a declared client asks for.
fn of_declared(
    finding: &Finding,
    declared: &Declared,
    evidence: Evidence<'_>,
    text: &str,
) -> Option<Edit> {
    let places = &declared.places;
    if touches_document(finding.place, declared)
        || remedy_touches_document(&finding.remedy, declared)
    {
        return None;
    }
    let written = text.get(places.of_origin(finding.origin).bytes.clone())?;
    let client: &Client = &declared.client;
    if !finding.may_be_fixed(Some(client), evidence, written) {
        return None;
    }
    let arguments = places.arguments.clone()?;
    let zone = places.attribute.bytes.clone();
    if let Remedy::Replace(Place::Token(index), word) = &finding.remedy {
        let token = places.of_token(*index)?;
        // A helper attribute of a field has names too.
        if !holds(&arguments, &token.bytes) {
            let place = token.clone();
            let zone = place.bytes.clone();
            return Some(Edit { file: declared.file, place, text: word.clone(), zone });
        }
    }
    let old = text.get(arguments.clone())?;
    let inside = |index: usize| {
        let bytes = &places.of_token(index)?.bytes;
        holds(&arguments, bytes).then(|| bytes.start - arguments.start..bytes.end - arguments.start)
    };
    let new = apply_to_arguments(old, &inside, &finding.remedy)?;
    let (changed, new) = difference(old, &new)?;
    let bytes = arguments.start + changed.start..arguments.start + changed.end;
    Some(Edit::new(declared.file, text, bytes, new, zone))
}

/// Whether a document states what is at the place. What is registered, and what a server says, cannot be
/// mended in a file.
fn touches_document(place: Place, declared: &Declared) -> bool {
    declared.places.position(declared.client.origin(place)).is_some()
}

fn remedy_touches_document(remedy: &Remedy, declared: &Declared) -> bool {
    match remedy {
        Remedy::Set(key, _) => touches_document(Place::Key(*key), declared),
        Remedy::Replace(place, _) | Remedy::Remove(place) => touches_document(*place, declared),
        Remedy::All(all) => all.iter().any(|it| remedy_touches_document(it, declared)),
        _ => false,
    }
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The edit that takes out a waiver beside a line, where its comment has no other.
fn of_waiver(
    finding: &Finding,
    (file, waiver): &(usize, LineWaiver),
    reading: &Reading,
) -> Option<Edit> {
    let file = *file;
    let in_comment =
        reading.waivers.iter().filter(|(of, it)| *of == file && it.place == waiver.place);
    if !matches!(finding.remedy, Remedy::Remove(Place::Waiver(_))) || in_comment.count() != 1 {
        return None;
    }
    let text = &reading.files.get(file)?.text;
    let comment = waiver.place.bytes.clone();
    let before = text.get(..comment.start)?;
    let kept = before.trim_end_matches([' ', '\t']).len();
    let alone = kept == 0 || before.get(..kept)?.ends_with('\n');
    // Alone on its line, it takes the line along.
    let line_end = match text.get(comment.end..)? {
        rest if rest.starts_with("\r\n") => 2,
        rest => usize::from(rest.starts_with('\n')),
    };
    let end = if alone { comment.end + line_end } else { comment.end };
    Some(Edit::new(file, text, kept..end, "", comment))
}

/// Whether a client in the code can be declared without asking its author.
fn may_be_declared(finding: &Finding, package: &PackageCode, reading: &Reading) -> bool {
    let is_whole = reading.is_whole(&package.package);
    finding.may_be_fixed(None, Evidence { is_whole, ..Evidence::default() }, "")
}

/// The edit that declares a client in the code.
fn of_undeclared(finding: &Finding, package: &PackageCode, reading: &Reading) -> Option<Edit> {
    let facade = package.facade.as_ref()?;
    if !may_be_declared(finding, package, reading) {
        return None;
    }
    let Remedy::Declare { arguments, holder: Some(holder), .. } = &finding.remedy else {
        return None;
    };
    let written = (facade.as_str(), arguments.as_slice());
    match holder {
        Holder::Settings(name) => above_struct(reading, package, name, written),
        Holder::Caller(name, place) => above_struct(reading, package, name, written)
            .filter(|edit| fits(reading, edit))
            .or_else(|| above_item(reading, package, *place, written)),
        Holder::Functions(place) => above_item(reading, package, *place, written),
        _ => None,
    }
}

/// Whether a declaration above a struct, as the edit writes it, is one of that struct.
fn fits(reading: &Reading, edit: &Edit) -> bool {
    let Some(file) = reading.files.get(edit.file) else { return false };
    let mut text = file.text.clone();
    text.insert_str(edit.place.bytes.start, &edit.text);
    let Ok(read) = code::read(&text, &NoDocuments) else { return false };
    let start = edit.place.bytes.start;
    let written = read.declared.iter().find(|it| it.places.attribute.bytes.start == start);
    written.is_some_and(|it| fits_struct(&it.client.findings()))
}

/// The edit that writes the attribute above the only struct of this name.
fn above_struct(
    reading: &Reading,
    package: &PackageCode,
    name: &str,
    (facade, arguments): (&str, &[String]),
) -> Option<Edit> {
    let [(file, at)] = package.structs.get(name)?.as_slice() else { return None };
    let text = &reading.files.get(*file)?.text;
    let before = text.get(..*at)?;
    let indent = before.get(before.rfind('\n').map_or(0, |it| it + 1)..)?;
    if !indent.trim().is_empty() {
        return None;
    }
    let end = line_end(text);
    let attribute = attribute(facade, arguments, indent, end);
    Some(Edit::new(*file, text, *at..*at, &format!("{attribute}{end}{indent}"), *at..*at))
}

/// The name of the struct that is written where there is none.
const UNIT: &str = "OAuthClient";

/// Its documentation.
const UNIT_TEXT: &str = "The OAuth client of the calls below.";

/// The edit that writes a unit struct with the attribute above the item at this place: where the client
/// is the only one of its file, so that its calls are found to be those of the struct.
fn above_item(
    reading: &Reading,
    package: &PackageCode,
    place: usize,
    (facade, arguments): (&str, &[String]),
) -> Option<Edit> {
    let (file, at) = package.places.get(place)?;
    let file = *file;
    let source = reading.files.get(file)?;
    let text = &source.text;
    let acts_here = |client: &InCode| {
        let mut acts = client.code.acts.iter().filter(|it| it.what.tells_a_client());
        acts.any(|act| package.places.get(act.place).is_some_and(|(of, _)| *of == file))
    };
    let acts_elsewhere = |client: &InCode| {
        let mut acts = client.code.acts.iter().filter(|it| it.what.tells_a_client());
        acts.any(|act| package.places.get(act.place).is_some_and(|(of, _)| *of != file))
    };
    let mut here = package.clients.iter().filter(|it| acts_here(it));
    let only = here.next().filter(|_| here.next().is_none())?;
    let declared = reading.clients.iter().any(|it| it.file == file);
    let taken = text.contains(UNIT) || package.structs.contains_key(UNIT);
    if declared || taken || acts_elsewhere(only) {
        return None;
    }
    let item = source.items.iter().find(|item| holds(item, &at.bytes))?;
    let end = line_end(text);
    let attribute = attribute(facade, arguments, "", end);
    // A private one would be reported as never used.
    let new = format!("/// {UNIT_TEXT}{end}{attribute}{end}pub struct {UNIT};{end}{end}");
    Some(Edit::new(file, text, item.start..item.start, &new, item.start..item.start))
}

/// How the lines of a text end.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Whether the finding is that of a client whose package needs the facade before it can be declared.
fn lacks_facade(found: &Found<'_>, reading: &Reading) -> bool {
    let About::Code(index) = found.about else { return false };
    reading.code.get(index).is_some_and(|package| {
        package.facade.is_none() && may_be_declared(&found.finding, package, reading)
    })
}

/// The attribute, in one line where it fits as `rustfmt` counts.
fn attribute(facade: &str, arguments: &[String], indent: &str, end: &str) -> String {
    const WIDTH: usize = 100;
    let line = format!("#[{facade}::oauth_client({})]", arguments.join(", "));
    if indent.len() + line.len() <= WIDTH {
        return line;
    }
    let mut text = format!("#[{facade}::oauth_client({end}");
    for argument in arguments {
        let _ = write!(text, "{indent}    {argument},{end}");
    }
    text.push_str(indent);
    text.push_str(")]");
    text
}

/// The part of the old text that differs, and what the new one has there.
fn difference<'n>(old: &str, new: &'n str) -> Option<(Range<usize>, &'n str)> {
    if old == new {
        return None;
    }
    let same = |(a, b): &(char, char)| a == b;
    let front: usize =
        old.chars().zip(new.chars()).take_while(same).map(|(letter, _)| letter.len_utf8()).sum();
    let (old_rest, new_rest) = (old.get(front..)?, new.get(front..)?);
    let back: usize = old_rest
        .chars()
        .rev()
        .zip(new_rest.chars().rev())
        .take_while(same)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    Some((front..old.len() - back, new_rest.get(..new_rest.len() - back)?))
}

/// The lines and columns of some bytes of a text.
fn range(text: &str, bytes: Range<usize>) -> TextRange {
    let at = |byte: usize| {
        let before = text.get(..byte).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |it| it + 1);
        (line, before.get(start..).map_or(0, |it| it.chars().count()) + 1)
    };
    let ((line, column), (end_line, end_column)) = (at(bytes.start), at(bytes.end));
    TextRange { line, column, end_line, end_column, bytes }
}

#[cfg(test)]
mod tests {
    use super::{attribute, difference, range};

    #[test]
    fn only_what_differs_is_changed() {
        assert_eq!(difference("a, b, c", "a, c"), Some((3..6, "")));
        assert_eq!(difference("a, c", "a, b, c"), Some((3..3, "b, ")));
        assert_eq!(difference("ä = 1", "ä = 2"), Some((5..6, "2")));
        assert_eq!(difference("ää", "äb"), Some((2..4, "b")));
        assert_eq!(difference("same", "same"), None);
    }

    #[test]
    fn a_long_attribute_has_a_line_for_each_argument() {
        let arguments = [String::from("kind = \"web\""), String::from("pkce = \"none\"")];
        assert_eq!(
            attribute("auth", &arguments, "    ", "\r\n"),
            "#[auth::oauth_client(kind = \"web\", pkce = \"none\")]"
        );
        let long =
            [arguments[0].clone(), format!("token_endpoint = \"https://{}\"", "a".repeat(90))];
        assert_eq!(
            attribute("auth", &long, "    ", "\r\n"),
            format!(
                "#[auth::oauth_client(\r\n        kind = \"web\",\r\n        token_endpoint = \
                 \"https://{}\",\r\n    )]",
                "a".repeat(90)
            )
        );
    }

    #[test]
    fn columns_count_characters() {
        let place = range("a\näb c", 4..7);
        assert_eq!((place.line, place.column, place.end_line, place.end_column), (2, 2, 2, 5));
    }
}
