//! The functions and other items of a file, and what each does as a client.

use std::collections::BTreeSet;

use oauth_flow_core::vocabulary::Kind;
use oauth_flow_core::{Act, Kept, Unit, What};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{
    Attribute, Block, Expr, Fields, Ident, ImplItem, Item, Signature, Stmt, TraitItem, Type,
};

use super::function::{self, SeenAct, SeenActs};
use super::http::Carrier;
use super::names::Names;
use super::text::{self, Seen};
use super::{Condition, File, TextRange, conditions, types};

/// Reads what the items of a file do, into `file`.
///
/// A struct of a generated file is what a server's interface has, and no configuration.
pub(super) fn read(parsed: &syn::File, generated: bool, file: &mut File) {
    let mut names = Names::of(&parsed.items);
    names.mention(&Seen::of(uses(&parsed.items)));
    let mut reader = Reader {
        names: &names,
        generated,
        conditions: conditions(&parsed.attrs).collect(),
        of_type: None,
        read: Vec::new(),
        holders: Vec::new(),
    };
    for item in &parsed.items {
        reader.item(item);
    }
    reader.finish(file);
}

/// The tokens of all but the imports, to find the crates that are named in paths.
fn uses(items: &[Item]) -> TokenStream {
    items
        .iter()
        .filter(|item| !matches!(item, Item::Use(_)))
        .map(ToTokens::to_token_stream)
        .collect()
}

/// A function or another item that was read.
struct Read {
    acts: SeenActs,
    of_type: Option<String>,
    types: BTreeSet<String>,
    conditions: Vec<Condition>,
    /// The name of the constant that it is.
    constant: Option<String>,
    /// The constants that it names.
    names: BTreeSet<String>,
}

struct Reader<'r> {
    names: &'r Names,
    generated: bool,
    conditions: Vec<Condition>,
    of_type: Option<String>,
    read: Vec<Read>,
    holders: Vec<(String, BTreeSet<String>)>,
}

