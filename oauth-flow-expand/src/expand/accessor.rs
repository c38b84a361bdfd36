//! What the typed run time of the facade needs of a client, as tokens: what is declared and not
//! supported yet, how the authorization request is delivered, and how the fields are read.

use oauth_flow_core::vocabulary::{
    Grant, Pkce, Refresh, ResponseMode, ResponseType, SenderConstraint,
};
use oauth_flow_core::{Key, Role, Statement, Value};
use oauth_flow_syntax::{Field, Source};
use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, Generics, Index, Lifetime, Member, Meta, Type};

use super::{Accessor, Path, Target, is_deprecated};

/// What is here.
pub(crate) const ACCESSOR: Accessor = Accessor { fields, types };

/// The associated types of `OAuthClient`, each a marker of the run time.
fn types(statement: &Statement, target: &Target<'_>) -> TokenStream {
    let private = &target.private;
    let unsupported = if let Some(marker) = unsupported(statement) {
        let marker = Ident::new(marker, Span::call_site());
        quote!(#private::unsupported::#marker)
    } else {
        quote!(())
    };
    let pushed = statement.values(Key::Par).iter().any(|par| par.value == Value::flag(true));
    let delivery = if pushed { quote!(pushed) } else { quote!(direct) };
    quote! {
        type Unsupported = #unsupported;
        type Delivery = #private::delivery::#delivery;
    }
}

/// What is declared and not supported, by the name of its marker.
fn unsupported(statement: &Statement) -> Option<&'static str> {
    let bound = statement.word(Key::SenderConstraint);
    let code = statement.words(Key::Grant).any(|grant: Grant| grant == Grant::AuthorizationCode);
    let hybrid = |response: ResponseType| response.has_code() && response != ResponseType::Code;
    let marker = if bound == Some(SenderConstraint::Dpop) {
        "dpop"
    } else if bound.is_none() && statement.word(Key::Refresh) == Some(Refresh::SenderConstrained) {
        "sender_constrained_refresh"
    } else if !statement.values(Key::RequestObject).is_empty() {
        "request_object"
    } else if code && statement.word(Key::Pkce) == Some(Pkce::None) {
        "pkce_none"
    } else if statement.word(Key::ResponseMode).is_some_and(is_signed) {
        "jwt_response_mode"
    } else if statement.words(Key::ResponseType).any(hybrid) {
        "hybrid_response"
    } else {
        return None;
    };
    Some(marker)
}

/// Whether the response is a JWT, which is all that is neither of the plain ones.
fn is_signed(mode: ResponseMode) -> bool {
    !matches!(mode, ResponseMode::Query | ResponseMode::Fragment | ResponseMode::FormPost)
}

