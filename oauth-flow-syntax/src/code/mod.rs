//! Reads a file of Rust: the declarations in it, as the compiler gives them to the attribute, and what
//! its functions do as clients.

use core::fmt;
use core::ops::RangeInclusive;
use core::str::FromStr;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use oauth_flow_core::{Client, Key, Origin, Place, Unit};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, ImplItem, Item, Macro, Meta, UseTree};

mod condition;
mod depth;
mod flows;
mod function;
mod http;
mod names;
#[cfg(test)]
mod tests;
mod text;
mod types;
mod units;
mod url;
mod waiver;

pub use condition::Condition;
pub use depth::STACK;
pub use waiver::{BadWaiver, LineWaiver};

use crate::Source;
use crate::document::{self, Document, Documents, Position};
use crate::tokens::{is_punct, is_word};

/// The declarations of one file.
#[derive(Default)]
pub struct File {
    /// Those that are written out, in the order of the file.
    pub declared: Vec<Declared>,
    /// Those that only the compiler sees, and comments that begin like a waiver and are none.
    pub not_read: Vec<NotRead>,
    /// What its functions and other items do as clients, each with the conditions under which it is
    /// there. A place in them is an index into `places`.
    pub units: Vec<(Unit, Vec<Condition>)>,
    /// Where in the file the units act.
    pub places: Vec<TextRange>,
    /// The types of the fields of each struct.
    pub holders: BTreeMap<String, BTreeSet<String>>,
    /// The lines of each item that is there only under conditions, with these.
    pub conditional: Vec<(RangeInclusive<usize>, Vec<Condition>)>,
    /// Its structs that a declaration may be above.
    pub structs: Vec<Struct>,
    /// The bytes of its items, each with its attributes and documentation.
    pub items: Vec<core::ops::Range<usize>>,
    /// The types that a `Flow` of this project runs, by their names: those in `Flow<Portal>`.
    pub flows: BTreeSet<String>,
    /// Whether a macro may do something of a client that nobody reads.
    pub is_opaque: bool,
    /// The waivers beside lines of code.
    pub waivers: Vec<LineWaiver>,
    /// The waivers that cannot be read.
    pub bad_waivers: Vec<BadWaiver>,
}

/// A declaration that is written out.
pub struct Declared {
    /// The client, as its sources state it.
    pub client: Client,
    /// Where its values are in the file.
    pub places: Places,
    /// The name of the item below the attribute, if it has one.
    pub name: Option<String>,
    /// The conditions under which the item is there, its own and those of the modules around it.
    pub conditions: Vec<Condition>,
}

/// A struct that a declaration may be above.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Its name.
    pub name: String,
    /// The byte of the file where its attribute belongs: a derive below is expanded after it, so that the
    /// attribute sees what is derived.
    pub above: usize,
}

/// Where the values of a client are in its file.
#[derive(Debug)]
pub struct Places {
    /// The whole attribute.
    pub attribute: TextRange,
    /// The bytes between its parentheses, if it has some.
    pub arguments: Option<core::ops::Range<usize>>,
    tokens: Vec<TextRange>,
    kind: Origin,
    documents: document::Places,
}

impl Places {
    fn of(source: &mut Source, attribute: &Attribute) -> Self {
        let kind = source.client().origin(Place::Key(Key::Kind));
        let documents = std::mem::take(&mut source.documents);
        let tokens = source.tokens.iter().copied().map(TextRange::of).collect();
        let arguments = match &attribute.meta {
            Meta::List(list) => {
                let delimiters = list.delimiter.span();
                Some(delimiters.open().byte_range().end..delimiters.close().byte_range().start)
            }
            _ => None,
        };
        let attribute = TextRange::of(span(attribute));
        Self { attribute, arguments, tokens, kind, documents }
    }

    /// Where a token is that only the reader of the source can name.
    #[must_use]
    pub fn of_token(&self, index: usize) -> Option<&TextRange> {
        self.tokens.get(index)
    }

    /// Where the compiler points for a value of this origin. For a value that a document states, that
    /// is the path of the document.
    #[must_use]
    pub fn of_origin(&self, origin: Origin) -> &TextRange {
        let origin = if origin == Origin::Adopted { self.kind } else { origin };
        let token = self.documents.token(origin).and_then(|index| self.tokens.get(index));
        token.unwrap_or(&self.attribute)
    }

    /// The documents that the attribute names, in the order of the attribute.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents.documents
    }

    /// Where in a document a value is, if a document states it.
    #[must_use]
    pub fn position(&self, origin: Origin) -> Option<Position> {
        self.documents.position(if origin == Origin::Adopted { self.kind } else { origin })
    }
}

/// A declaration that cannot be read from the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRead {
    /// Where it is.
    pub place: TextRange,
    /// Why it cannot be read.
    pub why: Obstacle,
}