impl Reader<'_> {
    /// Reads what is inside, under the conditions of the attributes.
    fn under(&mut self, attributes: &[Attribute], inside: impl FnOnce(&mut Self)) {
        let depth = self.conditions.len();
        self.conditions.extend(conditions(attributes));
        inside(self);
        self.conditions.truncate(depth);
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Fn(it) => self.under(&it.attrs, |reader| reader.function(&it.sig, &it.block)),
            Item::Mod(it) => self.under(&it.attrs, |reader| {
                for inner in it.content.iter().flat_map(|(_, items)| items) {
                    reader.item(inner);
                }
            }),
            Item::Impl(it) => self.under(&it.attrs, |reader| {
                reader.of_type = type_name(&it.self_ty);
                for inner in &it.items {
                    reader.of_impl(inner);
                }
                reader.of_type = None;
            }),
            Item::Trait(it) => self.under(&it.attrs, |reader| {
                for inner in &it.items {
                    if let TraitItem::Fn(method) = inner
                        && let Some(block) = &method.default
                    {
                        reader.under(&method.attrs, |reader| reader.function(&method.sig, block));
                    }
                }
            }),
            Item::Const(it) => self.under(&it.attrs, |reader| reader.value(&it.ident, &it.expr)),
            Item::Static(it) => self.under(&it.attrs, |reader| reader.value(&it.ident, &it.expr)),
            Item::Struct(it) => self.under(&it.attrs, |reader| {
                reader.holders.push((it.ident.to_string(), types::types(&it.fields)));
                reader.configuration(&it.ident, &it.attrs, &it.fields);
            }),
            Item::Enum(it) => self.under(&it.attrs, |reader| {
                for variant in &it.variants {
                    reader.under(&variant.attrs, |reader| {
                        reader.configuration(&variant.ident, &it.attrs, &variant.fields);
                    });
                }
            }),
            Item::Macro(it) => self.under(&it.attrs, |reader| reader.tokens(it.mac.tokens.clone())),
            _ => {}
        }
    }

    fn of_impl(&mut self, item: &ImplItem) {
        match item {
            ImplItem::Fn(it) => {
                self.under(&it.attrs, |reader| reader.function(&it.sig, &it.block));
            }
            ImplItem::Const(it) => {
                self.under(&it.attrs, |reader| reader.value(&it.ident, &it.expr));
            }
            ImplItem::Macro(it) => {
                self.under(&it.attrs, |reader| reader.tokens(it.mac.tokens.clone()));
            }
            _ => {}
        }
    }

    fn function(&mut self, signature: &Signature, block: &Block) {
        let seen = Seen::of(block.to_token_stream());
        let mut types: BTreeSet<String> = text::types(&seen).into_iter().collect();
        types.extend(text::types(&Seen::of(signature.to_token_stream())));
        self.unit(&signature.ident.to_string(), block, &seen, types);
    }

    /// A constant or a static. A bare text is named where it is used.
    fn value(&mut self, name: &Ident, value: &Expr) {
        let seen = Seen::of(value.to_token_stream());
        let block = Block {
            brace_token: syn::token::Brace::default(),
            stmts: vec![Stmt::Expr(value.clone(), None)],
        };
        let types = text::types(&seen).into_iter().collect();
        self.unit("", &block, &seen, types);
        if let (Expr::Lit(_), Some(last)) = (value, self.read.last_mut()) {
            last.acts.all.retain(|it| matches!(it.what, What::Endpoint(..) | What::PlainHttp(_)));
            last.constant = Some(name.to_string());
        }
    }

    /// The body of a macro, whose structure nobody knows.
    fn tokens(&mut self, tokens: TokenStream) {
        let seen = Seen::of(tokens);
        let block = Block { brace_token: syn::token::Brace::default(), stmts: Vec::new() };
        let types = text::types(&seen).into_iter().collect();
        self.unit("", &block, &seen, types);
    }

    fn unit(&mut self, name: &str, block: &Block, seen: &Seen, mut types: BTreeSet<String>) {
        if types.remove("Self") {
            types.extend(self.of_type.clone());
        }
        let acts = function::read(name, block, seen, self.names);
        self.read.push(Read {
            acts,
            of_type: self.of_type.clone(),
            types,
            conditions: self.conditions.clone(),
            constant: None,
            names: seen.names.keys().filter(|name| text::is_constant(name)).cloned().collect(),
        });
    }

    fn configuration(&mut self, name: &Ident, attributes: &[Attribute], fields: &Fields) {
        if self.generated
            || attributes.iter().any(super::is_own)
            || !types::is_configuration(name, attributes, fields)
        {
            return;
        }
        let what = What::Configuration(name.to_string());
        self.read.push(Read {
            acts: SeenActs {
                all: vec![SeenAct { what, span: name.span() }],
                ..SeenActs::default()
            },
            of_type: Some(name.to_string()),
            types: BTreeSet::new(),
            conditions: self.conditions.clone(),
            constant: None,
            names: BTreeSet::new(),
        });
    }

    /// Gives each act its place, and each HTTP client what it carries.
    fn finish(mut self, file: &mut File) {
        self.carry();
        let client =
            self.read.iter().flat_map(|it| &it.acts.all).any(|it| it.what.tells_a_client());
        let behaves = [(self.names.serves, Kind::Web), (self.names.browses, Kind::Spa)];
        // What a function names acts there, and not where it is written.
        let named: BTreeSet<String> = self
            .read
            .iter()
            .filter(|it| it.constant.is_none())
            .flat_map(|it| it.names.iter().cloned())
            .collect();
        self.read.retain(|it| it.constant.as_ref().is_none_or(|name| !named.contains(name)));
        for read in self.read {
            let mut done: Vec<(What, (usize, usize))> = Vec::new();
            let of_id_token = read.acts.of_id_token;
            let mut acts: Vec<Act> = Vec::new();
            for SeenAct { what, span } in read.acts.all {
                let at = super::http::key(span);
                let known = done.iter().any(|(other, place)| *place == at && *other == what);
                let foreign = match &what {
                    // What reads ID tokens alone.
                    What::UnverifiedToken(method) if function::is_of_id_tokens(method) => !client,
                    What::UnverifiedToken(_) => !of_id_token,
                    _ => false,
                };
                if known || foreign {
                    continue;
                }
                done.push((what.clone(), at));
                let what = placed(what, &read.acts.places, &mut file.places);
                acts.push(Act { what, place: add(span, &mut file.places) });
            }
            if acts.is_empty() {
                continue;
            }
            if let Some(place) = acts.first().map(|act| act.place) {
                for (_, kind) in behaves.iter().filter(|(behaves, _)| *behaves) {
                    acts.push(Act { what: What::Behaves(*kind), place });
                }
            }
            let unit =
                Unit { module: String::new(), of_type: read.of_type, types: read.types, acts };
            file.units.push((unit, read.conditions));
        }
        file.holders.extend(self.holders);
    }

    /// Finds the HTTP clients that carry token requests: those of the function, and those of the
    /// constructor of its type.
    fn carry(&mut self) {
        let mut found: Vec<(usize, Vec<SeenAct>)> = Vec::new();
        for (index, read) in self.read.iter().enumerate() {
            for carrier in &read.acts.carriers {
                let here = read.acts.made.iter().filter(|made| made.carries(carrier));
                let of_type =
                    |other: &&Read| read.of_type.is_some() && other.of_type == read.of_type;
                let in_field = self.read.iter().filter(of_type).flat_map(|other| &other.acts.made);
                let in_field = in_field.filter(|made| match carrier {
                    Carrier::Field(name) => made.field.as_ref() == Some(name),
                    _ => false,
                });
                for made in here.chain(in_field) {
                    let mut acts = Vec::new();
                    if made.follows == Some(true) {
                        let what = What::FollowsRedirects(made.name.clone());
                        acts.push(SeenAct { what, span: made.span });
                    }
                    if let Some((method, span)) = &made.unchecked {
                        let what = What::NoCertificateCheck(method.clone());
                        acts.push(SeenAct { what, span: *span });
                    }
                    found.push((index, acts));
                }
            }
        }
        for (index, acts) in found {
            if let Some(read) = self.read.get_mut(index) {
                read.acts.all.extend(acts);
            }
        }
    }
}

/// The act with its places in the file.
fn placed(what: What, own: &[Span], places: &mut Vec<TextRange>) -> What {
    let mut kept = |kept: Kept| match kept {
        Kept::Dropped(index, name) => match own.get(index) {
            Some(span) => Kept::Dropped(add(*span, places), name),
            None => Kept::Unknown,
        },
        Kept::Fixed(index) => match own.get(index) {
            Some(span) => Kept::Fixed(add(*span, places)),
            None => Kept::Unknown,
        },
        kept => kept,
    };
    match what {
        What::Request(mut request) => {
            request.state = kept(request.state);
            request.nonce = kept(request.nonce);
            What::Request(request)
        }
        what => what,
    }
}

/// The number of a place: the same place has the same one.
fn add(span: Span, places: &mut Vec<TextRange>) -> usize {
    let place = TextRange::of(span);
    places.iter().position(|known| *known == place).unwrap_or_else(|| {
        places.push(place);
        places.len() - 1
    })
}

/// The name of a type, without its path and arguments.
fn type_name(of: &Type) -> Option<String> {
    match of {
        Type::Path(path) => path.path.segments.last().map(|it| it.ident.to_string()),
        Type::Reference(inner) => type_name(&inner.elem),
        _ => None,
    }
}
