//! What to do about an item below the attribute that is no struct: where its clients can be declared
//! without a change of what it does.

use oauth_flow_core::Role;
use oauth_flow_core::members::Name;
use oauth_flow_core::rules::reading as rule;
use proc_macro2::{Ident, Span, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Data, DataEnum, DeriveInput, Meta, Variant};

use crate::mistakes::Mistakes;
use crate::tokens::{flatten, is_punct, is_word, split};

/// Adds the mistake, with the help for the item at hand.
pub(super) fn report(
    keyword: &str,
    name: Option<&Ident>,
    span: Span,
    input: Option<&DeriveInput>,
    mistakes: &mut Mistakes,
) {
    let name = name.map(ToString::to_string);
    let (fact, help) = match (keyword, name.as_deref(), input.map(|input| &input.data)) {
        ("struct", ..) => (rule::UNREADABLE_STRUCT, String::from("check its syntax")),
        ("enum", _, Some(Data::Enum(data))) => {
            let attributes = input.map_or(&[][..], |input| &input.attrs);
            (rule::ENUM, for_enum(data, attributes))
        }
        ("enum", ..) => (rule::ENUM, String::from("declare one struct for each client")),
        ("union", ..) => (rule::UNION, String::from("declare a struct for the client")),
        ("fn", Some(name), _) => (rule::FUNCTION, for_function(name)),
        ("trait", Some(name), _) => {
            (rule::TRAIT, format!("write the attribute above each struct that implements `{name}`"))
        }
        ("mod", ..) => {
            (rule::MODULE, String::from("write the attribute on each struct of a client"))
        }
        _ => (rule::OTHER_ITEM, String::from("write the attribute on the struct of the client")),
    };
    let mistake = mistakes.at(span).fact(fact).help(&help);
    mistakes.add(&rule::NOT_A_STRUCT, mistake);
}

/// A function that holds literals reads them back from a struct without fields, so that nothing is
/// written twice.
fn for_function(name: &str) -> String {
    let name = camel_case(name);
    format!(
        "write the attribute with the literals of the function above a struct of its own, \
         `struct {name};`, and read them back in the function: `<{name} as \
         oauth_flow::OAuthClient>::DECLARATION`"
    )
}

fn camel_case(name: &str) -> String {
    let mut camel = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            camel.extend(first.to_uppercase());
        }
        camel.push_str(letters.as_str());
    }
    camel
}

/// A variant that holds a client becomes a variant around a struct: no format of serde tells the two
/// apart.
fn for_enum(data: &DataEnum, attributes: &[Attribute]) -> String {
    let Some(variant) = data.variants.iter().find(|variant| holds_a_client(variant)) else {
        return match data.variants.iter().find(|variant| variant.fields.is_empty()) {
            Some(variant) => format!(
                "write the attribute above a struct for each variant, such as `struct {name};`, and \
                 read its values back where the enum gives them: `<{name} as \
                 oauth_flow::OAuthClient>::DECLARATION`",
                name = variant.ident
            ),
            None => String::from("write the attribute above the struct that a variant holds"),
        };
    };
    let name = &variant.ident;
    let mut fields = Vec::new();
    for field in &variant.fields {
        if let Some(ident) = &field.ident {
            fields.push(format!("{ident}: {}", type_text(&field.ty)));
        }
    }
    let mut help = format!(
        "write `{name}({name})` in the enum, and the attribute above `struct {name} {{ {} }}` with the \
         derives of the enum",
        fields.join(", ")
    );
    if uses_serde(attributes) {
        let moved = moved_attributes(attributes, variant);
        if moved.is_empty() {
            help.push_str("; serde reads and writes the same format as before");
        } else {
            help.push_str(" and `#[serde(");
            help.push_str(&moved.join(", "));
            help.push_str(")]`, which keep the format of serde");
        }
    }
    help
}

/// Whether a variant has the fields of a client: its identifier, or another one that has a role.
fn holds_a_client(variant: &Variant) -> bool {
    let is_told = |field: &syn::Field| {
        let name = field.ident.as_ref().map(ToString::to_string);
        let role = name.and_then(|name| Name::of(&name).role());
        role.is_some_and(|by| Role::tells_a_client(by.role))
    };
    matches!(variant.fields, syn::Fields::Named(_)) && variant.fields.iter().any(is_told)
}

/// A type as its author writes it, without the spaces between tokens.
fn type_text(ty: &syn::Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (spaced, plain) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
    ] {
        text = text.replace(spaced, plain);
    }
    text
}

fn uses_serde(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let derives = || {
            let Meta::List(list) = &attribute.meta else { return false };
            let tokens = flatten(list.tokens.clone());
            tokens.iter().any(|it| is_word(it, "Deserialize") || is_word(it, "Serialize"))
        };
        attribute.path().is_ident("serde") || (attribute.path().is_ident("derive") && derives())
    })
}