/// Why a declaration cannot be read from a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// A macro makes the item.
    Macro,
    /// A condition brings the attribute.
    ConditionalAttribute,
    /// A comment has the mark of a waiver, and no waiver.
    NoWaiver,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Macro => "a macro makes the item",
            Self::ConditionalAttribute => "`cfg_attr` brings the attribute",
            Self::NoWaiver => "a waiver beside a line is `allow(rule, reason = \"...\")`",
        })
    }
}

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRange {
    /// The first line, from 1.
    pub line: usize,
    /// The first column in characters, from 1.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column behind the last character.
    pub end_column: usize,
    /// The bytes of the file.
    pub bytes: core::ops::Range<usize>,
}

impl TextRange {
    fn of(span: Span) -> Self {
        let (start, end) = (span.start(), span.end());
        Self {
            line: start.line,
            column: start.column + 1,
            end_line: end.line,
            end_column: end.column + 1,
            bytes: span.byte_range(),
        }
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unparsable {
    /// What the parser says.
    pub message: String,
    /// Where it stopped.
    pub place: TextRange,
}

/// Reads a file, and the documents that its declarations name. What it gives holds no tokens any more,
/// so that it may go to another thread.
///
/// # Errors
///
/// The text is not a file of Rust.
pub fn read(text: &str, documents: &dyn Documents) -> Result<File, Unparsable> {
    let read = parse(text).map(|file| {
        let mut reader =
            Reader { file: File::default(), conditions: vec![], aliases: vec![], documents };
        reader.conditions.extend(conditions(&file.attrs));
        if !reader.conditions.is_empty() {
            reader.file.conditional.push((1..=usize::MAX, reader.conditions.clone()));
        }
        reader.aliases.extend(file.items.iter().filter_map(alias));
        reader.visit_file(&file);
        let mut file_read = reader.file;
        units::read(&file, is_generated(text), &mut file_read);
        file_read.flows = flows::read(&file);
        file_read.items = file.items.iter().map(|item| item.span().byte_range()).collect();
        let waivers = waiver::read(text);
        let none = waivers.not_read.into_iter();
        file_read.not_read.extend(none.map(|place| NotRead { place, why: Obstacle::NoWaiver }));
        (file_read.waivers, file_read.bad_waivers) = (waivers.readable, waivers.bad);
        file_read
    });
    // The places of all tokens that a thread has seen would stay in memory.
    proc_macro2::extra::invalidate_current_thread_spans();
    read
}

/// Parses a file that is not nested too deeply for that.
fn parse(text: &str) -> Result<syn::File, Unparsable> {
    // A line for the shell is no Rust. A comment of its length leaves all else where it is.
    let shell = text.strip_prefix("#!").filter(|rest| !rest.trim_start().starts_with('['));
    let text = shell.map_or(Cow::Borrowed(text), |rest| Cow::Owned(format!("//{rest}")));
    let tokens = TokenStream::from_str(&text).map_err(|error| Unparsable {
        message: error.to_string(),
        place: TextRange::of(error.span()),
    })?;
    depth::check(&tokens)?;
    syn::parse2(tokens).map_err(|error| Unparsable {
        message: error.to_string(),
        place: TextRange::of(error.span()),
    })
}

/// Whether a program wrote the file, by what its first lines say.
fn is_generated(text: &str) -> bool {
    let comments =
        text.lines().take(30).map(str::trim_start).filter(|it| it.starts_with(['/', '*']));
    let marks = [
        "generated by",
        "@generated",
        "auto-generated",
        "autogenerated",
        "automatically generated",
    ];
    comments.map(str::to_ascii_lowercase).any(|it| marks.iter().any(|mark| it.contains(mark)))
}

struct Reader<'d> {
    file: File,
    /// The conditions of the modules around.
    conditions: Vec<Condition>,
    /// The names that imports of the file give to the attribute.
    aliases: Vec<Ident>,
    documents: &'d dyn Documents,
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = attributes(item);
        let depth = self.conditions.len();
        self.conditions.extend(conditions(attributes));
        if self.conditions.len() > depth {
            self.file.conditional.push((lines(item.span()), self.conditions.clone()));
        }
        if let Item::Struct(item) = item
            && types::may_hold_client(&item.ident, &item.attrs, &item.fields)
            && !attributes.iter().any(|it| is_own(it) || brings_own(it))
        {
            let derive = item.attrs.iter().find(|it| it.path().is_ident("derive"));
            let above = match (derive, &item.vis) {
                (Some(derive), _) => span(derive),
                (None, syn::Visibility::Inherited) => item.struct_token.span(),
                (None, visibility) => visibility.span(),
            };
            let above = above.byte_range().start;
            self.file.structs.push(Struct { name: item.ident.to_string(), above });
        }
        let names_own = |it: &Attribute| {
            is_own(it) || self.aliases.iter().any(|alias| it.path().is_ident(alias))
        };
        match attributes.iter().position(names_own) {
            Some(index) => self.declared(item, attributes, index),
            None => {
                for attribute in attributes.iter().filter(|it| brings_own(it)) {
                    let place = TextRange::of(span(attribute));
                    self.file.not_read.push(NotRead { place, why: Obstacle::ConditionalAttribute });
                }
            }
        }
        visit::visit_item(self, item);
        self.conditions.truncate(depth);
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let depth = self.conditions.len();
        if let ImplItem::Fn(method) = item {
            self.conditions.extend(conditions(&method.attrs));
        }
        if self.conditions.len() > depth {
            self.file.conditional.push((lines(item.span()), self.conditions.clone()));
        }
        visit::visit_impl_item(self, item);
        self.conditions.truncate(depth);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.in_macro(&call.tokens);
    }
}

