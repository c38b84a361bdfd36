//! What the type of a field says of its value, by the names in it.

use oauth_flow_core::{Holds, Role};
use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// Types that hold nothing but the value of their first argument.
const WRAPPERS: [&str; 4] = ["Option", "Box", "Arc", "Rc"];

/// Types of the crates `oauth2` and `openidconnect` that stand for one role.
const ROLES: [(&str, Role); 8] = [
    ("ClientId", Role::ClientId),
    ("ClientSecret", Role::ClientSecret),
    ("RedirectUrl", Role::RedirectUri),
    ("AuthUrl", Role::AuthorizationEndpoint),
    ("TokenUrl", Role::TokenEndpoint),
    ("DeviceAuthorizationUrl", Role::DeviceAuthorizationEndpoint),
    ("RevocationUrl", Role::RevocationEndpoint),
    ("IssuerUrl", Role::Issuer),
];

/// Types of those crates whose values belong to one request.
const REQUEST_VALUES: [&str; 5] =
    ["PkceCodeVerifier", "PkceCodeChallenge", "CsrfToken", "Nonce", "AuthorizationCode"];

/// The role that the type gives.
pub(crate) fn role(ty: &Type) -> Option<Role> {
    match ty {
        Type::Reference(reference) => role(&reference.elem),
        Type::Group(group) => role(&group.elem),
        Type::Paren(paren) => role(&paren.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let name = last.ident.to_string();
            match argument(last) {
                Some(inner) if WRAPPERS.contains(&name.as_str()) => role(inner),
                _ => ROLES.iter().find(|(ty, _)| *ty == name).map(|(_, role)| *role),
            }
        }
        _ => None,
    }
}

/// Whether no value of the type can be a secret or an identifier: a switch, a number, a function,
/// nothing at all.
pub(crate) fn holds_no_text(ty: &Type) -> bool {
    const NO_TEXT: [&str; 16] = [
        "bool",
        "u8",
        "u16",
        "u32",
        "u64",
        "u128",
        "usize",
        "i8",
        "i16",
        "i32",
        "i64",
        "i128",
        "isize",
        "f32",
        "f64",
        "PhantomData",
    ];
    match ty {
        Type::Reference(reference) => holds_no_text(&reference.elem),
        Type::Group(group) => holds_no_text(&group.elem),
        Type::Paren(paren) => holds_no_text(&paren.elem),
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            match argument(last) {
                Some(inner) if WRAPPERS.contains(&name.as_str()) => holds_no_text(inner),
                _ => NO_TEXT.contains(&name.as_str()),
            }
        }),
        Type::FnPtr(_) | Type::Never(_) => true,
        // A callback, and not the URL of one.
        Type::TraitObject(object) => object.bounds.iter().any(is_function),
        _ => false,
    }
}

fn is_function(bound: &syn::TypeParamBound) -> bool {
    let syn::TypeParamBound::Trait(bound) = bound else { return false };
    let last = bound.path.segments.last();
    last.is_some_and(|last| ["Fn", "FnMut", "FnOnce"].iter().any(|it| last.ident == it))
}

/// Whether the type is a switch.
pub(crate) fn is_switch(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => is_switch(&group.elem),
        Type::Paren(paren) => is_switch(&paren.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            match argument(last) {
                Some(inner) if WRAPPERS.contains(&name.as_str()) => is_switch(inner),
                _ => name == "bool",
            }
        }),
        _ => false,
    }
}

/// What the type holds.
pub(crate) fn holds(ty: &Type) -> Holds {
    match ty {
        Type::Reference(reference) => {
            let held = holds(&reference.elem);
            let is_static =
                reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static");
            if is_static && held == Holds::Bare && is_unsized_text(&reference.elem) {
                Holds::Embedded
            } else {
                held
            }
        }
        Type::Group(group) => holds(&group.elem),
        Type::Paren(paren) => holds(&paren.elem),
        Type::Slice(slice) if is_byte(&slice.elem) => Holds::Bare,
        Type::Array(array) if is_byte(&array.elem) => Holds::Bare,
        Type::Path(path) if is_secret_of_oauth2(&path.path) => Holds::HiddenFromDebug,
        Type::Path(path) => path.path.segments.last().map_or(Holds::Other, of_segment),
        _ => Holds::Other,
    }
}

/// Whether the path names the `ClientSecret` of the crate `oauth2`, and no other type of that name.
fn is_secret_of_oauth2(path: &syn::Path) -> bool {
    let mut segments = path.segments.iter().rev();
    let last = segments.next().is_some_and(|last| last.ident == "ClientSecret");
    last && segments.next().is_some_and(|it| it.ident == "oauth2" || it.ident == "openidconnect")
}

fn of_segment(last: &PathSegment) -> Holds {
    // To compare an identifier makes text of it each time.
    let name = last.ident.to_string();
    if let Some(name) = REQUEST_VALUES.iter().find(|value| **value == name) {
        return Holds::RequestValue(name);
    }
    match (name.as_str(), argument(last)) {
        ("String" | "str" | "Bytes", _) => Holds::Bare,
        (name, Some(inner)) if WRAPPERS.contains(&name) => holds(inner),
        ("Vec", Some(inner)) if is_byte(inner) => Holds::Bare,
        ("Cow", Some(inner)) if is_unsized_text(inner) && is_static(last) => Holds::Embedded,
        ("Cow", Some(inner)) if is_unsized_text(inner) => Holds::Bare,
        _ => Holds::Other,
    }
}

/// The first type argument.
fn argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn is_static(segment: &PathSegment) -> bool {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return false };
    arguments.args.iter().any(|argument| {
        matches!(argument, GenericArgument::Lifetime(lifetime) if lifetime.ident == "static")
    })
}

fn is_byte(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => is_byte(&group.elem),
        Type::Paren(paren) => is_byte(&paren.elem),
        Type::Path(path) => path.path.is_ident("u8"),
        _ => false,
    }
}

/// `str`, or bytes in a row: what a reference into the program points at.
fn is_unsized_text(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => is_unsized_text(&group.elem),
        Type::Paren(paren) => is_unsized_text(&paren.elem),
        Type::Slice(slice) => is_byte(&slice.elem),
        Type::Array(array) => is_byte(&array.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "str"),
        _ => false,
    }
}