/// The attributes of serde that judge the fields of the variant, as the struct needs them.
fn moved_attributes(attributes: &[Attribute], variant: &Variant) -> Vec<String> {
    let mut moved: Vec<String> = Vec::new();
    let mut take = |attributes: &[Attribute], key: &str, named: &str| {
        for attribute in attributes.iter().filter(|it| it.path().is_ident("serde")) {
            let Meta::List(list) = &attribute.meta else { continue };
            let tokens = flatten(list.tokens.clone());
            for segment in split(&tokens) {
                let text = match segment.tokens {
                    [first] if is_word(first, key) => String::from(named),
                    [first, equals, TokenTree::Literal(value)]
                        if is_word(first, key) && is_punct(equals, '=') =>
                    {
                        format!("{named} = {value}")
                    }
                    _ => continue,
                };
                // What the variant says goes before what the enum says of all variants.
                if !moved.iter().any(|other| other.starts_with(named)) {
                    moved.push(text);
                }
            }
        }
    };
    take(&variant.attrs, "rename_all", "rename_all");
    take(attributes, "rename_all_fields", "rename_all");
    take(attributes, "deny_unknown_fields", "deny_unknown_fields");
    moved
}

#[cfg(test)]
mod tests {
    /// What the mistake of an item says, and what to do.
    fn told(item: &str) -> Vec<(String, String)> {
        let attribute = "kind = \"m2m\"".parse().unwrap_or_default();
        let item = item.parse().unwrap_or_default();
        let findings = crate::read(attribute, item, &crate::document::NoDocuments).findings();
        let own = findings.into_iter().filter(|it| it.rule.id == "not_a_struct");
        own.map(|it| (it.fact, it.help)).collect()
    }

    #[track_caller]
    fn help(item: &str) -> String {
        let mut told = told(item);
        assert_eq!(told.len(), 1, "{item}");
        told.pop().map(|(_, help)| help).unwrap_or_default()
    }

    #[test]
    fn each_item_has_its_help() {
        for (item, expected) in [
            ("enum Auth { 1 }", "declare one struct for each client"),
            ("union Auth { a: u8 }", "declare a struct for the client"),
            ("mod auth {}", "write the attribute on each struct of a client"),
            ("type Auth = Other;", "write the attribute on the struct of the client"),
            ("trait Auth {}", "write the attribute above each struct that implements `Auth`"),
            ("struct Auth { a: }", "check its syntax"),
            ("enum Auth { Job(Job) }", "write the attribute above the struct that a variant holds"),
        ] {
            assert_eq!(help(item), expected, "{item}");
        }
        for (item, name) in [
            ("fn github_login() {}", "GithubLogin"),
            ("pub(crate) async fn login() {}", "Login"),
            ("const unsafe extern \"C\" fn login() {}", "Login"),
            ("enum Auth { One, Two }", "One"),
        ] {
            let help = help(item);
            assert!(help.contains(&format!("`struct {name};`")), "{help}");
            assert!(help.contains(&format!("`<{name} as oauth_flow::")), "{help}");
        }
        // A struct below marks is one.
        assert_eq!(told("#[a] pub(crate) struct Auth;"), []);
    }

    #[test]
    fn a_variant_with_a_client_becomes_a_struct_that_serde_reads_as_before() {
        let fields = "client_id: String, tokens: HashMap<String, &str>";
        let job = format!("Job {{ {fields} }}");
        let moved = |attributes: &str| {
            format!(
                "write `Job(Job)` in the enum, and the attribute above `struct Job {{ {fields} }}` with the \
                 derives of the enum{attributes}"
            )
        };
        let same = "; serde reads and writes the same format as before";
        let keeps = |attributes: &str| {
            format!(" and `#[serde({attributes})]`, which keep the format of serde")
        };
        for (item, expected) in [
            (format!("enum Auth {{ None, {job} }}"), String::new()),
            (format!("#[derive(Debug)] enum Auth {{ {job} }}"), String::new()),
            (format!("#[other(Serialize)] enum Auth {{ {job} }}"), String::new()),
            (format!("#[derive(serde::Deserialize)] enum Auth {{ {job} }}"), same.into()),
            (format!("#[derive(Debug, Serialize)] enum Auth {{ {job} }}"), same.into()),
            (format!("#[serde(tag = \"kind\")] enum Auth {{ {job} }}"), same.into()),
            (format!("#[serde(rename_all = \"lowercase\")] enum Auth {{ {job} }}"), same.into()),
            (
                format!("#[serde(deny_unknown_fields)] enum Auth {{ {job} }}"),
                keeps("deny_unknown_fields"),
            ),
            (
                format!("#[serde(rename_all_fields = \"camelCase\")] enum Auth {{ {job} }}"),
                keeps("rename_all = \"camelCase\""),
            ),
            (
                format!(
                    "#[serde(rename_all_fields = \"a\", deny_unknown_fields)] enum Auth {{ \
                     #[serde(rename_all = \"b\")] {job} }}"
                ),
                keeps("rename_all = \"b\", deny_unknown_fields"),
            ),
        ] {
            assert_eq!(help(&item), moved(&expected), "{item}");
        }
        // A variant without the fields of a client, and one whose fields have no names, hold none.
        for item in ["enum Auth { Job { port: u16 } }", "enum Auth { Job(ClientId) }"] {
            assert_eq!(help(item), "write the attribute above the struct that a variant holds");
        }
    }
}
