//! What the fields of a struct say.

use crate::document::NoDocuments;
use oauth_flow_core::{Holds, Place, Role};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::{source, subject, tokens};

fn field<R>(item: &str, f: impl FnOnce(&oauth_flow_core::Field) -> R) -> Option<R> {
    subject("kind = m2m", item, |subject| subject.fields.first().map(f))
}

#[test]
fn a_role_comes_from_helper_name_or_type() {
    for (item, role) in [
        ("struct C { client_id: A }", Some(Role::ClientId)),
        ("struct C { r#client_id: A }", Some(Role::ClientId)),
        ("struct C { a: A }", None),
        ("struct C { #[oauth(client_secret)] client_id: A }", Some(Role::ClientSecret)),
        ("struct C { #[oauth(app_secret, with = a::b)] a: A }", Some(Role::ClientSecret)),
        ("struct C { a: Option<oauth2::ClientSecret> }", Some(Role::ClientSecret)),
        ("struct C { client_id: ClientSecret }", Some(Role::ClientId)),
        ("struct C(String);", None),
        ("struct C(ClientId);", Some(Role::ClientId)),
        ("struct C(#[oauth(client_id)] String);", Some(Role::ClientId)),
        ("struct C(Box<IssuerUrl>);", Some(Role::Issuer)),
        ("struct C<'a>(&'a (TokenUrl));", Some(Role::TokenEndpoint)),
        ("struct C(Vec<ClientId>);", None),
        ("struct C { use_pkce: bool }", Some(Role::PkceSwitch)),
    ] {
        assert_eq!(field(item, |field| field.role), Some(role), "{item}");
    }
}

#[test]
fn a_field_that_weakens_the_transport_is_a_switch_where_it_holds_one() {
    for ty in ["bool", "(bool)", "Option<bool>", "Arc<(bool)>"] {
        let item = format!("struct C {{ verify_tls: {ty} }}");
        assert_eq!(field(&item, |field| field.role), Some(Some(Role::InsecureSwitch)), "{ty}");
    }
    for ty in ["u8", "Vec<bool>", "Option<u8>", "Cell<bool>", "PhantomData<bool>", "()"] {
        let item = format!("struct C {{ verify_tls: {ty} }}");
        assert_eq!(field(&item, |field| field.role), Some(None), "{ty}");
    }
    let hidden = Group::new(Delimiter::None, tokens("bool"));
    let source = crate::read(
        tokens("kind = m2m"),
        quote!(
            struct C {
                verify_tls: #hidden,
            }
        ),
        &NoDocuments,
    );
    let role = source.fields().first().map(|field| field.role);
    assert_eq!(role, Some(Some(Role::InsecureSwitch)));
}

#[test]
fn a_field_has_several_roles_where_its_helper_names_them() {
    for (helper, several) in [
        ("", false),
        ("#[oauth(issuer)]", false),
        ("#[oauth(token_endpoint, revocation_endpoint)]", true),
    ] {
        let item = format!("struct C {{ {helper} token_url: String }}");
        let source = crate::read(tokens("kind = m2m"), tokens(&item), &NoDocuments);
        let fields: Vec<bool> = source.fields().iter().map(|it| it.has_several_roles).collect();
        assert_eq!(fields.first(), Some(&several), "{item}");
    }
}

#[test]
fn what_holds_no_text_is_no_credential_by_its_name() {
    for ty in [
        "bool",
        "u8",
        "&'a bool",
        "(bool)",
        "Option<bool>",
        "Box<()>",
        "fn() -> A",
        "!",
        "PhantomData<A>",
        "Box<dyn Fn(A) -> B>",
        "Arc<dyn FnMut() + Send>",
    ] {
        let item = format!("struct C<'a> {{ has_client_secret: {ty} }}");
        assert_eq!(field(&item, |field| field.role), Some(None), "{ty}");
    }
    for ty in [
        "String",
        "&'a str",
        "(Text)",
        "Option<Text>",
        "(bool, Text)",
        "[u8; 32]",
        "Cell<bool>",
        "Box<dyn Secret>",
    ] {
        let item = format!("struct C<'a> {{ client_secret: {ty} }}");
        assert_eq!(field(&item, |field| field.role), Some(Some(Role::ClientSecret)), "{ty}");
    }
}

#[test]
fn the_secret_of_a_library_hides_from_debug_alone() {
    for (ty, holds) in [
        ("oauth2::ClientSecret", Holds::HiddenFromDebug),
        ("openidconnect::ClientSecret", Holds::HiddenFromDebug),
        ("Option<::oauth2::ClientSecret>", Holds::HiddenFromDebug),
        ("ClientSecret", Holds::Other),
        ("mine::ClientSecret", Holds::Other),
        ("oauth2::ClientId", Holds::Other),
    ] {
        let item = format!("struct C {{ client_secret: {ty} }}");
        assert_eq!(field(&item, |field| field.holds), Some(holds), "{ty}");
    }
}

