//! What is measured is a service that works, and that refuses the same responses on both crates.

mod on_flow;
mod on_oauth2;

use oauth2::url::Url;
use oauth2::{RefreshToken, TokenResponse as _};

/// The responses to a request, and whether a client accepts them.
fn callbacks(request: &Url) -> Vec<(String, bool)> {
    let (_, state) = request.query_pairs().find(|(name, _)| name == "state").unwrap();
    let answered = |rest: &str| format!("state={state}{rest}");
    vec![
        (answered("&code=c"), true),
        (answered("&code=c&iss=https://as.example.com"), true),
        (answered("&code=c&iss=https://other.example.com"), false),
        (answered("&code=c&code=c"), false),
        (answered(""), false),
        ("code=c&state=other".to_owned(), false),
        ("code=c".to_owned(), false),
    ]
}

#[test]
fn the_service_on_flow_works() {
    let flow = on_flow::portal("portal".into(), "a secret".into()).unwrap();
    let (url, _) = on_flow::begin(&flow).unwrap();
    for index in 0..callbacks(&url).len() {
        let (url, pending) = on_flow::begin(&flow).unwrap();
        let (query, accepted) = callbacks(&url).swap_remove(index);
        assert_eq!(on_flow::complete(&flow, pending, &query).is_ok(), accepted, "{query}");
    }
    let tokens = on_flow::refresh(&flow, RefreshToken::new("rt".into())).unwrap();
    assert_eq!(tokens.access_token().secret(), "at");
    let worker = on_flow::worker("worker".into(), "a secret".into()).unwrap();
    assert_eq!(on_flow::own_tokens(&worker).unwrap().access_token().secret(), "at");
}

#[test]
fn the_service_on_oauth2_works() {
    let client = on_oauth2::portal("portal".into(), "a secret".into()).unwrap();
    let (url, _) = on_oauth2::begin(&client);
    for index in 0..callbacks(&url).len() {
        let (url, pending) = on_oauth2::begin(&client);
        let (query, accepted) = callbacks(&url).swap_remove(index);
        assert_eq!(on_oauth2::complete(&client, pending, &query).is_ok(), accepted, "{query}");
    }
    let tokens = on_oauth2::refresh(&client, &RefreshToken::new("rt".into())).unwrap();
    assert_eq!(tokens.access_token().secret(), "at");
    let worker = on_oauth2::worker("worker".into(), "a secret".into()).unwrap();
    assert_eq!(on_oauth2::own_tokens(&worker).unwrap().access_token().secret(), "at");
}
