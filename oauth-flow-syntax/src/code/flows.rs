//! The types that a `Flow` of this project runs.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use super::text::trees;
use crate::tokens::{is_punct, is_word};

/// The names of the types in `Flow<Portal>` and `Flow::<Portal>`, where `Flow` is that of this project.
pub(super) fn read(file: &syn::File) -> BTreeSet<String> {
    let mut found = Found::default();
    found.walk(file.to_token_stream());
    if found.is_own { found.types } else { BTreeSet::new() }
}

#[derive(Default)]
struct Found {
    types: BTreeSet<String>,
    /// Whether the file names the facade, or its module of the run time.
    is_own: bool,
}

impl Found {
    fn walk(&mut self, tokens: TokenStream) {
        let trees = trees(tokens);
        for (index, tree) in trees.iter().enumerate() {
            let behind = trees.get(index + 1..).unwrap_or_default();
            match tree {
                TokenTree::Group(group) => self.walk(group.stream()),
                TokenTree::Ident(name) => {
                    self.is_own |= name == "oauth_flow" || (name == "flow" && is_path(behind));
                    if name == "Flow" {
                        self.types.extend(argument(behind));
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a path goes on here, to `Flow` or to several names.
fn is_path(behind: &[TokenTree]) -> bool {
    match behind {
        [one, two, next, ..] if is_punct(one, ':') && is_punct(two, ':') => {
            is_word(next, "Flow") || matches!(next, TokenTree::Group(_))
        }
        _ => false,
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
            ("fn f() { let flow = Flow::new(&it); }", &[]),
            ("fn f(flow: Flow<&Portal>) {}", &[]),
        ] {
            assert_eq!(flows(&format!("{imported}{text}")), names, "{text}");
        }
        assert_eq!(flows("use my_auth::flow::Flow;\nfn f(flow: Flow<Portal>) {}"), ["Portal"]);
        assert_eq!(flows("use water::Flow;\nfn f(flow: Flow<Portal>) {}"), [""; 0]);
    }
}