/// The implementation of `ClientFields`. The type of each field is bound under a binder, so that a
/// type that cannot be read is an error where the fields are asked for, and not here.
///
/// What a lint could look at is marked as the macro's; what the compiler points at in a message is
/// the user's.
fn fields(target: &Target<'_>) -> TokenStream {
    let Target { source, name, private, .. } = target;
    let Some(generics) = source.generics().filter(|_| !is_packed(source.attributes())) else {
        return TokenStream::new();
    };
    let macros = Span::mixed_site();
    let (parameters, arguments, _) = generics.split_for_impl();
    let own: Vec<_> = generics.where_clause.iter().flat_map(|it| &it.predicates).collect();
    let quiet = quiet(source);
    let implement = |what: &TokenStream, bounds: &TokenStream, body: &TokenStream| {
        quote_spanned! {name.span()=>
            #quiet
            #[automatically_derived]
            impl #parameters #private::#what for #name #arguments
            where #(#own,)* #bounds
            { #body }
        }
    };
    let function = |name: &str, reads: &TokenStream| {
        let name = Ident::new(name, macros);
        quote_spanned! {macros=>
            #[inline]
            fn #name(&self, reader: &mut dyn #private::FieldReader) { #reads }
        }
    };
    let mut tokens = TokenStream::new();
    let (mut bounds, mut reads) = (TokenStream::new(), TokenStream::new());
    for (index, field) in source.fields().iter().enumerate() {
        // One field that holds several values is none of them as it is.
        let alone = !field.has_several_roles;
        let Some(role) = variant(field.role).filter(|_| alone) else { continue };
        let read = read(field, role, generics, private);
        // What the function of `with` gives is known there; the type itself may be anything.
        let readable = field
            .with
            .is_none()
            .then(|| bound(field, &field.ty, &quote_spanned!(field.span=> FieldText), private));
        if field.conditions.is_empty() {
            bounds.extend(readable);
            reads.extend(read);
            continue;
        }
        let index = Literal::usize_unsuffixed(index);
        let this = quote_spanned!(name.span()=> FieldAt<#index>);
        let present = implement(&this, &readable.to_token_stream(), &function("read_field", &read));
        let absent = implement(&this, &TokenStream::new(), &TokenStream::new());
        let conditions = &field.conditions;
        let all =
            conditions.iter().filter_map(|it| it.meta.require_list().ok()).map(|it| &it.tokens);
        tokens.extend(quote! {
            #(#conditions)* #present
            #[cfg(not(all(#(#all),*)))] #absent
        });
        bounds.extend(bound(field, &quote!(#name #arguments), &this, private));
        reads.extend(quote_spanned!(macros=> <Self as #private::#this>::read_field(self, reader);));
    }
    tokens.extend(implement(
        &quote_spanned!(name.span()=> ClientFields),
        &bounds,
        &function("read_fields", &reads),
    ));
    tokens
}

/// The name of the role in Rust code, if the run time reads it: the secret, and what is neither a
/// switch nor the client's own key set.
fn variant(role: Option<Role>) -> Option<&'static str> {
    let read = |role: &Role| match role.key() {
        Some(key) => key != Key::JwksUri,
        None => *role == Role::ClientSecret,
    };
    role.filter(read).map(Role::variant)
}

/// The bound that the compiler shows, at the field, where it is not met.
fn bound(field: &Field, ty: &dyn ToTokens, what: &TokenStream, private: &Path) -> TokenStream {
    let lifetime = Lifetime::new("'__field", Span::mixed_site());
    let path = quote_spanned!(field.span=> #private::#what).into_iter().map(|mut token| {
        token.set_span(token.span().located_at(field.span));
        token
    });
    let path: TokenStream = path.collect();
    let binder = quote_spanned!(Span::mixed_site()=> for<#lifetime>);
    quote_spanned!(field.span=> #binder #ty: #path,)
}

/// Gives the field to the reader.
fn read(field: &Field, role: &str, generics: &Generics, private: &Path) -> TokenStream {
    let macros = Span::mixed_site();
    let role = Ident::new(role, macros);
    let name = &field.name;
    let place = macros.located_at(field.span);
    let member = match &field.member {
        Member::Named(ident) => {
            let mut ident = ident.clone();
            ident.set_span(place);
            Member::Named(ident)
        }
        Member::Unnamed(index) => Member::Unnamed(Index { index: index.index, span: place }),
    };
    let own = quote_spanned!(macros=> &self.#member);
    let value = if let Some(with) = &field.with {
        // A function that gives no text is a mistake of the user, and shown there.
        let user = with.segments.first().map_or(field.span, |first| first.ident.span());
        quote_spanned!(user=> &#with(#own))
    } else if may_be_unsized(&field.ty, generics) {
        quote_spanned!(macros=> &#own)
    } else {
        own
    };
    quote_spanned!(macros=> reader.field(#private::Role::#role, #name, #value);)
}

/// Whether the field may be the unsized end of its struct: the reader then gets a reference to a
/// reference. Elsewhere that would only cost the compiler time.
fn may_be_unsized(ty: &Type, generics: &Generics) -> bool {
    match ty {
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Group(group) => may_be_unsized(&group.elem, generics),
        Type::Path(path) => {
            let is = |ident: &Ident| path.path.is_ident(ident);
            path.path.is_ident("str") || generics.type_params().any(|it| is(&it.ident))
        }
        _ => false,
    }
}

/// The lint levels under which the user names the types and the fields. What is expected there is
/// allowed here, where it may not come again.
fn quiet(source: &Source) -> TokenStream {
    let of_fields = source.fields().iter().flat_map(|field| &field.allowed);
    let mut tokens = TokenStream::new();
    if is_deprecated(source) {
        tokens.extend(quote!(#[allow(deprecated)]));
    }
    for attribute in source.attributes().iter().chain(of_fields) {
        if let (true, Meta::List(list)) = (allows(attribute), &attribute.meta) {
            let lints = &list.tokens;
            tokens.extend(quote!(#[allow(#lints)]));
        }
    }
    tokens
}

fn allows(attribute: &Attribute) -> bool {
    ["allow", "expect"].iter().any(|level| attribute.path().is_ident(level))
}

/// Whether the fields of the struct cannot be borrowed.
fn is_packed(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("repr")).any(|attribute| {
        let Meta::List(list) = &attribute.meta else { return false };
        list.tokens.clone().into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == "packed",
            _ => false,
        })
    })
}
