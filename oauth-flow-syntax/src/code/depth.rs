//! How much stack the parsing of a file takes: a parser that calls itself has only so much of it.

use proc_macro2::{Spacing, TokenStream, TokenTree};

use super::{TextRange, Unparsable};

/// The kilobytes of stack that the parser and the readers may take, by the weights below: they are what an
/// unoptimized build was seen to take, and more. A thread that reads has to have twice as much.
pub const STACK: usize = 100 * 1024;

/// The kilobytes that a group takes, with what stands around it: a closure in a call, a module.
const GROUP: usize = 64;

/// The kilobytes that a token takes which the parser calls itself for: of a type, a prefix, a head.
const CALL: usize = 60;
const PREFIX: usize = 20;

/// The kilobytes that any other token of one expression takes: an operator, a method of a chain.
const LINK: usize = 2;

/// Longer than any number that a program has; to read one takes the square of its length.
const LONGEST_NUMBER: usize = 1000;

/// Refuses a file that is nested too deeply to be parsed.
///
/// # Errors
///
/// What is nested in it takes more than [`STACK`], or a number is longer than a thousand digits.
pub(super) fn check(tokens: &TokenStream) -> Result<(), Unparsable> {
    // Without a call of itself: the stack is what is to be spared.
    let mut open = vec![(tokens.clone(), 0)];
    while let Some((stream, around)) = open.pop() {
        let mut run = 0;
        let mut attribute = false;
        let mut trees = stream.into_iter().peekable();
        while let Some(tree) = trees.next() {
            run += match &tree {
                TokenTree::Punct(punct) => match punct.as_char() {
                    '<' | '@' => CALL,
                    '&' | '!' | '*' | '-' | '|' | '=' | '.'
                        if punct.spacing() == Spacing::Alone =>
                    {
                        PREFIX / 4
                    }
                    '&' | '!' | '*' | '-' | '|' => PREFIX,
                    _ => LINK,
                },
                TokenTree::Ident(name) => weight(&name.to_string()),
                TokenTree::Group(_) | TokenTree::Literal(_) => LINK,
            };
            if let TokenTree::Literal(number) = &tree {
                let text = number.to_string();
                if text.len() > LONGEST_NUMBER && text.starts_with(|it: char| it.is_ascii_digit()) {
                    return Err(refused(&tree, "the number is too long"));
                }
            }
            if around + run > STACK {
                return Err(refused(&tree, "the code is nested too deeply"));
            }
            match &tree {
                TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => run = 0,
                TokenTree::Punct(punct) if punct.as_char() == '#' => attribute = true,
                TokenTree::Punct(punct) if attribute && punct.as_char() == '!' => {}
                TokenTree::Group(group) => {
                    open.push((group.stream(), around + run + GROUP));
                    // An item, an arm or a statement ends with its block, and an attribute with its
                    // brackets, unless what follows goes on with it.
                    let goes_on = match trees.peek() {
                        Some(TokenTree::Punct(next)) => next.as_char() != '#',
                        Some(TokenTree::Ident(next)) => next == "else" || next == "as",
                        _ => false,
                    };
                    let brace = group.delimiter() == proc_macro2::Delimiter::Brace;
                    if attribute || (brace && !goes_on) {
                        run = 0;
                    }
                    attribute = false;
                }
                _ => attribute = false,
            }
        }
    }
    Ok(())
}

/// What a word takes: the parser calls itself for what stands behind some.
fn weight(word: &str) -> usize {
    const CALLS: [&str; 16] = [
        "return", "break", "yield", "let", "match", "while", "for", "if", "else", "async", "move",
        "box", "unsafe", "loop", "become", "dyn",
    ];
    if CALLS.contains(&word) { CALL } else { LINK }
}

fn refused(tree: &TokenTree, why: &str) -> Unparsable {
    Unparsable { message: String::from(why), place: TextRange::of(tree.span()) }
}