#[test]
fn a_type_out_of_a_macro_fragment_is_read_like_a_written_one() {
    let hidden = |ty: &str| Group::new(Delimiter::None, tokens(ty));
    let read = |name: &str, ty: TokenStream| {
        let name = Ident::new(name, Span::call_site());
        let source =
            crate::read(tokens("kind = m2m"), quote!(struct C { #name: #ty }), &NoDocuments);
        source.fields().first().map(|field| (field.role, field.holds))
    };
    let (text, string, byte) = (hidden("str"), hidden("String"), hidden("u8"));
    for (ty, holds) in [
        (quote!(#string), Holds::Bare),
        (quote!(Vec<#byte>), Holds::Bare),
        (quote!([#byte; 32]), Holds::Bare),
        (quote!(&'static #text), Holds::Embedded),
        (quote!(&'static [#byte]), Holds::Embedded),
        (quote!(Cow<'static, #text>), Holds::Embedded),
    ] {
        assert_eq!(read("a", ty.clone()), Some((None, holds)), "{ty}");
    }
    let (secret, switch) = (hidden("ClientSecret"), hidden("bool"));
    assert_eq!(read("a", quote!(#secret)), Some((Some(Role::ClientSecret), Holds::Other)));
    assert_eq!(read("client_secret", quote!(#switch)), Some((None, Holds::Other)));
}

#[test]
fn the_type_says_what_a_field_holds() {
    for (ty, holds) in [
        ("String", Holds::Bare),
        ("std::string::String", Holds::Bare),
        ("(String)", Holds::Bare),
        ("Option<Arc<String>>", Holds::Bare),
        ("&'a str", Holds::Bare),
        ("&'static String", Holds::Bare),
        ("Box<str>", Holds::Bare),
        ("Arc<str>", Holds::Bare),
        ("Vec<u8>", Holds::Bare),
        ("[u8; 32]", Holds::Bare),
        ("bytes::Bytes", Holds::Bare),
        ("Cow<'a, str>", Holds::Bare),
        ("&'static str", Holds::Embedded),
        ("Option<&'static str>", Holds::Embedded),
        ("&'static [u8]", Holds::Embedded),
        ("&'static [u8; 4]", Holds::Embedded),
        ("&'static (str)", Holds::Embedded),
        ("&'static [String]", Holds::Other),
        ("&'static SecretString", Holds::Other),
        ("Vec<(u8)>", Holds::Bare),
        ("[String; 2]", Holds::Other),
        ("Cow<'static, str>", Holds::Embedded),
        ("SecretString", Holds::Other),
        ("Secret<String>", Holds::Other),
        ("Secret<str>", Holds::Other),
        ("Secret<u8>", Holds::Other),
        ("Cow<'static, Secret>", Holds::Other),
        ("Vec<String>", Holds::Other),
        ("fn() -> String", Holds::Other),
        ("oauth2::PkceCodeVerifier", Holds::RequestValue("PkceCodeVerifier")),
        ("Option<Nonce>", Holds::RequestValue("Nonce")),
    ] {
        let item = format!("struct C<'a> {{ a: {ty} }}");
        field(&item, |field| assert_eq!(field.holds, holds, "{ty}"));
        assert_eq!(subject("kind = m2m", &item, |subject| subject.fields.len()), 1);
    }
}

#[test]
fn only_a_derive_below_shows_a_field_that_does_not_hide() {
    for (derive, attribute, printed, serialized) in [
        ("", "", false, false),
        ("Clone", "", false, false),
        ("Clone, Debug", "", true, false),
        ("std::fmt::Debug, Serialize", "", true, true),
        ("serde::Serialize", "", false, true),
        ("Serialize", "#[serde(skip)]", false, false),
        ("Serialize", "#[cfg_attr(feature = \"serde\", serde(skip))]", false, false),
        ("Serialize", "#[serde(rename = \"skip\")]", false, true),
        ("Serialize", "#[serde(default, skip_serializing)]", false, false),
        ("Serialize", "#[serde(skip_serializing_if = \"x\")]", false, true),
        ("Debug, Serialize", "#[serde(skip)]", true, false),
        ("derive_more::Debug, Serialize", "#[debug(skip)]", false, true),
        ("Debug", "#[derivative(Debug = \"ignore\")]", false, false),
        ("Debug", "#[educe(Debug(ignore))]", false, false),
        ("Debug", "#[educe(Hash(ignore))]", true, false),
    ] {
        let item = format!("#[derive({derive})] struct C {{ {attribute} a: String }}");
        assert_eq!(
            field(&item, |f| (f.printed, f.serialized)),
            Some((printed, serialized)),
            "{item}"
        );
    }
}

#[test]
fn a_flattened_field_may_hide_more() {
    for attribute in ["oauth(flatten)", "serde(flatten)", "command(flatten)", "clap(flatten)"] {
        let item = format!("struct C {{ #[{attribute}] a: A }}");
        assert!(subject("kind = m2m", &item, |subject| subject.flattened), "{item}");
    }
}

#[test]
fn the_item_comes_back_token_for_token() {
    for (item, back) in [
        ("pub struct C<'a> { #[serde(x)] r#a: &'a str, b: [u8; 2] }", None),
        ("enum C { #[oauth(a)] A }", Some("enum C { A }")),
        ("struct C { #[oauth(skip)] /** d */ a: A, }", Some("struct C { /** d */ a: A, }")),
        ("struct C(#[oauth(client_id)] #[cfg(a)] A);", Some("struct C(#[cfg(a)] A);")),
        ("#[a] #[oauth_flow::oauth_client(kind = spa)] struct C;", Some("#[a] struct C;")),
        ("struct C { #[cfg_attr(a, oauth(skip))] a: A }", Some("struct C { a: A }")),
        ("struct C { #[oauth(skip)] a: }", Some("struct C { a: }")),
        // No attribute: the mark before the second brackets belongs to the first.
        ("struct C { # #[oauth(a)] [oauth(b)] }", Some("struct C { # [oauth(b)] }")),
        ("struct C { #[oauth::other] a: A }", None),
        ("struct C { #[other(a, oauth(skip))] a: A }", None),
        ("fn f() { let a = \"#[oauth(b)]\"; }", None),
        ("fn f() { #[oauth_client(kind = m2m)] struct D; }", None),
    ] {
        for attribute in ["kind = m2m", "", "= , ="] {
            let expected = tokens(back.unwrap_or(item)).to_string();
            assert_eq!(source(attribute, item).item().to_string(), expected);
        }
    }
}

#[test]
fn an_item_out_of_a_macro_fragment_is_read_like_a_written_one() {
    let item = "#[oauth_client] struct C { #[oauth(client_id)] a: A }";
    let hidden = Group::new(Delimiter::None, tokens(item));
    let source = crate::read(tokens("kind = m2m"), TokenTree::Group(hidden).into(), &NoDocuments);
    assert_eq!(super::ids(&source), ["repeated_attribute"]);
    assert_eq!(source.fields().len(), 1);
    let shown = source.item().to_string();
    assert!(!shown.contains("oauth") && shown.contains("struct C"), "{shown}");
}

#[test]
fn what_the_expansion_needs_is_there() {
    let source = source(
        "kind = m2m",
        "#[allow(deprecated)] struct C<T> { #[cfg(a)] client_id: T, #[oauth(client_secret, with = a::b)] b: u8 }",
    );
    assert_eq!(source.ident().map(ToString::to_string).as_deref(), Some("C"));
    assert_eq!(source.generics().map(|generics| generics.params.len()), Some(1));
    assert_eq!(source.attributes().len(), 1);
    assert_eq!(source.conditions(Place::Field(0)).len(), 1);
    assert_eq!(source.conditions(Place::Field(1)).len(), 0);
    assert_eq!(source.conditions(Place::Whole).len(), 0);
    let with = source.fields().get(1).and_then(|field| field.with.as_ref());
    assert_eq!(with.map(|path| path.to_token_stream().to_string()).as_deref(), Some("a :: b"));
}

#[test]
fn a_name_of_some_providers_gives_way_to_another_field_of_the_role() {
    let roles = |item: &str| {
        subject("kind = m2m", item, |subject| {
            subject.fields.iter().map(|field| field.role).collect::<Vec<_>>()
        })
    };
    for (item, expected) in [
        ("struct C { app_key: A }", vec![Some(Role::ClientId)]),
        ("struct C { app_key: A, client_id: B }", vec![None, Some(Role::ClientId)]),
        ("struct C { client_id: B, app_key: A }", vec![Some(Role::ClientId), None]),
        ("struct C { app_key: A, consumer_key: B }", vec![Some(Role::ClientId), None]),
        ("struct C { app_key: A, port: B }", vec![Some(Role::ClientId), None]),
    ] {
        assert_eq!(roles(item), expected, "{item}");
    }
}