impl Reader<'_> {
    fn declared(&mut self, item: &Item, attributes: &[Attribute], index: usize) {
        let Some(own) = attributes.get(index) else { return };
        let arguments = match &own.meta {
            Meta::List(list) => list.tokens.clone(),
            Meta::Path(_) => TokenStream::new(),
            Meta::NameValue(pair) => pair.value.to_token_stream(),
        };
        // A derive above the attribute is expanded before it, and is no longer there.
        let (above, below) = attributes.split_at(index);
        let above = above.iter().filter(|attribute| !attribute.path().is_ident("derive"));
        let kept: Vec<Attribute> = above.chain(below.iter().skip(1)).cloned().collect();
        let mut item = item.clone();
        if let Some(attributes) = attributes_mut(&mut item) {
            *attributes = kept;
        }
        let mut source = crate::read(arguments, item.into_token_stream(), self.documents);
        self.file.declared.push(Declared {
            places: Places::of(&mut source, own),
            name: source.ident().map(ToString::to_string),
            client: source.into_client(),
            conditions: self.conditions.clone(),
        });
    }

    /// Looks for the attribute in the tokens of a macro call or of a definition, and for calls of a client.
    fn in_macro(&mut self, tokens: &TokenStream) {
        let mut after_mark = false;
        for token in tokens.clone() {
            if let TokenTree::Ident(name) = &token {
                let name = name.to_string();
                self.file.is_opaque |= name == "authorize_url" || name.starts_with("exchange_");
            }
            if let TokenTree::Group(group) = &token {
                let brackets = group.delimiter() == Delimiter::Bracket && after_mark;
                if brackets && names_own(&group.stream()) {
                    let place = TextRange::of(group.span());
                    self.file.not_read.push(NotRead { place, why: Obstacle::Macro });
                } else {
                    self.in_macro(&group.stream());
                }
            }
            after_mark = is_punct(&token, '#');
        }
    }
}

/// The lines of an item, from 1.
fn lines(item: Span) -> RangeInclusive<usize> {
    item.start().line..=item.end().line
}

/// The whole of an attribute, with its mark and its brackets.
fn span(attribute: &Attribute) -> Span {
    let close = attribute.bracket_token.span.close();
    attribute.pound_token.span.join(close).unwrap_or(attribute.pound_token.span)
}

/// The name that an import gives to the attribute.
fn alias(item: &Item) -> Option<Ident> {
    fn find(tree: &UseTree) -> Option<Ident> {
        match tree {
            UseTree::Path(path) => find(&path.tree),
            UseTree::Group(group) => group.items.iter().find_map(find),
            UseTree::Rename(name) if name.ident == "oauth_client" => Some(name.rename.clone()),
            _ => None,
        }
    }
    match item {
        Item::Use(item) => find(&item.tree),
        _ => None,
    }
}

fn is_own(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "oauth_client")
}

/// Whether tokens begin with a path to the attribute.
fn names_own(tokens: &TokenStream) -> bool {
    let path = tokens.clone().into_iter().take_while(|it| !matches!(it, TokenTree::Group(_)));
    path.last().is_some_and(|last| is_word(&last, "oauth_client"))
}

/// Whether a `cfg_attr` brings the attribute.
fn brings_own(attribute: &Attribute) -> bool {
    fn has(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match &token {
            TokenTree::Group(group) => has(group.stream()),
            other => is_word(other, "oauth_client"),
        })
    }
    match &attribute.meta {
        Meta::List(list) if attribute.path().is_ident("cfg_attr") => has(list.tokens.clone()),
        _ => false,
    }
}

/// What is inside each `cfg(...)`. A test is there only among tests.
fn conditions(attributes: &[Attribute]) -> impl Iterator<Item = Condition> + '_ {
    attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if attribute.path().is_ident("cfg") => Some(Condition::of(&list.tokens)),
        _ if is_test(attribute) => Some(Condition::Name(String::from("test"))),
        _ => None,
    })
}

/// Whether the attribute makes a test of a function: `#[test]`, `#[tokio::test]`, `#[rstest]`.
fn is_test(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last();
    last.is_some_and(|last| {
        ["test", "rstest", "test_case", "bench"].iter().any(|it| last.ident == it)
    })
}

macro_rules! items {
    ($($variant:ident)+) => {
        /// The attributes of an item.
        fn attributes(item: &Item) -> &[Attribute] {
            match item {
                $(Item::$variant(it) => &it.attrs,)+
                _ => &[],
            }
        }

        fn attributes_mut(item: &mut Item) -> Option<&mut Vec<Attribute>> {
            match item {
                $(Item::$variant(it) => Some(&mut it.attrs),)+
                _ => None,
            }
        }
    };
}

items! {
    Const Enum ExternCrate Fn ForeignMod Impl Macro Mod Static Struct Trait TraitAlias Type Union Use
}
