//! The types that a `Flow` of this project runs.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, UseTree};

use super::text::trees;
use crate::tokens::{is_punct, is_word};

/// The names of the types in `Flow<Portal>` and `Flow::<Portal>`, where `Flow` is that of this project: it
/// comes from a module `flow`, and is in each build.
pub(super) fn read(file: &syn::File) -> BTreeSet<String> {
    let is_imported = file.items.iter().any(|item| match item {
        Item::Use(item) => imports(&item.tree, false),
        _ => false,
    });
    let mut found = Found { types: BTreeSet::new(), is_imported };
    found.items(&file.items);
    found.types
}

struct Found {
    types: BTreeSet<String>,
    /// Whether the name `Flow` alone is that of this project.
    is_imported: bool,
}

impl Found {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            // What is there only at times shows nothing of the rest.
            if super::attributes(item).iter().any(is_conditional) {
                continue;
            }
            match item {
                Item::Mod(item) => {
                    if let Some((_, items)) = &item.content {
                        self.items(items);
                    }
                }
                item => self.walk(item.to_token_stream()),
            }
        }
    }

    fn walk(&mut self, tokens: TokenStream) {
        let trees = trees(tokens);
        for (index, tree) in trees.iter().enumerate() {
            let behind = trees.get(index + 1..).unwrap_or_default();
            match tree {
                TokenTree::Group(group) => self.walk(group.stream()),
                TokenTree::Ident(name) if name == "Flow" => {
                    let before = trees.get(..index).unwrap_or_default();
                    let is_own = match before {
                        [.., of, one, two] if is_punct(one, ':') && is_punct(two, ':') => {
                            is_word(of, "flow")
                        }
                        _ => self.is_imported,
                    };
                    if is_own {
                        self.types.extend(argument(behind));
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_conditional(attribute: &Attribute) -> bool {
    ["cfg", "cfg_attr"].iter().any(|it| attribute.path().is_ident(it)) || super::is_test(attribute)
}

/// Whether an import brings `Flow` out of a module `flow`.
fn imports(tree: &UseTree, in_flow: bool) -> bool {
    match tree {
        UseTree::Path(path) => imports(&path.tree, path.ident == "flow"),
        UseTree::Group(group) => group.items.iter().any(|tree| imports(tree, in_flow)),
        UseTree::Name(name) => in_flow && name.ident == "Flow",
        UseTree::Glob(_) => in_flow,
        UseTree::Rename(_) => false,
    }
}

/// The name of the type between `<` and `>`.
fn argument(behind: &[TokenTree]) -> Option<String> {
    let rest = match behind {
        [one, two, rest @ ..] if is_punct(one, ':') && is_punct(two, ':') => rest,
        rest => rest,
    };
    let [open, rest @ ..] = rest else { return None };
    if !is_punct(open, '<') {
        return None;
    }
    let inside = rest.iter().take_while(|tree| !is_punct(tree, '>') && !is_punct(tree, ','));
    let mut last = None;
    for tree in inside {
        match tree {
            TokenTree::Ident(name) => last = Some(name.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == ':' => {}
            _ => return None,
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::read;

    fn flows(text: &str) -> Vec<String> {
        syn::parse_file(text).map(|file| read(&file).into_iter().collect()).unwrap_or_default()
    }

    #[test]
    fn the_argument_of_flow_is_run_by_it() {
        let imported = "use oauth_flow::flow::{Flow, Pending};\n";
        for (text, names) in [
            ("struct App { flow: Flow<Portal> }", &["Portal"][..]),
            ("fn f() { Flow::<crate::config::Portal>::new(&it) }", &["Portal"]),
            ("fn f(a: &Flow<A>, b: Arc<Flow<B>>) { vec![Flow::<C>::new(c)] }", &["A", "B", "C"]),
            ("mod inner { fn f(a: Flow<A>) {} }", &["A"]),
            ("fn f() { let flow = Flow::new(&it); }", &[]),
            ("fn f(flow: Flow<&Portal>) {}", &[]),
            ("#[allow(unused)] fn f(all: Vec<B>, flow: Flow<A>) {}", &["A"]),
            ("fn f<Flow: Sink<A>>() {}", &[]),
            ("#[cfg(test)] mod tests { fn f(a: Flow<A>) {} }", &[]),
            ("#[test] fn f() { Flow::<A>::new(&a) }", &[]),
            ("#[cfg(unix)] fn f(a: Flow<A>) {}", &[]),
        ] {
            assert_eq!(flows(&format!("{imported}{text}")), names, "{text}");
        }
        for (text, names) in [
            ("use my_auth::flow::*;\nfn f(flow: Flow<Portal>) {}", &["Portal"][..]),
            ("fn f(flow: oauth_flow::flow::Flow<Portal>) {}", &["Portal"]),
            ("use oauth_flow::flow;\nfn f(flow: flow::Flow<Portal>) {}", &["Portal"]),
            ("use water::Flow;\nfn f(flow: Flow<Portal>) {}", &[]),
            ("use oauth_flow::oauth_client;\nstruct Flow<T>(T);\nfn f(flow: Flow<Portal>) {}", &[]),
            ("use water::flow::Tap;\nfn f(flow: Flow<Portal>) {}", &[]),
            ("fn f(flow: water::Flow<Portal>) {}", &[]),
        ] {
            assert_eq!(flows(text), names, "{text}");
        }
    }
}
