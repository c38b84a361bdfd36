//! What the attributes of other macros on a field say of it: its default, and the names under which it
//! is read.

use proc_macro2::{Span, TokenTree};
use syn::{Attribute, Meta};

use crate::tokens::{flatten, has_word, is_punct, name, split};

/// The literal that an attribute gives the field as its default: `#[arg(default_value = "...")]` and
/// what other derives call it. A default that is worked out by a function is none.
pub(super) fn literal(attributes: &[Attribute]) -> Option<Span> {
    // What these attributes call a default is the path of a function, or prose.
    const OTHERS: [&str; 6] = ["serde", "doc", "oauth", "cfg", "schemars", "schema"];
    for attribute in attributes {
        let path = attribute.path();
        let Some(end) = path.segments.last() else { continue };
        if OTHERS.iter().any(|it| path.is_ident(it)) {
            continue;
        }
        let own = end.ident.to_string();
        let found = match &attribute.meta {
            Meta::NameValue(pair) if names_default(&own) => {
                let tokens: Vec<TokenTree> = flatten(quote::ToTokens::to_token_stream(&pair.value));
                value(&tokens, &own)
            }
            Meta::List(list) => {
                let tokens = flatten(list.tokens.clone());
                if names_default(&own) { value(&tokens, &own) } else { in_list(&tokens, &own) }
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a key of an attribute gives a default: `default`, `default_value_t`, `Default`.
fn names_default(key: &str) -> bool {
    key.eq_ignore_ascii_case("default") || key.starts_with("default_")
}

/// The literal of a default in the arguments of an attribute.
fn in_list(tokens: &[TokenTree], attribute: &str) -> Option<Span> {
    for segment in split(tokens) {
        let [first, rest @ ..] = segment.tokens else { continue };
        match (name(first), rest) {
            (Some(key), [equals, rest @ ..]) if names_default(&key) && is_punct(equals, '=') => {
                if let Some(found) = value(rest, attribute) {
                    return Some(found);
                }
            }
            (Some(key), [TokenTree::Group(group)]) => {
                let inner = flatten(group.stream());
                let found = if names_default(&key) {
                    value(&inner, attribute)
                } else {
                    in_list(&inner, attribute)
                };
                if found.is_some() {
                    return found;
                }
            }
            _ => {}
        }
    }
    None
}

/// The literal text in the value of a default. Several derives write code into a string: there the
/// text is the one inside of it.
fn value(tokens: &[TokenTree], attribute: &str) -> Option<Span> {
    const CODE_IN_STRING: [&str; 4] = ["builder", "derivative", "educe", "argh"];
    // What is read when the program runs is no part of it, whatever its name.
    if has_word(tokens, &["var", "var_os", "read_to_string"]) {
        return None;
    }
    let alone = matches!(tokens, [TokenTree::Literal(_)]) || has_word(tokens, &["value"]);
    // `#[default(_code = "...")]` of smart-default.
    let marked = has_word(tokens, &["_code"]);
    for token in tokens {
        let found = match token {
            TokenTree::Literal(literal) => {
                let code = marked || (alone && CODE_IN_STRING.contains(&attribute));
                holds_text(&literal.to_string(), code).then(|| literal.span())
            }
            // The argument of a call is no code in a string.
            TokenTree::Group(group) => value(&flatten(group.stream()), ""),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a literal as it is written holds text that is not blank; where it holds code, whether a
/// text in the code does.
fn holds_text(literal: &str, code: bool) -> bool {
    let Some(start) = literal.find('"') else { return false };
    let inner = literal.get(start + 1..).unwrap_or_default();
    let inner = inner.trim_end_matches('#').strip_suffix('"').unwrap_or_default();
    if code {
        // Between two quotes inside: `"\"s3cr3t\".to_string()"`.
        let mut parts = inner.split('"');
        let _ = parts.next();
        return parts.next().is_some_and(|text| !text.trim_end_matches('\\').trim().is_empty());
    }
    !inner.trim().is_empty()
}

/// The names of the field in files, arguments and the environment: `serde(rename = "...")`,
/// `arg(long = "...", env = "...")`.
pub(super) fn other_names(attributes: &[Attribute]) -> Vec<String> {
    let mut names = Vec::new();
    for attribute in attributes {
        let keys: &[&str] = match attribute.path().segments.last() {
            Some(last) if last.ident == "serde" => &["rename", "deserialize", "alias"],
            Some(last) if ["arg", "clap", "structopt"].iter().any(|it| last.ident == it) => {
                &["long", "env", "id"]
            }
            Some(last) if last.ident == "envconfig" => &["from"],
            _ => continue,
        };
        let Meta::List(list) = &attribute.meta else { continue };
        collect(&flatten(list.tokens.clone()), keys, &mut names);
    }
    names
}

fn collect(tokens: &[TokenTree], keys: &[&str], names: &mut Vec<String>) {
    for segment in split(tokens) {
        match segment.tokens {
            [key, equals, TokenTree::Literal(literal)]
                if is_punct(equals, '=') && name(key).is_some_and(|key| keys.contains(&&*key)) =>
            {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    names.push(text.value());
                }
            }
            [key, TokenTree::Group(group)]
                if name(key).is_some_and(|key| keys.contains(&&*key)) =>
            {
                collect(&flatten(group.stream()), keys, names);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{literal, other_names};

    #[test]
    fn a_default_is_the_text_that_an_attribute_gives_the_field() {
        let text = |attribute: &str| {
            let item = syn::parse_str::<syn::DeriveInput>(&format!("{attribute} struct Client;"));
            item.ok().and_then(|item| literal(&item.attrs)).and_then(|span| span.source_text())
        };
        for (attribute, expected) in [
            ("#[default = \"abc\"]", Some("\"abc\"")),
            ("#[Default = \"abc\"]", Some("\"abc\"")),
            ("#[arg = \"abc\"]", None),
            ("#[default(\"abc\")]", Some("\"abc\"")),
            ("#[default(Some(\"abc\"))]", Some("\"abc\"")),
            ("#[arg(default_value = \"abc\")]", Some("\"abc\"")),
            ("#[arg(long, default_value_t = String::from(\"abc\"))]", Some("\"abc\"")),
            ("#[arg(long = \"abc\")]", None),
            ("#[arg(default_value + \"abc\")]", None),
            ("#[arg(inner(default = \"abc\"))]", Some("\"abc\"")),
            ("#[arg(default(\"abc\"))]", Some("\"abc\"")),
            ("#[arg(inner(\"abc\"))]", None),
            ("#[arg(default = r#\"abc\"#)]", Some("r#\"abc\"#")),
            // What is blank or no text, and what is read at run time.
            ("#[arg(default = \" \")]", None),
            ("#[arg(default = 5)]", None),
            ("#[arg(default = env::var(\"ABC\"))]", None),
            // Another macro's default is the path of a function.
            ("#[serde(default = \"abc\")]", None),
            // Code in a string has a text inside.
            ("#[builder(default = \"abc()\")]", None),
            (r#"#[builder(default = "\"abc\".into()")]"#, Some(r#""\"abc\".into()""#)),
            (r#"#[builder(default = "\" \".into()")]"#, None),
            ("#[builder(default = String::from(\"abc\"))]", Some("\"abc\"")),
            ("#[derivative(Default(value = \"abc()\"))]", None),
            (r#"#[derivative(Default(value = "\"abc\""))]"#, Some(r#""\"abc\"""#)),
            ("#[default(_code = \"abc()\")]", None),
            (r#"#[default(_code = "\"abc\"")]"#, Some(r#""\"abc\"""#)),
        ] {
            assert_eq!(text(attribute).as_deref(), expected, "{attribute}");
        }
    }

    fn names(attribute: &str) -> Vec<String> {
        let item = syn::parse_str::<syn::DeriveInput>(&format!("{attribute} struct Client;"));
        item.map_or_else(|fault| vec![fault.to_string()], |item| other_names(&item.attrs))
    }

    #[test]
    fn the_other_names_of_a_field_are_those_in_the_keys_of_the_attribute_that_has_them() {
        for (attribute, expected) in [
            (r#"#[serde(rename = "appId")]"#, &["appId"][..]),
            (r#"#[serde(rename(deserialize = "a", serialize = "b"))]"#, &["a"]),
            (r#"#[serde(alias = "a", default = "b")]"#, &["a"]),
            (
                r#"#[arg(long = "client-id", env = "CLIENT_ID", help = "c")]"#,
                &["client-id", "CLIENT_ID"],
            ),
            (r#"#[clap(id = "a")]"#, &["a"]),
            (r#"#[envconfig(from = "CLIENT_ID", default = "b")]"#, &["CLIENT_ID"]),
            (r#"#[envconfig(rename = "a")]"#, &[]),
            (r#"#[serde(from = "A")]"#, &[]),
            (r#"#[arg(from = "a")]"#, &[]),
            (r#"#[validate(long = "a", id = "b", from = "c")]"#, &[]),
            (r#"#[arg(group(long = "a"))]"#, &[]),
            (r#"#[arg(long == "a")]"#, &[]),
            ("#[arg(long)]", &[]),
        ] {
            assert_eq!(names(attribute), expected, "{attribute}");
        }
    }
}
