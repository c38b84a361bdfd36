//! Every finding is shown at the smallest token.

use oauth_flow_core::{Key, Place};

use super::{mistakes, source};

const ATTRIBUTE: &str = r#"kind = "web", grant("authorization_code", jwt-bearer), scope = "a b", par, redirect_uri = "https://a.example/cb", client_secret = "x", allow(missing_pkce, reason = "y")"#;

fn text(place: Place) -> Option<String> {
    let source = source(ATTRIBUTE, "struct C { client_id: A }");
    source.span(source.client().origin(place)).source_text()
}

#[test]
fn a_place_is_the_value_else_the_key_else_the_field() {
    for (place, expected) in [
        (Place::Key(Key::Kind), "\"web\""),
        (Place::Key(Key::Grant), "grant"),
        (Place::Value(Key::Grant, 0), "\"authorization_code\""),
        (Place::Value(Key::Grant, 1), "jwt"),
        (Place::Value(Key::Grant, 9), "grant"),
        (Place::Key(Key::Scope), "\"a b\""),
        (Place::Value(Key::Scope, 1), "\"a b\""),
        (Place::Key(Key::Par), "par"),
        (Place::Value(Key::RedirectUri, 0), "\"https://a.example/cb\""),
        (Place::SecretKey(0), "client_secret"),
        (Place::Waiver(0), "missing_pkce"),
        (Place::Field(0), "client_id"),
        // What the kind brings comes from the kind.
        (Place::Value(Key::ResponseType, 0), "\"web\""),
    ] {
        assert_eq!(text(place).as_deref(), Some(expected), "{place:?}");
    }
}

#[test]
fn one_of_several_values_is_shown_at_itself() {
    let attribute = r#"kind = web, response_type(code, token), redirect_uri("a:/1", "a:/2"), post_logout_redirect_uri("a:/3", "a:/4"), scope("b", "c"), resource("a:/5", "a:/6")"#;
    for (place, expected) in [
        (Place::Value(Key::ResponseType, 1), "token"),
        (Place::Value(Key::RedirectUri, 1), "\"a:/2\""),
        (Place::Value(Key::PostLogoutRedirectUri, 1), "\"a:/4\""),
        (Place::Value(Key::Scope, 1), "\"c\""),
        (Place::Value(Key::Resource, 1), "\"a:/6\""),
        (Place::Value(Key::Resource, 2), "resource"),
    ] {
        let source = source(attribute, "struct C;");
        let span = source.span(source.client().origin(place));
        assert_eq!(span.source_text().as_deref(), Some(expected), "{place:?}");
    }
}

#[test]
fn a_mistake_is_shown_at_its_token() {
    for (attribute, item, expected) in [
        ("kind = mobile", "struct C;", "mobile"),
        ("kind = m2m, grant(\"a\")", "struct C;", "\"a\""),
        ("kind =", "struct C;", "kind"),
        ("kind = m2m, kind = m2m", "struct C;", "kind"),
        ("kind = m2m par", "struct C;", "par"),
        ("kind = m2m, foo = 1", "struct C;", "foo"),
        ("kind = m2m, scope()", "struct C;", "scope"),
        ("kind = m2m", "pub enum C {}", "C"),
        ("kind = m2m", "impl C {}", "C"),
        ("kind = m2m", "struct C { client_id: A, b_client_id: A }", "b_client_id"),
        ("kind = m2m", "struct C(#[oauth(foo)] A);", "foo"),
        ("kind = m2m", "struct C { #[cfg_attr(a, oauth(skip))] a: A }", "cfg_attr"),
    ] {
        let source = source(attribute, item);
        let spans = mistakes(&source).into_iter().map(|finding| source.span(finding.origin));
        let texts: Vec<Option<String>> = spans.map(|span| span.source_text()).collect();
        assert_eq!(texts, [Some(String::from(expected))], "{attribute}");
    }
}
