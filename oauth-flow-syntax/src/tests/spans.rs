//! Every finding stands on the smallest token.

use oauth_flow_core::Place;
use oauth_flow_core::vocabulary::Key;

use super::source;

const ATTRIBUTE: &str = r#"kind = "web", grant("authorization_code", jwt-bearer), scope = "a b", par, redirect_uri = "https://a.example/cb", client_secret = "x", allow(missing_pkce, reason = "y")"#;

fn text(place: Place) -> Option<String> {
    source(ATTRIBUTE, "struct C { client_id: A }").span(place).source_text()
}

#[test]
fn a_place_is_the_value_else_the_key_else_the_field() {
    for (place, expected) in [
        (Place::Key(Key::Kind), "\"web\""),
        (Place::Key(Key::Grant), "grant"),
        (Place::Grant(0), "\"authorization_code\""),
        (Place::Grant(1), "jwt"),
        (Place::Grant(9), "grant"),
        (Place::Key(Key::Scope), "\"a b\""),
        (Place::Scope(1), "\"a b\""),
        (Place::Key(Key::Par), "par"),
        (Place::RedirectUri(0), "\"https://a.example/cb\""),
        (Place::SecretKey(0), "client_secret"),
        (Place::Waiver(0), "missing_pkce"),
        (Place::Field(0), "client_id"),
        // What the kind brings stands at the kind.
        (Place::Key(Key::Pkce), "\"web\""),
        (Place::ResponseType(0), "\"web\""),
    ] {
        assert_eq!(text(place).as_deref(), Some(expected), "{place:?}");
    }
}

#[test]
fn one_of_several_values_stands_at_itself() {
    let attribute = r#"kind = web, response_type(code, token), redirect_uri("a:/1", "a:/2"), post_logout_redirect_uri("a:/3", "a:/4"), scope("b", "c"), resource("a:/5", "a:/6")"#;
    for (place, expected) in [
        (Place::ResponseType(1), "token"),
        (Place::RedirectUri(1), "\"a:/2\""),
        (Place::PostLogoutRedirectUri(1), "\"a:/4\""),
        (Place::Scope(1), "\"c\""),
        (Place::Resource(1), "\"a:/6\""),
        (Place::Resource(2), "resource"),
    ] {
        let span = source(attribute, "struct C;").span(place);
        assert_eq!(span.source_text().as_deref(), Some(expected), "{place:?}");
    }
}

#[test]
fn a_mistake_stands_on_its_token() {
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
        let places: Vec<Place> = source.mistakes().iter().map(|finding| finding.place).collect();
        let [place] = places.as_slice() else {
            assert_eq!(places.len(), 1, "{attribute}");
            return;
        };
        assert_eq!(source.span(*place).source_text().as_deref(), Some(expected), "{attribute}");
    }
}
